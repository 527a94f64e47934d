"""People live with several mixers at random: whatever they, jobs and crashes do, no promise is broken."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from models.base import Sessions
from tests.conftest import THOROUGH, on_sqlite_and_once_on_postgres
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
    """Throw what a hundred deeds are; one in six dies on the way, and seldom somebody departs."""
    for _ in range(100):
        what = "depart" if chance.random() < 0.01 else chance.choice(DEEDS)
        crash = chance.randrange(1, 60) if chance.random() < 0.15 else 0
        yield Deed(what, chance.randrange(len(MixedFirm.people)), chance.randrange(60), crash)


@on_sqlite_and_once_on_postgres("seed", range(30 if THOROUGH else 3), daily=0)
def test_a_company_lives_with_mixers_and_no_promise_is_ever_broken(sessions: Sessions, seed: int) -> None:
    firm = MixedFirm(sessions)
    for deed in life(Random(seed)):
        firm.does(deed)
        firm.sees_that_nobody_is_forgotten()
    for _ in range(10):
        firm.now += timedelta(days=3)
        firm.look()
        firm.sees_that_nobody_is_forgotten()
    firm.comes_back()
    firm.sees_that_nobody_is_forgotten()
    assert firm.drawn
