"""Who sees what of a mixer's group, and that nobody can infer from anything who keeps apart from whom."""

import difflib
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from models import apart, mixers_answers, mixers_joining, mixers_rounds
from models.mixers import Mixer
from models.mixers_answers import Took
from models.mixers_rounds import Answer, Round
from tests import mixers, mixers_groups
from tests.conftest import START, Company, Wired, long_on_postgres
from tests.handlers.test_apart import plainly
from tests.handlers.test_confidentiality import opens_all, seen, table, without_ids
from tests.mentoring import everybody_works
from tests.mixers import TEAM

MATRIX = """
              one     companion  runner  member  outsider  guest  operator
line          sees    -          -       -       -         -      -
about         sees    sees       -       -       -         -      -
apart         sees    -          -       -       -         -      -
"""
"""The one wrote a line, tells of themselves, and keeps apart from somebody who is mentioned nowhere else."""

WHOM = "U0YAEL"
WORDS = {"line": "linekumquat", "about": "aboutkumquat", "apart": f"<@{WHOM}>"}
FOUR = ("U0BEN", "U0NOOR", "U0KENJI", "U0LEI")
THREES = (("U0ADA", "U0NOOR", "U0LEI"), ("U0BEN", "U0SOFIA", "U0ARJUN"))


def lives(company: Company, *, says: Answer = Answer.MET) -> tuple[Round, str, str]:
    """Let Ben be introduced to one of four and answer; give the round, with whom, and who else there is."""
    sessions = company.potluck.sessions
    everybody_works(company)
    made = mixers.mixer(sessions, FOUR, now=START, size=2, every=1)
    mixers.known(sessions, "U0BEN", now=START, about=WORDS["about"])
    with sessions.begin() as session:
        apart.keep(session, TEAM, "U0BEN", WHOM, now=START)
    round_ = mixers.drawn(company, made)
    ((companion,),) = [set(each) - {"U0BEN"} for each in mixers.groups(sessions, round_) if "U0BEN" in each]
    member = min(set(FOUR) - {"U0BEN", companion})
    now = company.workspace.now()
    with sessions.begin() as session:
        if says == Answer.MET:
            mixers_answers.take(session, TEAM, round_.id, Took(WORDS["line"]), by="U0BEN", now=now)
        else:
            mixers_answers.answer(session, TEAM, round_.id, by="U0BEN", answer=says, now=now)
    company.settle()
    return round_, companion, member


def name(user_id: str) -> str:
    return user_id.removeprefix("U0").casefold()


def names(companion: str, member: str) -> dict[str, str]:
    return {
        "one": "ben",
        "companion": name(companion),
        "runner": "ada",
        "member": name(member),
        "outsider": "greta",
        "guest": "gus",
    }


def ends(company: Company, round_: Round) -> None:
    """Let the clock go on until the round is over, and told of."""
    with company.potluck.sessions.read() as session:
        at = session.get_one(Round, round_.id).ends_at
    assert at is not None
    mixers.moves_on(company, at + timedelta(minutes=1))


@long_on_postgres
def test_everybody_sees_of_a_group_what_the_matrix_says_and_nothing_more(
    company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "potluck")
    round_, companion, member = lives(company)
    ends(company, round_)
    shown = seen(company, caplog, names(companion, member))
    found = {
        what: {who: "sees" if WORDS[what] in shown[who] else "-" for who in row}
        for what, row in table(MATRIX).items()
    }
    assert found == table(MATRIX)
    assert "fault" not in caplog.text


@long_on_postgres
def test_what_one_answers_changes_nothing_for_anybody_else(company: Company, wired: Wired) -> None:
    def others(company: Company, says: Answer) -> list[str]:
        round_, companion, member = lives(company, says=says)
        ends(company, round_)
        everything = [
            list(opens_all(company.person(who)))
            for role, who in names(companion, member).items()
            if role != "one"
        ]
        return plainly(without_ids(everything))

    one = others(company, Answer.MET)
    other = others(Company(wired, company.potluck), Answer.PLANNED)
    assert list(difflib.unified_diff(one, other, n=3, lineterm="")) == []


def keeps_apart(company: Company, _made: Mixer) -> None:
    with company.potluck.sessions.begin() as session:
        apart.keep(session, TEAM, "U0BEN", "U0ADA", now=START)


def changes_nothing(_company: Company, _made: Mixer) -> None:
    """Let Ben have no wish."""


def skips(company: Company, made: Mixer) -> None:
    with company.potluck.sessions.begin() as session:
        round_ = mixers_rounds.coming(session, made)
        assert round_ is not None
        mixers_joining.skip(session, TEAM, round_.id, "U0BEN", now=START)


def alone(company: Company, first: Callable[[Company, Mixer], None]) -> list[str]:
    """Let Ada and Ben be the only two of a mixer; give all that Ada, who runs it, sees till the draw."""
    everybody_works(company)
    made = mixers.mixer(company.potluck.sessions, ("U0ADA", "U0BEN"), now=START, size=2, every=1)
    first(company, made)
    ada = company.person("ada")
    pages: list[Any] = [*opens_all(ada)]
    with company.potluck.sessions.read() as session:
        round_ = mixers_rounds.coming(session, made)
    assert round_ is not None
    for at in (round_.heads_up_at, round_.draws_at):
        assert at is not None
        mixers.moves_on(company, at + timedelta(minutes=1))
        pages += opens_all(ada)
    return plainly(without_ids(pages))


@pytest.mark.long
def test_who_is_left_out_reads_the_same_whether_somebody_keeps_apart_or_skips(
    company: Company, wired: Wired
) -> None:
    kept = alone(company, keeps_apart)
    skipped = alone(Company(wired, company.potluck), skips)
    assert list(difflib.unified_diff(kept, skipped, n=3, lineterm="")) == []
    assert any("This time there was no group for you" in line for line in kept)


def together(company: Company, first: Callable[[Company, Mixer], None]) -> list[str]:
    """Let Ada and Ben be in different groups of a round; give all that Ada, who runs it, sees to its end."""
    sessions = company.potluck.sessions
    everybody_works(company)
    people = [who for group in THREES for who in group]
    made = mixers.mixer(sessions, people, now=START, every=1)
    first(company, made)
    with sessions.begin() as session:
        round_ = mixers_groups.drawn(session, made, THREES, now=START)
        mixers_groups.begun(session, round_, now=START)
        for group in THREES:
            mixers_answers.answer(session, TEAM, round_.id, by=group[1], answer=Answer.MET, now=START)
    ada = company.person("ada")
    pages: list[Any] = [*opens_all(ada)]
    ends(company, round_)
    return plainly(without_ids([*pages, *opens_all(ada)]))


@long_on_postgres
def test_no_window_page_reminder_or_report_tells_that_somebody_keeps_apart(
    company: Company, wired: Wired
) -> None:
    kept = together(company, keeps_apart)
    plain = together(Company(wired, company.potluck), changes_nothing)
    assert list(difflib.unified_diff(kept, plain, n=3, lineterm="")) == []
    assert any("came to" in line for line in kept)
