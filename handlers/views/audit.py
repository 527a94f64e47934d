"""What members see of what stewards did: who, what and when, in words."""

from collections.abc import Collection, Sequence

from handlers.views import blocks
from handlers.views.blocks import Block, View
from models import audit
from models.audit import Act

ROWS_SHOWN = 3
"""Acts on the Home tab."""

WORDS = {
    "cohorts.allow": "let the draft of “{what}” bring you together with somebody again",
    "cohorts.cancel": "called off “{what}”",
    "cohorts.draft": "drafted “{what}” anew",
    "cohorts.open": "opened the sign-up for “{what}”",
    "cohorts.part": "parted you from somebody in the draft of “{what}”",
    "cohorts.pin": "put you together with somebody in the draft of “{what}”",
    "cohorts.publish": "published “{what}”",
    "cohorts.unpin": "left it open again with whom you are in the draft of “{what}”",
    "digests.choose_channels": "chose which channels get the weekly digest",
    "lunches.call_off": "called off your lunch{at}",
    "lunches.change": "changed your lunch{at}",
    "lunches.go_ahead": "let your lunch{at} go ahead",
    "lunches.open_table": "made your lunch{at} an open table",
    "lunches.restore": "let your lunch{at} take place after all",
    "lunches_series.change": "changed your lunches{at}",
    "lunches_series.confirm": "said yes to the lunches you proposed{at}",
    "lunches_series.decline": "said no to the lunches you proposed{at}",
    "lunches_series.end": "ended your lunches{at}",
    "lunches_series.go_on": "let your lunches{at} go on",
    "lunches_series.hand_over": "gave your lunches{at} another host",
    "lunches_series.pause": "paused your lunches{at}",
    "lunches_series.take_over": "took over as host of your lunches{at}",
    "mixers.change": "changed {mixer}",
    "mixers.resume": "let {mixer} go on",
    "mixers.set_up": "set up {mixer}",
    "mixers.stop": "stopped {mixer}",
    "profiles.import": "changed what your profile says: {what}",
    "prompt_proposals.accept": "accepted the prompt you proposed",
    "prompt_proposals.decline": "declined the prompt you proposed",
    "prompt_schedules.change": "changed {prompts}",
    "prompt_schedules.change_source": "chose another bank for {prompts}",
    "prompt_schedules.confirm": "said yes to {prompts}",
    "prompt_schedules.decline": "said no to {prompts}",
    "prompt_schedules.pause": "let {prompts} rest for a month",
    "prompt_schedules.resume": "let {prompts} go on",
    "prompt_schedules.stop": "stopped {prompts}",
    "settings.change": "changed the settings: {choices}",
    "stewards.appoint": "made you a steward",
    "stewards.remove": "took you off the list of stewards",
}
"""What each act is called to whom it concerns."""

CHOICES = {
    "capture_emoji": "the emoji that saves a message",
    "digest_time": "the digest's time",
    "digest_weekday": "the digest's day",
    "person_budget": "how many messages a week nobody asked for",
    "zone": "the time zone",
}
"""What each of the stewards' choices is called."""


def home_rows(acts: Sequence[Act], number: int, present: Collection[str]) -> list[Block]:
    """Build the part of the Home tab that tells what stewards did, of `number` acts in all the latest.

    The reader is in the `present` channels: what is called how there is not told beyond.
    """
    if not acts:
        return []
    shown = acts[:ROWS_SHOWN]
    more = number - len(shown)
    said = "\n".join(_line(act, present) for act in shown)
    way = blocks.button(f"{more:,} more", "audit.open") if more > 0 else None
    return [blocks.section(said, accessory=way)]


def window(acts: Sequence[Act], number: int, present: Collection[str]) -> View:
    """List what stewards did that concerns somebody, the latest first."""
    older = number - len(acts)
    note = f" These are the latest {len(acts)} of {number:,}; `/potluck my-data` has those about you."
    return blocks.modal(
        "audit.list",
        "What stewards did",
        [
            blocks.context(
                f"What concerns you, or everybody. Only you see this list.{note if older > 0 else ''}"
            ),
            *(blocks.section(_line(act, present)) for act in acts),
            *([] if acts else [blocks.section("Nothing yet.")]),
        ],
    )


def _line(act: Act, present: Collection[str]) -> str:
    nameless = {audit.NOBODY: "A steward", audit.OPERATOR: "Who runs Potluck"}
    who = nameless.get(act.by_id) or blocks.person(act.by_id)
    day = f"<!date^{int(act.at.timestamp())}^{{date_short_pretty}}|{act.at:%d %B %Y}>"
    return f"{day}  ·  {who} {_what(act, present)}"


def _what(act: Act, present: Collection[str]) -> str:
    parts = act.detail.split()
    where = f" in {blocks.channel(parts[0])}" if parts else ""
    on = f" of {_moment(parts[1])}" if len(parts) > 1 else ""
    prompts = f"the prompts{where}" if parts else "a channel's prompts"
    choices = ", ".join(CHOICES.get(part, part) for part in parts)
    return WORDS.get(act.act, act.act).format(
        at=f"{on}{where}",
        prompts=prompts,
        choices=choices,
        what=blocks.quiet(act.detail),
        mixer=_mixer(act.detail, present),
    )


def _mixer(detail: str, present: Collection[str]) -> str:
    channel_id, _, name = detail.partition(" ")
    named = f"the mixer “{blocks.quiet(name)}”" if channel_id in present else "a mixer"
    return f"{named} in {blocks.channel(channel_id)}"


def _moment(seconds: str) -> str:
    return f"<!date^{seconds}^{{date_short_pretty}}|that day>"
