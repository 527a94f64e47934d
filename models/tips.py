"""Tips: one thing a colleague can use, who shared it, who may find it and whom it helped."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models import audiences, links, outbox, search_index, skills
from models.audiences import Asker, Audience, Shared
from models.base import NEVER_REUSED, Base, facts, insert_once
from models.errors import RuleError
from models.search_index import Entry

LONGEST = 3000
"""Characters in a tip."""


REVIEW_AFTER = timedelta(days=183)
"""How long a tip is taken to be true before its owner is asked."""

MOST_TAGS = 10
LONGEST_TAG = 40

_TAG = r"#(?=[^\s#]*[^\W\d_])\w[\w+-]*(?:\.\w+)*"
_TAGS = re.compile(rf"(?<!\S){_TAG}")
_TRAILING_TAGS = re.compile(rf"(?:\s+{_TAG})+\s*$")


class Format(StrEnum):
    """What a tip is, or leads to."""

    TEXT = "text"
    CLIP = "clip"
    AUDIO = "audio"
    ARTICLE = "article"
    SCREENSHOT = "screenshot"
    WEBINAR = "webinar"


class Tip(Shared):
    """A tip as its author wrote it; its owner, the author at first, keeps it true.

    `version` counts its edits. `thread_ts` is the message that it was kept from, where it was.
    """

    __tablename__ = "tips"
    __table_args__ = (
        UniqueConstraint("team_id", "submission"),
        Index("ix_tips_newest", "team_id", "created_at"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    format: Mapped[Format] = mapped_column(String(20), default=Format.TEXT)
    link: Mapped[str | None] = mapped_column(String(links.LONGEST))
    submission: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    thread_ts: Mapped[str | None] = mapped_column(String(32))
    checked_at: Mapped[datetime | None]
    review_at: Mapped[datetime] = mapped_column(index=True)
    review_asked_at: Mapped[datetime | None]
    review_key: Mapped[str | None] = mapped_column(String(200), index=True)
    archived_at: Mapped[datetime | None]

    tag_rows: Mapped[list["TipTag"]] = relationship(
        order_by="TipTag.position", cascade="all, delete-orphan", lazy="selectin"
    )
    thanks: Mapped[list["Thanks"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def keepers(self) -> set[str]:
        """Who may change it: its author and its owner."""
        return {self.author_id, self.owner_id}

    @property
    def tags(self) -> list[str]:
        """The tip's tags in the author's order, without their #."""
        return [row.tag for row in self.tag_rows]

    @property
    def entry(self) -> Entry:
        """The tip as the search index holds it."""
        return Entry(self.id, self.team_id, self.text, self.tags)

    @property
    def key(self) -> str:
        """What the tip's own message is called in the outbox."""
        return f"tip:{self.id}"


class TipTag(Base):
    """One tag of a tip; `key` is the same for whatever means the same."""

    __tablename__ = "tip_tags"
    __table_args__ = (Index("ix_tip_tags_key", "team_id", "key"),)

    tip_id: Mapped[int] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(LONGEST_TAG), primary_key=True)
    key: Mapped[str] = mapped_column(String(skills.LONGEST_KEY), server_default="")
    team_id: Mapped[str] = mapped_column(String(32))
    position: Mapped[int]


class Thanks(Base):
    """What helped whom: said once by one person about one tip, with the minutes it saved if they say so."""

    __tablename__ = "tip_thanks"
    __table_args__ = (Index("ix_tip_thanks_lately", "team_id", "given_at"),)

    tip_id: Mapped[int] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime]
    minutes: Mapped[int | None]
    told_at: Mapped[datetime | None]


class Draft(NamedTuple):
    """A tip before it is shared: what somebody typed or chose so far."""

    text: str
    tags: list[str]
    format: Format = Format.TEXT
    link: str = ""
    audience: Audience = Audience.WORKSPACE
    channel_id: str | None = None


class Found(NamedTuple):
    """The first tips that match, newest first, and how many match in all."""

    tips: Sequence[Tip]
    total: int


def draft(typed: str) -> Draft:
    """Read a tip as it is typed in one go; the #tags at its end become tags only."""
    tags = parse_tags(" ".join(_TAGS.findall(typed)))
    return Draft(_TRAILING_TAGS.sub("", typed).strip(), tags)


