"""What a channel and who runs its mixer read of a round that is over."""

from collections.abc import Mapping

from handlers.views import blocks
from handlers.views.blocks import Message
from handlers.views.mixers_words import when
from models import mixers_report
from models.mixers import Across
from models.mixers_report import More, Report, Share

KINDS: Mapping[str, tuple[str, str]] = {
    Across.TEAM: ("people from {} teams", "from different teams"),
    Across.SITE: ("people from {} sites", "from different sites"),
    Across.SENIORITY: ("{} kinds of seniority", "of different seniority"),
}
"""What the people of groups differ in: how many of them there are, and what two of them are."""

SHARES: Mapping[int | Share, str] = {
    Share.UNTOLD: "How many of them met stays with them: they are too few for figures.",
    Share.FEW: "Few of them said that they met, if any. The next round is another chance.",
    Share.NEARLY_ALL: "All of them, or nearly all, said that they met.",
}
NO_NAMES = "I name nobody here, and leave out figures about fewer than five people."


def to_channel(report: Report) -> Message:
    """Tell the channel what a round came to, below the invitation that lets people join."""
    name = blocks.quiet(report.mixer.name)
    text = f"What the last round of {name} came to"
    lines = [f"*{text}*", *_figures(report)]
    after = f"{_next(report)} {NO_NAMES}".strip()
    return Message(text=text, blocks=[blocks.section("\n".join(lines)), blocks.context(after)])


def in_a_line(report: Report) -> str:
    """Say what a round came to in the invitation that its report is below, with no figure of who met."""
    if report.groups is None:
        return "What came of the last round is in the thread."
    many, _ = KINDS[mixers_report.across(report.mixer)]
    told = [
        f"{report.groups:,} {_groups(report.groups)}",
        *_met_in_short(report),
        *([f"{many.format(report.kinds)} came together"] if report.kinds and report.kinds > 1 else []),
    ]
    return f"*The last round*  {', '.join(told)}. The report is in the thread."


def to_runner(report: Report, more: More) -> Message:
    """Tell who runs a mixer the same, and how many had no group."""
    name, where = blocks.quiet(report.mixer.name), blocks.channel(report.mixer.channel_id)
    small = ["It was a round of fewer than five people, so there are no figures."]
    lines = [
        f"*What the last round of {name} in {where} came to*",
        *(_figures(report) if report.groups is not None else small),
        *_without_a_group(more),
    ]
    after = _next(report) or "No further round is planned just now."
    return Message(
        text=f"What the last round of {name} came to",
        blocks=[
            blocks.section("\n".join(lines)),
            blocks.context(
                f"{after} You get this as you look after {name}. Who answered what is between them and me, "
                "and figures about fewer than five people are left out."
            ),
        ],
    )


def _figures(report: Report) -> list[str]:
    many, differ = KINDS[mixers_report.across(report.mixer)]
    kinds = f", {many.format(report.kinds)}" if report.kinds and report.kinds > 1 else ""
    return [
        *([f"{report.groups:,} {_groups(report.groups)}{kinds}. {_met(report)}"] if report.groups else []),
        *(
            [f"{report.new:,} pairs of colleagues {differ} were brought together for the first time."]
            if report.new
            else []
        ),
        *_shared(report),
    ]


def _met(report: Report) -> str:
    if isinstance(report.met, Share):
        return SHARES[report.met]
    return f"{report.met:,} of them said that they met."


def _met_in_short(report: Report) -> list[str]:
    """Say in a word how many met, where it may be told and is more than a few."""
    if report.met == Share.NEARLY_ALL:
        return ["all or nearly all of them met"]
    if isinstance(report.met, Share) or report.groups is None:
        return []
    return ["most of them met" if 2 * report.met > report.groups else "some of them met"]


def _groups(number: int) -> str:
    return "group" if number == 1 else "groups"


def _shared(report: Report) -> list[str]:
    if not report.any_shared:
        return []
    who = f"{report.shared:,} of them" if report.shared else "Some"
    return [f"{who} shared what they took with them as a tip: `/find-tip` shows it."]


def _without_a_group(more: More) -> list[str]:
    counted = (
        (more.skipped, "skipped this round"),
        (more.left_out, "found no group, and go first in the next one"),
        (more.withdrew, "could not make it after all"),
    )
    told = [f"{number:,} {what}." for number, what in counted if number]
    return [" ".join([*told, "Fewer than five are not counted here."])] if told else []


def _next(report: Report) -> str:
    return f"The next groups are drawn on {when(report.following)}." if report.following else ""
