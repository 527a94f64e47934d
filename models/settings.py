"""What the stewards of a workspace have chosen for it."""

from collections.abc import Mapping
from datetime import datetime, time

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import audit, slots
from models.base import Base, upsert
from models.errors import RuleError

CAPTURE_EMOJI = "bulb"
FRIDAY = 4
PERSON_BUDGET = 2
"""Unasked direct messages a week to one person, where the stewards chose no other number."""

MOST_A_PERSON = 10


class Settings(Base):
    """One workspace's choices; a workspace without a row has the defaults."""

    __tablename__ = "settings"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    capture_emoji: Mapped[str] = mapped_column(String(100))
    zone: Mapped[str] = mapped_column(String(64))
    digest_weekday: Mapped[int]
    digest_time: Mapped[str] = mapped_column(String(5))
    person_budget: Mapped[int] = mapped_column(default=PERSON_BUDGET, server_default=str(PERSON_BUDGET))

    @property
    def digest(self) -> slots.Weekly:
        """When the week's digest comes."""
        return slots.Weekly(self.digest_weekday, time.fromisoformat(self.digest_time), self.zone)


CHOICES = tuple(column.name for column in Settings.__table__.columns if column.name != "team_id")
"""The names of what stewards choose."""


def of(session: Session, team_id: str) -> Settings:
    """Give a workspace's choices; what nobody chose is as it comes."""
    return session.get(Settings, team_id) or Settings(
        team_id=team_id,
        capture_emoji=CAPTURE_EMOJI,
        zone="UTC",
        digest_weekday=FRIDAY,
        digest_time="15:00",
        person_budget=PERSON_BUDGET,
    )


def chosen(session: Session, team_id: str) -> bool:
    """Tell whether a steward has chosen anything yet."""
    return session.get(Settings, team_id) is not None


def choose(
    session: Session,
    team_id: str,
    *,
    capture_emoji: str,
    zone: str,
    digest_weekday: int,
    digest_time: str,
    person_budget: int,
) -> None:
    """Keep what a steward chose."""
    emoji = capture_emoji.strip().strip(":").casefold()
    if not emoji or not all(letter.isalnum() or letter in "_+-'" for letter in emoji):
        raise RuleError("Name one emoji, such as :bulb:.", field="capture_emoji")
    zone = slots.checked_zone(zone)
    if not 0 <= person_budget <= MOST_A_PERSON:
        raise RuleError(f"Choose a number from 0 to {MOST_A_PERSON}.", field="person_budget")
    upsert(
        session,
        Settings,
        {"team_id": team_id},
        {
            "capture_emoji": emoji,
            "zone": zone,
            "digest_weekday": digest_weekday,
            "digest_time": digest_time,
            "person_budget": person_budget,
        },
    )


def as_chosen(session: Session, team_id: str) -> Mapping[str, object]:
    """Give a workspace's choices by name, as they are kept now."""
    kept = session.get(Settings, team_id, populate_existing=True) or of(session, team_id)
    return {name: getattr(kept, name) for name in CHOICES}


def note_changes(
    session: Session, team_id: str, before: Mapping[str, object], *, by: str, now: datetime
) -> None:
    """Let everybody see which choices a steward has changed."""
    changed = [name for name, value in as_chosen(session, team_id).items() if value != before[name]]
    if changed:
        audit.note(session, team_id, by, "settings.change", about=None, detail=" ".join(changed), now=now)
