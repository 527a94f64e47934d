"""Whatever two people do, a mentorship is in one state at a time, takes no place too many, and has an end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    mentoring,
    mentoring_along,
    mentoring_checkins,
    mentoring_endings,
    mentoring_fit,
    mentoring_introduction,
    mentoring_last_words,
    mentoring_sessions,
    outbox,
    tables,
)
from models.base import Sessions
from models.errors import RuleError
from models.mentoring import BOOKED, Format, Mentorship, State
from models.mentoring_last_words import Words
from models.mentoring_meeting import CheckIn, Fit, MentoringSession, Met
from models.outbox import Owed
from tests.conftest import START, few
from tests.mentoring_pairs import ADA, BEN, TEAM, begin, pair

CAPACITY = 2
LONGEST = timedelta(days=400)
"""After so long without a renewal nothing is left that has no end."""

FORWARD = (State.ACCEPTED, State.RUNNING, State.ENDED)

Deed = tuple[str, str, bool]

DEEDS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "say",
                "meet",
                "fit",
                "check in",
                "speak",
                "close",
                "leave",
                "wait",
                "wait",
                "wait long",
                "rhythm",
            ]
        ),
        st.sampled_from([ADA, BEN]),
        st.booleans(),
    ),
    max_size=40,
)


class Life:
    """One mentorship, its two, and the clock that they live by."""

    def __init__(self, session: Session, form: Format) -> None:
        self.session, self.now = session, START
        self.mentorship = pair(
            session, BEN, ADA, format=form, skill_back="Figma" if form == Format.PEER else ""
        )
        self.seen: list[State] = [State(self.mentorship.state)]

    def does(self, deed: Deed) -> None:
        """Do one thing that people do; where a rule forbids it, nothing has happened."""
        what, who, yes = deed
        before = self.facts()
        try:
            with self.session.begin_nested():
                self.ways()[what](who, yes)
        except RuleError:
            self.session.expire_all()
            assert self.facts() == before
        self.session.flush()
        state = State(self.mentorship.state)
        if state != self.seen[-1]:
            self.seen.append(state)

    def facts(self) -> tuple[object, ...]:
        """Give what a refused deed must leave as it is."""
        rows = [
            self.session.scalar(select(func.count()).select_from(each))
            for each in (MentoringSession, Fit, Owed)
        ]
        return (self.mentorship.state, self.mentorship.ends_on, self.mentorship.every_weeks, *rows)

    def ways(self) -> dict[str, Callable[[str, bool], object]]:
        """Name what can happen."""
        session, key, now = self.session, self.mentorship.id, self.now
        today = now.date()
        return {
            "say": lambda _who, _yes: self.say(),
            "meet": lambda who, yes: mentoring_along.log(
                session, TEAM, key, by=who, met_on=today - timedelta(days=yes), today=today, now=now
            ),
            "fit": lambda who, yes: mentoring_fit.say(session, TEAM, key, by=who, fits=yes, now=now),
            "check in": lambda who, yes: mentoring_checkins.answer(
                session,
                TEAM,
                key,
                self.last_asked(),
                by=who,
                met=Met.PLANNED if yes else Met.NOT_YET,
                now=now,
            ),
            "speak": lambda who, yes: mentoring_last_words.say(
                session, TEAM, key, Words(changed="much", renew=yes), by=who, now=now
            ),
            "close": lambda who, yes: mentoring_endings.close(
                session, TEAM, key, by=who, thanks="thanks" if yes else "", now=now
            ),
            "leave": lambda who, _yes: mentoring_endings.left(session, TEAM, who, now=now),
            "rhythm": lambda who, yes: mentoring_sessions.choose_rhythm(
                session,
                TEAM,
                key,
                by=who,
                every_weeks=1 if yes else 6,
                minutes=15,
                submission=f"{now}",
                now=now,
            ),
            "wait": lambda _who, yes: self.wait(timedelta(hours=7 if yes else 40)),
            "wait long": lambda _who, yes: self.wait(timedelta(days=8 if yes else 22)),
        }

    def say(self) -> None:
        """Let the introduction be said."""
        owed = outbox.by_key(self.session, TEAM, mentoring_introduction.key(self.mentorship))
        assert owed is not None
        if owed.said_at is None and self.mentorship.state == State.ACCEPTED:
            outbox.said(owed, "1.0", now=self.now)
            mentoring_introduction.begun(self.session, owed)

    def last_asked(self) -> int:
        """Give the number of the last check-in."""
        asked = select(func.max(CheckIn.number)).where(CheckIn.mentorship_id == self.mentorship.id)
        return self.session.scalar(asked) or 0

    def wait(self, time: timedelta) -> None:
        """Let time pass, and see to what is due."""
        self.now += time
        for _ in range(3):
            for each in mentoring_along.due(self.session, now=self.now):
                mentoring_along.look_at(self.session, each, now=self.now)
                self.session.flush()

    def check(self) -> None:
        """Look whether all that must hold does."""
        places = [FORWARD.index(each) for each in self.seen]
        assert places == sorted(set(places)), "it only goes on, through each state once"
        ended = self.mentorship.state == State.ENDED
        assert ended == (self.mentorship.ending is not None) == (self.mentorship.ended_at is not None)
        assert ended == (self.mentorship.next_at is None), "whatever lives is looked at again"
        booked = mentoring.booked(self.session, TEAM).get(ADA, 0)
        assert booked == (self.mentorship.state in BOOKED) <= CAPACITY
        told = self.session.scalars(select(Owed.key).where(Owed.kind == "mentoring.ended")).all()
        assert len(told) == len(set(told)) <= (2 if ended else 0)
        numbers = [each.number for each in mentoring_sessions.of(self.session, self.mentorship.id)]
        assert numbers == list(range(1, len(numbers) + 1))


@few(20)
@given(deeds=DEEDS, form=st.sampled_from(list(Format)))
def test_every_life_goes_on_state_by_state_and_ends(
    sessions: Sessions, deeds: list[Deed], form: Format
) -> None:
    tables.empty(sessions.engine)
    with sessions.begin() as session:
        life = Life(session, form)
        for deed in deeds:
            life.does(deed)
            life.check()
        for _ in range(30):
            life.wait(LONGEST / 30)
        life.check()
        assert life.mentorship.state == State.ENDED
        assert session.scalar(select(func.count()).select_from(Fit)) == 0
        assert session.scalars(select(Mentorship.id).where(Mentorship.next_at.is_not(None))).all() == []


def test_two_who_note_the_same_evening_at_the_same_moment_note_one_session(sessions: Sessions) -> None:
    with sessions.begin() as session:
        made = pair(session)
        begin(made, START)

    def note(who: str) -> int:
        with sessions.begin() as session:
            _, noted = mentoring_along.log(
                session, TEAM, made.id, by=who, met_on=START.date(), today=START.date(), now=START
            )
            return noted.id

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(note, [ADA, BEN] * 4))) == 1


def test_an_end_and_a_session_at_the_same_moment_leave_no_session_behind(sessions: Sessions) -> None:
    with sessions.begin() as session:
        made = pair(session)
        begin(made, START)

    def act(who: str) -> None:
        with sessions.begin() as session, suppress(RuleError):
            if who == ADA:
                mentoring_endings.close(session, TEAM, made.id, by=who, now=START)
            else:
                mentoring_along.log(
                    session, TEAM, made.id, by=who, met_on=START.date(), today=START.date(), now=START
                )

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(act, [ADA, BEN]))
    with sessions.begin() as session:
        assert mentoring.held(session, TEAM, made.id).state == State.ENDED
        assert len(session.scalars(select(Owed).where(Owed.kind == "mentoring.ended")).all()) == 1
