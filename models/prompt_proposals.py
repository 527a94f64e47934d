"""Prompts that members propose: a steward answers with a word, and who likes is named with theirs."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, String, Text, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import bank, outbox, stewards
from models.bank import Prompt, Theme
from models.base import NEVER_REUSED, Base, facts, insert_once
from models.errors import RuleError

LONGEST_WORD = 500
MOST_OPEN = 5
"""How many of one member's proposals may wait at once."""


class Answer(StrEnum):
    """What became of a proposal."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Proposal(Base):
    """A prompt as a member proposed it, for one channel's own bank or, without one, for everybody's."""

    __tablename__ = "prompt_proposals"
    __table_args__ = (UniqueConstraint("team_id", "submission"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32), index=True)
    author_id: Mapped[str] = mapped_column(String(32))
    named: Mapped[bool]
    channel_id: Mapped[str | None] = mapped_column(String(32))
    format: Mapped[str] = mapped_column(String(32))
    theme: Mapped[Theme] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    button: Mapped[str] = mapped_column(String(75))
    choices: Mapped[str] = mapped_column(Text)
    anonymous: Mapped[bool]
    submission: Mapped[str] = mapped_column(String(64))
    state: Mapped[Answer] = mapped_column(String(10))
    word: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(String(32))
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    @property
    def key(self) -> str:
        """What the question to the stewards is called in the outbox, before the name of who is asked."""
        return f"prompt_proposal:{self.id}"

    @property
    def prompt(self) -> Prompt:
        """The prompt as the bank knows it."""
        return Prompt(
            f"member-{self.id}",
            self.format,
            self.text,
            Theme(self.theme),
            self.button,
            tuple(self.choices.splitlines()),
            self.anonymous,
            self.author_id if self.named else None,
        )


def propose(
    session: Session,
    prompt: Prompt,
    *,
    team_id: str,
    author_id: str,
    channel_id: str | None,
    submission: str,
    now: datetime,
) -> Proposal:
    """Propose a prompt to the stewards; a form sent twice is one. With `prompt.by_id` its author is named."""
    _check(session, prompt, team_id, author_id)
    fresh = insert_once(
        session,
        Proposal,
        team_id=team_id,
        author_id=author_id,
        named=prompt.by_id is not None,
        channel_id=channel_id,
        format=prompt.format,
        theme=prompt.theme,
        text=prompt.text.strip(),
        button=prompt.button,
        choices="\n".join(prompt.choices),
        anonymous=prompt.anonymous,
        submission=submission,
        state=Answer.WAITING,
        proposed_at=now,
    )
    if fresh is None:
        return session.scalars(
            select(Proposal).where(Proposal.team_id == team_id, Proposal.submission == submission)
        ).one()
    for steward in stewards.all_of(session, team_id):
        outbox.owe(
            session,
            team_id=team_id,
            key=f"{fresh.key}:{steward}",
            kind="prompt_proposals.proposed",
            ref=fresh.id,
            to=steward,
            due=now,
        )
    return fresh


def decide(
    session: Session, team_id: str, proposal_id: int, *, yes: bool, word: str, by: str, now: datetime
) -> Proposal:
    """Accept or decline a proposal, with a word for its proposer."""
    stewards.check(session, team_id, by)
    proposal = waiting(session, team_id, proposal_id)
    session.refresh(proposal, with_for_update=True)
    if proposal.state != Answer.WAITING:
        raise RuleError("Another steward has answered this already.", field="word")
    act = "prompt_proposals.accept" if yes else "prompt_proposals.decline"
    stewards.did(session, team_id, by, act, about=proposal.author_id, now=now)
    proposal.state = Answer.ACCEPTED if yes else Answer.DECLINED
    proposal.word, proposal.decided_by, proposal.decided_at = word.strip()[:LONGEST_WORD] or None, by, now
    for steward in stewards.all_of(session, team_id):
        outbox.refresh(session, team_id, f"{proposal.key}:{steward}", now=now)
    if proposal.author_id != by:
        outbox.owe(
            session,
            team_id=team_id,
            key=f"{proposal.key}:answer",
            kind="prompt_proposals.answered",
            ref=proposal.id,
            to=proposal.author_id,
            due=now,
        )
    return proposal


def waiting(session: Session, team_id: str, proposal_id: int) -> Proposal:
    """Fetch a proposal that still waits for an answer."""
    proposal = session.get(Proposal, proposal_id)
    if proposal is None or proposal.team_id != team_id:
        raise RuleError("This proposal is gone.")
    if proposal.state != Answer.WAITING:
        raise RuleError("Another steward has answered this already.")
    return proposal


def accepted(session: Session, team_id: str, channel_id: str | None) -> list[Prompt]:
    """Give the accepted prompts of a channel's own bank, or those for everybody, the oldest first."""
    found = select(Proposal).where(
        Proposal.team_id == team_id,
        Proposal.state == Answer.ACCEPTED,
        Proposal.channel_id == channel_id,  # None becomes IS NULL
    )
    return [each.prompt for each in session.scalars(found.order_by(Proposal.id))]


def open_ones(session: Session, team_id: str, *, limit: int) -> Sequence[Proposal]:
    """List the proposals that wait, the oldest first."""
    wait = select(Proposal).where(Proposal.team_id == team_id, Proposal.state == Answer.WAITING)
    return session.scalars(wait.order_by(Proposal.id).limit(limit)).all()


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Delete what somebody proposed, from the bank too; what they answered as a steward loses their word."""
    for proposal in session.scalars(_of(team_id, user_id).with_for_update()).all():
        theirs = proposal.author_id == user_id
        if theirs:
            session.delete(proposal)
        else:
            proposal.decided_by = proposal.word = None
        change = outbox.retract if theirs else outbox.refresh
        for kind in ("prompt_proposals.proposed", "prompt_proposals.answered"):
            for owed in outbox.told_of(session, team_id, kind, [proposal.id]):
                change(session, team_id, owed.key, now=now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what somebody proposed, and what they answered as a steward."""
    found = session.scalars(_of(team_id, user_id)).all()
    shown = (
        "text",
        "format",
        "theme",
        "button",
        "choices",
        "named",
        "anonymous",
        "channel_id",
        "proposed_at",
    )
    answer = ("state", "word", "decided_by", "decided_at")
    return {
        "prompts_i_proposed": [facts(each, *shown, *answer) for each in found if each.author_id == user_id],
        "prompts_i_decided": [facts(each, *answer) for each in found if each.decided_by == user_id],
    }


def _of(team_id: str, user_id: str) -> Select[Proposal]:
    theirs = or_(Proposal.author_id == user_id, Proposal.decided_by == user_id)
    return select(Proposal).where(Proposal.team_id == team_id, theirs).order_by(Proposal.id)


def _check(session: Session, prompt: Prompt, team_id: str, author_id: str) -> None:
    if not prompt.text.strip():
        raise RuleError("Write the question, as people will read it.", field="question")
    bank.checked(prompt)
    open_now = select(Proposal.id).where(
        Proposal.team_id == team_id, Proposal.author_id == author_id, Proposal.state == Answer.WAITING
    )
    if len(session.scalars(open_now).all()) >= MOST_OPEN:
        raise RuleError(
            f"{MOST_OPEN} of your proposals wait for a steward. Propose more once they are answered.",
            field="question",
        )
