"""A firm whose people live with several mixers: they join, skip, leave, pause and part, and processes die."""

from collections.abc import Sequence
from datetime import time, timedelta
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    apart,
    mixers,
    mixers_along,
    mixers_answers,
    mixers_departures,
    mixers_joining,
    mixers_mending,
    mixers_unsaid,
    outbox,
    pauses,
    silences,
    stewards,
    tables,
    working_hours,
)
from models import mixers_rounds as rounds
from models.base import Sessions
from models.consents import Programme
from models.errors import RuleError
from models.mixers import Member, Mixer, Plan
from models.mixers_draw import sizes
from models.mixers_introduction import KIND
from models.mixers_meetings import Meeting
from models.mixers_mending import Why
from models.mixers_rounds import IN_A_GROUP, Answer, Group, Part, Round, Stand, State
from models.outbox import Owed, Step
from models.reminders import Reminder
from scheduler import pauses as pauses_jobs
from scheduler import reminders as reminders_jobs
from tests.conftest import MONDAY
from tests.firm import STEWARD, TEAM, Firm, away

PLANS = (("Pairs", 2, 1), ("Trios", 3, 1), ("Tables", 4, 2))

ASLEEP = timedelta(hours=20)
"""How long most groups wait for hours that they share."""

KINDLY = ("mixers.left_out", "mixers.alone")
"""Messages to who has no group."""


