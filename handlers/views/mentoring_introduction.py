"""What two people see when they are brought together: who, why, the first step, the agreement, the guide."""

from handlers.views import blocks, mentoring_guides
from handlers.views.blocks import Block, Message
from handlers.views.mentoring_rhythm import about, day, rhythm
from models.mentoring import Format, Mentorship
from models.mentoring_introduction import Introduction
from models.mentoring_score import Match

AN_HOUR = 60


def introduction(shown: Introduction) -> Message:
    """Introduce two people to each other."""
    mentorship = shown.mentorship
    one, other = (blocks.person(who) for who in mentorship.two)
    said = f"{one} and {other}, your mentorship begins. {_what(mentorship)}"
    guide = mentoring_guides.for_session(mentorship.format, 1, last=False)
    return Message(
        text=f"{one} and {other}, your mentorship begins: {about(mentorship)}",
        blocks=[
            blocks.section(said),
            *_why(shown),
            *_abouts(shown),
            *_line(shown),
            blocks.section(_first_step(shown)),
            blocks.section(_agreement(shown)),
            blocks.divider(),
            blocks.context("The guide for your first meeting"),
            *mentoring_guides.rows(guide),
            blocks.divider(),
            blocks.actions("mentorship", open_button(mentorship.id)),
            blocks.context(
                "Behind the button: note that you met, the guides, two lines that only you two read, another "
                "rhythm, an end."
            ),
        ],
    )


def open_button(mentorship_id: int) -> Block:
    """Build the button that opens a mentorship for its two."""
    return blocks.button("Our mentorship", "mentoring_sessions.open", value=mentorship_id, style="primary")


def reasons(match: Match) -> list[str]:
    """Say in words what speaks for two people."""
    shared = match.shared_minutes
    hours = shared // AN_HOUR if shared is not None else 0
    return [
        *([f"you share {hours} working hour{'s' if hours > 1 else ''} a day"] if hours else []),
        *(["you work in different teams"] if match.other_team else []),
        *([f"you both speak {_listed(match.languages)}"] if match.languages else []),
    ]


def _what(mentorship: Mentorship) -> str:
    learner, helper = (blocks.person(who) for who in mentorship.two)
    skill = f"*{blocks.quiet(mentorship.skill)}*"
    match mentorship.format:
        case Format.FLASH:
            return f"{helper} gives {learner} one half hour for {skill}."
        case Format.PEER:
            back = f"*{blocks.quiet(mentorship.skill_back)}*"
            return f"{helper} shows {learner} {skill}, and {learner} shows {helper} {back}."
        case Format.REVERSE:
            return f"It is the other way round here: {helper}, with fresh eyes, shows {learner} {skill}."
        case _:
            return f"{helper} helps {learner} with {skill}."


def _why(shown: Introduction) -> list[Block]:
    learner, helper = (blocks.person(who) for who in shown.mentorship.two)
    found = [(helper, shown.match), (learner, shown.back)]
    offers = [_offers(who, match) for who, match in found if match is not None]
    return [
        blocks.section(
            f"*Why you two*  {', '.join([*offers, *(reasons(shown.match) if shown.match else [])])}."
        )
    ]


def _offers(who: str, match: Match) -> str:
    deep = " and can take it deep" if match.deepens else ""
    return f"{who} offers {blocks.quiet(match.skills[0])}{deep}"


def _abouts(shown: Introduction) -> list[Block]:
    return [
        block
        for who, said in shown.abouts.items()
        for block in (blocks.context(f"{blocks.person(who)} says of themselves:"), blocks.words(said))
    ]


def _line(shown: Introduction) -> list[Block]:
    if not shown.line:
        return []
    return [blocks.section(f"{blocks.person(shown.mentorship.seeker_id)} wrote:"), blocks.words(shown.line)]


def _first_step(shown: Introduction) -> str:
    starter = blocks.person(shown.mentorship.starter_id or shown.mentorship.seeker_id)
    return f"*The first step*  {starter} proposes two times here, by {day(shown.by)}. Then you have begun."


def _agreement(shown: Introduction) -> str:
    mentorship = shown.mentorship
    last = day(shown.last_day)
    lines = (
        "*Between you two.* What you tell each other stays here. Stewards see that you meet, no more.",
        f"*How often.* {rhythm(mentorship).capitalize()}, unless you choose otherwise.",
        "*If one of you cannot.* Say so as soon as you know, and propose another time in the same breath.",
        "*What stays out.* Appraisals, pay, favours, people who are not here. “Not this” is always enough.",
        f"*Until when.* {last}; then you decide anew. Either of you may end it any time, without a reason.",
    )
    return "\n".join(["*What you agree on*", *(f"•  {line}" for line in lines)])


def _listed(names: tuple[str, ...]) -> str:
    *most, last = [blocks.quiet(each.title()) for each in names]
    return f"{', '.join(most)} and {last}" if most else last
