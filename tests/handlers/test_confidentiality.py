"""Who sees what of a mentorship, wherever they look: one table, and a life in which all has its word."""

import difflib
import json
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import reports
from models import (
    apart,
    cohorts,
    cohorts_draft,
    mentoring_along,
    mentoring_asking,
    mentoring_checkins,
    mentoring_endings,
    mentoring_fit,
    mentoring_last_words,
    mentoring_offers,
    mentoring_requests,
    mentoring_sessions,
    mentoring_worksheets,
    settings,
    skills,
    stewards,
)
from models.cohorts import Role
from models.mentoring import Format
from models.mentoring_asking import Wish
from models.mentoring_last_words import Words
from models.mentoring_meeting import Met
from models.mentoring_suggestions import Asked
from models.outbox import Owed
from tests.cohorts import joins, open_cohort
from tests.conftest import START, Company, Wired, long_on_postgres
from tests.handlers.test_apart import goes_on, plainly
from tests.mentoring import everybody_works
from tests.mentoring_pairs import ADA, BEN, TEAM, paired
from tests.people import Person, buttons, menus, words

MATRIX = """
              seeker  mentor  steward  member  partner  guest  operator
line          sees    sees    -        -       -        -      -
question      sees    sees    -        -       -        -      -
answer        sees    sees    -        -       -        -      -
worksheet     sees    sees    -        -       -        -      -
insight       sees    sees    -        -       -        -      -
changed       sees    after   -        -       -        -      -
thanks        sees    after   -        -       -        -      -
apart         sees    -       -        -       -        -      -
sought        sees    -       -        -       -        -      -
wondered      -       -       -        -       -        -      -
cohort        sees    -       -        -       -        -      -
"""
"""`sees`: from the beginning, `after`: once it has ended, `-`: never.

The seeker said all but the question. What is `sought` stands above their own results, and nowhere else.
"""

NAMES = {
    "seeker": "ben",
    "mentor": "ada",
    "steward": "greta",
    "member": "noor",
    "partner": "kenji",
    "guest": "gus",
}
"""Who is who; the partner is one of another pair."""

WHOM = "U0YAEL"
"""Whom the seeker keeps apart from; she is mentioned nowhere else."""

ROOMS = (
    *("/mentor", "/mentor git", "/mentor help", "/potluck", "/potluck help", "/potluck profile"),
    *("/potluck not-with", "/potluck pause", "/potluck settings", "/potluck cohorts", "/potluck audit"),
    *("/potluck forget-me", "/find-tip", "/lunch-signup", "/potluck report", "/mixer", "/mixer help"),
)

THROWN = {"hash", "id", "private_metadata", "previous_view_id", "root_view_id", "view_id"}

INSIDE = (
    "Open",
    "Ask for a mentor",
    "My offer",
    "Look",
    "Change my answer",
    "Join",
    "Change",
    "Just this once",
)
"""What leads from a window to one that shows more."""


def table(matrix: str = MATRIX) -> dict[str, dict[str, str]]:
    """Read a matrix: by what, then by who."""
    head, *rows = (line.split() for line in matrix.strip().splitlines())
    return {what: dict(zip(head, cells, strict=True)) for what, *cells in rows}


def word(what: str) -> str:
    """Give the word that stands in one thing alone."""
    return f"<@{WHOM}>" if what == "apart" else f"{what}kumquat"


def lives(company: Company, *, met: Met = Met.COULD_NOT, fits: bool = False) -> int:
    """Let Ben and Ada have all that there can be between two, and give the mentorship's number."""
    everybody_works(company)
    made = paired(company, line=word("line"))
    paired(company, "U0LEI", "U0KENJI", skill="Figma", line="of others")
    later = START + timedelta(hours=1)
    with company.potluck.sessions.begin() as session:
        stewards.appoint(session, TEAM, "U0GRETA", now=START)
        chosen = settings.of(session, TEAM)
        chosen.person_budget = settings.MOST_A_PERSON
        session.add(chosen)
        _asks(session)
        today = START.date()
        mentoring_along.log(session, TEAM, made, by=BEN, met_on=today, today=today, now=later)
        mentoring_worksheets.write(
            session, TEAM, made, by=BEN, stuck=word("worksheet"), suggested="", now=later
        )
        mentorship = mentoring_sessions.running(session, TEAM, made, by=BEN)
        mentoring_checkins.ask(session, mentorship, now=later)
        apart.keep(session, TEAM, BEN, WHOM, now=later)
        cohort = open_cohort(session)
        joins(session, cohort, BEN, Role.SEEKER, wants=["SQL"])
        joins(session, cohort, "U0MEERA", Role.MENTOR, offers=["SQL"])
        joins(session, cohort, "U0TOMAS", Role.SEEKER, wants=["Rust"])
        session.flush()
        for joined in cohorts.joined_by(session, cohort):
            joined.line = word("cohort") if joined.user_id == BEN else ""
        session.flush()
        cohorts_draft.draft(session, cohort, now=later)
    company.set_clock(later + timedelta(days=2))
    company.settle()
    now = company.workspace.now()
    with company.potluck.sessions.begin() as session:
        mentoring_checkins.answer(session, TEAM, made, 1, by=BEN, met=met, now=now)
        mentoring_fit.say(session, TEAM, made, by=BEN, fits=fits, now=now)
    company.settle()
    return made


