"""What the two are asked before the end, and what each reads of the other: what changed, thanks, a tip."""

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from handlers.views.mentoring_rhythm import about, day
from models.mentoring import LONGEST_LINE, Format, Mentorship, State
from models.mentoring_meeting import LastWord

END = blocks.option("End as agreed", "end")
GO_ON = blocks.option("Go on for three months more, if we both say so", "on")


def asked(mentorship: Mentorship, partner_id: str, *, said: bool) -> list[Block]:
    """Ask one of the two, before the last day, to look back and to look ahead."""
    last = day(mentorship.ends_on) if mentorship.ends_on else ""
    lead = f"Your mentorship with {blocks.person(partner_id)} about {about(mentorship)}"
    if said:
        text = f"{lead} ends on {last}. What you wrote is kept until then; you can change it."
    else:
        text = (
            f"{lead} ends on {last}. What has changed? One line of it, a word of thanks, and whether it goes "
            "on: it does only if you both say so."
        )
    label = "Change it" if said else "Look back"
    way = blocks.button(label, "mentoring_last_words.open", value=mentorship.id, style="primary")
    return [blocks.section(text), blocks.actions(f"last-{mentorship.id}", way)]


def form(mentorship: Mentorship, word: LastWord | None) -> View:
    """Build the form for the last words."""
    changed, thanks, insight = (word.changed, word.thanks, word.insight) if word else ("", "", "")
    runs = mentorship.state == State.RUNNING
    asked_already = word is not None and word.shares is not None
    return blocks.modal(
        "mentoring_last_words.say",
        "Looking back",
        [
            blocks.field(
                "changed",
                "What changed?",
                blocks.text_input(
                    initial=changed, longest=LONGEST_LINE, placeholder="I read our dashboards without asking"
                ),
                hint="Only you two read it.",
                optional=True,
            ),
            blocks.field(
                "thanks",
                "A word of thanks",
                blocks.text_input(
                    initial=thanks, longest=LONGEST_LINE, placeholder="You never answered before I had tried"
                ),
                hint="Your partner reads it when it ends, or goes on.",
                optional=True,
            ),
            *([_next(mentorship, word)] if runs else []),
            *([] if asked_already else _insight(insight, word)),
        ],
        submit="Save",
        metadata=str(mentorship.id),
    )


def saved(mentorship: Mentorship, *, passes_on: bool) -> View:
    """Say what becomes of the words."""
    when = (
        f"Your partner reads it on {day(mentorship.ends_on)}, and nothing of your choice before."
        if mentorship.state == State.RUNNING and mentorship.ends_on
        else "Your partner reads it now."
    )
    tip = " I ask whether you may pass the insight on." if passes_on else ""
    return blocks.modal(
        "mentoring_last_words.saved", "Thank you", [blocks.section(f"It is kept. {when}{tip}")]
    )


def words_of(word: LastWord | None) -> list[Block]:
    """Show what the partner said."""
    lines = [("What changed", word.changed), ("Thanks", word.thanks)] if word else []
    said = [blocks.words(f"{label}: {line}") for label, line in lines if line]
    return [blocks.context("From your partner, for you alone"), *said] if said else []


def delivered(mentorship: Mentorship, word: LastWord) -> Message:
    """Give one of the two what the other said after the end."""
    said = f"Your partner has looked back at your mentorship about {about(mentorship)}."
    return Message(text=said, blocks=[blocks.section(said), *words_of(word)])


def renewed(mentorship: Mentorship, partner_id: str, word: LastWord | None) -> Message:
    """Tell one of the two that it goes on, since both said so."""
    last = day(mentorship.ends_on) if mentorship.ends_on else ""
    who = f" with {blocks.person(partner_id)}" if partner_id else ""
    said = f"You both said so: your mentorship{who} about {about(mentorship)} goes on, until {last}."
    way = blocks.button("Our mentorship", "mentoring_sessions.open", value=mentorship.id)
    return Message(
        text=said, blocks=[blocks.section(said), *words_of(word), blocks.actions("mentorship", way)]
    )


def insight(mentorship: Mentorship, word: LastWord) -> Message:
    """Ask whether the partner may pass something on; once it is answered, say how."""
    who, where = blocks.person(word.user_id), blocks.channel(word.channel_id or "")
    said = f"{who} would like to pass on what you two found, as a tip in {where}."
    if word.shares is not None:
        how = "with your name" if word.named else "without your name"
        answer = f"You said yes, {how}." if word.shares else "You would rather not, and it stays between you."
        return Message(text=said, blocks=[blocks.section(f"{said} {answer}")])
    value = mentorship.id
    return Message(
        text=f"{said} May they?",
        blocks=[
            blocks.section(f"{said} It happens only with your yes."),
            blocks.words(word.insight),
            blocks.actions(
                f"insight-{value}",
                blocks.button("Yes, with my name", "mentoring_last_words.share_named", value=value),
                blocks.button("Yes, without my name", "mentoring_last_words.share", value=value),
                blocks.button("Rather not", "mentoring_last_words.not_share", value=value),
            ),
        ],
    )


def passed_on(word: LastWord) -> Message:
    """Tell who wrote an insight what the partner said."""
    where = blocks.channel(word.channel_id or "")
    said = (
        f"Your partner agrees: what you two found is a tip of yours in {where}. You can change it there."
        if word.shares
        else "What you wanted to pass on stays between you two this time. Thank you for asking."
    )
    return Message(text=said, blocks=[blocks.section(said)])


def _next(mentorship: Mentorship, word: LastWord | None) -> Block:
    initial = GO_ON if word and word.renew else END
    hint = "Nobody learns what you chose, unless you both chose to go on."
    if mentorship.format == Format.FLASH:
        hint = f"It becomes a running mentorship then. {hint}"
    return blocks.field("next", "And then?", blocks.radio([END, GO_ON], initial=initial), hint=hint)


def _insight(initial: str, word: LastWord | None) -> list[Block]:
    channel = word.channel_id if word else None
    return [
        blocks.divider(),
        blocks.field(
            "insight",
            "One thing others could use",
            blocks.text_input(initial=initial, longest=LONGEST_LINE),
            hint="It becomes a tip under your name if your partner agrees, and not before.",
            optional=True,
        ),
        blocks.field("channel", "Where", blocks.channel_select(initial=channel), optional=True),
    ]
