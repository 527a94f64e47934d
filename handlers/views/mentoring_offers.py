"""What people see when they offer to mentor: the form with its four lines, and what follows."""

from collections.abc import Sequence
from datetime import datetime

from handlers.views import blocks
from handlers.views import mentoring_words as words
from handlers.views import skills as skills_views
from handlers.views.blocks import View
from models.mentoring import Format
from models.mentors import CAPACITY, HOURS, MOST_PLACES, Mentor
from models.skills import Skill
from models.skills_meant import Meant

HOURS_A_MONTH = (1, 2, 4, 6, 8, 12)


def form(mentor: Mentor | None, offered: Sequence[Skill], *, also: str = "") -> View:
    """Build the form, with what somebody offers now; `also` is a skill that a colleague waits for."""
    names = [skill.name for skill in offered]
    names += [also] if also and also not in names else []
    gives = mentor.gives if mentor else [Format.RUNNING, Format.FLASH]
    return blocks.modal(
        "mentoring_offers.save",
        "Offer to mentor",
        [
            blocks.section("You need not be an expert. A few steps ahead in one thing is enough."),
            blocks.field(
                "offered",
                "I can help with",
                blocks.text_input(
                    initial=", ".join(names),
                    longest=1000,
                    placeholder="Kubernetes, public speaking, expense reports",
                ),
                hint="With commas between. Whether you can take somebody deep you say with /potluck profile.",
            ),
            blocks.field(
                "formats",
                "In which way",
                blocks.checkboxes(
                    list(words.CHOICES.values()), initial=[words.CHOICES[each] for each in gives]
                ),
            ),
            blocks.field(
                "capacity",
                "People at a time",
                _number(range(1, MOST_PLACES + 1), mentor.capacity if mentor else CAPACITY),
                hint="Whom you mentor already stays, also if you choose fewer.",
            ),
            blocks.field(
                "hours_a_month",
                "Hours a month, in all",
                _number(HOURS_A_MONTH, mentor.hours_a_month if mentor else HOURS),
            ),
            words.four_lines(
                "who wants to learn what you offer may ask you, through me. You say yes, or not now.",
                "never more requests at a time than you have places free, in your working hours. You have "
                "three working days; without a word from you it goes to somebody else.",
                "your name and what you offer: who looks for that. What you say to a request: nobody.",
                "“My offer” in /mentor, then “Stop mentoring”; nobody is told. Who you mentor then stays.",
            ),
            *([_stop()] if mentor else []),
        ],
        submit="Save" if mentor else "Yes, I offer it",
    )


def saved(
    mentor: Mentor, offered: Sequence[Skill], taken: int, meant: Sequence[Meant], *, since: datetime
) -> View:
    """Say what somebody offers now, and ask what may be a slip of what is new `since` then."""
    listed = blocks.quiet(", ".join(skill.name for skill in offered), 1500)
    ways = words.listed(mentor.gives).capitalize()
    return blocks.modal(
        "mentoring_offers.said",
        "You offer to mentor",
        [
            *skills_views.asked(meant),
            blocks.section(f"Thank you. You can be asked about: {listed}"),
            blocks.context(f"{places(mentor, taken)} {ways}. Who waits for it hears of you."),
        ],
        metadata=since.isoformat(),
        last=True,
    )


def stopped(*, was_one: bool) -> View:
    """Say that nobody is asked to wait for them any more."""
    if not was_one:
        return _notice("Stopped", "You do not offer to mentor, so nobody asks you.")
    return _notice(
        "Stopped",
        "Nobody asks you from now on, and nobody is told. Your mentorships go on as they are.",
    )


def places(mentor: Mentor, taken: int) -> str:
    """Say how many a mentor takes, and how many they have."""
    if mentor.capacity <= taken:
        return f"Your {'place is' if mentor.capacity == 1 else f'{mentor.capacity} places are'} taken."
    free = mentor.capacity - taken
    if free == mentor.capacity > 1:
        return f"Your {free} places are free."
    return f"{free} of your {mentor.capacity} places free." if mentor.capacity > 1 else "Your place is free."


def _number(numbers: Sequence[int], initial: int) -> blocks.Block:
    options = {number: blocks.option(str(number), str(number)) for number in sorted({*numbers, initial})}
    return blocks.select(list(options.values()), initial=options[initial])


def _stop() -> blocks.Block:
    return blocks.actions("mentoring-offer", blocks.button("Stop mentoring", "mentoring_offers.stop"))


def _notice(title: str, *said: str) -> View:
    first, *more = said
    return blocks.modal(
        "mentoring_offers.said",
        title,
        [blocks.section(first), *(blocks.context(each) for each in more)],
        last=True,
    )
