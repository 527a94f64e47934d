"""A whole company lives at random: whatever people, jobs and crashes do, no hard rule is ever broken."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import apart, mentoring_asking, mentoring_requests, profiles, skills
from models.base import Sessions
from models.cohorts import Joined
from models.errors import RuleError
from models.mentoring import BOOKED, NOBODY, OPEN, Ending, Format, Mentorship, State, Turn, Wished
from models.mentoring_asking import Wish
from models.mentoring_suggestions import Asked
from models.mentors import Mentor
from models.outbox import UNSAID, Owed
from tests.conftest import few
from tests.firm import PEOPLE, TEAM, Deed, Firm, away, deeds

OFTEN = (
    "offer",
    "rush",
    "rush",
    "apart",
    "ask",
    "ask",
    "accept",
    "accept",
    "accept",
    "accept",
    "wait",
    "wait",
    "wait_long",
    "meet",
    "cohort",
    "join",
    "join",
)

SELDOM = ("leave", "forget", "manager", "pause")


def life(chance: Random) -> Iterator[Deed]:
    """Throw what a hundred deeds in a company are; one in six dies on the way."""
    often = [*(each for each in deeds() if each not in SELDOM), *OFTEN, *OFTEN]
    for _ in range(100):
        what = chance.choice(SELDOM if chance.random() < 0.03 else often)
        crash = chance.randrange(1, 40) if chance.random() < 0.15 else 0
        yield Deed(what, chance.randrange(len(PEOPLE)), chance.randrange(60), crash)


ON = {
    State.ASKED: {State.ASKED, State.PROPOSED, State.ACCEPTED, State.ENDED},
    State.PROPOSED: {State.ASKED, State.PROPOSED, State.ACCEPTED, State.ENDED},
    State.ACCEPTED: {State.ACCEPTED, State.RUNNING, State.ENDED},
    State.RUNNING: {State.RUNNING, State.ENDED},
    State.ENDED: {State.ENDED},
}
"""Where each state may lead; one look may do two steps, of which these are the ends."""


class Stand(NamedTuple):
    """How one mentorship stood."""

    state: State
    mentor_id: str | None


class Judge:
    """Watches a firm from the outside, deed after deed."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm
        self.before: dict[int, Stand] = {}

    def looks(self, what: str) -> None:
        """See that nothing was broken by what happened last."""
        with self.firm.sessions.read() as session:
            found = {each.id: each for each in session.scalars(select(Mentorship))}
            for each in found.values():
                self._goes_on(each)
                self._is_one(session, each)
            fresh = [
                each for key, each in found.items() if each.state in BOOKED and not self._was_booked(key)
            ]
            for each in fresh:
                self._may_be(session, each, by_cohort=what == "cohort")
            self._has_room(session, fresh)
            introduced = Counter(
                int(each)
                for each in session.scalars(select(Owed.ref).where(Owed.kind == "mentoring.introduction"))
            )
        assert set(introduced.values()) <= {1}, "one introduction each"
        assert {each.id for each in fresh} <= introduced.keys(), "owed with the yes"
        said = {key: number for key, number in self.firm.said.items() if key.startswith("mentoring.")}
        assert set(said.values()) <= {1}, "nothing is said twice"
        self.before = {key: Stand(State(each.state), each.mentor_id) for key, each in found.items()}

    def _was_booked(self, key: int) -> bool:
        return key in self.before and self.before[key].state in (*BOOKED, State.ENDED)

    def _goes_on(self, each: Mentorship) -> None:
        was = self.before.get(each.id)
        if was is not None:
            assert each.state in ON[was.state] | ({State.RUNNING} if was.state in OPEN else set())
            assert was.mentor_id in {None, each.mentor_id} or each.mentor_id == NOBODY, "never another mentor"

    def _is_one(self, session: Session, each: Mentorship) -> None:
        turns = Counter(session.scalars(select(Wished.turn).where(Wished.mentorship_id == each.id)))
        assert turns[Turn.PROPOSED] == (each.state == State.PROPOSED), "one asks while one is asked"
        assert turns[Turn.ACCEPTED] <= 1
        assert (each.state in BOOKED) <= (each.mentor_id is not None) <= (each.state not in OPEN)
        ended = each.state == State.ENDED
        assert ended == (each.ended_at is not None) == (each.ending is not None)
        assert each.mentor_id != each.seeker_id or each.mentor_id == NOBODY
        assert not ended or each.next_at is None

    def _may_be(self, session: Session, each: Mentorship, *, by_cohort: bool) -> None:
        """See that two who are together since now may be."""
        assert each.mentor_id is not None
        two = {each.seeker_id, each.mentor_id}
        assert not apart.are(session, TEAM, *two), "never two who are kept apart"
        lines = profiles.manager_lines(session, TEAM)
        assert not any(other in lines.get(one, ()) for one in two for other in two), "never one's manager"
        assert not two & self.firm.gone, "never with somebody who is gone"
        assert not (by_cohort and two & away(session, self.firm.now)), "never drafted while away"

    def _has_room(self, session: Session, fresh: list[Mentorship]) -> None:
        for who in {each.mentor_id for each in fresh}:
            taken = select(Mentorship).where(Mentorship.mentor_id == who, Mentorship.state.in_(BOOKED))
            mentor = session.get(Mentor, (TEAM, who))
            theirs = session.scalars(taken).all()
            if mentor is not None:
                assert len(theirs) <= mentor.capacity, "never more than a mentor has room for"
                continue
            cohort_id = next(each.cohort_id for each in fresh if each.mentor_id == who)
            joined = session.get_one(Joined, (cohort_id, who))
            # peers teach each other: one of them may stand as the seeker, and takes no place
            assert sum(each.cohort_id == cohort_id for each in theirs) <= joined.capacity

    def _introduced(self) -> list[str]:
        return [key for key in self.firm.said if key.startswith("mentoring.introduction")]

    def sees_the_end(self) -> None:
        """See that everything has come to its end, and nobody waits for a word."""
        introduced = self._introduced()
        self.firm.comes_back()
        assert self._introduced() == introduced, "nobody is introduced to what has ended"
        with self.firm.sessions.read() as session:
            for each in session.scalars(select(Mentorship)):
                assert each.state == State.ENDED
                if each.ending == Ending.UNMET:
                    assert self.firm.said[f"mentoring.let_go:{each.id}"] == 1
                elif each.ending in {Ending.OVER, Ending.NO_FIT}:
                    told = [who for who in each.two if self.firm.said[f"mentoring.ended:{each.id}:{who}"]]
                    assert len(told) == len([who for who in each.two if who != NOBODY])
                elif each.ending == Ending.GONE:
                    here = [who for who in each.two if who in PEOPLE and who not in self.firm.gone]
                    assert all(self.firm.said[f"mentoring.ended:{each.id}:{who}"] for who in here)
            owed = session.scalars(select(Owed.key).where(Owed.step.in_(UNSAID))).all()
            assert [key for key in owed if key.startswith("mentoring")] == []