def _asks(session: Session) -> None:
    """Let Ben ask Ada for something else, Ada ask first, and Ben answer."""
    mentoring_offers.offer(
        session, TEAM, ADA, capacity="9", hours_a_month="2", formats=["running"], offered="Git", now=START
    )
    wish = Wish(Asked(skills.key("Git"), "Git"), Format.RUNNING, word("line"), {"first": ADA})
    request = mentoring_asking.ask(session, TEAM, BEN, wish, submission="V1", now=START)
    mentoring_requests.ask_first(session, TEAM, request.id, 1, by=ADA, text=word("question"), now=START)
    mentoring_requests.answer(session, TEAM, request.id, 1, by=BEN, text=word("answer"), now=START)


def speaks(company: Company, made: int) -> None:
    """Let Ben say his last words, and pass something on."""
    said = Words(word("changed"), word("thanks"), insight=word("insight"), channel_id="C0LEARNING")
    with company.potluck.sessions.begin() as session:
        mentoring_last_words.say(session, TEAM, made, said, by=BEN, now=company.workspace.now())
    company.settle()


def looks_for(ben: Person) -> None:
    """Let Ben look for things that he tells nobody."""
    ben.types(f"/find-tip {word('sought')}")
    goes_on(ben)
    ben.types(f"/mentor {word('wondered')}")
    goes_on(ben)


def opens_all(person: Person) -> Iterator[Any]:
    """Go wherever somebody can go, and give all that is there, hidden parts too."""
    for room in ROOMS:
        person.types(room)
        yield from person.windows
        ways = list(ways_on(person))
        goes_on(person)
        for way, label in ways:
            person.types(room)
            (person.presses if way == "button" else person.chooses)(label)
            yield from person.windows
            goes_on(person)
    yield person.home()
    for each in person.ask("GET", "/conversations"):
        yield person.reads(each["id"])
    person.types("/potluck my-data")
    yield from person.windows
    while person.windows and "Next" in words(person.window).splitlines():
        person.presses("Next")
        yield person.window
    goes_on(person)


def ways_on(person: Person) -> Iterator[tuple[str, str]]:
    """Give what leads on from the window on top, each label once."""
    blocks = person.windows[-1]["blocks"] if person.windows else []
    labels = {each["text"]["text"] for _, each in buttons(blocks)}
    yield from (("button", each) for each in INSIDE if each in labels)
    options = {words(each) for _, _, each in menus(blocks)}
    yield from (("menu", each) for each in INSIDE if each in options)


def operator_sees(company: Company, caplog: pytest.LogCaptureFixture) -> Iterator[Any]:
    """Give what stands in logs and lists, and beside the messages."""
    now = company.workspace.now()
    yield caplog.text
    with company.potluck.sessions.read() as session:
        yield list(reports.owed(session, now=now))
        yield list(reports.upcoming(session, now=now, days=100))
        for owed in session.scalars(select(Owed).order_by(Owed.id)):
            yield [owed.key, owed.ref, owed.reason]
    state = company.workspace._hub.state  # noqa: SLF001 - any app in a workspace can read it
    yield [each.get("metadata") for messages in state.messages.values() for each in messages.values()]


def seen(
    company: Company, caplog: pytest.LogCaptureFixture, names: Mapping[str, str] = NAMES
) -> dict[str, str]:
    """Write down what each sees."""
    found = {who: _written(opens_all(company.person(name))) for who, name in names.items()}
    return {**found, "operator": _written(operator_sees(company, caplog))}


def _written(shown: Iterator[Any]) -> str:
    return json.dumps(list(shown), ensure_ascii=False, default=str)


def without_ids(shown: Any) -> Any:
    """Leave out what the workspace throws dice for."""
    if isinstance(shown, list):
        return [without_ids(each) for each in shown]
    if not isinstance(shown, dict):
        return shown
    return {name: without_ids(each) for name, each in shown.items() if name not in THROWN}


@long_on_postgres
def test_everybody_sees_what_the_matrix_says_and_nothing_more(
    company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "potluck")
    made = lives(company, fits=True)
    looks_for(company.person("ben"))
    speaks(company, made)
    before = seen(company, caplog)
    with company.potluck.sessions.begin() as session:
        mentoring_endings.close(session, TEAM, made, by=BEN, now=company.workspace.now())
    company.settle()
    company.set_clock(company.workspace.now() + timedelta(days=10))
    company.settle()
    after = seen(company, caplog)
    found = {
        what: {who: _when(word(what), before[who], after[who]) for who in row}
        for what, row in table().items()
    }
    assert found == table()
    assert "fault" not in caplog.text


def _when(marker: str, before: str, after: str) -> str:
    if marker in before:
        return "sees"
    return "after" if marker in after else "-"


@long_on_postgres
def test_how_one_answers_privately_changes_nothing_for_anybody_else(
    company: Company, wired: Wired, caplog: pytest.LogCaptureFixture
) -> None:
    def others(company: Company, *, met: Met, fits: bool) -> list[str]:
        lives(company, met=met, fits=fits)
        names = [name for who, name in NAMES.items() if who != "seeker"]
        everything = [list(opens_all(company.person(name))) for name in names]
        lists = re.sub(r"\d+", "#", _written(operator_sees(company, caplog)))
        return [*plainly(without_ids(everything)), *lists.split(",")]

    one = others(company, met=Met.MET, fits=True)
    other = others(Company(wired, company.potluck), met=Met.NOT_YET, fits=False)
    assert list(difflib.unified_diff(one, other, n=3, lineterm="")) == []
