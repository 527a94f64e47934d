"""People live with several mixers at random: whatever they, jobs and crashes do, no promise is broken."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from models.base import Sessions
from tests.conftest import few
from tests.firm import Deed
from tests.mixers_firm import MixedFirm

DEEDS = (
    *("wait",) * 9,
    *("wait_long",) * 3,
    *("answer",) * 8,
    *("skip", "once", "join", "join", "leave_one", "not_now", "pause_for", "back", "back"),
    *("part", "make_up"),
)


def life(chance: Random) -> Iterator[Deed]:
    """Throw what a hundred and twenty deeds are; one in six dies on the way, and seldom somebody departs."""
    for _ in range(120):
        what = "depart" if chance.random() < 0.01 else chance.choice(DEEDS)
        crash = chance.randrange(1, 60) if chance.random() < 0.15 else 0
        yield Deed(what, chance.randrange(len(MixedFirm.people)), chance.randrange(60), crash)


@few(4)
@given(seed=st.integers(0, 2**32))
def test_a_company_lives_with_mixers_and_no_promise_is_ever_broken(sessions: Sessions, seed: int) -> None:
    firm = MixedFirm(sessions)
    for deed in life(Random(seed)):
        firm.does(deed)
        firm.sees_that_nobody_is_forgotten()
    for _ in range(12):
        firm.now += timedelta(days=3)
        firm.look()
        firm.sees_that_nobody_is_forgotten()
    firm.comes_back()
    firm.sees_that_nobody_is_forgotten()
    assert firm.drawn