@pytest.mark.long
@few(2)
@given(seed=st.integers(0, 2**32))
def test_a_company_lives_and_no_rule_is_ever_broken(sessions: Sessions, seed: int) -> None:
    firm = Firm(sessions)
    judge = Judge(firm)
    for deed in life(Random(seed)):
        firm.does(deed)
        judge.looks(deed.what)
    for days in (1, 2, 4, 7, 14, *[28] * 12):
        firm.now += timedelta(days=days)
        firm.look()
        judge.looks("time")
    judge.sees_the_end()


def test_who_became_ones_manager_since_one_asked_cannot_say_yes(sessions: Sessions) -> None:
    firm = Firm(sessions)
    seeker, mentor = PEOPLE[0], PEOPLE[1]
    wish = Wish(Asked(skills.key("Git"), "Git"), Format.RUNNING, "please", {"first": mentor})
    with sessions.begin() as session:
        request = mentoring_asking.ask(session, TEAM, seeker, wish, submission="V", now=firm.now).id
        told = profiles.Told(manager_id=mentor)
        profiles.save(session, TEAM, seeker, told, zone="UTC", now=firm.now)
    with sessions.begin() as session, pytest.raises(RuleError, match="one of you manages the other"):
        mentoring_requests.accept(session, TEAM, request, 1, by=mentor, now=firm.now)
    with sessions.read() as session:
        assert session.get_one(Mentorship, request).state == State.PROPOSED
