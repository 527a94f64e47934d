"""Potluck's parts put together: the app, delivery and the timetable on one database and one clock."""

from dataclasses import dataclass

from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

import handlers
from bot import app as bolt
from bot import slack
from bot.app import Clock
from bot.delivery import Delivery
from models import tables, workspaces
from models.base import Sessions, connect
from scheduler import timetable

BEFORE_ACK_SECONDS = 2
"""How long a call may take while somebody waits: Slack gives 3 seconds to acknowledge."""

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
    timetable: BackgroundScheduler
    clock: Clock
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
        if self.timetable.running:
            self.timetable.shutdown(wait=True)
        self.delivery.stop(timeout=STOP_SECONDS)
        self.sessions.engine.dispose()


def assemble(*, token: str, api_url: str, database_url: str, clock: Clock) -> Potluck:
    """Open the database, ask Slack who the bot is, and put the parts together."""
    engine = connect(database_url)
    tables.upgrade(engine)
    sessions = Sessions(engine)
    delivering = slack.client(token, api_url, timeout=DELIVERY_SECONDS)
    me = slack.call(delivering.auth_test)
    _install(sessions, me["team_id"], me, clock)
    delivery = Delivery(sessions, delivering, handlers.KINDS, clock)
    answering = slack.client(None, api_url, timeout=BEFORE_ACK_SECONDS)
    identity = AuthorizeResult.from_auth_test_response(bot_token=token, auth_test_response=me)
    return Potluck(
        app=bolt.build(answering, sessions, clock, identity=identity),
        sessions=sessions,
        delivery=delivery,
        timetable=timetable.build(sessions, clock, after=delivery.wake),
        clock=clock,
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
