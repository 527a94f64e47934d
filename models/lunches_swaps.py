"""Two speakers who swap their dates, once both have said yes."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import lunches, lunches_programme, lunches_talks, outbox
from models.base import NEVER_REUSED, Base, insert_once
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_talks import State, Talk


class SwapState(StrEnum):
    """What has come of the question."""

    ASKED = "asked"
    DONE = "done"
    DECLINED = "declined"


class Swap(Base):
    """One speaker's wish to swap with another one, and where both stood then: asked once."""

    __tablename__ = "talk_swaps"
    __table_args__ = (UniqueConstraint("talk_id", "with_id", "lunch_id", "with_lunch_id"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    talk_id: Mapped[int] = mapped_column(ForeignKey("talks.id", ondelete="CASCADE"))
    with_id: Mapped[int] = mapped_column(ForeignKey("talks.id", ondelete="CASCADE"))
    lunch_id: Mapped[int] = mapped_column(ForeignKey("lunches.id", ondelete="CASCADE"))
    with_lunch_id: Mapped[int] = mapped_column(ForeignKey("lunches.id", ondelete="CASCADE"))
    state: Mapped[SwapState] = mapped_column(String(10))
    asked_at: Mapped[datetime]

    @property
    def key(self) -> str:
        """What the question is called in the outbox."""
        return f"swap:{self.id}"


def partners(
    session: Session, talk: Talk, channels: Collection[str], *, now: datetime, limit: int
) -> Sequence[tuple[Talk, Lunch]]:
    """List the talks of others that somebody could swap theirs with, the next one first."""
    others = (
        select(Talk, Lunch)
        .join(Lunch, Lunch.id == Talk.lunch_id)
        .where(
            Talk.team_id == talk.team_id,
            Talk.state == State.PLACED,
            Talk.speaker_id != talk.speaker_id,
            Lunch.id != talk.lunch_id,
            Lunch.state == lunches.State.OPEN,
            Lunch.at > now,
            Lunch.channel_id.in_(channels),
        )
        .order_by(Lunch.at, Talk.number)
        .limit(limit)
    )
    return [(found, lunch) for found, lunch in session.execute(others)]


def ask(
    session: Session,
    team_id: str,
    talk_id: int,
    with_id: int,
    *,
    by: str,
    channels: Collection[str],
    now: datetime,
) -> Swap:
    """Ask the other speaker whether they swap; the question is put once."""
    ours, theirs = lunches_talks.own(session, team_id, talk_id, by), _get(session, team_id, with_id)
    here, there = _check(session, ours, theirs, now)
    if there.channel_id not in channels:
        raise RuleError("This lunch is for the present members of its channel.", field="with")
    swap = insert_once(
        session,
        Swap,
        team_id=team_id,
        talk_id=ours.id,
        with_id=theirs.id,
        lunch_id=here.id,
        with_lunch_id=there.id,
        state=SwapState.ASKED,
        asked_at=now,
    )
    if swap is None:
        raise RuleError("You have asked them already. I will tell you what they say.", field="with")
    outbox.owe(
        session,
        team_id=team_id,
        key=swap.key,
        kind="lunches_swaps.asked",
        ref=swap.id,
        to=theirs.speaker_id,
        due=now,
        not_after=min(here.at, there.at),
    )
    return swap


def answer(session: Session, team_id: str, swap_id: int, *, by: str, yes: bool, now: datetime) -> Swap:
    """Swap, or do not; who asked is told, and the hosts."""
    swap = session.get(Swap, swap_id)
    if swap is None or swap.team_id != team_id:
        raise RuleError("This question is gone.")
    lunches_programme.hold(session, [swap.lunch_id, swap.with_lunch_id])
    session.refresh(swap, with_for_update=True)
    ours, theirs = _get(session, team_id, swap.talk_id), _get(session, team_id, swap.with_id)
    if theirs.speaker_id != by:
        raise RuleError("Only the other speaker can answer this.")
    if swap.state != SwapState.ASKED:
        return swap
    if yes:
        if (ours.lunch_id, theirs.lunch_id) != (swap.lunch_id, swap.with_lunch_id):
            raise RuleError("One of the two talks has another date by now. Nothing is changed.")
        _exchange(session, ours, theirs, now)
        _tell(session, swap, ours, theirs, by, now)
    swap.state = SwapState.DONE if yes else SwapState.DECLINED
    outbox.refresh(session, team_id, swap.key, now=now)
    outbox.owe(
        session,
        team_id=team_id,
        key=f"{swap.key}:answer",
        kind="lunches_swaps.answered",
        ref=swap.id,
        to=ours.speaker_id,
        due=now,
    )
    return swap


def _exchange(session: Session, ours: Talk, theirs: Talk, now: datetime) -> None:
    here, there = _check(session, ours, theirs, now)
    number, other = ours.number or 0, theirs.number or 0
    for talk in (ours, theirs):
        talk.lunch_id = talk.number = None
    session.flush()
    lunches_programme.set_down(session, ours, there, other, now=now)
    lunches_programme.set_down(session, theirs, here, number, now=now)


def _check(session: Session, ours: Talk, theirs: Talk, now: datetime) -> tuple[Lunch, Lunch]:
    """Give the two lunches, if both talks can be given at the other's."""
    here, there = (session.get(Lunch, each.lunch_id or 0) for each in (ours, theirs))
    if here is None or there is None or here.id == there.id:
        raise RuleError("Both talks need a date, each another one.", field="with")
    if not all(each.state == lunches.State.OPEN and each.at > now for each in (here, there)):
        raise RuleError("One of the two lunches is over, or called off.", field="with")
    for talk, lunch, other in ((ours, there, theirs), (theirs, here, ours)):
        try:
            lunches_talks.check_fits(session, lunch, talk.pitch, but={other.id})
        except RuleError as error:
            raise RuleError(
                "One of the two talks does not fit into the other's lunch: its length or format.",
                field="with",
            ) from error
    return here, there


def _get(session: Session, team_id: str, talk_id: int) -> Talk:
    return lunches_talks.get(session, team_id, talk_id)


def _tell(session: Session, swap: Swap, ours: Talk, theirs: Talk, by: str, now: datetime) -> None:
    here, there = session.get_one(Lunch, swap.lunch_id), session.get_one(Lunch, swap.with_lunch_id)
    speakers = {*ours.speakers, *theirs.speakers}
    hosts = {who for lunch in (here, there) for who in (lunch.host_id, lunch.co_host_id) if who}
    for who in sorted(hosts - speakers):
        outbox.owe(
            session,
            team_id=swap.team_id,
            key=f"{swap.key}:host:{who}",
            kind="lunches_swaps.told_host",
            ref=swap.id,
            to=who,
            due=now,
        )
    for talk, left, at in ((ours, here, there), (theirs, there, here)):
        lunches_programme.tell_seats(session, talk, left, but={by, *speakers}, now=now)
        for who in lunches_talks.names(talk.co_speakers):
            lunches_programme.tell_speaker(session, talk, who, "lunches_talks.moved", now=now, lunch=at)
