"""What people see who join a cohort: the form with what they say yes to, and that they are in or out."""

from collections.abc import Sequence
from datetime import datetime

from handlers.views import blocks, skills
from handlers.views.blocks import Block, View
from handlers.views.cohorts_words import FORMATS, day, named, until
from handlers.views.mentoring_words import four_lines
from models.cohorts import LONGEST_LINE, MENTORING, MOST_PLACES, SEEKING, Cohort, Joined, Role
from models.mentoring import Format
from models.skills import Named
from models.skills_meant import Meant

LONGEST_SKILLS = 1000
AWAY = "You are pausing, and nobody is matched while they pause. `/potluck resume` brings you back in time."
ROLES = {Role.SEEKER: "Learn", Role.MENTOR: "Mentor", Role.BOTH: "Learn and mentor"}
PLACES = [blocks.option(str(number), str(number)) for number in range(1, MOST_PLACES + 1)]


def form(
    cohort: Cohort, role: Role, wanted: Sequence[Named], offered: Sequence[Named], joined: Joined | None
) -> View:
    """Build the form for a role, with the four lines of what one says yes to."""
    leave = blocks.button("Leave this cohort", "cohorts_joining.leave", value=cohort.id)
    return blocks.modal(
        "cohorts_joining.save",
        ROLES[role],
        [
            consent(cohort),
            *([_wanted(wanted)] if role in SEEKING else []),
            *([_offered(offered), _places(joined)] if role in MENTORING else []),
            *([_line(joined)] if role in SEEKING else []),
            *([blocks.actions("leave", leave)] if joined else []),
        ],
        submit="Save" if joined else "Join",
        metadata=f"{cohort.id}/{role}",
    )


def consent(cohort: Cohort) -> Block:
    """Say in four lines what it is, how often, who sees it, and how to stop."""
    return four_lines(
        f"{named(cohort)} matches you with a colleague, and a group message introduces you around "
        f"{day(cohort.starts_on)}.",
        f"{FORMATS[Format(cohort.format)].capitalize()}.",
        "The channel sees how many have joined; a steward sees who is matched, and the skills, team and "
        "shared hours that speak for it.",
        "Leave with one tap until you are matched, or end it at any time after. Nobody asks why.",
    )


def ask_role(cohort: Cohort) -> View:
    """Ask what somebody would like to join for."""
    return blocks.modal(
        "cohorts_joining.role",
        "Join",
        [
            blocks.section(f"{named(cohort)}: would you like to learn, to mentor, or both?"),
            blocks.actions(
                "role",
                blocks.button("Learn", "cohorts_joining.learn", value=cohort.id, style="primary"),
                blocks.button("Mentor", "cohorts_joining.mentor", value=cohort.id),
                blocks.button("Both", "cohorts_joining.both", value=cohort.id),
            ),
        ],
    )


def joined(cohort: Cohort, meant: Sequence[Meant], *, away: bool, since: datetime) -> View:
    """Say that somebody is in, and when they hear; ask what may be a slip of what is new `since` then.

    Who pauses is matched only once they are back.
    """
    said = (
        f"You are in {named(cohort)}. Sign-up closes {until(cohort.closes_at)}. Whether there is somebody "
        f"for you or not, you hear around {day(cohort.starts_on)}."
    )
    return blocks.modal(
        "cohorts_joining.joined",
        "You are in",
        [
            *skills.asked(meant),
            blocks.section(said),
            *([blocks.section(AWAY)] if away else []),
            blocks.context("Change it or leave: `/potluck cohorts`"),
        ],
        metadata=since.isoformat(),
        last=True,
    )


def left(cohort: Cohort) -> View:
    """Say that somebody is out."""
    said = f"You are not in {named(cohort)} any more. Nobody is told."
    return blocks.modal("cohorts_joining.left", "Done", [blocks.section(said)], last=True)


def _wanted(wanted: Sequence[Named]) -> Block:
    return blocks.field(
        "wanted",
        "I would like to learn",
        blocks.text_input(
            initial=_listed(wanted), longest=LONGEST_SKILLS, placeholder="Kubernetes, public speaking"
        ),
        hint="With commas between. This is also what your profile says.",
    )


def _offered(offered: Sequence[Named]) -> Block:
    return blocks.field(
        "offered",
        "I can help with",
        blocks.text_input(
            initial=_listed(offered), longest=LONGEST_SKILLS, placeholder="SQL, giving feedback"
        ),
        hint="With commas between. This is also what your profile says.",
    )


def _places(given: Joined | None) -> Block:
    places = given.capacity if given else 1
    return blocks.field(
        "places",
        "For how many people at most",
        blocks.select(PLACES, initial=PLACES[places - 1]),
        hint="The mentorships you have already count too, where you set a limit with /mentor.",
    )


def _line(given: Joined | None) -> Block:
    return blocks.field(
        "line",
        "One line for who is matched with you",
        blocks.text_input(initial=given.line if given else "", longest=LONGEST_LINE),
        hint="Only the two of you see it, once you are matched.",
        optional=True,
    )


def _listed(named_: Sequence[Named]) -> str:
    return ", ".join(each.name for each in named_)
