"""Offering a talk: the form, from wherever it is opened, and what comes of it."""

from collections.abc import Sequence
from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, people, windows
from handlers.forms import Payload
from handlers.views import lunches_offers as views
from handlers.views.blocks import View
from handlers.views.lunches_offers import ANY, Choice
from models import lunches, lunches_offers, lunches_talks, lunches_wishes
from models.base import Sessions
from models.lunches import Lunch
from models.lunches_offers import Offer
from models.lunches_series import TalkFormat
from models.lunches_talks import Pitch
from models.lunches_wishes import Wish


def register(app: App) -> None:
    """Route what concerns talks."""
    app.action("lunches_talks.new")(new)
    app.action("lunches_talks.at")(new_at)
    app.action("lunches_talks.tell")(tell)
    app.view("lunches_talks.offer")(offer)


def new(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form, with a title where one was typed before."""
    open_offer(ack, client, body, team_id, user_id, sessions, now, title=action.get("value") or "")


def open_offer(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
    *,
    title: str,
) -> None:
    """Open the form to offer a talk of this title."""
    _open(client, body, team_id, user_id, sessions, now, title=title)
    ack()


def new_at(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form for the lunch beside which somebody pressed."""
    _open(client, body, team_id, user_id, sessions, now, lunch_id=int(action["value"]))
    ack()


def tell(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form to take up a wish, at the lunch that asks for it where one does."""
    wish_id, _, lunch_id = action["value"].partition("/")
    tell_about(client, body, team_id, user_id, sessions, now, int(wish_id), int(lunch_id or 0))
    ack()


def tell_about(
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
    wish_id: int,
    lunch_id: int = 0,
) -> None:
    """Open the form to take up a wish that still waits."""
    with sessions.begin() as session:
        wish = lunches_wishes.open_one(session, team_id, wish_id)
    _open(client, body, team_id, user_id, sessions, now, title=wish.text, wish=wish, lunch_id=lunch_id)


def offer(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Keep the talk; where somebody was faster, the form comes back with the next free date."""
    people.check_member(client, team_id, user_id)
    form, co_speakers = forms.read(view), co_speakers_of(client, view, team_id, user_id)
    wish_id, again = map(int, view["private_metadata"].split("/"))
    offered = Offer(
        pitch_of(form), channels.of_member(client, user_id), chosen(form), co_speakers, wish_id or None
    )
    with sessions.begin() as session:
        talk = lunches_offers.offer(session, team_id, offered, by=user_id, submission=view["id"], now=now)
        if talk is not None:
            answer = views.offered(talk, lunch_of(session, talk.lunch_id))
        else:
            answer = _taken(session, team_id, offered, again=bool(again), now=now)
    ack(response_action="update", view=answer)


def _open(
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
    *,
    title: str = "",
    wish: Wish | None = None,
    lunch_id: int = 0,
) -> None:
    people.check_member(client, team_id, user_id)
    present = channels.of_member(client, user_id)
    with sessions.read() as session:
        dates = lunches_talks.with_room(session, team_id, present, now=now)
        formats = formats_for(session, dates, Pitch(title))
        if lunch_id and lunch_id not in {lunch.id for lunch in dates}:
            lunch_id = dates[0].id if dates else 0
    pitch = Pitch(title, format=formats[0])
    windows.show(client, body, views.form(pitch, Choice(dates, formats, lunch_id or None), wish=wish))


def _taken(session: Session, team_id: str, offered: Offer, *, again: bool, now: datetime) -> View:
    """Build the form once more as it was filled in, with the next free date chosen."""
    pitch = lunches_talks.checked(offered.pitch)
    wanted = lunches.get(session, team_id, offered.lunch_id or 0)
    next_one = lunches_offers.next_date(session, team_id, offered.channels, pitch, now=now)
    dates = lunches_talks.with_room(session, team_id, offered.channels, now=now)
    choice = Choice(
        dates, formats_for(session, dates, pitch), next_one.id if next_one else None, again=not again
    )
    wish = session.get(Wish, offered.wish_id) if offered.wish_id else None
    return views.form(
        pitch, choice, wish=wish, co_speakers=offered.co_speakers, taken=views.taken(wanted, next_one)
    )


def formats_for(session: Session, dates: Sequence[Lunch], pitch: Pitch) -> list[TalkFormat]:
    """Give the formats to choose from; the one that a talk has already stays among them."""
    offered = lunches_talks.formats(session, dates)
    return offered if pitch.format in offered or not pitch.title else [*offered, pitch.format]


def pitch_of(form: dict[str, str]) -> Pitch:
    """Read what somebody offers."""
    return Pitch(form["title"], form["gain"], TalkFormat(form["format"]), int(form["minutes"]))


def chosen(form: dict[str, str]) -> int | None:
    """Read the date that somebody chose; None: any."""
    chosen = form.get("lunch") or form.get("lunch_again") or ANY
    return None if chosen == ANY else int(chosen)


def co_speakers_of(client: WebClient, view: Payload, team_id: str, user_id: str) -> list[str]:
    """Read with whom; only colleagues who are members pass."""
    chosen = [who for who in forms.choices(view)["co_speakers"] if who != user_id]
    for who in chosen:
        people.check_member(client, team_id, who, field="co_speakers")
    return chosen


def lunch_of(session: Session, lunch_id: int | None) -> Lunch | None:
    """Give the lunch of a talk, where it has a date."""
    return session.get(Lunch, lunch_id) if lunch_id is not None else None
