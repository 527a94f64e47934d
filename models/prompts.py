"""Weekly prompts: which question a channel gets next, and who has answered it."""

import logging
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models import outbox, slots, stewards
from models.bank import Prompt
from models.base import NEVER_REUSED, Base, insert_once
from models.errors import RuleError

logger = logging.getLogger("potluck.prompts")

WINDOW_MINUTES = 6 * 60
"""How long after its time a prompt is still posted, on the same local day; later it is left out."""

LONGEST_REPLY = 3000


class By(StrEnum):
    """How somebody answered."""

    THREAD = "thread"
    FORM = "form"
    REACTION = "reaction"


class PromptSchedule(Base):
    """A channel's rhythm: a weekday (0 is Monday) and a local time in a zone.

    Every slot up to `settled_to` was asked, or left out and said so.
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

    @property
    def rhythm(self) -> slots.Weekly:
        """The schedule as the calendar understands it."""
        return slots.Weekly(self.weekday, time.fromisoformat(self.local_time), self.zone)

    @property
    def window(self) -> timedelta:
        """How long after its time a prompt is still posted, on the same local day."""
        return timedelta(minutes=self.window_minutes)


class Prompting(Base):
    """One post of a prompt, worded as it was asked."""

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

    replies: Mapped[list["Reply"]] = relationship(
        order_by="Reply.id", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def key(self) -> str:
        """What the prompt's own message is called in the outbox."""
        return f"prompting:{self.id}"

    @property
    def answered_by(self) -> int:
        """How many people have answered, each counted once."""
        return len({reply.user_id for reply in self.replies})


