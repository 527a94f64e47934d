"""A small firm at the rules' own level: people who live, jobs that look, messages that are said, crashes."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from handlers import KINDS, mentoring_requests
from handlers.departures import LEAVE
from handlers.outgoing import NotNow
from models import (
    apart,
    cohorts,
    cohorts_joining,
    cohorts_publishing,
    cohorts_review,
    members,
    mentoring_along,
    mentoring_asking,
    mentoring_checkins,
    mentoring_endings,
    mentoring_fit,
    mentoring_last_words,
    mentoring_offers,
    mentoring_sessions,
    outbox,
    pauses,
    profiles,
    skills,
    stewards,
    tables,
)
from models import mentoring_requests as requests
from models import mentoring_suggestions as suggestions
from models.base import Sessions
from models.cohorts import Cohort, Plan, Role
from models.cohorts import State as CohortState
from models.errors import RuleError
from models.mentoring import BOOKED, Format, Mentorship, State, Turn, Wished, booked
from models.mentoring_asking import CHOICES, Wish
from models.mentoring_last_words import Words
from models.mentoring_meeting import CheckIn, Met
from models.mentoring_score import Rules
from models.mentoring_suggestions import Asked
from models.outbox import Owed, Step
from models.pauses import Pause
from scheduler import cohorts as cohorts_jobs
from scheduler import mentoring
from scheduler import mentoring_along as along_jobs
from scheduler import pauses as pauses_jobs
from scheduler import reminders as reminders_jobs
from tests.conftest import MONDAY

Row = TypeVar("Row", Mentorship, Wished)

TEAM = "T1"
STEWARD = "USTEWARD"
PEOPLE = tuple(f"UP{number}" for number in range(6))
SKILLS = ("Git", "Knots")
JOBS = (
    cohorts_jobs.draft_due,
    mentoring.look,
    along_jobs.look,
    pauses_jobs.end_due,
    reminders_jobs.owe_due,
)


class Deed(NamedTuple):
    """One thing that happens: what, who does it, a number that chooses among what there is, when it crashes.

    `crash` counts the statements after which the process dies; 0: it does not.
    """

    what: str
    who: int
    number: int
    crash: int


class CrashError(Exception):
    """The process dies here."""


class Firm:
    """Its people, its clock, and what was said to whom."""

    people: Sequence[str] = PEOPLE

    def __init__(self, sessions: Sessions) -> None:
        tables.empty(sessions.engine)
        self.sessions, self.now = sessions, MONDAY
        self.said: Counter[str] = Counter()
        self.gone: set[str] = set()
        self.forgotten: set[str] = set()
        self.deeds = 0
        with sessions.begin() as session:
            stewards.appoint(session, TEAM, STEWARD, now=MONDAY)
            for number, who in enumerate(PEOPLE):
                profiles.begin(session, TEAM, who, "UTC", now=MONDAY)
                skills.want(session, TEAM, who, ", ".join(SKILLS), now=MONDAY)
                if number % 2:
                    self._offer(session, who, 6 + number)

    def does(self, deed: Deed) -> None:
        """Let it happen; what a rule forbids, or dies on the way, leaves everything as it was."""
        self.deeds += 1
        who = self.people[deed.who]
        act = getattr(self, f"_{deed.what}")
        if who in self.gone and deed.what not in {"wait", "wait_long"}:
            return
        if deed.what in {"wait", "wait_long"}:
            with suppress(CrashError), self._dying(deed.crash):
                act(who, deed.number)
            return
        before = self._rows() if deed.crash else None
        try:
            with self._dying(deed.crash), self.sessions.begin() as session:
                act(session, who, deed.number)
        except CrashError:
            assert self._rows() == before, f"{deed.what} died halfway and left something"
        except RuleError:
            pass
        else:
            self._after(deed.what, who, dies=deed.number % 3 == 0)

    def comes_back(self) -> None:
        """Let everybody be back who pauses, and hear what waited for them."""
        with self.sessions.begin() as session:
            for who in self.people:
                pauses.end(session, TEAM, who, now=self.now)
        self.look()

    def look(self) -> None:
        """Let every job look, and say what may be said."""
        for job in JOBS:
            job(self.sessions, self.now)
        self.say()

    def say(self) -> None:
        """Let delivery say what is due: a row that waits for somebody's return waits."""
        for _ in range(4):
            posted: list[str] = []
            with self.sessions.begin() as session:
                due = select(Owed).where(Owed.due_at <= self.now).order_by(Owed.due_at, Owed.id)
                rows = session.scalars(due.with_for_update()).all()
                for owed in rows:
                    self._say(session, owed, posted)
            self.said.update(posted)
            if not rows:
                return

    def _say(self, session: Session, owed: Owed, posted: list[str]) -> None:
        free = pauses.free_at(session, owed, now=self.now)
        if owed.step == Step.DELETE:
            outbox.end(owed, Step.DROPPED, now=self.now)
            return
        if owed.not_after is not None and owed.not_after < self.now and owed.ts is None:
            outbox.end(owed, Step.DROPPED, now=self.now)
            KINDS[owed.kind].expired(session, owed, self.now)
            return
        if free > self.now and owed.ts is None:
            outbox.later(owed, owed.step, due=free, reason=pauses.WAITS)
            return
        message = KINDS[owed.kind].render(session, owed, self.now)
        if message is None:
            outbox.moot(owed, now=self.now)
        elif isinstance(message, NotNow):
            outbox.later(owed, owed.step, due=message.until, reason=message.reason)
        else:
            first = owed.ts is None
            outbox.said(owed, "1.0", now=self.now)
            if first:
                posted.append(owed.key)
                KINDS[owed.kind].posted(session, owed)

    def _wait(self, _who: str, number: int) -> None:
        self.now += timedelta(hours=1 + number % 30)
        self.look()

    def _wait_long(self, _who: str, number: int) -> None:
        self.now += timedelta(days=2 + number % 24)
        self.look()

    def _offer(self, session: Session, who: str, number: int) -> None:
        formats = ("running", "flash", "reverse", "peer")
        mentoring_offers.offer(
            session,
            TEAM,
            who,
            capacity=str(1 + number % 2),
            hours_a_month="2",
            formats=formats[: 2 + number % 3],
            offered=", ".join(SKILLS[: 1 + number // 2 % 2]),
            now=self.now,
        )

    def _ask(self, session: Session, who: str, number: int) -> None:
        skill = SKILLS[number % 2]
        asked = Asked(skills.key(skill), skill)
        form = (Format.RUNNING, Format.RUNNING, Format.FLASH, Format.PEER)[number // 2 % 4]
        found = suggestions.ranked(session, TEAM, who, asked, form=form, now=self.now)
        names = [each.mentor.user_id for each in found[: number % 7]]
        wish = Wish(asked, form, "please", dict(zip(CHOICES, names, strict=False)))
        mentoring_asking.ask(session, TEAM, who, wish, submission=f"V{self.deeds}", now=self.now)

    def _rush(self, session: Session, who: str, _number: int) -> None:
        """Let a mentor offer one place more, and everybody let go of what they asked for and ask that one."""
        asked = Asked(skills.key("Git"), "Git")
        pauses.end(session, TEAM, who, now=self.now)
        mentoring_offers.offer(
            session,
            TEAM,
            who,
            capacity=str(1 + booked(session, TEAM).get(who, 0)),
            hours_a_month="2",
            formats=["running"],
            offered="Git",
            now=self.now,
        )
        for seeker in (each for each in PEOPLE if each not in {who, *self.gone}):
            wish = Wish(asked, Format.RUNNING, "please", {"first": who})
            for before in mentoring_asking.open_of(session, TEAM, seeker):
                requests.withdraw(session, TEAM, before.id, by=seeker, now=self.now)
            with suppress(RuleError), session.begin_nested():
                mentoring_asking.ask(
                    session, TEAM, seeker, wish, submission=f"{seeker}{self.deeds}", now=self.now
                )

    def _accept(self, session: Session, who: str, number: int) -> None:
        """Let a mentor say yes to one, or press on all that they have before anything else happens."""
        wish = self._wish_of(session, who, number)
        mentor = wish.mentor_id
        requests.accept(session, TEAM, wish.mentorship_id, wish.rank, by=mentor, now=self.now)
        theirs = select(Wished).where(Wished.mentor_id == mentor, Wished.turn == Turn.PROPOSED)
        for each in session.scalars(theirs.order_by(Wished.mentorship_id)).all() if number % 2 else ():
            with suppress(RuleError), session.begin_nested():
                requests.accept(session, TEAM, each.mentorship_id, each.rank, by=mentor, now=self.now)

    def _not_now(self, session: Session, who: str, number: int) -> None:
        wish = self._wish_of(session, who, number)
        requests.not_now(session, TEAM, wish.mentorship_id, wish.rank, by=wish.mentor_id, now=self.now)

    def _ask_first(self, session: Session, who: str, number: int) -> None:
        wish = self._wish_of(session, who, number)
        requests.ask_first(
            session, TEAM, wish.mentorship_id, wish.rank, by=wish.mentor_id, text="why?", now=self.now
        )

    def _answer(self, session: Session, who: str, number: int) -> None:
        request = self._request_of(session, who, number)
        requests.answer(session, TEAM, request.id, 1 + number % 3, by=who, text="so", now=self.now)

    def _withdraw(self, session: Session, who: str, number: int) -> None:
        requests.withdraw(session, TEAM, self._request_of(session, who, number).id, by=who, now=self.now)

    def _wish_for(self, session: Session, who: str, number: int) -> None:
        request = self._request_of(session, who, number)
        mentoring_asking.wish_for(session, TEAM, request.id, 1 + number % 4, by=who, now=self.now)

    def _both_ways(self, session: Session, who: str, number: int) -> None:
        request = self._request_of(session, who, number)
        if number % 2:
            mentoring_asking.both_ways(session, TEAM, request.id, by=who, now=self.now)
        else:
            requests.accept_instead(session, TEAM, request.id, by=who, now=self.now)

    def _stop(self, session: Session, who: str, _number: int) -> None:
        mentoring_offers.stop(session, TEAM, who)

    def _pause(self, session: Session, who: str, number: int) -> None:
        last = (self.now + timedelta(days=number)).date() if number % 3 else None
        pauses.begin(session, TEAM, who, last_day=last, zone="UTC", now=self.now)

    def _back(self, session: Session, who: str, _number: int) -> None:
        pauses.end(session, TEAM, who, now=self.now)

    def _apart(self, session: Session, who: str, number: int) -> None:
        other = PEOPLE[number % len(PEOPLE)]
        apart.keep(session, TEAM, who, other, now=self.now)
        requests.parted(session, TEAM, who, other, now=self.now)

    def _manager(self, session: Session, who: str, number: int) -> None:
        profiles.save(
            session,
            TEAM,
            who,
            profiles.Told(manager_id=PEOPLE[number % len(PEOPLE)]),
            zone="UTC",
            now=self.now,
        )

    def _leave(self, session: Session, who: str, _number: int) -> None:
        for leave in LEAVE:
            leave(session, TEAM, who, now=self.now)

    def _forget(self, session: Session, who: str, _number: int) -> None:
        members.forget(session, TEAM, who, now=self.now)

    def _meet(self, session: Session, who: str, number: int) -> None:
        today = self.now.date()
        mentorship = self._mentorship_of(session, who, number)
        met_on = today - timedelta(days=number % 2)
        mentoring_along.log(session, TEAM, mentorship.id, by=who, met_on=met_on, today=today, now=self.now)

    def _fit(self, session: Session, who: str, number: int) -> None:
        mentorship = self._mentorship_of(session, who, number)
        mentoring_fit.say(session, TEAM, mentorship.id, by=who, fits=number % 3 > 0, now=self.now)

    def _check_in(self, session: Session, who: str, number: int) -> None:
        asked = select(CheckIn).where(CheckIn.user_id == who).order_by(CheckIn.asked_at.desc()).limit(1)
        each = session.scalars(asked).first()
        if each is not None:
            met = list(Met)[number % 4]
            mentoring_checkins.answer(
                session, TEAM, each.mentorship_id, each.number, by=who, met=met, now=self.now
            )

    def _rhythm(self, session: Session, who: str, number: int) -> None:
        mentoring_sessions.choose_rhythm(
            session,
            TEAM,
            self._mentorship_of(session, who, number).id,
            by=who,
            every_weeks=1 + number % 3,
            minutes=15,
            submission=f"V{self.deeds}",
            now=self.now,
        )

    def _speak(self, session: Session, who: str, number: int) -> None:
        mentorship = self._mentorship_of(session, who, number)
        words = Words(changed="much", renew=number % 4 > 0)
        mentoring_last_words.say(session, TEAM, mentorship.id, words, by=who, now=self.now)

    def _close(self, session: Session, who: str, number: int) -> None:
        mentorship = self._mentorship_of(session, who, number)
        mentoring_endings.close(session, TEAM, mentorship.id, by=who, now=self.now)

    def _cohort(self, session: Session, _who: str, _number: int) -> None:
        """Let the steward go one step on with the cohort, or open one."""
        found = select(Cohort).where(Cohort.state.in_([CohortState.OPEN, CohortState.DRAFTED]))
        cohort = session.scalars(found.limit(1)).first()
        if cohort is None:
            days = (self.now + timedelta(days=3)).date(), (self.now + timedelta(days=5)).date()
            rules = Rules(other_line=True)
            plan = Plan("Spring", "C1", *days, "UTC", rules=rules)
            cohorts.open_signup(
                session, TEAM, plan, by=STEWARD, submission=f"V{self.deeds}", seed=7, now=self.now
            )
        elif cohort.state == CohortState.OPEN:
            cohorts_review.again(session, TEAM, cohort.id, by=STEWARD, now=self.now)
        else:
            cohorts_publishing.publish(session, TEAM, cohort.id, by=STEWARD, now=self.now)

    def _join(self, session: Session, who: str, number: int) -> None:
        cohort = session.scalars(select(Cohort).where(Cohort.state == CohortState.OPEN).limit(1)).first()
        if cohort is not None:
            at = PEOPLE.index(who)
            for step, each in enumerate([*PEOPLE[at:], *PEOPLE[:at]][: 1 + number % 4]):
                if each not in self.gone:
                    role = list(Role)[(number + step) % 3]
                    yes = cohorts_joining.Yes(role, "Git, Knots", "Git, Knots", 1 + number % 2)
                    cohorts_joining.join(session, TEAM, cohort.id, each, yes, now=self.now)

    def _after(self, what: str, who: str, *, dies: bool) -> None:
        """Do what the handlers do after the transaction, unless it dies first, and remember who is gone."""
        if what in {"leave", "forget"}:
            self.gone.add(who)
        if what == "forget":
            self.forgotten.add(who)
        if not dies and what in {"accept", "offer", "stop", "pause", "leave"}:
            mentoring_requests.pass_on_from(self.sessions, who, self.now)

    def _wish_of(self, session: Session, mentor: str, number: int) -> Wished:
        """Choose a wish: one with this mentor, or else any."""
        theirs = select(Wished).where(Wished.proposed_at.is_not(None), Wished.mentor_id.not_in(self.gone))
        order = (Wished.turn != Turn.PROPOSED, Wished.mentor_id != mentor, Wished.mentorship_id, Wished.rank)
        return _one_of(session.scalars(theirs.order_by(*order)).all(), number)

    def _request_of(self, session: Session, seeker: str, number: int) -> Mentorship:
        theirs = select(Mentorship).where(Mentorship.seeker_id == seeker)
        order = (Mentorship.state == State.ENDED, Mentorship.id)
        return _one_of(session.scalars(theirs.order_by(*order)).all(), number)

    def _mentorship_of(self, session: Session, who: str, number: int) -> Mentorship:
        theirs = select(Mentorship).where(
            Mentorship.state.in_(BOOKED), (Mentorship.seeker_id == who) | (Mentorship.mentor_id == who)
        )
        return _one_of(session.scalars(theirs.order_by(Mentorship.id)).all(), number)

    def _rows(self) -> list[Any]:
        """Read every row that there is."""
        with self.sessions.engine.connect() as connection:
            return [
                sorted(map(repr, connection.execute(select(table)).all()))
                for table in tables.METADATA.sorted_tables
            ]

    @contextmanager
    def _dying(self, after: int) -> Iterator[None]:
        """Die at the statement of that number."""
        left = after

        def count(*_: Any) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise CrashError

        if not after:
            yield
            return
        event.listen(self.sessions.engine, "before_cursor_execute", count)
        try:
            yield
        finally:
            event.remove(self.sessions.engine, "before_cursor_execute", count)


def away(session: Session, now: datetime) -> set[str]:
    """Name who pauses now."""
    rows = session.scalars(select(Pause)).all()
    return {each.user_id for each in rows if each.until is None or each.until > now}


def deeds() -> Sequence[str]:
    """Name all that can happen."""
    plain: dict[str, Callable[..., None]] = {
        name[1:]: each for name, each in vars(Firm).items() if name.startswith("_") and name[1] != "_"
    }
    inner = {"after", "say", "wish_of", "request_of", "mentorship_of", "rows", "dying"}
    return sorted(plain.keys() - inner)


def _one_of(rows: Sequence[Row], number: int) -> Row:
    """Choose mostly the first."""
    if not rows:
        raise RuleError("There is none.")
    return rows[number // 3 % len(rows) if number % 3 == 0 else 0]
