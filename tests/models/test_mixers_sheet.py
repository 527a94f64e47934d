"""What a draw is made of: what profiles, skills and managers tell of each who is there."""

import pytest

from models import mixers_sheet, skills
from models.base import Sessions
from models.mixers import Across
from models.mixers_draw import Person
from tests.conftest import MONDAY
from tests.mixers import TEAM, coming, groups, known, looks, mixer

BEN, NOOR = "U0BEN", "U0NOOR"


def drawn_as(sessions: Sessions, who: str, **chosen: Across) -> Person:
    """Give what the draw of a mixer knows of somebody."""
    made = mixer(sessions, [BEN, NOOR], now=MONDAY, **chosen)
    with sessions.read() as session:
        sheet = mixers_sheet.gather(session, made, coming(sessions, made), {BEN: False, NOOR: False})
    return next(each for each in sheet.people if each.user_id == who)


@pytest.mark.parametrize(
    ("across", "named"),
    [
        (Across.TEAM, "oven"),
        (Across.SITE, "hamburg"),
        (Across.SENIORITY, "new here"),
        (Across.ANYTHING, ""),
    ],
)
def test_people_differ_in_what_the_mixer_goes_across(sessions: Sessions, across: Across, named: str) -> None:
    known(sessions, BEN, team="Oven", site="Hamburg", seniority="New here", now=MONDAY)
    assert drawn_as(sessions, BEN, across=across).kind == named


def test_the_draw_knows_the_hours_the_managers_and_what_people_like_to_talk_about(sessions: Sessions) -> None:
    known(sessions, BEN, zone="Asia/Tokyo", begins="09:00", ends="17:00", manager_id=NOOR, now=MONDAY)
    known(sessions, NOOR, manager_id="U0MEERA", now=MONDAY)
    with sessions.begin() as session:
        skills.offer(session, TEAM, BEN, "Bread", now=MONDAY)
        skills.want(session, TEAM, BEN, "Cake", now=MONDAY)
    ben = drawn_as(sessions, BEN)
    assert ben.hours == (0, 8 * 60)
    assert set(ben.line) == {NOOR, "U0MEERA"}
    assert set(ben.topics) == {"bread", "cake"}


def test_nobody_sits_with_their_manager_while_there_is_anybody_else(sessions: Sessions) -> None:
    people = [f"UP{number}" for number in range(6)]
    for one, other in zip(people[::2], people[1::2], strict=True):
        known(sessions, one, manager_id=other, now=MONDAY)
    made = mixer(sessions, people, now=MONDAY, size=2, every=1)
    for _ in range(4):
        for pair in groups(sessions, looks(sessions, made)):
            assert pair not in ([people[0], people[1]], [people[2], people[3]], [people[4], people[5]])


def test_who_shares_working_hours_meets_before_who_does_not(sessions: Sessions) -> None:
    people = [f"UP{number}" for number in range(4)]
    for number, who in enumerate(people):
        known(sessions, who, zone=("Asia/Tokyo", "America/New_York")[number % 2], now=MONDAY)
    made = mixer(sessions, people, now=MONDAY, size=2, every=1)
    assert groups(sessions, looks(sessions, made)) == [["UP0", "UP2"], ["UP1", "UP3"]]
