"""Series: the form, the question to who may say yes, and what hosts change."""

from datetime import datetime

from slack_bolt import Ack, App, Respond
from sqlalchemy.orm import Session

from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import lunches_series as views
from handlers.views.blocks import Message
from models import lunches_series
from models.base import Sessions
from models.lunches_series import Series
from models.outbox import Owed


def register(app: App) -> None:
    """Route what concerns series."""
    app.action("lunches_series.confirm")(decide)
    app.action("lunches_series.decline")(decide)


def decide(
    ack: Ack,
    respond: Respond,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Say yes or no to a colleague's proposal."""
    series_id, version = map(int, action["value"].split("/"))
    yes = action["action_id"] == "lunches_series.confirm"
    with sessions.begin() as session:
        series = lunches_series.decide(session, team_id, series_id, version, by=user_id, yes=yes, now=now)
    respond(views.proposed(series).text, replace_original=True)
    ack()


def _proposed(session: Session, owed: Owed, _now: datetime) -> Message | None:
    series = session.get(Series, int(owed.ref))
    return views.proposed(series) if series else None


def _answered(session: Session, owed: Owed, _now: datetime) -> Message | None:
    series = session.get(Series, int(owed.ref))
    return views.answered(series) if series else None


KINDS: Kinds = {
    "lunches_series.proposed": Kind(_proposed),
    "lunches_series.answered": Kind(_answered),
}