def parse_tags(typed: str) -> list[str]:
    """Read typed tags (`#Git, k8s`) in their order, other spellings of the same once."""
    tags: dict[str, str] = {}
    for word in filter(None, re.split(r"[\s,;#]+", typed)):
        tags.setdefault(tag_key(word), skills.tag(word))
    return list(tags.values())


def tag_key(tag: str) -> str:
    """Fold a tag: those that mean the same have the same key."""
    return skills.key(tag) or tag


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
    format: Format = Format.TEXT,  # noqa: A002 - the field's own word
    link: str = "",
    thread_ts: str | None = None,
) -> Tip:
    """Keep a tip and owe its post; the same submission twice is the same tip.

    What is shared in a private channel stays with that channel's members, whatever was chosen.
    """
    tip = keep(
        session,
        team_id=team_id,
        author_id=author_id,
        text=text,
        tags=tags,
        audience=Audience.CHANNEL if private_channel else audience,
        channel_id=channel_id,
        submission=submission,
        now=now,
        format=format,
        link=link,
        thread_ts=thread_ts,
    )
    outbox.owe(
        session,
        team_id=team_id,
        key=tip.key,
        kind="tips.post",
        ref=tip.id,
        to=channel_id,
        thread_ts=thread_ts,
        due=now,
    )
    return tip


def keep(  # noqa: PLR0913 - what a tip is made of
    session: Session,
    *,
    team_id: str,
    author_id: str,
    text: str,
    tags: Iterable[str],
    audience: Audience,
    channel_id: str,
    submission: str,
    now: datetime,
    format: Format = Format.TEXT,  # noqa: A002 - the field's own word
    link: str = "",
    thread_ts: str | None = None,
) -> Tip:
    """Keep a tip to be found, without a post of its own; the same submission twice is the same tip."""
    kept, named = _checked(text, tags)
    tip = insert_once(
        session,
        Tip,
        team_id=team_id,
        author_id=author_id,
        owner_id=author_id,
        text=kept,
        format=format,
        link=links.checked(link),
        audience=audience,
        channel_id=channel_id,
        submission=submission,
        thread_ts=thread_ts,
        created_at=now,
        review_at=now + REVIEW_AFTER,
    )
    if tip is None:
        return session.scalars(select(Tip).where(Tip.team_id == team_id, Tip.submission == submission)).one()
    tip.tag_rows = _tag_rows(team_id, named)
    search_index.put(session, tip.entry)
    return tip


def edit(  # noqa: PLR0913 - what may change of a tip
    session: Session,
    team_id: str,
    tip_id: int,
    *,
    by: str,
    text: str,
    tags: Iterable[str],
    version: int,
    now: datetime,
    format: Format | None = None,  # noqa: A002 - the field's own word
    link: str = "",
) -> Tip:
    """Change a tip for who keeps it, and its post with it; `version` is the one that was open."""
    tip = own(session, team_id, tip_id, by)
    if tip.version != version:
        raise RuleError(
            "Somebody has changed this tip since you opened it. Copy your words, close this form and open "
            "the tip again.",
            field="text",
        )
    kept, named = _checked(text, tags)
    search_index.drop(session, tip.entry)
    tip.text = kept
    tip.format = format or tip.format
    tip.link = links.checked(link)
    tip.tag_rows = _tag_rows(team_id, named)
    search_index.put(session, tip.entry)
    tip.edited_at = tip.checked_at = now
    tip.version += 1
    tip.review_at, tip.review_asked_at = now + REVIEW_AFTER, None
    outbox.refresh(session, team_id, tip.key, now=now)
    return tip


def delete(session: Session, team_id: str, tip_id: int, *, by: str, now: datetime) -> None:
    """Delete the author's own tip, and take its post back."""
    tip = own(session, team_id, tip_id, by)
    if tip.author_id != by:
        raise RuleError("Only its author can delete a tip. You can retire it instead.")
    _remove(session, team_id, [tip], now)


def cut(session: Session, tip: Tip, beginning: str, *, now: datetime) -> None:
    """Take the words of somebody else off a tip's beginning, where they still stand there."""
    _leave(session, tip, tip.text.removeprefix(f"{beginning}\n").strip(), now)


