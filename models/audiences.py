"""Who may find what was shared: the one place for this rule."""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, or_, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base


class Audience(StrEnum):
    """For whom something is: everybody in the workspace, or its channel's members."""

    WORKSPACE = "workspace"
    CHANNEL = "channel"


class Asker(NamedTuple):
    """Who looks: the channels they are in now; a guest knows of nothing beyond them."""

    id: str
    channels: Collection[str]
    guest: bool = False


class Placed(Base):
    """What belongs to a channel, and is for its members until it is said to be for everybody."""

    __abstract__ = True

    team_id: Mapped[str] = mapped_column(String(32))
    channel_id: Mapped[str] = mapped_column(String(32))
    audience: Mapped[Audience] = mapped_column(String(20), default=Audience.CHANNEL)


class Shared(Placed):
    """What somebody shared in a channel."""

    __abstract__ = True

    author_id: Mapped[str] = mapped_column(String(32), index=True)


def visible(asker: Asker, what: type[Shared]) -> ColumnElement[bool]:
    """Tell which rows somebody may find: a channel's are for its present members, and for their author."""
    theirs = or_(what.channel_id.in_(asker.channels), what.author_id == asker.id)
    return theirs if asker.guest else or_(what.audience == Audience.WORKSPACE, theirs)


def close(session: Session, team_id: str, channel_id: str) -> None:
    """Leave what belongs to a channel that has become private to its members."""
    for table in (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Placed)):
        session.execute(
            update(table)
            .where(table.team_id == team_id, table.channel_id == channel_id)
            .values(audience=Audience.CHANNEL)
        )
