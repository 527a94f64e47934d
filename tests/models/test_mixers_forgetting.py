"""Who leaves the company or is forgotten: nothing of theirs stays in mixers, and their groups go on."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from models import mixers, mixers_answers, mixers_departures, mixers_forgetting, mixers_rounds, outbox
from models.base import Sessions
from models.mixers import Mixer
from models.mixers_answers import Took
from models.mixers_meetings import Meeting
from models.mixers_rounds import Group, Part, Round, Stand
from models.outbox import Owed, Step
from tests.conftest import MONDAY
from tests.mixers import TEAM, mixer
from tests.mixers_groups import begun, drawn, plays, seated

THURSDAY = MONDAY + timedelta(days=10, hours=2)
SOON = THURSDAY + timedelta(hours=1)


def made(sessions: Sessions, *groups: tuple[str, ...]) -> Round:
    """Let a mixer of these people have drawn its groups, and introduced them."""
    chosen = mixer(sessions, [who for group in groups for who in group], now=MONDAY, every=1)
    with sessions.begin() as session:
        round_ = drawn(session, chosen, groups, now=THURSDAY)
        begun(session, round_, now=THURSDAY)
    return round_


def goes(sessions: Sessions, who: str) -> None:
    with sessions.begin() as session:
        mixers_departures.left(session, TEAM, who, now=SOON)


def forgets(sessions: Sessions, who: str) -> None:
    with sessions.begin() as session:
        mixers_forgetting.forget(session, TEAM, who, now=SOON)
        outbox.forget(session, TEAM, who, now=SOON)


def held(sessions: Sessions, who: str) -> dict[str, list[dict[str, Any]]]:
    with sessions.read() as session:
        about = mixers_forgetting.about(session, TEAM, who)
    return {name: rows for name, rows in about.items() if rows}


def coming(sessions: Sessions) -> Round:
    with sessions.read() as session:
        round_ = mixers_rounds.coming(session, session.scalars(select(Mixer)).one())
    assert round_ is not None
    return round_


def test_who_left_the_company_is_drawn_no_more_and_their_group_goes_on(sessions: Sessions) -> None:
    round_ = made(sessions, ("U0BEN", "U0ADA", "U0NOOR"), ("U0LEI", "U0SOFIA"))
    with sessions.begin() as session:
        plays(session, coming(sessions), "U0BEN", Stand.SKIPS)
    goes(sessions, "U0BEN")
    assert seated(sessions, round_.id) == [["U0ADA", "U0NOOR"], ["U0LEI", "U0SOFIA"]]
    with sessions.read() as session:
        assert "U0BEN" not in mixers.members(session, session.scalars(select(Mixer)).one())
        assert session.get(Part, (coming(sessions).id, "U0BEN")) is None
        (told,) = session.scalars(select(Owed).where(Owed.step == Step.OPEN))
        assert (told.kind, told.people) == ("mixers.fewer", ["U0ADA", "U0NOOR"])


def test_what_somebody_said_of_earlier_rounds_stays_until_they_are_forgotten(sessions: Sessions) -> None:
    round_ = made(sessions, ("U0BEN", "U0ADA"), ("U0LEI", "U0SOFIA"))
    with sessions.begin() as session:
        mixers_answers.take(session, TEAM, round_.id, Took(line="plums wait"), by="U0BEN", now=SOON)
    goes(sessions, "U0BEN")
    (part,) = held(sessions, "U0BEN")["mixer_rounds"]
    assert (part["line"], part["answer"], part["with"]) == ("plums wait", "met", ["U0ADA"])
    forgets(sessions, "U0BEN")
    assert held(sessions, "U0BEN") == {}


def test_who_is_forgotten_has_met_nobody_and_the_others_have_still_met(sessions: Sessions) -> None:
    round_ = made(sessions, ("U0BEN", "U0ADA", "U0NOOR"), ("U0LEI", "U0SOFIA"))
    assert {each["with"] for each in held(sessions, "U0BEN")["met_in_mixers"]} == {
        "U0ADA",
        "U0NOOR",
    }
    forgets(sessions, "U0BEN")
    with sessions.read() as session:
        assert {(each.one_id, each.other_id) for each in session.scalars(select(Meeting))} == {
            ("U0ADA", "U0NOOR"),
            ("U0LEI", "U0SOFIA"),
        }
        starters = session.scalars(select(Group.starter_id).order_by(Group.id)).all()
    assert starters[0] in {"U0ADA", "U0NOOR"}
    assert seated(sessions, round_.id)[0] == ["U0ADA", "U0NOOR"]


def test_a_mixer_goes_on_without_whoever_set_it_up(sessions: Sessions) -> None:
    made(sessions, ("U0ADA", "U0BEN"), ("U0LEI", "U0SOFIA"))
    with sessions.begin() as session:
        session.scalars(select(Mixer)).one().creator_id = "U0ADA"
    (shown,) = held(sessions, "U0ADA")["mixers_i_set_up"]
    assert shown["as"] == ["by", "creator"]
    forgets(sessions, "U0ADA")
    with sessions.read() as session:
        one = session.scalars(select(Mixer)).one()
        assert (one.by_id, one.creator_id, one.state) == ("", None, mixers.State.RUNNING)
    assert held(sessions, "U0ADA") == {}


def test_a_group_of_which_everybody_is_forgotten_is_gone(sessions: Sessions) -> None:
    made(sessions, ("U0BEN", "U0ADA"), ("U0LEI", "U0SOFIA"))
    for who in ("U0LEI", "U0SOFIA", "U0BEN", "U0ADA"):
        forgets(sessions, who)
    with sessions.read() as session:
        assert session.scalars(select(Group)).all() == []
        assert session.scalars(select(Part)).all() == []
        assert session.scalars(select(Meeting)).all() == []