class Reply(Base):
    """One answer. Its words are kept only where they were given to Potluck, in its form."""

    __tablename__ = "prompt_replies"
    __table_args__ = (UniqueConstraint("prompting_id", "mark"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    prompting_id: Mapped[int] = mapped_column(ForeignKey("promptings.id", ondelete="CASCADE"))
    user_id: Mapped[str] = mapped_column(String(32))
    by: Mapped[By] = mapped_column(String(10))
    mark: Mapped[str] = mapped_column(String(100))
    text: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime]


class Post(NamedTuple):
    """Where a prompt stands: its channel and the message's `ts`."""

    channel_id: str
    ts: str


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


def schedule(
    session: Session,
    *,
    team_id: str,
    channel_id: str,
    weekday: int,
    at: time,
    zone: str,
    now: datetime,
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
    )
    return fresh is not None


def ask_due(session: Session, bank: Sequence[Prompt], *, now: datetime) -> int:
    """Ask every channel whose slot has come and is not over; answer how many were asked now.

    Slots whose window went by while nobody looked are left out, and the stewards are told.
    """
    schedules = session.scalars(select(PromptSchedule).order_by(PromptSchedule.id)).all()
    waiting = [each.id for each in schedules if each.rhythm.latest(now).at > each.settled_to]
    return sum(_settle(session, each, bank, now) for each in waiting)


def next_prompt(bank: Sequence[Prompt], asked: Sequence[Prompt]) -> Prompt:
    """Choose the next prompt of a bank that holds some, after those `asked` (oldest first).

    None comes again before the bank is used up, and no format comes twice running while there is a choice.
    """
    used: set[str] = set()
    for prompt in asked:
        used.add(prompt.name)
        if used.issuperset(each.name for each in bank):
            used.clear()
    fresh = [prompt for prompt in bank if prompt.name not in used]
    last = asked[-1].format if asked else None
    return next((prompt for prompt in fresh if prompt.format != last), fresh[0])


def answer(
    session: Session,
    team_id: str,
    prompting_id: int,
    *,
    user_id: str,
    text: str,
    submission: str,
    now: datetime,
) -> Prompting:
    """Take an answer given in the form and owe it to the prompt's thread; a form sent twice counts once."""
    prompting = get(session, team_id, prompting_id)
    words = text.strip()
    if not words:
        raise RuleError("Write your answer: a sentence is enough.", field="text")
    if len(words) > LONGEST_REPLY:
        raise RuleError(
            f"This has {len(words):,} characters; an answer holds at most {LONGEST_REPLY:,}.", field="text"
        )
    reply = _reply(session, prompting, user_id=user_id, by=By.FORM, mark=submission, now=now, text=words)
    if reply is not None:
        outbox.owe(
            session,
            team_id=team_id,
            key=f"reply:{reply.id}",
            kind="prompts.reply",
            ref=reply.id,
            to=prompting.channel_id,
            thread_ts=prompting.ts,
            due=now,
        )
    return prompting


def heard(
    session: Session, team_id: str, post: Post, *, user_id: str, mark: str, by: By, now: datetime
) -> None:
    """Count a reply in the thread or a reaction, if the post is a prompt; `mark` tells it from others."""
    prompting = at(session, team_id, post)
    if prompting is not None:
        _reply(session, prompting, user_id=user_id, by=by, mark=mark, now=now)


def unheard(session: Session, team_id: str, post: Post, *, mark: str, by: By, now: datetime) -> None:
    """Forget a reply or a reaction that was taken back."""
    prompting = at(session, team_id, post)
    if prompting is None:
        return
    for reply in [each for each in prompting.replies if each.mark == f"{by}:{mark}"]:
        prompting.replies.remove(reply)
        outbox.refresh(session, team_id, prompting.key, now=now)


def get(session: Session, team_id: str, prompting_id: int) -> Prompting:
    """Fetch a prompting that may be gone by now."""
    prompting = session.get(Prompting, prompting_id)
    if prompting is None or prompting.team_id != team_id:
        raise RuleError("This prompt is gone.")
    return prompting


def at(session: Session, team_id: str, post: Post) -> Prompting | None:
    """Find the prompt that stands at a place, if one does."""
    return session.scalar(
        select(Prompting).where(
            Prompting.team_id == team_id, Prompting.channel_id == post.channel_id, Prompting.ts == post.ts
        )
    )


def _settle(session: Session, schedule_id: int, bank: Sequence[Prompt], now: datetime) -> bool:
    """Go through a schedule's slots since it was last settled; tell whether its prompt was asked."""
    schedule = session.get(PromptSchedule, schedule_id, with_for_update=True, populate_existing=True)
    if schedule is None:
        return False
    missed, asked = [], False
    for slot in schedule.rhythm.between(schedule.settled_to, now):
        until = schedule.rhythm.until(slot, schedule.window)
        if until < now:
            missed.append(slot)
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
    prompt = next_prompt(bank, _asked(session, schedule))
    prompting = _claim_slot(session, schedule, slot.key, prompt, now)
    if prompting is None:
        return False
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


def _tell_stewards(
    session: Session, schedule: PromptSchedule, missed: Sequence[slots.Slot], now: datetime
) -> None:
    logger.warning("%s: not posted in %s: %s", schedule.team_id, schedule.channel_id, missed[-1].key)
    first, last = missed[0], missed[-1]
    for steward in stewards.all_of(session, schedule.team_id):
        outbox.owe(
            session,
            team_id=schedule.team_id,
            key=f"prompts.missed:{schedule.id}:{first.key}:{steward}",
            kind="prompts.missed",
            ref=Missed(schedule.id, len(missed), last.key),
            to=steward,
            due=now,
        )


def _asked(session: Session, schedule: PromptSchedule) -> list[Prompt]:
    promptings = session.scalars(
        select(Prompting).where(Prompting.schedule_id == schedule.id).order_by(Prompting.id)
    )
    return [Prompt(each.prompt, each.format, each.text) for each in promptings]


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
        channel_id=schedule.channel_id,
        asked_at=now,
    )


def _reply(
    session: Session,
    prompting: Prompting,
    *,
    user_id: str,
    by: By,
    mark: str,
    now: datetime,
    text: str | None = None,
) -> Reply | None:
    fresh = insert_once(
        session,
        Reply,
        team_id=prompting.team_id,
        prompting_id=prompting.id,
        user_id=user_id,
        by=by,
        mark=f"{by}:{mark}",
        text=text,
        answered_at=now,
    )
    if fresh is not None:
        outbox.refresh(session, prompting.team_id, prompting.key, now=now)
    return fresh
