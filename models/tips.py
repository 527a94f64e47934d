"""Tips: one thing a colleague can use, who shared it, who may find it and whom it helped."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, ForeignKey, String, Text, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models import outbox
from models.base import NEVER_REUSED, Base, insert_once
from models.errors import RuleError

LONGEST = 3000
"""Characters in a tip."""

MOST_TAGS = 10
LONGEST_TAG = 40

_TAG = r"#(?=[^\s#]*[^\W\d_])\w[\w+-]*(?:\.\w+)*"
_TAGS = re.compile(rf"(?<!\S){_TAG}")
_TRAILING_TAGS = re.compile(rf"(?:\s+{_TAG})+\s*$")


class Audience(StrEnum):
    """Who may find a tip."""

    WORKSPACE = "workspace"
    CHANNEL = "channel"


class Tip(Base):
    """A tip as its author wrote it."""

    __tablename__ = "tips"
    __table_args__ = (UniqueConstraint("team_id", "submission"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32), index=True)
    author_id: Mapped[str] = mapped_column(String(32), index=True)
    text: Mapped[str] = mapped_column(Text)
    audience: Mapped[Audience] = mapped_column(String(20))
    channel_id: Mapped[str] = mapped_column(String(32))
    submission: Mapped[str] = mapped_column(String(64))
    folded: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]

    tag_rows: Mapped[list["TipTag"]] = relationship(
        order_by="TipTag.position", cascade="all, delete-orphan", lazy="selectin"
    )
    thanks: Mapped[list["Thanks"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def tags(self) -> list[str]:
        """The tip's tags in the author's order, without their #."""
        return [row.tag for row in self.tag_rows]

    @property
    def key(self) -> str:
        """What the tip's own message is called in the outbox."""
        return f"tip:{self.id}"


class TipTag(Base):
    """One tag of a tip."""

    __tablename__ = "tip_tags"

    tip_id: Mapped[int] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(LONGEST_TAG), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    position: Mapped[int]


class Thanks(Base):
    """What helped whom: said once by one person about one tip."""

    __tablename__ = "tip_thanks"

    tip_id: Mapped[int] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime]


class Draft(NamedTuple):
    """What somebody typed after the command: the tip and its tags."""

    text: str
    tags: list[str]


class Found(NamedTuple):
    """The first tips that match, newest first, and how many match in all."""

    tips: Sequence[Tip]
    total: int


def draft(typed: str) -> Draft:
    """Read a tip as it is typed in one go; the #tags at its end become tags only."""
    tags = parse_tags(" ".join(_TAGS.findall(typed)))
    return Draft(_TRAILING_TAGS.sub("", typed).strip(), tags)


def parse_tags(typed: str) -> list[str]:
    """Fold typed tags (`#Git, rebase`) to lower case, each once, in their order."""
    words = re.split(r"[\s,;#]+", typed)
    return list(dict.fromkeys(word.casefold() for word in words if word))


def share(  # noqa: PLR0913 - what a tip is made of
    session: Session,
    *,
    team_id: str,
    author_id: str,
    text: str,
    tags: Iterable[str],
    audience: Audience,
    channel_id: str,
    private_channel: bool,
    submission: str,
    now: datetime,
) -> Tip:
    """Keep a tip and owe its post; the same submission twice is the same tip.

    What is shared in a private channel stays with that channel's members, whatever was chosen.
    """
    kept, named = _checked(text, tags)
    tip = insert_once(
        session,
        Tip,
        team_id=team_id,
        author_id=author_id,
        text=kept,
        folded=_folded(kept, named),
        audience=Audience.CHANNEL if private_channel else audience,
        channel_id=channel_id,
        submission=submission,
        created_at=now,
    )
    if tip is None:
        return session.scalars(select(Tip).where(Tip.team_id == team_id, Tip.submission == submission)).one()
    tip.tag_rows = _tag_rows(team_id, named)
    outbox.owe(session, team_id=team_id, key=tip.key, kind="tips.post", ref=tip.id, to=channel_id, due=now)
    return tip


def edit(
    session: Session, team_id: str, tip_id: int, *, by: str, text: str, tags: Iterable[str], now: datetime
) -> Tip:
    """Change the author's own tip, and its post with it."""
    tip = own(session, team_id, tip_id, by)
    kept, named = _checked(text, tags)
    tip.text = kept
    tip.folded = _folded(kept, named)
    tip.tag_rows = _tag_rows(team_id, named)
    tip.edited_at = now
    outbox.refresh(session, team_id, tip.key, now=now)
    return tip


