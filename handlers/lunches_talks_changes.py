"""One's own talks: the list, and what is changed: words, date, who gives it too, stepping back."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, home, people, windows
from handlers import lunches_talks as offering
from handlers.forms import Payload
from handlers.views import lunches_offers as views
from handlers.views.blocks import View
from handlers.views.lunches_offers import Choice
from models import lunches, lunches_offers, lunches_speakers, lunches_talks
from models.base import Sessions


def register(app: App) -> None:
    """Route what concerns one's own talks."""
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


def open_mine(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Show somebody the talks they are to give."""
    with sessions.read() as session:
        theirs = lunches_talks.of_speaker(session, team_id, user_id, limit=views.TALKS_SHOWN)
        page = views.mine([(talk, offering.lunch_of(session, talk.lunch_id)) for talk in theirs], user_id)
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
        at = offering.lunch_of(session, talk.lunch_id)
        where = [at] if at else lunches_talks.with_room(session, team_id, present, now=now)
        page = views.edit(talk, offering.formats_for(session, where, talk.pitch))
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
    co_speakers = offering.co_speakers_of(client, view, team_id, user_id)
    with sessions.begin() as session:
        talk = lunches_offers.edit(
            session,
            team_id,
            talk_id,
            offering.pitch_of(forms.read(view)),
            co_speakers,
            by=user_id,
            version=version,
            now=now,
        )
        answer = views.offered(talk, offering.lunch_of(session, talk.lunch_id))
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
    present, lunch_id = channels.of_member(client, user_id), offering.chosen(forms.read(view))
    with sessions.begin() as session:
        talk = lunches_offers.move(
            session, team_id, talk_id, by=user_id, lunch_id=lunch_id, channels=present, now=now
        )
        if talk is not None:
            answer = views.offered(talk, offering.lunch_of(session, talk.lunch_id))
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
        answer = views.offered(talk, offering.lunch_of(session, talk.lunch_id))
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
        talk = lunches_speakers.answer_invitation(
            session, team_id, int(action["value"]), by=user_id, yes=yes, now=now
        )
    if not home.follow(client, body, sessions, team_id, user_id, now) and "view" in body:
        client.views_update(view_id=body["view"]["id"], view=views.stepped_out(talk))
    ack()


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
