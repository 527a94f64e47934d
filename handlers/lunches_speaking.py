"""What those hear whom a talk concerns: speakers, hosts, who has a seat, who wished for it."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy.orm import Session

from handlers.outgoing import Kind, Kinds
from handlers.people import GONE
from handlers.views import lunches_speaking as views
from handlers.views.blocks import Message
from models import lunches, lunches_speakers, lunches_speaking, lunches_talks
from models.lunches import Lunch
from models.lunches_seats import Seat
from models.lunches_speaking import Ahead
from models.lunches_talks import State, Talk
from models.lunches_wishes import Wish
from models.outbox import Owed


def _told_host(session: Session, owed: Owed, _now: datetime) -> Message | None:
    talk_id, left_id, at_id, speaker_id = owed.ref.split("/")
    talk = session.get(Talk, int(talk_id))
    if talk is None:
        return None
    return views.told_host(talk, speaker_id, _lunch(session, int(left_id)), _lunch(session, int(at_id)))


def _programme_changed(session: Session, owed: Owed, now: datetime) -> Message | None:
    lunch_id, talk_id = map(int, owed.ref.split("/"))
    lunch, talk = session.get(Lunch, lunch_id), session.get(Talk, talk_id)
    if lunch is None or talk is None or lunch.state != lunches.State.OPEN or lunch.at <= now:
        return None
    if talk.lunch_id == lunch.id:
        return None
    seat = session.get(Seat, (lunch.id, owed.recipients))
    return views.programme_changed(talk, lunch, lunches_talks.of_lunch(session, lunch.id), seat)


def _invited(session: Session, owed: Owed, _now: datetime) -> Message | None:
    talk_id, who = owed.ref.split("/")
    talk = session.get(Talk, int(talk_id))
    if talk is None:
        return None
    asked = who in lunches_talks.names(talk.asked)
    if owed.said_at is None and not (asked and talk.state in {State.WAITING, State.PLACED}):
        return None
    return views.invited(talk, _lunch(session, talk.lunch_id), asked=asked, speaks=who in talk.speakers)


Say = Callable[[Talk, Lunch | None, str, str], Message | None]
"""Makes a word to a speaker of their talk, the lunch it is about, the reader, and whom it is about."""


def _to_speaker(say: Say) -> Callable[[Session, Owed, datetime], Message | None]:
    """Render a word to a speaker, unless their talk is no longer what it was about."""

    def render(session: Session, owed: Owed, _now: datetime) -> Message | None:
        talk_id, _version, lunch_id, about = owed.ref.split("/")
        talk = session.get(Talk, int(talk_id))
        return say(talk, _lunch(session, int(lunch_id)), owed.recipients, about) if talk else None

    return render


def _placed(talk: Talk, lunch: Lunch | None, reader_id: str, _about: str) -> Message | None:
    return views.placed(talk, lunch, reader_id) if lunch and talk.lunch_id == lunch.id else None


def _kept(talk: Talk, lunch: Lunch | None, reader_id: str, _about: str) -> Message | None:
    return views.kept(talk, lunch, reader_id) if lunch and talk.lunch_id != lunch.id else None


def _moved(talk: Talk, lunch: Lunch | None, _reader_id: str, _about: str) -> Message | None:
    return views.moved(talk, lunch) if (lunch.id if lunch else None) == talk.lunch_id else None


def _yours_now(talk: Talk, _lunch: Lunch | None, reader_id: str, _about: str) -> Message | None:
    return views.yours_now(talk) if talk.speaker_id == reader_id and talk.lunch_id is None else None


def _you_left(talk: Talk, _lunch: Lunch | None, _reader_id: str, _about: str) -> Message | None:
    return views.you_left(talk) if talk.state == State.WAITING else None


def _dated(session: Session, owed: Owed, now: datetime) -> Message | None:
    wish_id, talk_id = map(int, owed.ref.split("/"))
    wish, talk = session.get(Wish, wish_id), session.get(Talk, talk_id)
    if wish is None or talk is None:
        return None
    lunch = _lunch(session, talk.lunch_id)
    if owed.said_at is None and (lunch is None or lunch.at <= now):
        return None
    return views.dated(wish, talk, lunch)


def _reminder(session: Session, owed: Owed, _now: datetime) -> Message | None:
    ahead, who, day = owed.ref.split("/")
    given = lunches_speaking.on_day(session, owed.team_id, who, date.fromisoformat(day))
    return views.reminder(given, Ahead(ahead), who) if given else None


def _lunch(session: Session, lunch_id: int | None) -> Lunch | None:
    return session.get(Lunch, lunch_id) if lunch_id else None


def _speaker_gone(session: Session, owed: Owed, now: datetime) -> None:
    if owed.reason in GONE:
        lunches_speakers.speaker_left(session, owed.team_id, owed.recipients, now=now)


KINDS: Kinds = {
    "lunches_talks.told_host": Kind(_told_host),
    "lunches_talks.programme_changed": Kind(_programme_changed),
    "lunches_talks.invited": Kind(_invited, undeliverable=_speaker_gone),
    "lunches_talks.joined": Kind(
        _to_speaker(lambda talk, _lunch, _reader, about: views.joined(talk, about, yes=True))
    ),
    "lunches_talks.not_joined": Kind(
        _to_speaker(lambda talk, _lunch, _reader, about: views.joined(talk, about, yes=False)),
        undeliverable=_speaker_gone,
    ),
    "lunches_talks.without_you": Kind(
        _to_speaker(lambda talk, _lunch, _reader, _about: views.without_you(talk))
    ),
    "lunches_talks.placed": Kind(_to_speaker(_placed), undeliverable=_speaker_gone),
    "lunches_talks.kept": Kind(_to_speaker(_kept), undeliverable=_speaker_gone),
    "lunches_talks.moved": Kind(_to_speaker(_moved), undeliverable=_speaker_gone),
    "lunches_talks.yours_now": Kind(_to_speaker(_yours_now), undeliverable=_speaker_gone),
    "lunches_talks.you_left": Kind(_to_speaker(_you_left), undeliverable=_speaker_gone),
    "lunches_wishes.dated": Kind(_dated),
    "lunches_speaking.reminder": Kind(_reminder, undeliverable=_speaker_gone),
}
