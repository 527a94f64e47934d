"""Talks: the form to offer one, and what speakers change: its words, its date, who gives it too."""

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
    app.action("lunches_talks.mine")(open_mine)
    app.action("lunches_talks.edit")(open_edit)
    app.view("lunches_talks.edit")(edit)
    app.action("lunches_talks.move")(open_move)
    app.view("lunches_talks.move")(move)
    app.action("lunches_talks.step_back")(open_step_back)
    app.view("lunches_talks.step_back")(step_back)
    app.action("lunches_talks.offer_again")(offer_again)
    app.action("lunches_talks.join")(answer_invitation)
    app.action("lunches_talks.not_join")(answer_invitation)


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
    form, co_speakers = forms.read(view), _co_speakers(client, view, team_id, user_id)
    wish_id, again = map(int, view["private_metadata"].split("/"))
    offered = Offer(
        _pitch(form), channels.of_member(client, user_id), _chosen(form), co_speakers, wish_id or None
    )
    with sessions.begin() as session:
        talk = lunches_offers.offer(session, team_id, offered, by=user_id, submission=view["id"], now=now)
        if talk is not None:
            answer = views.offered(talk, _lunch(session, talk.lunch_id))
        else:
            answer = _taken(session, team_id, offered, again=bool(again), now=now)
    ack(response_action="update", view=answer)


def open_mine(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Show somebody the talks they are to give."""
    with sessions.read() as session:
        theirs = lunches_talks.of_speaker(session, team_id, user_id, limit=views.TALKS_SHOWN)
        page = views.mine([(talk, _lunch(session, talk.lunch_id)) for talk in theirs], user_id)
    windows.show(client, body, page)
    ack()


def open_edit(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form for who offered a talk."""
    present = channels.of_member(client, user_id)
    with sessions.read() as session:
        talk = lunches_talks.own(session, team_id, int(action["value"]), user_id)
        at = _lunch(session, talk.lunch_id)
        where = [at] if at else lunches_talks.with_room(session, team_id, present, now=now)
        page = views.edit(talk, _formats(session, where, talk.pitch))
    windows.show(client, body, page)
    ack()


def edit(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Change a talk; its announcement follows."""
    talk_id, version = map(int, view["private_metadata"].split("/"))
    co_speakers = _co_speakers(client, view, team_id, user_id)
    with sessions.begin() as session:
        talk = lunches_offers.edit(
            session,
            team_id,
            talk_id,
            _pitch(forms.read(view)),
            co_speakers,
            by=user_id,
            version=version,
            now=now,
        )
        answer = views.offered(talk, _lunch(session, talk.lunch_id))
    ack(response_action="update", view=answer)


def open_move(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form that gives a talk another date."""
    present = channels.of_member(client, user_id)
    with sessions.read() as session:
        talk = lunches_talks.own(session, team_id, int(action["value"]), user_id)
        free = lunches_talks.with_room(session, team_id, present, now=now)
    dates = [lunch for lunch in free if lunch.id != talk.lunch_id]
    windows.show(client, body, views.move(talk, Choice(dates, [], dates[0].id if dates else None)))
    ack()


def move(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Give a talk another date; where somebody was faster, the form comes back with the next free one."""
    people.check_member(client, team_id, user_id)
    talk_id, again = map(int, view["private_metadata"].split("/"))
    present, lunch_id = channels.of_member(client, user_id), _chosen(forms.read(view))
    with sessions.begin() as session:
        talk = lunches_offers.move(
            session, team_id, talk_id, by=user_id, lunch_id=lunch_id, channels=present, now=now
        )
        if talk is not None:
            answer = views.offered(talk, _lunch(session, talk.lunch_id))
        else:
            answer = _move_taken(session, team_id, talk_id, lunch_id, present, again=bool(again), now=now)
    ack(response_action="update", view=answer)


def open_step_back(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Ask what becomes of the talk."""
    with sessions.read() as session:
        talk = lunches_talks.own(session, team_id, int(action["value"]), user_id)
    windows.show(client, body, views.step_back(talk))
    ack()


def step_back(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Give the slot back, and keep or withdraw the talk."""
    keep = forms.read(view)["then"] == views.KEEP["value"]
    with sessions.begin() as session:
        talk = lunches_offers.step_back(
            session, team_id, int(view["private_metadata"]), by=user_id, keep=keep, now=now
        )
    ack(response_action="update", view=views.stepped_back(talk))


def offer_again(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Undo that a talk was withdrawn."""
    with sessions.begin() as session:
        talk = lunches_offers.offer_again(session, team_id, int(action["value"]), by=user_id, now=now)
        answer = views.offered(talk, _lunch(session, talk.lunch_id))
    client.views_update(view_id=body["view"]["id"], view=answer)
    ack()


def answer_invitation(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Say whether one gives a colleague's talk too; the question's own message follows."""
    people.check_member(client, team_id, user_id)
    yes = action["action_id"] == "lunches_talks.join"
    with sessions.begin() as session:
        talk = lunches_offers.answer_invitation(
            session, team_id, int(action["value"]), by=user_id, yes=yes, now=now
        )
    if "view" in body:
        client.views_update(view_id=body["view"]["id"], view=views.stepped_out(talk))
    ack()


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
        formats = _formats(session, dates, Pitch(title))
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
        dates, _formats(session, dates, pitch), next_one.id if next_one else None, again=not again
    )
    wish = session.get(Wish, offered.wish_id) if offered.wish_id else None
    return views.form(
        pitch, choice, wish=wish, co_speakers=offered.co_speakers, taken=views.taken(wanted, next_one)
    )


def _move_taken(
    session: Session,
    team_id: str,
    talk_id: int,
    lunch_id: int | None,
    present: set[str],
    *,
    again: bool,
    now: datetime,
) -> View:
    talk, wanted = lunches_talks.get(session, team_id, talk_id), lunches.get(session, team_id, lunch_id or 0)
    free = lunches_talks.with_room(session, team_id, present, now=now)
    dates = [lunch for lunch in free if lunch.id != talk.lunch_id]
    next_one = next((lunch for lunch in dates if lunches_talks.suits(session, lunch, talk.pitch)), None)
    choice = Choice(dates, [], next_one.id if next_one else None, again=not again)
    return views.move(talk, choice, taken=views.taken(wanted, next_one))


def _formats(session: Session, dates: Sequence[Lunch], pitch: Pitch) -> list[TalkFormat]:
    """Give the formats to choose from; the one that a talk has already stays among them."""
    offered = lunches_talks.formats(session, dates)
    return offered if pitch.format in offered or not pitch.title else [*offered, pitch.format]


def _pitch(form: dict[str, str]) -> Pitch:
    return Pitch(form["title"], form["gain"], TalkFormat(form["format"]), int(form["minutes"]))


def _chosen(form: dict[str, str]) -> int | None:
    """Read the date that somebody chose; None: any."""
    chosen = form.get("lunch") or form.get("lunch_again") or ANY
    return None if chosen == ANY else int(chosen)


def _co_speakers(client: WebClient, view: Payload, team_id: str, user_id: str) -> list[str]:
    chosen = [who for who in forms.choices(view)["co_speakers"] if who != user_id]
    for who in chosen:
        people.check_member(client, team_id, who, field="co_speakers")
    return chosen


def _lunch(session: Session, lunch_id: int | None) -> Lunch | None:
    return session.get(Lunch, lunch_id) if lunch_id is not None else None
