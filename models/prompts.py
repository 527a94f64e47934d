"""Weekly prompts: which question a channel gets next, and what comes of its post."""

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import ColumnElement, ForeignKey, String, Text, UniqueConstraint, false, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models import budgets, outbox, prompt_proposals, prompt_schedules, slots, stewards, working_days
from models.bank import Prompt, Theme
from models.base import NEVER_REUSED, Base, insert_once
from models.errors import RuleError
from models.prompt_answers import Post, Reply, Vote
from models.prompt_rotation import next_prompt
from models.prompt_schedules import PromptSchedule, Rest, Source, State

logger = logging.getLogger("potluck.prompts")

LOOKED_AT_AFTER = 2
"""Working days until a prompt is looked back at."""

QUIET_CHANNELS = 3
"""In how many channels a prompt may stay silent before it is set aside."""

QUIET_RUNNING = 2
"""How many silent prompts running are enough to ask the steward."""

MENDABLE = {"is_archived", "restricted_action", "not_in_channel", "channel_not_found", "no_permission"}
"""Why a channel takes no prompt, until somebody mends it."""


class Prompting(Base):
    """One post of a prompt, worded as it was asked; at `look_at` it is looked back at.

    Without words it was taken back: its proposer is forgotten, and others' answers to it are kept.
    """

    __tablename__ = "promptings"
    __table_args__ = (UniqueConstraint("schedule_id", "slot"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32), index=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("prompt_schedules.id", ondelete="CASCADE"))
    slot: Mapped[str] = mapped_column(String(16))
    prompt: Mapped[str] = mapped_column(String(64))
    format: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    channel_id: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    asked_at: Mapped[datetime]
    theme: Mapped[str] = mapped_column(String(20), default=Theme.EVERYDAY, server_default="everyday")
    button: Mapped[str] = mapped_column(String(75), default="", server_default="")
    choices: Mapped[str] = mapped_column(Text, default="", server_default="")
    anonymous: Mapped[bool] = mapped_column(default=False, server_default=false())
    by_id: Mapped[str | None] = mapped_column(String(32))
    look_at: Mapped[datetime | None] = mapped_column(index=True)
    looked_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]

    replies: Mapped[list[Reply]] = relationship(
        order_by=Reply.id, cascade="all, delete-orphan", lazy="selectin"
    )
    votes: Mapped[list[Vote]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def key(self) -> str:
        """What the prompt's own message is called in the outbox."""
        return f"prompting:{self.id}"

    @property
    def poll(self) -> list[str]:
        """The choices there are to vote for."""
        return self.choices.splitlines()

    @property
    def answered_by(self) -> int:
        """How many have answered: each person counted once, and each answer without a name."""
        people = {reply.user_id for reply in self.replies} | {vote.user_id for vote in self.votes}
        return len(people - {""}) + sum(reply.anonymous for reply in self.replies)

    def votes_for(self, choice: int) -> int:
        """Count the votes for a choice, by its number."""
        return sum(vote.choice == choice for vote in self.votes)


class Missed(NamedTuple):
    """Slots of a schedule that nobody was asked in: how many, and the last one's key."""

    schedule_id: int
    number: int
    last: str

    @property
    def several(self) -> bool:
        """Tell whether it was more than one."""
        return self.number > 1

    def __str__(self) -> str:
        return f"{self.schedule_id}/{self.number}/{self.last}"

    @classmethod
    def read(cls, ref: str) -> "Missed":
        """Read what `str` wrote."""
        schedule_id, number, last = ref.split("/")
        return cls(int(schedule_id), int(number), last)


def ask_due(session: Session, shared: Sequence[Prompt], *, now: datetime) -> int:
    """Ask every channel whose slot has come and is not over; answer how many were asked now.

    Slots whose window went by while nobody looked are left out, and the stewards are told.
    """
    running = select(PromptSchedule).where(PromptSchedule.state == State.RUNNING).order_by(PromptSchedule.id)
    schedules = session.scalars(running).all()
    waiting = [each.id for each in schedules if each.rhythm.latest(now).at > each.settled_to]
    return sum(_settle(session, each, shared, now) for each in waiting)


def coming(
    session: Session, schedule: PromptSchedule, shared: Sequence[Prompt], *, now: datetime, number: int
) -> list[tuple[slots.Slot, Prompt | None]]:
    """Tell the next dates and what will be asked, as it stands now; None: the bank is empty."""
    bank = bank_of(session, schedule, shared)
    names, last = _asked(session, schedule)
    found: list[tuple[slots.Slot, Prompt | None]] = []
    for slot in islice(schedule.rhythm.coming(now), number):
        prompt = next_prompt(bank, names, last_format=last) if bank else None
        found.append((slot, prompt))
        if prompt is not None:
            names, last = [*names, prompt.name], prompt.format
    return found


def bank_of(session: Session, schedule: PromptSchedule, shared: Sequence[Prompt]) -> list[Prompt]:
    """Give the prompts a channel may get; an own bank that is empty yet gives way to the shared one.

    Those that stayed silent elsewhere are set aside, unless none would be left.
    """
    team_id = schedule.team_id
    own = prompt_proposals.accepted(session, team_id, schedule.channel_id)
    if schedule.source == Source.SHARED or not own:
        own = [*shared, *prompt_proposals.accepted(session, team_id, None)]
    dull = set_aside(session, team_id)
    return [prompt for prompt in own if prompt.name not in dull] or own


def set_aside(session: Session, team_id: str) -> set[str]:
    """Name the prompts that stayed silent in too many channels."""
    channels = func.count(Prompting.channel_id.distinct())
    silent = (
        select(Prompting.prompt)
        .where(Prompting.team_id == team_id, Prompting.looked_at.is_not(None), *_silent())
        .group_by(Prompting.prompt)
        .having(channels >= QUIET_CHANNELS)
    )
    return set(session.scalars(silent))


def quiet_of_late(session: Session, schedule: PromptSchedule) -> bool:
    """Tell whether the last prompts of a channel, since its steward last decided, all stayed silent."""
    last = (
        select(Prompting)
        .where(Prompting.schedule_id == schedule.id, Prompting.ts.is_not(None))
        .order_by(Prompting.id.desc())
        .limit(QUIET_RUNNING)
    )
    if schedule.fresh_from is not None:
        last = last.where(Prompting.asked_at > schedule.fresh_from)
    found = session.scalars(last).all()
    return len(found) == QUIET_RUNNING and not any(prompting.answered_by for prompting in found)


def ask_keeper(session: Session, schedule: PromptSchedule, now: datetime) -> None:
    """Let a silent channel rest, and ask who looks after it how to go on."""
    schedule.state, schedule.rest = State.RESTING, Rest.SILENT
    tell_keepers(session, schedule, f"silent:{now:%Y-%m-%d}", now)


def refused(session: Session, prompting_id: int, *, reason: str, now: datetime) -> None:
    """Let a schedule rest whose channel takes no prompt, and tell once who can mend it."""
    prompting = session.get(Prompting, prompting_id)
    if prompting is None or prompting.ts is not None or reason not in MENDABLE:
        return
    prompting.refused_at = now
    schedule = session.get_one(PromptSchedule, prompting.schedule_id, with_for_update=True)
    if schedule.state == State.RUNNING:
        schedule.state, schedule.rest, schedule.refusal = State.RESTING, Rest.REFUSED, reason
        tell_keepers(session, schedule, f"refused:{prompting.id}", now)


def expired(session: Session, prompting_id: int, *, now: datetime) -> None:
    """Tell the stewards of a prompt that was asked in time, and whose time went by unsaid."""
    prompting = session.get(Prompting, prompting_id)
    if prompting is not None and prompting.ts is None:
        prompting.refused_at = now
        schedule = session.get_one(PromptSchedule, prompting.schedule_id)
        _tell_stewards(session, schedule, [prompting.slot], now)


def resume(session: Session, team_id: str, schedule_id: int, *, by: str, now: datetime) -> PromptSchedule:
    """Let a schedule go on that rests; a prompt refused today is posted after all."""
    schedule = prompt_schedules.resume(session, team_id, schedule_id, by=by, now=now)
    refused = session.scalar(
        select(Prompting)
        .where(Prompting.schedule_id == schedule.id, Prompting.refused_at.is_not(None))
        .order_by(Prompting.id.desc())
        .limit(1)
    )
    owed = outbox.by_key(session, team_id, refused.key) if refused else None
    in_time = owed is not None and owed.not_after is not None and owed.not_after > now
    if refused and in_time and outbox.renew(session, team_id, refused.key, now=now):
        refused.refused_at = None
    return schedule


def get(session: Session, team_id: str, prompting_id: int) -> Prompting:
    """Fetch a prompting that may be gone by now."""
    prompting = session.get(Prompting, prompting_id)
    if prompting is None or prompting.team_id != team_id or not prompting.text:
        raise RuleError("This prompt is gone: it was taken back.")
    return prompting


def at(session: Session, team_id: str, post: Post) -> Prompting | None:
    """Find the prompt that stands at a place, if one does."""
    return session.scalar(
        select(Prompting).where(
            Prompting.team_id == team_id,
            Prompting.channel_id == post.channel_id,
            Prompting.ts == post.ts,
            Prompting.text != "",
        )
    )


def _silent() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    replied = select(Reply.id).where(Reply.prompting_id == Prompting.id).exists()
    voted = select(Vote.user_id).where(Vote.prompting_id == Prompting.id).exists()
    return (~replied, ~voted)


def _settle(session: Session, schedule_id: int, shared: Sequence[Prompt], now: datetime) -> bool:
    """Go through a schedule's slots since it was last settled; tell whether its prompt was asked."""
    schedule = session.get(PromptSchedule, schedule_id, with_for_update=True, populate_existing=True)
    if schedule is None or schedule.state != State.RUNNING:
        return False
    missed, asked = [], False
    for slot in schedule.rhythm.between(schedule.settled_to, now):
        until = schedule.rhythm.until(slot, schedule.window)
        bank = bank_of(session, schedule, shared) if until >= now else []
        if until < now:
            missed.append(slot.key)
        elif quiet_of_late(session, schedule):
            ask_keeper(session, schedule, now)
            break
        elif bank:
            asked |= _ask(session, schedule, slot, until, bank, now)
        else:
            break
        schedule.settled_to = slot.at
    if missed:
        _tell_stewards(session, schedule, missed, now)
    return asked


def _ask(
    session: Session,
    schedule: PromptSchedule,
    slot: slots.Slot,
    until: datetime,
    bank: Sequence[Prompt],
    now: datetime,
) -> bool:
    names, last = _asked(session, schedule)
    prompting = _claim_slot(session, schedule, slot.key, next_prompt(bank, names, last_format=last), now)
    if prompting is None:
        return False
    schedule.free_from = now + budgets.A_WEEK
    outbox.owe(
        session,
        team_id=schedule.team_id,
        key=prompting.key,
        kind="prompts.post",
        ref=prompting.id,
        to=schedule.channel_id,
        due=now,
        not_after=until,
        importance=outbox.Importance.NEVER_TWICE,
        budget="channel",
    )
    return True


def _tell_stewards(session: Session, schedule: PromptSchedule, missed: Sequence[str], now: datetime) -> None:
    logger.warning("%s: not posted in %s: %s", schedule.team_id, schedule.channel_id, missed[-1])
    for steward in stewards.all_of(session, schedule.team_id):
        outbox.owe(
            session,
            team_id=schedule.team_id,
            key=f"prompts.missed:{schedule.id}:{missed[0]}:{steward}",
            kind="prompts.missed",
            ref=Missed(schedule.id, len(missed), missed[-1]),
            to=steward,
            due=now,
        )


def tell_keepers(session: Session, schedule: PromptSchedule, what: str, now: datetime) -> None:
    """Tell who looks after a schedule why it rests, and ask how to go on; once for each `what`."""
    for who in prompt_schedules.keepers(session, schedule):
        outbox.owe(
            session,
            team_id=schedule.team_id,
            key=f"prompt_schedule:{schedule.id}:{what}:{who}",
            kind=f"prompt_schedules.{schedule.rest}",
            ref=schedule.id,
            to=who,
            due=now,
        )


def _asked(session: Session, schedule: PromptSchedule) -> tuple[list[str], str | None]:
    """Name what a channel was asked, oldest first, and the last one's format; refused posts do not count."""
    asked = session.execute(
        select(Prompting.prompt, Prompting.format)
        .where(Prompting.schedule_id == schedule.id, Prompting.refused_at.is_(None))
        .order_by(Prompting.id)
    ).all()
    return [name for name, _format in asked], asked[-1][1] if asked else None


def _claim_slot(
    session: Session, schedule: PromptSchedule, slot: str, prompt: Prompt, now: datetime
) -> Prompting | None:
    return insert_once(
        session,
        Prompting,
        team_id=schedule.team_id,
        schedule_id=schedule.id,
        slot=slot,
        prompt=prompt.name,
        format=prompt.format,
        text=prompt.text,
        theme=prompt.theme,
        button=prompt.button,
        choices="\n".join(prompt.choices),
        anonymous=prompt.anonymous,
        by_id=prompt.by_id,
        channel_id=schedule.channel_id,
        asked_at=now,
        look_at=working_days.after(now, schedule.zone, schedule.country, days=LOOKED_AT_AFTER),
    )
