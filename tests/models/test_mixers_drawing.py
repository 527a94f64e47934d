"""A round's draw: who is in it, what is written down, what is owed, and that it can be drawn once more."""

from models.base import Sessions
from models.mixers_rounds import State
from tests.conftest import MONDAY
from tests.mixers import groups, looks, mixer

PEOPLE = [f"UP{number}" for number in range(7)]


def test_everybody_is_in_one_group_and_each_group_is_owed_its_introduction(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE, now=MONDAY)
    round_ = looks(sessions, made)
    assert round_.state == State.DRAWN
    assert sorted(who for group in groups(sessions, round_) for who in group) == PEOPLE