def delete(session: Session, team_id: str, tip_id: int, *, by: str, now: datetime) -> None:
    """Delete the author's own tip, and take its post back."""
    tip = own(session, team_id, tip_id, by)
    outbox.retract(session, team_id, tip.key, now=now)
    session.delete(tip)


def post_again(session: Session, team_id: str, tip_id: int, *, by: str, now: datetime) -> Tip:
    """Try once more to post a tip that its channel refused."""
    tip = own(session, team_id, tip_id, by)
    outbox.renew(session, team_id, tip.key, now=now)
    return tip


def thank(session: Session, team_id: str, tip_id: int, *, by: str, now: datetime) -> Tip:
    """Note that a tip helped somebody: once a person, and never its author."""
    tip = get(session, team_id, tip_id)
    if tip.author_id == by:
        raise RuleError("This is your own tip. The others say whether it helped them.")
    if insert_once(session, Thanks, tip_id=tip.id, user_id=by, team_id=team_id, given_at=now):
        outbox.refresh(session, team_id, tip.key, now=now)
    return tip


def get(session: Session, team_id: str, tip_id: int) -> Tip:
    """Fetch a tip that may be gone by now."""
    tip = session.get(Tip, tip_id)
    if tip is None or tip.team_id != team_id:
        raise RuleError("This tip is gone: its author has deleted it.")
    return tip


def own(session: Session, team_id: str, tip_id: int, user_id: str) -> Tip:
    """Fetch a tip for the one person who may change it."""
    tip = get(session, team_id, tip_id)
    if tip.author_id != user_id:
        raise RuleError("Only its author can change a tip.")
    return tip


def by_author(session: Session, team_id: str, author_id: str, *, limit: int) -> Found:
    """List somebody's own tips for that person."""
    return _first(session, limit, Tip.team_id == team_id, Tip.author_id == author_id)


def thanked_by(session: Session, team_id: str, author_id: str) -> int:
    """Count the colleagues whom a tip of this author has helped."""
    people = select(func.count(Thanks.user_id.distinct())).join(Tip, Tip.id == Thanks.tip_id)
    return session.scalar(people.where(Tip.team_id == team_id, Tip.author_id == author_id)) or 0


def find(
    session: Session, *, team_id: str, words: str, asker_id: str, channels: Collection[str], limit: int
) -> Found:
    """Find the tips that hold every word, of those the asker may see.

    `channels` are the ones the asker is in now: a channel's tips are for its present members.
    """
    conditions = [Tip.folded.contains(word, autoescape=True) for word in words.casefold().split()]
    return _first(session, limit, Tip.team_id == team_id, _visible(asker_id, channels), *conditions)


def _visible(asker_id: str, channels: Collection[str]) -> ColumnElement[bool]:
    return or_(Tip.audience == Audience.WORKSPACE, Tip.channel_id.in_(channels), Tip.author_id == asker_id)


def _first(session: Session, limit: int, *conditions: ColumnElement[bool]) -> Found:
    newest = select(Tip).where(*conditions).order_by(Tip.created_at.desc(), Tip.id.desc()).limit(limit)
    total = session.scalar(select(func.count()).select_from(Tip).where(*conditions)) or 0
    return Found(session.scalars(newest).all(), total)


def _folded(text: str, tags: Sequence[str]) -> str:
    return " ".join([text, *(f"#{tag}" for tag in tags)]).casefold()


def _tag_rows(team_id: str, tags: Sequence[str]) -> list[TipTag]:
    return [TipTag(tag=tag, team_id=team_id, position=at) for at, tag in enumerate(tags)]


def _checked(typed: str, tags: Iterable[str]) -> tuple[str, list[str]]:
    text, named = typed.strip(), list(tags)
    if not text:
        raise RuleError("Write the tip itself: one to three sentences are enough.", field="text")
    if len(text) > LONGEST:
        raise RuleError(f"This has {len(text):,} characters; a tip holds at most {LONGEST:,}.", field="text")
    if len(named) > MOST_TAGS:
        raise RuleError(f"These are {len(named)} tags; a tip has at most {MOST_TAGS}.", field="tags")
    for tag in named:
        if len(tag) > LONGEST_TAG:
            raise RuleError(
                f"“{tag[:20]}…” is too long for a tag: at most {LONGEST_TAG} characters.", field="tags"
            )
    return text, named
