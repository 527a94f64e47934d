"""What a round of a mixer came to, as it is said to its channel and to who runs it."""

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.outgoing import Kind, Kinds
from handlers.views import mixers_report as views
from handlers.views.blocks import Message
from models import mixers_changes, mixers_report
from models.mixers_rounds import Round
from models.outbox import Owed


def _to_channel(session: Session, owed: Owed, _now: datetime) -> Message | None:
    report = mixers_report.told(session, owed)
    return views.to_channel(report) if report and mixers_report.says_something(report) else None


def _to_runner(session: Session, owed: Owed, _now: datetime) -> Message | None:
    report = mixers_report.told(session, owed)
    if report is None:
        return None
    return views.to_runner(report, mixers_report.more(session, session.get_one(Round, int(owed.ref))))


def _rest(session: Session, owed: Owed, now: datetime) -> None:
    report = mixers_report.told(session, owed)
    if report is not None:
        mixers_changes.rest(session, report.mixer, owed.reason or "", now=now)


KINDS: Kinds = {
    mixers_report.TO_CHANNEL: Kind(_to_channel, undeliverable=_rest),
    mixers_report.TO_RUNNER: Kind(_to_runner),
}