class MixedFirm(Firm):
    """Its people, and three mixers that draw on the same morning."""

    people = tuple(f"UP{number}" for number in range(7))

    def __init__(self, sessions: Sessions) -> None:
        super().__init__(sessions)
        tables.empty(sessions.engine)
        self.forced = self.drawn = 0
        with sessions.begin() as session:
            stewards.appoint(session, TEAM, STEWARD, now=MONDAY)
            for number, (name, size, every) in enumerate(PLANS):
                plan = Plan(name, "C1", 3, time(10), "UTC", size=size, every=every)
                made = mixers.set_up(
                    session, TEAM, plan, by=STEWARD, creator_id=None, submission=name, now=MONDAY
                )
                rounds.open_first(session, made, seed=number, now=MONDAY)
                for who in self.people[number:]:
                    mixers.join(session, made, who, now=MONDAY)

    def look(self) -> None:
        """Let every job look, see what each draw came to, and say what may be said."""
        with self.sessions.read() as session:
            due = rounds.due(session, now=self.now)
        for round_id in due:
            with self.sessions.read() as session:
                before = session.get_one(Round, round_id)
                there = self._there(session, before)
                known = met(session)
            with self.sessions.begin() as session:
                mixers_along.look_at(session, round_id, now=self.now)
            with self.sessions.read() as session:
                after = session.get_one(Round, round_id)
                if (before.state, after.state) == (State.OPEN, State.DRAWN):
                    self._sees_a_draw(session, after, there, known)
        pauses_jobs.end_due(self.sessions, self.now)
        reminders_jobs.owe_due(self.sessions, self.now)
        self.say()

    def _there(self, session: Session, round_: Round) -> set[str]:
        """Name who has to be drawn, in words of its own."""
        members = session.scalars(select(Member.user_id).where(Member.mixer_id == round_.mixer_id))
        parts = session.scalars(select(Part).where(Part.round_id == round_.id)).all()
        once = {part.user_id for part in parts if part.stand == Stand.ONCE}
        skips = {part.user_id for part in parts if part.stand == Stand.SKIPS}
        rested = {who for who in self.people if Programme.MIXERS in silences.of(session, TEAM, who)}
        return {*members, *once} - skips - away(session, self.now) - rested

    def _sees_a_draw(
        self, session: Session, round_: Round, there: set[str], known: set[tuple[str, str]]
    ) -> None:
        """See that everybody who is there, and nobody else, is in one allowed group or told kindly."""
        self.drawn += 1
        parts = session.scalars(select(Part).where(Part.round_id == round_.id)).all()
        assert {part.user_id for part in parts if part.stand != Stand.SKIPS} == there
        assert not there & self.gone
        groups = {each.id: rounds.people_of(session, each) for each in rounds.groups_of(session, round_)}
        left_out = {part.user_id for part in parts if part.stand == Stand.LEFT_OUT}
        assert sorted([*left_out, *(who for each in groups.values() for who in each)]) == sorted(there)
        size = session.get_one(Mixer, round_.mixer_id).size
        assert all(1 < len(each) <= size + 1 for each in groups.values()), "nobody alone, no group too large"
        kept = apart.pairs(session, TEAM)
        assert not any(two in kept for each in groups.values() for two in combinations(each, 2))
        owed = {each.key: each for each in session.scalars(select(Owed))}
        assert all(owed[f"{KIND}:{key}"].people == each for key, each in groups.items())
        assert all(f"mixers.left_out:{round_.id}:{who}" in owed for who in left_out)
        assert {who for one, other in apart.pairs(session, TEAM) for who in (one, other)} >= (
            left_out if len(there) > 1 else set()
        ), "only who is alone or apart from somebody is left out"
        again = any(two in known for each in groups.values() for two in combinations(each, 2))
        if again and not left_out:
            self.forced += 1
            assert not can_be(sorted(there), sizes(len(there), size), known | kept), "a repeat was not needed"

    def _say(self, session: Session, owed: Owed, posted: list[str]) -> None:
        unsaid = owed.said_at is None
        if owed.kind == KIND and unsaid and not owed.attempts and owed.id % 3:
            owed.attempts = 1
            outbox.later(owed, owed.step, due=self.now + ASLEEP, reason=working_hours.OUTSIDE)
            return
        super()._say(session, owed, posted)
        if owed.kind == KIND and unsaid and owed.said_at is not None:
            kept = apart.pairs(session, TEAM)
            assert not any(two in kept for two in combinations(owed.people, 2)), "never two who are apart"
            assert not {*owed.people} & away(session, self.now), "never while somebody is away"
            assert not {*owed.people} & self.gone, "never with who is gone"

    def sees_that_nobody_is_forgotten(self) -> None:
        """See that whoever was drawn is introduced, or will be, or was told why not."""
        with self.sessions.read() as session:
            owed = session.scalars(select(Owed)).all()
            told = {
                (None if each.kind == "mixers.alone" else each.ref, who)
                for each in owed
                for who in each.people
                if each.kind in KINDLY
            }
            alive = {each.ref for each in owed if each.kind == KIND and each.step != Step.DROPPED}
            for part, group in session.execute(
                select(Part, Group).outerjoin(Group, Group.id == Part.group_id)
            ):
                if part.stand in IN_A_GROUP and group is not None:
                    assert group.begun_at or str(group.id) in alive, "somebody waits for nothing"
                elif part.stand == Stand.LEFT_OUT:
                    said = {who for ref, who in told if ref in {str(part.round_id), None}}
                    said |= self._reminded(session, part.round_id)
                    assert part.user_id in said, "somebody was left out without a word"
        assert set(self.said.values()) <= {1}, "nothing is said twice"

    def _reminded(self, session: Session, round_id: int) -> set[str]:
        about = Reminder.kind == mixers_unsaid.REMINDER, Reminder.ref == str(round_id)
        return set(session.scalars(select(Reminder.user_id).where(*about)))

    def _join(self, session: Session, who: str, number: int) -> None:
        mixers_joining.join(session, TEAM, self._mixer(session, number).id, who, now=self.now)

    def _leave_one(self, session: Session, who: str, number: int) -> None:
        mixers_joining.leave(session, TEAM, self._mixer(session, number).id, who, now=self.now)

    def _once(self, session: Session, who: str, number: int) -> None:
        mixers_joining.once(session, TEAM, self._mixer(session, number).id, who, now=self.now)

    def _skip(self, session: Session, who: str, number: int) -> None:
        round_ = rounds.coming(session, self._mixer(session, number))
        if round_ is not None:
            mixers_joining.skip(session, TEAM, round_.id, who, now=self.now)

    def _part(self, session: Session, who: str, number: int) -> None:
        other = self.people[number % len(self.people)]
        apart.keep(session, TEAM, who, other, now=self.now)
        mixers_unsaid.parted(session, TEAM, who, other, now=self.now)

    def _make_up(self, session: Session, who: str, _number: int) -> None:
        for each in apart.kept_by(session, TEAM, who):
            apart.take_back(session, TEAM, who, each.other_id)

    def _not_now(self, session: Session, who: str, number: int) -> None:
        round_ = self._running(session, who, number)
        mixers_mending.take_out(session, round_, who, why=Why.NOT_NOW, now=self.now)

    def _answer(self, session: Session, who: str, number: int) -> None:
        round_ = self._running(session, who, number)
        said = list(Answer)[number % 4]
        mixers_answers.answer(session, TEAM, round_.id, by=who, answer=said, now=self.now)

    def _depart(self, session: Session, who: str, _number: int) -> None:
        mixers_departures.left(session, TEAM, who, now=self.now)

    def _pause_for(self, session: Session, who: str, number: int) -> None:
        last = (self.now + timedelta(days=1 + number % 12)).date() if number % 4 else None
        pauses.begin(session, TEAM, who, last_day=last, zone="UTC", now=self.now)

    def _after(self, what: str, who: str, *, dies: bool) -> None:
        if what == "depart":
            self.gone.add(who)
        del dies

    def _mixer(self, session: Session, number: int) -> Mixer:
        found: Sequence[Mixer] = session.scalars(select(Mixer).order_by(Mixer.id)).all()
        return found[number % len(found)]

    def _running(self, session: Session, who: str, number: int) -> Round:
        mine = select(Part.round_id).where(Part.user_id == who, Part.stand.in_(IN_A_GROUP))
        found = select(Round).where(Round.state == State.DRAWN, Round.id.in_(mine)).order_by(Round.id)
        running = session.scalars(found).all()
        if not running:
            raise RuleError("There is none.")
        return running[number % len(running)]


def met(session: Session) -> set[tuple[str, str]]:
    """Give every two who were brought together."""
    return {(one, other) for one, other in session.execute(select(Meeting.one_id, Meeting.other_id))}


def can_be(people: Sequence[str], left: Sequence[int], never: set[tuple[str, str]]) -> bool:
    """Try every way to put people into groups of these sizes without two who are never together."""
    if not people:
        return True
    first, *others = people
    return any(
        can_be(
            [who for who in others if who not in mates],
            [*left[:place], *left[place + 1 :]],
            never,
        )
        for place, size in enumerate(left)
        for mates in combinations(others, size - 1)
        if not any(two in never for two in combinations(sorted((first, *mates)), 2))
    )
