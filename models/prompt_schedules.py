"""Prompt schedules: which channel is asked in which rhythm, who wished for it and who looks after it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, String, UniqueConstraint, or_, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import outbox, slots, stewards, working_days
from models.base import NEVER_REUSED, Base, facts, insert_once
from models.errors import RuleError

WINDOW_MINUTES = 6 * 60
"""How long after its time a prompt is still posted, on the same local day; later it is left out."""

RHYTHMS = (1, 2, 4)
A_MONTH = timedelta(weeks=4)
WEEKS_LOOKED_BACK = 60
"""Longer than any schedule is silent because of its rhythm and holidays."""


ROLES = ("proposer_id", "creator_id", "keeper_id")
"""What somebody may be to a schedule."""


class State(StrEnum):
    """Whether a schedule asks."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    RUNNING = "running"
    RESTING = "resting"
    STOPPED = "stopped"


class Rest(StrEnum):
    """Why a schedule rests."""

    SILENT = "silent"
    REFUSED = "refused"


class Source(StrEnum):
    """Whose prompts a channel gets: everybody's, or only those accepted for it."""

    SHARED = "shared"
    OWN = "own"


@dataclass(frozen=True)
class Rhythm(slots.Weekly):
    """A weekday and a local time, in every so many weeks, without the holidays of a country."""

    every: int = 1
    phase: int = 0
    country: str = ""
    not_before: date = date.min
    free_from: datetime | None = None

    def latest(self, now: datetime) -> slots.Slot:
        """Give the last occurrence up to `now`, as if there were no pause."""
        slot = super().latest(now)
        for _ in range(WEEKS_LOOKED_BACK):
            if self._kept(slot):
                break
            slot = self._on(slot.local.date() - slots.WEEK)
        return slot

    def coming(self, now: datetime) -> Iterator[slots.Slot]:
        """Give the occurrences after `now`, without end."""
        return (slot for slot in super().coming(now) if self._kept(slot) and self._wanted(slot))

    def _kept(self, slot: slots.Slot) -> bool:
        day = slot.local.date()
        return week_of(day) % self.every == self.phase and not working_days.is_holiday(self.country, day)

    def _wanted(self, slot: slots.Slot) -> bool:
        return slot.local.date() >= self.not_before and (self.free_from is None or slot.at >= self.free_from)


class Plan(NamedTuple):
    """What somebody chose for a channel."""

    weekday: int
    at: time
    zone: str
    every: int = 1
    country: str = ""
    source: Source = Source.SHARED
    paused_until: date | None = None


