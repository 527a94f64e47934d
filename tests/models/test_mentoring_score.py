"""How well two suit: what is never allowed, what counts, and that the reasons are true."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models import apart, mentoring_score, profiles
from models.base import Sessions
from models.mentoring_score import A_DAY, ENOUGH_HOURS, WEIGHTS, Party, Rules, in_utc, judge, overlap
from models.skills import Level
from tests.cohorts import ANY, TEAM, is_like, knows
from tests.conftest import START

STRICT = Rules(other_team=True, other_line=True, same_language=True, overlap_minutes=120)
SEEKER = Party("S", wanted={"sql": Level.START})
MENTOR = Party("M", offered={"sql": Level.START})
WINTER, SUMMER = date(2027, 1, 15), date(2027, 7, 15)


@pytest.fixture
def session(sessions: Sessions) -> Iterator[Session]:
    with sessions.begin() as session:
        yield session


def score(seeker: Party, mentor: Party, rules: Rules = ANY) -> float:
    match = judge(seeker, mentor, rules)
    assert match is not None
    return match.score


def test_nobody_mentors_themselves() -> None:
    both = Party("S", offered={"sql": Level.DEEPEN}, wanted={"sql": Level.START})
    assert judge(both, both, ANY) is None


def test_nobody_is_matched_about_what_the_mentor_does_not_offer() -> None:
    assert judge(SEEKER, replace(MENTOR, offered={"rust": Level.DEEPEN}), ANY) is None
    assert judge(replace(SEEKER, wanted={}), MENTOR, ANY) is None


@pytest.mark.parametrize(
    ("seeker", "mentor", "rules"),
    [
        pytest.param({"line": {"M", "CEO"}}, {}, Rules(), id="managed by the mentor"),
        pytest.param({}, {"line": {"BOSS", "S"}}, Rules(), id="managing the mentor"),
        pytest.param({"team": "data"}, {"team": "data"}, ANY._replace(other_team=True), id="same team"),
        pytest.param(
            {"languages": frozenset({"english"})},
            {"languages": frozenset({"german", "french"})},
            ANY._replace(same_language=True),
            id="no language of both",
        ),
        pytest.param(
            {"hours": (480, 960)},
            {"hours": (841, 1320)},
            ANY._replace(overlap_minutes=120),
            id="a minute too few together",
        ),
    ],
)
def test_a_rule_keeps_two_apart_and_nothing_else_does(
    seeker: dict[str, Any], mentor: dict[str, Any], rules: Rules
) -> None:
    two = replace(SEEKER, **seeker), replace(MENTOR, **mentor)
    assert judge(*two, rules) is None
    assert judge(*two, ANY) is not None


def test_who_keeps_apart_is_never_brought_together_except_in_what_only_the_other_sees() -> None:
    seeker = replace(SEEKER, apart_from={"M"})
    assert judge(seeker, MENTOR, ANY) is None
    assert judge(seeker, MENTOR, ANY, heed_apart=False) == judge(SEEKER, MENTOR, ANY)


@pytest.mark.parametrize("keeper", [("S", "M"), ("M", "S")])
def test_whoever_wished_it_both_are_kept_apart(session: Session, keeper: tuple[str, str]) -> None:
    apart.keep(session, TEAM, *keeper, now=START)
    known = mentoring_score.parties(session, TEAM, ["S", "M"], on=WINTER)
    assert set(known["S"].apart_from) == {"M"}
    assert set(known["M"].apart_from) == {"S"}


@pytest.mark.parametrize(
    "known",
    [{"hours": (480, 960)}, {"team": "data"}, {"languages": frozenset({"english"})}],
    ids=lambda known: next(iter(known)),
)
def test_what_is_not_known_of_one_speaks_neither_for_nor_against(known: dict[str, Any]) -> None:
    neither = score(SEEKER, MENTOR, STRICT)
    assert score(replace(SEEKER, **known), MENTOR, STRICT) == neither
    assert score(SEEKER, replace(MENTOR, **known), STRICT) == neither
    part = {"hours": "hours", "team": "other_team", "languages": "language"}[next(iter(known))]
    full = WEIGHTS[part] / 200
    both = score(replace(SEEKER, **known), replace(MENTOR, **known))
    assert both == pytest.approx(neither - full if part == "other_team" else neither + full)


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [
        pytest.param((480, 960), (840, 1320), 120, id="an afternoon and a morning"),
        pytest.param((480, 960), (960, 1440), 0, id="one begins as the other ends"),
        pytest.param((1320, 1800), (300, 780), 60, id="a night that ends in a morning"),
        pytest.param((1320, 1800), (1380, 1860), 420, id="two nights"),
        pytest.param((-300, 180), (1140, 1620), 480, id="the same hours on either side of the date line"),
        pytest.param((-840, -360), (2100, 2580), 420, id="two days apart"),
        pytest.param((0, 1440), (0, 1440), 1440, id="always"),
    ],
)
def test_shared_hours_are_counted_across_midnight_and_the_date_line(
    one: tuple[int, int], other: tuple[int, int], minutes: int
) -> None:
    assert overlap(one, other) == overlap(other, one) == minutes


hours = st.tuples(st.integers(-A_DAY, A_DAY + 720), st.integers(1, A_DAY)).map(
    lambda each: (each[0], each[0] + each[1])
)


@given(hours, hours)
def test_two_share_the_minutes_that_both_work(one: tuple[int, int], other: tuple[int, int]) -> None:
    both = ({minute % A_DAY for minute in range(*each)} for each in (one, other))
    assert overlap(one, other) == len(set.intersection(*both))


def test_hours_follow_the_clock_of_that_day() -> None:
    nine_to_five = "09:00", "17:00"
    assert in_utc("Europe/Berlin", *nine_to_five, WINTER) == (480, 960)
    assert in_utc("Europe/Berlin", *nine_to_five, SUMMER) == (420, 900)
    assert in_utc("Europe/Berlin", *nine_to_five, date(2027, 3, 27)) == (480, 960)
    assert in_utc("Europe/Berlin", *nine_to_five, date(2027, 3, 28)) == (420, 900)
    berlin, new_york = (
        in_utc(zone, *nine_to_five, date(2027, 3, 20)) for zone in ("Europe/Berlin", "America/New_York")
    )
    assert overlap(berlin, new_york) == 3 * 60
    assert (
        overlap(*(in_utc(zone, *nine_to_five, WINTER) for zone in ("Europe/Berlin", "America/New_York")))
        == 120
    )
    assert in_utc("Asia/Tokyo", "22:00", "06:00", WINTER) == (780, 1260)
    assert in_utc("Pacific/Kiritimati", *nine_to_five, WINTER) == (-300, 180)


def test_more_than_enough_shared_hours_count_no_more() -> None:
    mentor = replace(MENTOR, hours=(0, A_DAY))
    enough = score(replace(SEEKER, hours=(0, ENOUGH_HOURS)), mentor)
    assert score(replace(SEEKER, hours=(0, ENOUGH_HOURS + 60)), mentor) == enough
    assert score(replace(SEEKER, hours=(0, ENOUGH_HOURS - 60)), mentor) < enough


def thrown(who: str, dice: random.Random) -> Party:
    return Party(
        who,
        offered={key: dice.choice(list(Level)) for key in dice.sample("abcd", 2)},
        wanted={key: dice.choice(list(Level)) for key in dice.sample("abcd", 2)},
        names=dict(zip("abcd", "ABCD", strict=True)),
        hours=dice.choice([None, (480, 960), (900, 1380), (1320, 1800)]),
        team=dice.choice(["", "x", "y"]),
        line=frozenset(dice.sample("STUV", 1)),
        languages=frozenset(dice.sample(["english", "german", "french"], dice.randint(0, 2))),
        apart_from=frozenset(dice.sample("STUV", 1)),
        free=dice.choice([0.0, 0.5, 1.0]),
    )


@given(st.integers())
def test_every_reason_is_true_and_no_score_is_out_of_bounds(seed: int) -> None:
    dice = random.Random(seed)
    seeker, mentor = thrown("S", dice), thrown("T", dice)
    rules = dice.choice([ANY, STRICT, Rules()])
    match = judge(seeker, mentor, rules)
    if match is None:
        return
    assert 0 < match.score <= 1
    shared = seeker.wanted.keys() & mentor.offered.keys()
    deep = {key for key in shared if mentor.offered[key] == Level.DEEPEN}
    assert {each.lower() for each in match.skills} == shared
    first = match.skills[0].lower()
    assert match.deepens == (first in deep)
    far_enough = {key for key in shared if seeker.wanted[key] == Level.START or key in deep}
    assert first in far_enough or not far_enough
    assert match.shared_minutes == overlap(seeker.hours, mentor.hours)
    assert match.other_team == (seeker.team != mentor.team if seeker.team and mentor.team else None)
    assert set(match.languages) == seeker.languages & mentor.languages
    assert match.free == (mentor.free == 1)
    assert not (match.other_team is False and rules.other_team)
    assert match.shared_minutes is None or match.shared_minutes >= rules.overlap_minutes
    assert match.languages or not (rules.same_language and seeker.languages and mentor.languages)
    assert not rules.other_line or ("T" not in seeker.line and "S" not in mentor.line)
    assert "T" not in seeker.apart_from


@given(st.integers())
def test_two_who_want_what_the_other_offers_suit_each_other_equally_well(seed: int) -> None:
    dice = random.Random(seed)
    wanted, offered = dict.fromkeys("ab", Level.DEEPEN), dict.fromkeys("ab", Level.START)
    one, other = (
        replace(thrown(who, dice), wanted=wanted, offered=offered, free=1.0, apart_from=()) for who in "ST"
    )
    for rules in (ANY, STRICT, Rules()):
        there, back = judge(one, other, rules), judge(other, one, rules)
        assert (there and there.score) == (back and back.score)


def test_a_score_is_a_hundred_at_most() -> None:
    assert sum(WEIGHTS.values()) == 100


def company(session: Session, dice: random.Random) -> list[str]:
    """Let there be people with managers in trees and circles, skills, and some who are kept apart."""
    who = [f"P{number}" for number in range(12)]
    for each in who:
        manager = dice.choice([None, *(other for other in who if other != each)])
        is_like(
            session,
            each,
            manager_id=manager,
            team=dice.choice("xy"),
            zone="Europe/Berlin",
            languages="english,german",
        )
        knows(
            session,
            each,
            wants=dice.sample(["SQL", "Rust", "Go"], 2),
            offers=dice.sample(["SQL", "Rust", "Go"], 1),
        )
    apart.keep(session, TEAM, *dice.sample(who, 2), now=START)
    return who


@pytest.mark.parametrize("seed", range(6))
def test_what_is_read_of_a_few_is_what_is_read_of_everybody(
    session: Session, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(seed)
    who = company(session, dice)
    everybody = mentoring_score.parties(session, TEAM, on=WINTER)
    assert set(everybody) == set(who)
    few = dice.sample(who, 3)
    read = mentoring_score.parties(session, TEAM, few, on=WINTER)
    assert read == {each: everybody[each] for each in few}
    about = mentoring_score.parties(session, TEAM, few, about=["sql"], on=WINTER)
    for each in few:
        assert about[each].wanted == {k: v for k, v in everybody[each].wanted.items() if k == "sql"}
        assert about[each].offered == {k: v for k, v in everybody[each].offered.items() if k == "sql"}
    monkeypatch.setattr(mentoring_score, "MOST_NAMED", 1)
    assert mentoring_score.parties(session, TEAM, few, on=WINTER) == read


def test_a_line_of_managers_goes_to_the_top_and_ends_where_a_circle_closes(session: Session) -> None:
    for who, manager in {"A": "B", "B": "C", "X": "Y", "Y": "Z", "Z": "Y"}.items():
        is_like(session, who, manager_id=manager)
    whole = {"A": {"B", "C"}, "B": {"C"}, "X": {"Y", "Z"}, "Y": {"Z"}, "Z": {"Y"}}
    assert profiles.manager_lines(session, TEAM) == whole
    for who, line in whole.items():
        assert profiles.manager_lines(session, TEAM, [who])[who] == line