def cut_end(session: Session, tip: Tip, beginning: str, *, now: datetime) -> None:
    """Take the last line off a tip that begins with these words, where it still stands there."""
    rest, _, last = tip.text.rpartition("\n")
    if last.startswith(beginning):
        _leave(session, tip, rest.strip(), now)


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Delete all of an author's tips, and what was posted of them."""
    theirs = session.scalars(_by(team_id, user_id).with_for_update()).all()
    _remove(session, team_id, theirs, now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List an author's tips, with how many people each has helped."""
    written = [
        {
            **facts(tip, "text", "format", "link", "audience", "channel_id"),
            **facts(tip, "created_at", "edited_at", "checked_at", "review_at", "archived_at"),
            "tags": tip.tags,
            "helped": len(tip.thanks),
        }
        for tip in session.scalars(_by(team_id, user_id))
    ]
    return {"tips": written}


def post_again(session: Session, team_id: str, tip_id: int, *, by: str, now: datetime) -> Tip:
    """Try once more to post a tip that its channel refused."""
    tip = own(session, team_id, tip_id, by)
    outbox.renew(session, team_id, tip.key, now=now)
    return tip


def get(session: Session, team_id: str, tip_id: int) -> Tip:
    """Fetch a tip that may be gone by now."""
    tip = session.get(Tip, tip_id)
    if tip is None or tip.team_id != team_id:
        raise RuleError("This tip is gone: its author has deleted it.")
    return tip


def own(session: Session, team_id: str, tip_id: int, user_id: str) -> Tip:
    """Fetch a tip for those who may change it."""
    session.get(Tip, tip_id, with_for_update=True, populate_existing=True)
    tip = get(session, team_id, tip_id)
    if user_id not in tip.keepers:
        raise RuleError("Only its author can change a tip.")
    return tip


def by_author(session: Session, team_id: str, author_id: str, *, limit: int) -> Found:
    """List somebody's own tips for that person, but not the archived ones."""
    mine = Tip.team_id == team_id, Tip.author_id == author_id, Tip.archived_at.is_(None)
    return _first(session, limit, *mine)


def seen(session: Session, team_id: str, tip_id: int, asker: Asker) -> Tip:
    """Fetch a tip for somebody who may see it now."""
    tip = get(session, team_id, tip_id)
    if session.scalar(select(Tip.id).where(Tip.id == tip_id, audiences.visible(asker, Tip))) is None:
        raise RuleError("This tip is for the present members of its channel.")
    return tip


def _by(team_id: str, author_id: str) -> Select[Tip]:
    return select(Tip).where(Tip.team_id == team_id, Tip.author_id == author_id).order_by(Tip.id)


def _leave(session: Session, tip: Tip, rest: str, now: datetime) -> None:
    if rest and rest != tip.text:
        search_index.drop(session, tip.entry)
        tip.text = rest
        tip.version += 1
        search_index.put(session, tip.entry)
        outbox.refresh(session, tip.team_id, tip.key, now=now)


def _remove(session: Session, team_id: str, gone: Sequence[Tip], now: datetime) -> None:
    """Delete tips, and let everything that was said of them follow."""
    for tip in gone:
        outbox.retract(session, team_id, tip.key, now=now)
        if tip.review_key is not None:
            outbox.refresh(session, team_id, tip.review_key, now=now)
        search_index.drop(session, tip.entry)
        session.delete(tip)
    outbox.retract_all(session, team_id, "tips.archived", [tip.id for tip in gone], now=now)


def _first(session: Session, limit: int, *conditions: ColumnElement[bool]) -> Found:
    newest = select(Tip).where(*conditions).order_by(Tip.created_at.desc(), Tip.id.desc()).limit(limit)
    total = session.scalar(select(func.count()).select_from(Tip).where(*conditions)) or 0
    return Found(session.scalars(newest).all(), total)


def _tag_rows(team_id: str, tags: Sequence[str]) -> list[TipTag]:
    return [TipTag(tag=tag, key=tag_key(tag), team_id=team_id, position=at) for at, tag in enumerate(tags)]


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
