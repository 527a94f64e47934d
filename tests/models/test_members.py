"""Being forgotten when others act at the same moment, and what each feature gives of what it holds."""

import json
from concurrent.futures import ThreadPoolExecutor

from models import lanes, members, skills, stewards
from models.base import Sessions
from models.errors import RuleError
from tests.conftest import MONDAY


def leaves(sessions: Sessions, user_id: str) -> bool:
    """Be forgotten; False: somebody else has to look after Potluck first."""
    try:
        with sessions.begin() as session:
            members.forget(session, "T1", user_id, now=MONDAY)
    except RuleError:
        return False
    return True


def test_of_two_last_stewards_who_leave_at_once_one_stays(sessions: Sessions) -> None:
    for _ in range(10):
        with sessions.begin() as session:
            for user_id in ("U1", "U2"):
                stewards.appoint(session, "T1", user_id, now=MONDAY)
        with ThreadPoolExecutor(2) as threads:
            left = list(threads.map(lambda user_id: leaves(sessions, user_id), ("U1", "U2")))
        assert sorted(left) == [False, True]
        with sessions.read() as session:
            assert len(stewards.all_of(session, "T1")) == 1


def test_when_the_only_steward_may_not_go_nothing_of_theirs_is_forgotten(sessions: Sessions) -> None:
    with sessions.begin() as session:
        stewards.appoint(session, "T1", "U1", now=MONDAY)
        skills.offer(session, "T1", "U1", "git", now=MONDAY)
    assert not leaves(sessions, "U1")
    with sessions.read() as session:
        held = members.about(session, "T1", "U1")
    assert json.loads(json.dumps(held)) == {
        "steward": [{"since": MONDAY.isoformat()}],
        "skills": [{"name": "Git", "level": "start", "since": MONDAY.isoformat()}],
    }


def test_whose_id_begins_another_is_forgotten_alone(sessions: Sessions) -> None:
    with sessions.begin() as session:
        for user_id in ("U1", "U11"):
            skills.offer(session, "T1", user_id, "git", now=MONDAY)
            lanes.hold(session, "T1", f"naming {user_id}", now=MONDAY)
    assert leaves(sessions, "U1")
    with sessions.read() as session:
        assert members.about(session, "T1", "U1") == {}
        assert members.about(session, "T1", "U11").keys() == {"skills", "limits"}
