"""Potluck's parts put together: the app, delivery and the timetable on one database and one clock."""

import logging
from dataclasses import dataclass

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import Engine

import handlers
from bot import app as bolt
from bot import clock as clocks
from bot import slack
from bot.clock import Clock
from bot.delivery import Delivery
from bot.lock import Lock
from models import bank, lunches_calendar, mixers_together, tables, workspaces
from models.base import Sessions, connect
from models.lanes import Pace
from scheduler import timetable
from scheduler.timetable import SILENT_SECONDS, Timetable

logger = logging.getLogger("potluck.start")

DELIVERY_SECONDS = 20
"""How long a call may take otherwise; well below the outbox's lease."""

STOP_SECONDS = 10

LOCAL_TEAM = "T0LOCAL"
"""The local workspace; its data is never mixed with a real one's."""


class MixedDataError(Exception):
    """The database belongs to the local workspace and would be used for a real one, or the reverse."""


@dataclass(frozen=True)
class Potluck:
    """The running parts."""

    app: App
    sessions: Sessions
    delivery: Delivery
    timetable: Timetable
    clock: Clock
    lock: Lock
    team_id: str

    def start(self) -> None:
        """Begin to deliver and to look at the clock."""
        self.delivery.start()
        self.timetable.start()

    def look(self) -> None:
        """Do at once what is due now."""
        timetable.look(self.sessions, self.clock())
        self.delivery.drain()

    def stop(self) -> None:
        """Take no more work, finish what runs, let go of the database."""
        self.timetable.stop()
        self.delivery.stop(timeout=STOP_SECONDS)
        self.sessions.engine.dispose()
        self.lock.release()

    def calendar(self, token: str) -> bytes | None:
        """Give the calendar feed that a token stands for."""
        with self.sessions.read() as session:
            return lunches_calendar.feed(session, token, now=self.clock())

    def trouble(self) -> list[str]:
        """Say what does not run as it should."""
        parts = {"timetable": self.timetable.silent_for(), "delivery": self.delivery.silent_for()}
        return [
            f"{name}: silent for {silent:.0f} s" for name, silent in parts.items() if silent > SILENT_SECONDS
        ]


def assemble(
    *,
    token: str,
    api_url: str,
    database_url: str,
    clock: Clock | None = None,
    pace: Pace = slack.PACE,
    calendar_root: str = "",
) -> Potluck:
    """Open the database, ask Slack who the bot is, and put the parts together.

    Without a `clock` the processes go by the one that they share.
    """
    engine = connect(database_url)
    lock = Lock(engine)
    try:
        tables.upgrade(engine)
        clock = clock or clocks.shared(engine)
        return _assemble(
            engine, lock, token=token, api_url=api_url, clock=clock, pace=pace, calendar_root=calendar_root
        )
    except BaseException:
        lock.release()
        raise


def _assemble(
    engine: Engine, lock: Lock, *, token: str, api_url: str, clock: Clock, pace: Pace, calendar_root: str
) -> Potluck:
    sessions = Sessions(engine)
    for problem in bank.shared().problems:
        logger.warning("%s, %s; the other prompts work", bank.SHARED.name, problem)
    for problem in mixers_together.problems():
        logger.warning("%s; what else a group may do together works", problem)
    delivering = slack.client(token, api_url, timeout=DELIVERY_SECONDS)
    me = slack.call(delivering.auth_test)
    _install(sessions, me["team_id"], me, clock)
    delivery = Delivery(sessions, {me["team_id"]: delivering}, handlers.KINDS, clock, pace=pace)
    answering = slack.client(None, api_url, timeout=bolt.BEFORE_ACK_SECONDS)
    identity = AuthorizeResult.from_auth_test_response(bot_token=token, auth_test_response=me)
    return Potluck(
        app=bolt.build(answering, sessions, clock, identity=identity, calendar_root=calendar_root),
        sessions=sessions,
        delivery=delivery,
        timetable=Timetable(sessions, clock, after=delivery.wake),
        clock=clock,
        lock=lock,
        team_id=me["team_id"],
    )


def _install(sessions: Sessions, team_id: str, me: dict[str, str], clock: Clock) -> None:
    with sessions.begin() as session:
        others = workspaces.all_ids(session) - {team_id}
        if others and (LOCAL_TEAM in others or team_id == LOCAL_TEAM):
            raise MixedDataError(
                "This database holds another workspace's data, and the local workspace is never mixed with a "
                "real one. Use another database (DATABASE_URL, or --database for the local workspace)."
            )
        workspaces.install(session, team_id, name=me["team"], bot_user_id=me["user_id"], now=clock())
