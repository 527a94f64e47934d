"""The company that the workspace opens with: people, channels and what they said before."""

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

TEAM = "T0LOCAL"
APP = "A0POTLUCK"
BOT = "B0POTLUCK"
BOT_USER = "U0POTLUCK"
CREATED = 1_700_000_000

COLORS = ("9f5b34", "4b7a5a", "5a6da8", "a8577e", "8a7b2f", "4f8a94", "7a5aa8", "b0603f")


@dataclass(frozen=True)
class Person:
    """Somebody in the workspace, bots included."""

    id: str
    name: str
    real_name: str
    title: str
    team: str
    tz: str
    email: str = ""
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    home: str = TEAM

    @property
    def external(self) -> bool:
        """Tell whether they belong to another company's workspace, and are here by a shared channel."""
        return self.home != TEAM

    def tz_offset(self, now: datetime) -> int:
        """Give the seconds that their clock is ahead of UTC."""
        return int((now.astimezone(ZoneInfo(self.tz)).utcoffset() or timedelta()).total_seconds())

    @property
    def limited(self) -> bool:
        """Tell whether they see no more than the channels that they are in."""
        return self.is_restricted or self.external

    @property
    def color(self) -> str:
        """Give their colour, the same always."""
        return COLORS[sum(map(ord, self.id)) % len(COLORS)]

    @property
    def present(self) -> bool:
        """Tell whether this is a human who can use the workspace."""
        return not self.is_bot and not self.deleted


@dataclass(frozen=True)
class Company:
    """What the file says."""

    name: str
    domain: str
    tz: str
    people: list[Person]
    channels: list[dict[str, Any]] = field(default_factory=list)
    chatter: list[dict[str, Any]] = field(default_factory=list)


def read() -> Company:
    """Read the company's file."""
    text = Path(__file__).with_name("company.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    people = [Person(**person) for person in data["people"]]
    return Company(data["name"], data["domain"], data["tz"], people, data["channels"], data["chatter"])


def said_at(line: dict[str, Any], now: datetime) -> float:
    """Give the moment of a line of chatter, in seconds since the epoch."""
    day = (now - timedelta(days=line["days_ago"])).date()
    return datetime.combine(day, time.fromisoformat(line["at"]), UTC).timestamp()
