"""What people see of profiles: the form in which a member tells of themselves, and what colleagues see."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple

from handlers.views import blocks
from handlers.views import skills as skills_views
from handlers.views.blocks import Block, View
from models import languages, profiles
from models.profiles import Profile
from models.skills import Level, Skill, Wanted
from models.skills_meant import Meant

WHO_SEES = (
    "Colleagues see this where I suggest you to them or bring you together, once you said yes to that. Whom "
    "you report to they never see: it keeps the two of you from being matched."
)


class Mine(NamedTuple):
    """What somebody told of themselves; `named`: a question or a wish may reach them.

    `meant` is what may be a slip among the skills that are new `since` then.
    """

    profile: Profile | None
    offered: Sequence[Skill]
    wanted: Sequence[Wanted]
    named: bool
    meant: Sequence[Meant] = ()
    since: datetime | None = None


def form(mine: Mine, name: str, zone: str) -> View:
    """Build the form with what is kept, and with what Slack knows."""
    return blocks.modal(
        "profiles.save",
        "My profile",
        [
            blocks.context(WHO_SEES),
            blocks.section("*What you can help with*"),
            *skills_views.fields("offered", mine.offered),
            skills_views.consent(named=mine.named),
            blocks.divider(),
            blocks.section("*What you would like to learn*"),
            *skills_views.fields("wanted", mine.wanted),
            blocks.divider(),
            blocks.section("*You at work*"),
            *_at_work(mine.profile or Profile(manager_id=None)),
            blocks.context(
                f"In Slack you are {blocks.quiet(name, 80)}, in the time zone {zone}. If that changes there, "
                "it changes here."
            ),
        ],
        submit="Save",
    )


def _at_work(profile: Profile) -> list[Block]:
    begins, ends = profile.begins or profiles.BEGINS, profile.ends or profiles.ENDS
    manager = [profile.manager_id] if profile.manager_id else []
    return [
        blocks.field(
            "about",
            "About you, in two lines",
            blocks.text_input(
                initial=profile.about or "",
                multiline=True,
                longest=profiles.LONGEST_ABOUT,
                placeholder="Ten years of support, now in sales. I ask a lot.",
            ),
            hint="Whom I introduce you to reads it.",
            optional=True,
        ),
        _place("team", "Your team", profile.team),
        _place("site", "Where you work", profile.site, placeholder="Berlin, Lisbon or at home"),
        _place("seniority", "How senior you are", profile.seniority, placeholder="Junior, senior or lead"),
        blocks.field(
            "manager", "Whom you report to", blocks.people_select(initial=manager, most=1), optional=True
        ),
        blocks.field(
            "languages",
            "Languages you like to talk in",
            blocks.text_input(
                initial=", ".join(filter(None, (profile.languages or "").split(","))),
                longest=languages.MOST * (languages.LONGEST + 2),
                placeholder="English, Deutsch",
            ),
            optional=True,
        ),
        blocks.field(
            "begins",
            "Your working hours begin",
            blocks.time_input(initial=time.fromisoformat(begins)),
            optional=True,
        ),
        blocks.field("ends", "They end", blocks.time_input(initial=time.fromisoformat(ends)), optional=True),
        blocks.field(
            "country",
            "Country whose public holidays you have",
            blocks.text_input(initial=profile.country or "", longest=10, placeholder="DE, DE-BY, US or IN"),
            hint="Its two letters, with the region if you like.",
            optional=True,
        ),
    ]


def _place(name: str, label: str, initial: str | None, *, placeholder: str = "") -> Block:
    typed = blocks.text_input(initial=initial or "", longest=profiles.LONGEST_PLACE, placeholder=placeholder)
    return blocks.field(name, label, typed, optional=True)


def saved(mine: Mine) -> View:
    """Say what is kept, and ask what may be a slip."""
    return blocks.modal(
        "profiles.saved",
        "Saved",
        [
            *skills_views.asked(mine.meant),
            *_listed(mine),
            blocks.context(f"{_told(mine)} Change it any time: `/potluck profile`"),
        ],
        metadata=mine.since.isoformat() if mine.since else "",
    )


def _listed(mine: Mine) -> list[Block]:
    lines = [
        f"*{words}*  {blocks.quiet(', '.join(names), 1400)}"
        for words, skills, level in (
            ("You go deep in", mine.offered, Level.DEEPEN),
            ("You get others started in", mine.offered, Level.START),
            ("You want to start with", mine.wanted, Level.START),
            ("You want to go deeper in", mine.wanted, Level.DEEPEN),
        )
        if (names := [skill.name for skill in skills if skill.level == level])
    ]
    if not lines:
        lines = ["Your profile is kept. It names no skills just now."]
    return [blocks.section(line) for line in lines]


def _told(mine: Mine) -> str:
    if mine.named and mine.offered:
        return "A question may name you, and a wish for a talk may reach you, each at most once a week."
    return "No question names you, and no wish reaches you."
