"""The workspaces that Potluck serves."""

from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base


class Workspace(Base):
    """One Slack workspace where Potluck is installed."""

    __tablename__ = "workspaces"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str]
    bot_user_id: Mapped[str] = mapped_column(String(32))
    installed_at: Mapped[datetime]


def install(session: Session, team_id: str, *, name: str, bot_user_id: str, now: datetime) -> Workspace:
    """Remember a workspace, or what has changed about it since."""
    workspace = session.get(Workspace, team_id)
    if workspace is None:
        workspace = Workspace(team_id=team_id, installed_at=now)
        session.add(workspace)
    workspace.name = name
    workspace.bot_user_id = bot_user_id
    return workspace


def all_ids(session: Session) -> set[str]:
    """Name every workspace this database holds."""
    return set(session.scalars(select(Workspace.team_id)))