class PromptSchedule(Base):
    """A channel's rhythm: a weekday (0 is Monday) and a local time in a zone.

    Every slot up to `settled_to` was asked, or left out and said so. `creator_id` made the channel, and
    `keeper_id` said yes to the schedule; `version` counts its proposals. Silence before `fresh_from` no
    longer counts; before `free_from` the channel has had its prompt of the week, whatever day is chosen.
    """

    __tablename__ = "prompt_schedules"
    __table_args__ = (UniqueConstraint("team_id", "channel_id"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    channel_id: Mapped[str] = mapped_column(String(32))
    weekday: Mapped[int]
    local_time: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(64))
    window_minutes: Mapped[int] = mapped_column(default=WINDOW_MINUTES, server_default=str(WINDOW_MINUTES))
    settled_to: Mapped[datetime]
    every: Mapped[int] = mapped_column(default=1, server_default="1")
    phase: Mapped[int] = mapped_column(default=0, server_default="0")
    country: Mapped[str] = mapped_column(String(10), default="", server_default="")
    source: Mapped[Source] = mapped_column(String(10), default=Source.SHARED, server_default="shared")
    paused_until: Mapped[str | None] = mapped_column(String(10))
    state: Mapped[State] = mapped_column(String(10), default=State.RUNNING, server_default="running")
    rest: Mapped[Rest | None] = mapped_column(String(10))
    refusal: Mapped[str | None] = mapped_column(String(200))
    proposer_id: Mapped[str | None] = mapped_column(String(32))
    creator_id: Mapped[str | None] = mapped_column(String(32))
    keeper_id: Mapped[str | None] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    fresh_from: Mapped[datetime | None]
    free_from: Mapped[datetime | None]

    @property
    def rhythm(self) -> Rhythm:
        """The schedule as the calendar understands it."""
        return Rhythm(
            self.weekday,
            time.fromisoformat(self.local_time),
            self.zone,
            every=self.every,
            phase=self.phase,
            country=self.country,
            not_before=date.fromisoformat(self.paused_until) if self.paused_until else date.min,
            free_from=self.free_from,
        )

    @property
    def window(self) -> timedelta:
        """How long after its time a prompt is still posted, on the same local day."""
        return timedelta(minutes=self.window_minutes)

    @property
    def plan(self) -> Plan:
        """What was chosen for it."""
        paused = date.fromisoformat(self.paused_until) if self.paused_until else None
        return Plan(
            self.weekday,
            time.fromisoformat(self.local_time),
            self.zone,
            self.every,
            self.country,
            Source(self.source),
            paused,
        )

    @property
    def question_key(self) -> str:
        """What the question about it is called in the outbox, before the name of who is asked."""
        return f"prompt_schedule:{self.id}:{self.version}"


def week_of(day: date) -> int:
    """Give the number of a day's week, Monday first, since the calendar's beginning."""
    return (day.toordinal() - 1) // 7


def checked(plan: Plan) -> Plan:
    """Give back a plan that can be kept."""
    zone = slots.checked_zone(plan.zone)
    if plan.every not in RHYTHMS or plan.weekday not in range(7):
        raise RuleError("Choose a rhythm and a day from the lists.", field="every")
    return plan._replace(zone=zone, country=working_days.checked(plan.country))


def propose(
    session: Session, *, team_id: str, channel_id: str, plan: Plan, by: str, creator_id: str, now: datetime
) -> PromptSchedule:
    """Wish for prompts in a channel: they run at once if a steward or the channel's creator wishes.

    Else those are asked, and the first answer counts.
    """
    plan = checked(plan)
    schedule = _row(session, team_id, channel_id, plan, now)
    if schedule.state in {State.RUNNING, State.RESTING}:
        raise RuleError("This channel has its prompts already. A steward can change them.", field="channel")
    if schedule.state == State.PROPOSED and schedule.proposer_id not in {None, by}:
        raise RuleError(
            "A colleague has proposed prompts for this channel; they wait for a yes.", field="channel"
        )
    schedule.proposer_id, schedule.creator_id = by, creator_id or None
    schedule.keeper_id, schedule.rest, schedule.refusal = None, None, None
    _adopt(schedule, plan, now)
    if may_decide(session, schedule, by):
        _run(schedule, by, now)
    else:
        schedule.state = State.PROPOSED
        schedule.version += 1
        _ask(session, schedule, now)
    return schedule


def schedule(
    session: Session, *, team_id: str, channel_id: str, weekday: int, at: time, zone: str, now: datetime
) -> bool:
    """Give a channel its weekly prompt, from `now` on; False: it has one, and keeps it."""
    fresh = insert_once(
        session,
        PromptSchedule,
        team_id=team_id,
        channel_id=channel_id,
        weekday=weekday,
        local_time=at.strftime("%H:%M"),
        zone=zone,
        settled_to=now,
        state=State.RUNNING,
    )
    return fresh is not None


def confirm(
    session: Session, team_id: str, schedule_id: int, version: int, *, by: str, now: datetime
) -> PromptSchedule:
    """Say yes to a proposal; its proposer is told."""
    schedule = _proposed(session, team_id, schedule_id, version, by)
    _note(session, schedule, "prompt_schedules.confirm", by, now)
    _run(schedule, by, now)
    _answered(session, schedule, now)
    return schedule


def decline(
    session: Session, team_id: str, schedule_id: int, version: int, *, by: str, now: datetime
) -> PromptSchedule:
    """Say no to a proposal; its proposer is told kindly."""
    schedule = _proposed(session, team_id, schedule_id, version, by)
    _note(session, schedule, "prompt_schedules.decline", by, now)
    schedule.state, schedule.keeper_id = State.DECLINED, by
    _answered(session, schedule, now)
    return schedule


def change(
    session: Session, team_id: str, schedule_id: int, plan: Plan, *, by: str, now: datetime
) -> PromptSchedule:
    """Give a schedule another plan; one that rested since nobody answered goes on with it."""
    schedule = own(session, team_id, schedule_id, by)
    if schedule.state not in {State.RUNNING, State.RESTING}:
        raise RuleError("These prompts have stopped. Set them up anew with `/potluck prompts`.")
    _note(session, schedule, "prompt_schedules.change", by, now)
    _adopt(schedule, checked(plan), now)
    if schedule.rest != Rest.REFUSED:
        _run(schedule, by, now)
    return schedule


def resume(session: Session, team_id: str, schedule_id: int, *, by: str, now: datetime) -> PromptSchedule:
    """Let a schedule go on that rests."""
    schedule = own(session, team_id, schedule_id, by)
    if schedule.state != State.RESTING:
        raise RuleError("These prompts do not rest. `/potluck prompts` shows them.")
    _note(session, schedule, "prompt_schedules.resume", by, now)
    _run(schedule, by, now)
    return schedule


def pause_a_month(
    session: Session, team_id: str, schedule_id: int, *, by: str, now: datetime
) -> PromptSchedule:
    """Let a schedule go on after four weeks."""
    schedule = own(session, team_id, schedule_id, by)
    if schedule.state != State.RESTING:
        raise RuleError("These prompts do not rest. `/potluck prompts` shows them.")
    _note(session, schedule, "prompt_schedules.pause", by, now)
    _run(schedule, by, now)
    schedule.paused_until = (now + A_MONTH).astimezone(ZoneInfo(schedule.zone)).date().isoformat()
    return schedule


def change_source(
    session: Session, team_id: str, schedule_id: int, *, by: str, now: datetime
) -> PromptSchedule:
    """Ask from the other bank, and go on."""
    schedule = own(session, team_id, schedule_id, by)
    if schedule.state != State.RESTING:
        raise RuleError("These prompts do not rest. `/potluck prompts` shows them.")
    _note(session, schedule, "prompt_schedules.change_source", by, now)
    schedule.source = Source.SHARED if schedule.source == Source.OWN else Source.OWN
    _run(schedule, by, now)
    return schedule


def stop(session: Session, team_id: str, schedule_id: int, *, by: str, now: datetime) -> PromptSchedule:
    """Ask no more in a channel; what was asked and answered stays."""
    schedule = own(session, team_id, schedule_id, by)
    _note(session, schedule, "prompt_schedules.stop", by, now)
    schedule.state, schedule.rest = State.STOPPED, None
    return schedule


def get(session: Session, team_id: str, schedule_id: int) -> PromptSchedule:
    """Fetch a schedule that may be gone by now."""
    schedule = session.get(PromptSchedule, schedule_id)
    if schedule is None or schedule.team_id != team_id:
        raise RuleError("These prompts are gone. `/potluck prompts` shows what there is.")
    return schedule


def own(session: Session, team_id: str, schedule_id: int, user_id: str) -> PromptSchedule:
    """Fetch a schedule for those who may change it."""
    schedule = get(session, team_id, schedule_id)
    session.refresh(schedule, with_for_update=True)
    if not may_decide(session, schedule, user_id):
        raise RuleError(
            "A steward or the channel's creator can do this. Ask one of them, or propose a prompt."
        )
    return schedule


def may_decide(session: Session, schedule: PromptSchedule, user_id: str) -> bool:
    """Tell whether somebody is a steward, or made the channel."""
    return user_id in stewards.deciders(session, schedule.team_id, schedule.creator_id)


def listed(
    session: Session, team_id: str, user_id: str, channels: Collection[str]
) -> Sequence[PromptSchedule]:
    """List the schedules of the channels somebody is in; a steward sees the others too."""
    wanted = select(PromptSchedule).where(
        PromptSchedule.team_id == team_id,
        PromptSchedule.state.in_([State.PROPOSED, State.RUNNING, State.RESTING]),
    )
    if not stewards.is_one(session, team_id, user_id):
        wanted = wanted.where(PromptSchedule.channel_id.in_(channels))
    return session.scalars(wanted.order_by(PromptSchedule.id)).all()


def waiting_for(
    session: Session, team_id: str, user_id: str, *, steward: bool, limit: int
) -> Sequence[PromptSchedule]:
    """List the schedules that wait for somebody's word: those proposed, and those that rest until then."""
    decides = true() if steward else PromptSchedule.creator_id == user_id
    keeps = PromptSchedule.keeper_id == user_id
    keeps = keeps | PromptSchedule.keeper_id.is_(None) if steward else keeps
    waiting = select(PromptSchedule).where(
        PromptSchedule.team_id == team_id,
        ((PromptSchedule.state == State.PROPOSED) & decides)
        | ((PromptSchedule.state == State.RESTING) & keeps),
    )
    return session.scalars(waiting.order_by(PromptSchedule.id).limit(limit)).all()


def keepers(session: Session, schedule: PromptSchedule) -> list[str]:
    """Name who is told of its trouble: who said yes to it, or else the stewards."""
    return [schedule.keeper_id] if schedule.keeper_id else stewards.all_of(session, schedule.team_id)


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Let the schedules go on that somebody set up, without them; a proposal that waits is withdrawn."""
    for schedule in session.scalars(_of(team_id, user_id).with_for_update()).all():
        if schedule.state == State.PROPOSED and schedule.proposer_id == user_id:
            schedule.state = State.STOPPED
        for role in ROLES:
            if getattr(schedule, role) == user_id:
                setattr(schedule, role, None)
        _retell(session, schedule, now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List the schedules that somebody proposed or keeps, or whose channel they made."""
    return {
        "prompt_schedules": [
            {
                **facts(each, "channel_id", "state"),
                "as": [role.removesuffix("_id") for role in ROLES if getattr(each, role) == user_id],
            }
            for each in session.scalars(_of(team_id, user_id))
        ]
    }


def _of(team_id: str, user_id: str) -> Select[PromptSchedule]:
    theirs = or_(*(getattr(PromptSchedule, role) == user_id for role in ROLES))
    return select(PromptSchedule).where(PromptSchedule.team_id == team_id, theirs).order_by(PromptSchedule.id)


def _retell(session: Session, schedule: PromptSchedule, now: datetime) -> None:
    """Let what was said of a proposal follow it; what it says of one before, or of one withdrawn, goes."""
    versions = [f"{schedule.id}/{version}" for version in range(schedule.version + 1)]
    for kind in ("prompt_schedules.proposed", "prompt_schedules.answered"):
        for owed in outbox.told_of(session, schedule.team_id, kind, versions):
            stands = owed.ref == versions[-1] and schedule.state != State.STOPPED
            change = outbox.refresh if stands else outbox.retract
            change(session, schedule.team_id, owed.key, now=now)


def _row(session: Session, team_id: str, channel_id: str, plan: Plan, now: datetime) -> PromptSchedule:
    fresh = insert_once(
        session,
        PromptSchedule,
        team_id=team_id,
        channel_id=channel_id,
        weekday=plan.weekday,
        local_time=plan.at.strftime("%H:%M"),
        zone=plan.zone,
        settled_to=now,
        state=State.PROPOSED,
    )
    return (
        fresh
        or session.scalars(
            select(PromptSchedule)
            .where(PromptSchedule.team_id == team_id, PromptSchedule.channel_id == channel_id)
            .with_for_update()
        ).one()
    )


def _adopt(schedule: PromptSchedule, plan: Plan, now: datetime) -> None:
    """Take over a plan; its weeks are counted from the first date on which it may ask."""
    anew = (schedule.weekday, schedule.every) != (plan.weekday, plan.every) or schedule.state != State.RUNNING
    schedule.weekday, schedule.local_time = plan.weekday, plan.at.strftime("%H:%M")
    schedule.zone, schedule.every = plan.zone, plan.every
    schedule.country, schedule.source = plan.country, plan.source
    schedule.paused_until = plan.paused_until.isoformat() if plan.paused_until else None
    if anew or plan.every == 1:
        weekly = Rhythm(
            plan.weekday,
            plan.at,
            plan.zone,
            country=plan.country,
            not_before=plan.paused_until or date.min,
            free_from=schedule.free_from,
        )
        schedule.phase = week_of(next(weekly.coming(now)).local.date()) % plan.every
    schedule.settled_to = now


def _note(session: Session, schedule: PromptSchedule, act: str, by: str, now: datetime) -> None:
    """Let who set the prompts up see what a steward did; where that is nobody, all see it, but not where."""
    about = schedule.proposer_id or schedule.keeper_id
    detail = schedule.channel_id if about else ""
    stewards.did(session, schedule.team_id, by, act, about=about, detail=detail, now=now)


def _run(schedule: PromptSchedule, keeper_id: str, now: datetime) -> None:
    schedule.state, schedule.rest, schedule.refusal = State.RUNNING, None, None
    schedule.keeper_id = keeper_id
    schedule.settled_to = schedule.fresh_from = now


def _ask(session: Session, schedule: PromptSchedule, now: datetime) -> None:
    for who in stewards.deciders(session, schedule.team_id, schedule.creator_id):
        outbox.owe(
            session,
            team_id=schedule.team_id,
            key=f"{schedule.question_key}:{who}",
            kind="prompt_schedules.proposed",
            ref=f"{schedule.id}/{schedule.version}",
            to=who,
            due=now,
        )


def _proposed(session: Session, team_id: str, schedule_id: int, version: int, by: str) -> PromptSchedule:
    schedule = own(session, team_id, schedule_id, by)
    if schedule.state != State.PROPOSED or schedule.version != version:
        raise RuleError("Somebody has answered this already. `/potluck prompts` shows how it stands.")
    return schedule


def _answered(session: Session, schedule: PromptSchedule, now: datetime) -> None:
    for who in stewards.deciders(session, schedule.team_id, schedule.creator_id):
        outbox.refresh(session, schedule.team_id, f"{schedule.question_key}:{who}", now=now)
    if schedule.proposer_id and schedule.proposer_id != schedule.keeper_id:
        outbox.owe(
            session,
            team_id=schedule.team_id,
            key=f"{schedule.question_key}:answer",
            kind="prompt_schedules.answered",
            ref=f"{schedule.id}/{schedule.version}",
            to=schedule.proposer_id,
            due=now,
        )
