"""What the two are asked along the way: whether it fits, how it goes; and the card that helps."""

from datetime import datetime

from handlers.views import blocks, mentoring_guides
from handlers.views.blocks import Block, Message
from handlers.views.mentoring_rhythm import about, day
from models.mentoring import Format, Mentorship, State
from models.mentoring_meeting import Met

ANSWERS = {
    Met.MET: "We met",
    Met.PLANNED: "It is planned",
    Met.NOT_YET: "Not yet",
    Met.COULD_NOT: "I could not",
}

SAID = {
    Met.MET: "You met.",
    Met.PLANNED: "A date is planned. Enjoy it.",
    Met.NOT_YET: "Not yet, and that is fine.",
    Met.COULD_NOT: "It did not work out this time. That happens.",
}


def fit(mentorship: Mentorship, partner_id: str, decided: datetime, *, fits: bool | None) -> list[Block]:
    """Ask one of the two privately whether it fits."""
    if fits is None:
        return fit_rows(mentorship, partner_id)
    when = f"on {day(decided)}"
    said = (
        "you said that it fits. You hear nothing more of this if it suits you both."
        if fits
        else f"you said that it does not quite fit. It ends {when}; you both read the same words then, as at "
        "any end."
    )
    change = blocks.button(
        "I see it otherwise",
        "mentoring_checkins.fits" if not fits else "mentoring_checkins.fits_not",
        value=mentorship.id,
    )
    head = blocks.section(f"Your first session with {blocks.person(partner_id)}: {said}")
    return [head, blocks.actions(f"fit-{mentorship.id}", change)]


def fit_rows(mentorship: Mentorship, partner_id: str = "") -> list[Block]:
    """Build the question, in a message or in the window."""
    who = f" with {blocks.person(partner_id)}" if partner_id else ""
    return [
        blocks.section(
            f"You had your first session{who} about {about(mentorship)}. Does it fit, for you? Only you see "
            "your answer. If it does not fit for one of you, it ends some days later, with the same words as "
            "any other end."
        ),
        blocks.actions(
            f"fit-{mentorship.id}",
            blocks.button("It fits", "mentoring_checkins.fits", value=mentorship.id, style="primary"),
            blocks.button("Not quite", "mentoring_checkins.fits_not", value=mentorship.id),
        ),
    ]


def over(mentorship: Mentorship, partner_id: str) -> list[Block]:
    """Say in the place of a question that it is over."""
    return [blocks.section(f"{_two(mentorship, partner_id)}: nothing is left to do here.")]


def checkin(mentorship: Mentorship, partner_id: str, number: int, *, met: Met | None) -> list[Block]:
    """Ask one of the two how it goes."""
    who = _two(mentorship, partner_id)
    if mentorship.state != State.RUNNING:
        return [blocks.section(f"{who}: {SAID[met]}")] if met else over(mentorship, partner_id)
    if met is None:
        asked = (
            "did you have your half hour?" if mentorship.format == Format.FLASH else "did you meet lately?"
        )
        value = f"{mentorship.id}/{number}"
        return [
            blocks.section(f"{who}: {asked} Any answer is a good one."),
            blocks.actions(
                f"checkin-{mentorship.id}-{number}",
                *(
                    blocks.button(label, f"mentoring_checkins.{answer}", value=value)
                    for answer, label in ANSWERS.items()
                ),
            ),
        ]
    label = "Note the session" if met == Met.MET else "Our mentorship"
    way = blocks.button(label, "mentoring_sessions.open", value=mentorship.id)
    return [blocks.section(f"{who}: {SAID[met]}"), blocks.actions(f"checkin-{mentorship.id}-{number}", way)]


def rescue(mentorship: Mentorship, partner_id: str, number: int) -> list[Block]:
    """Offer three ways out of a quiet time: less, otherwise, or an end with thanks."""
    if mentorship.state != State.RUNNING:
        return over(mentorship, partner_id)
    guide = mentoring_guides.named("rescue")
    head = f"It has been quiet between {blocks.person(partner_id)} and you, about {about(mentorship)}."
    value = f"{mentorship.id}/{number}"
    return [
        blocks.section(f"{head} {guide.steps[0][1]}"),
        blocks.section("\n".join(f"•  {blocks.escape(each)}" for each in guide.questions)),
        blocks.actions(
            f"rescue-{mentorship.id}-{number}",
            blocks.button("Propose 15 minutes", "mentoring_checkins.short", value=value, style="primary"),
            blocks.button("Another rhythm", "mentoring_sessions.rhythm", value=mentorship.id),
            blocks.button("Close with thanks", "mentoring_endings.open", value=mentorship.id),
        ),
    ]


def short(mentorship: Mentorship, by: str) -> Message:
    """Propose a short meeting to the two, where they talk."""
    said = (
        f"{blocks.person(by)} would like to meet for fifteen minutes about {about(mentorship)}. Which of the "
        "next days would do?"
    )
    return Message(text=said, blocks=[blocks.section(said)])


def proposed(*, fresh: bool) -> str:
    """Say what came of proposing a short meeting."""
    if fresh:
        return "I have asked for fifteen minutes in the conversation that you two share."
    return "Your partner was faster: the proposal stands in the conversation that you two share."


def _two(mentorship: Mentorship, partner_id: str) -> str:
    who = f"{blocks.person(partner_id)} and you, about" if partner_id else "About"
    return f"{who} {about(mentorship)}"
