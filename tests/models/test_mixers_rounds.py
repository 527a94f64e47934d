"""When the rounds of a mixer are: in its own zone and rhythm, and the heads-up in working days before."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from models import mixers, mixers_rounds, stewards
from models.base import Sessions
from models.errors import RuleError
from models.mixers import Plan
from tests.conftest import MONDAY
from tests.mixers import CHANNEL, STEWARD, TEAM, coming, mixer


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_groups_are_drawn_at_the_hour_of_the_mixers_zone_in_summer_and_winter(sessions: Sessions) -> None:
    made = mixer(sessions, [], now=MONDAY, zone="America/New_York", every=1)
    assert coming(sessions, made).draws_at == at(2026, 3, 5, 15)
    with sessions.begin() as session:
        summer = mixers_rounds.open_next(session, made, coming(sessions, made), seed=1, now=MONDAY)
    assert (summer.day, summer.draws_at) == (date(2026, 3, 12), at(2026, 3, 12, 14))


def test_a_heads_up_counts_working_days_and_no_holiday(sessions: Sessions) -> None:
    made = mixer(sessions, [], now=MONDAY, weekday=0, country="de")
    assert mixers_rounds.heads_up_before(made, date(2026, 3, 9)) == at(2026, 3, 5, 10)
    after_easter = mixers_rounds.heads_up_before(made, date(2026, 4, 6))
    assert mixers_rounds.draws_at(made, date(2026, 4, 6)) == at(2026, 4, 7, 10)
    assert after_easter == at(2026, 4, 1, 10)


@pytest.mark.parametrize("chosen", [{"size": 1}, {"size": 7}, {"every": 3}, {"weekday": 7}])
def test_only_what_can_be_chosen_is_kept(sessions: Sessions, chosen: dict[str, Any]) -> None:
    plan = Plan(
        **{"name": "Tea", "channel_id": CHANNEL, "weekday": 3, "at": time(10), "zone": "UTC", **chosen}
    )
    with sessions.begin() as session:
        stewards.appoint(session, TEAM, STEWARD, now=MONDAY)
        with pytest.raises(RuleError) as mistake:
            mixers.set_up(session, TEAM, plan, by=STEWARD, creator_id=None, submission="V1", now=MONDAY)
    assert mistake.value.field == next(iter(chosen))
