"""Questions to an author: who may answer, once."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import tips, tips_captures
from models.base import Sessions
from models.errors import RuleError
from models.tips_captures import Capture, Place
from tests.conftest import MONDAY

PLACE = Place("C1", "1.0", "1.0", "")


def ask(sessions: Sessions, *, saver: str = "U2") -> bool:
    with sessions.begin() as session:
        return tips_captures.ask(
            session, team_id="T1", place=PLACE, author_id="U1", saver_id=saver, text="a stash", now=MONDAY
        )


def only(session: Session) -> int:
    return session.scalars(select(Capture.id)).one()


def keep(sessions: Sessions, *, by: str = "U1", team: str = "T1") -> int:
    with sessions.begin() as session:
        capture = tips_captures.mine(session, team, only(session), by=by)
        tip = tips_captures.keep(session, capture, text="a stash", tags=[], private_channel=False, now=MONDAY)
        return tip.id


@pytest.mark.parametrize(("by", "team"), [("U2", "T1"), ("U3", "T1"), ("U1", "T2")])
def test_only_the_author_of_a_message_answers(sessions: Sessions, by: str, team: str) -> None:
    ask(sessions)
    with pytest.raises(RuleError, match="Only the author"):
        keep(sessions, by=by, team=team)


def test_a_yes_said_twice_is_one_tip(sessions: Sessions) -> None:
    ask(sessions)
    assert keep(sessions) == keep(sessions)


def test_one_message_is_asked_about_once_whoever_saves_it(sessions: Sessions) -> None:
    assert ask(sessions)
    assert not ask(sessions)
    assert not ask(sessions, saver="U3")


def test_after_a_no_the_words_are_forgotten_and_no_yes_brings_them_back(sessions: Sessions) -> None:
    ask(sessions)
    with sessions.begin() as session:
        capture = tips_captures.mine(session, "T1", only(session), by="U1")
        tips_captures.decline(session, capture, now=MONDAY)
        assert capture.text is None
    with pytest.raises(RuleError, match="You said no"):
        keep(sessions)
    with sessions.read() as session:
        assert tips.by_author(session, "T1", "U1", limit=5).total == 0
