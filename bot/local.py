"""Potluck in the local workspace: its own database, a first schedule, a lunch and a few tips to find."""

from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import assembly
from bot.assembly import Potluck
from bot.workspace import LocalWorkspace
from models import lunches, lunches_series, prompt_schedules, stewards, tables, tips
from models.audiences import Audience
from models.lanes import UNHURRIED
from models.lunches_rhythm import Every
from models.lunches_series import Plan, Setting

BOT_TOKEN = "xoxb-local"  # noqa: S105 - the local workspace's, open to everybody on this machine
APP_TOKEN = "xapp-local"  # noqa: S105 - the same

LEARNING = "C0LEARNING"
GENERAL = "C0GENERAL"
STEWARD = "U0ADA"
ZONE = "Europe/Berlin"
MONDAY = 0

LUNCHES = "series:learning"
THURSDAY = 3

FIRST_TIPS = (
    (
        "U0NOOR",
        GENERAL,
        "Before you ask for access, look at the pinned list in #general: half of it is self-service.",
        ["access"],
    ),
    (
        "U0TOMAS",
        LEARNING,
        "A meeting without a written question at its top is a chat. Write the question first, then invite.",
        ["meetings"],
    ),
)
"""Who shared what, where, under which tags."""


def folder() -> Path:
    """Give the folder that keeps the local workspace, apart from any real data."""
    path = Path(".local")
    path.mkdir(exist_ok=True)
    return path


def assemble(workspace: LocalWorkspace, database_url: str, *, reset: bool) -> Potluck:
    """Put Potluck together on the local workspace and its movable clock."""
    potluck = assembly.assemble(
        token=BOT_TOKEN,
        api_url=f"{workspace.url}/api/",
        database_url=database_url,
        clock=workspace.now,
        pace=UNHURRIED,
    )
    if reset:
        start_afresh(potluck)
    else:
        seed(potluck)
    workspace.on_clock_moved = potluck.look
    workspace.on_reset = lambda: start_afresh(potluck)
    return potluck


def start_afresh(potluck: Potluck) -> None:
    """Forget everything, as after a first installation."""
    tables.empty(potluck.sessions.engine, keep=["workspaces"])
    seed(potluck)
    potluck.delivery.wake()


def seed(potluck: Potluck) -> None:
    """Give #learning its weekly prompt and lunch and the company its first tips, on the first start only."""
    if not seed_schedule(potluck):
        return
    seed_lunches(potluck)
    with potluck.sessions.begin() as session:
        for author, channel, text, tags in FIRST_TIPS:
            tips.share(
                session,
                team_id=potluck.team_id,
                author_id=author,
                text=text,
                tags=tags,
                audience=Audience.WORKSPACE,
                channel_id=channel,
                private_channel=False,
                submission=f"first:{author}",
                now=potluck.clock(),
            )


def seed_schedule(potluck: Potluck) -> bool:
    """Give #learning its weekly prompt, and Ada its care; tell whether it had none."""
    with potluck.sessions.begin() as session:
        stewards.appoint(session, potluck.team_id, STEWARD, now=potluck.clock())
        return prompt_schedules.schedule(
            session,
            team_id=potluck.team_id,
            channel_id=LEARNING,
            weekday=MONDAY,
            at=time(9),
            zone=ZONE,
            now=potluck.clock(),
        )


def seed_lunches(potluck: Potluck) -> None:
    """Let #learning meet on Thursdays at twelve, with Ada as host and eight seats."""
    now = potluck.clock()
    tomorrow = now.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=1)
    with potluck.sessions.begin() as session:
        series = lunches_series.propose(
            session,
            team_id=potluck.team_id,
            channel_id=LEARNING,
            plan=Plan(
                Setting("Learning lunch", place="Kitchen, 2nd floor", capacity=8),
                tomorrow + timedelta(days=(THURSDAY - tomorrow.weekday()) % 7),
                Every.WEEK,
                time(12),
                ZONE,
            ),
            by=STEWARD,
            private_channel=False,
            creator_id=STEWARD,
            submission=LUNCHES,
            now=now,
        )
        lunches.open_next(session, series, now=now)
