"""Wishes: the board, the form, +1, and two wishes that become one."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, home, lunches_talks, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import lunches_wishes as views
from handlers.views.blocks import Message, View
from models import lunches_asking, lunches_merging, lunches_wishes
from models.base import Sessions
from models.lunches_asking import Said, WishAsking
from models.lunches_merging import Merge, MergeState
from models.lunches_wishes import State, Wanted, Wish
from models.outbox import Owed

ALIKE_SHOWN = 3
OTHERS_SHOWN = 50


def register(app: App) -> None:
    """Route what concerns wishes."""
    app.action("lunches_wishes.list")(open_board)
    app.action("lunches_wishes.page_on")(turn_page)
    app.action("lunches_wishes.page_back")(turn_page)
    app.action("lunches_wishes.new")(open_form)
    app.view("lunches_wishes.save")(save)
    app.action("lunches_wishes.same")(same)
    app.action("lunches_wishes.vote")(vote)
    app.action("lunches_wishes.take_back")(vote)
    app.action("lunches_wishes.edit")(open_change)
    app.view("lunches_wishes.change")(change)
    app.action("lunches_merging.open")(open_merge)
    app.view("lunches_merging.propose")(propose)
    app.action("lunches_merging.yes")(answer_merge)
    app.action("lunches_merging.no")(answer_merge)
    app.action("lunches_asking.yes")(can_tell)
    app.action("lunches_asking.not_now")(cannot_tell)
    app.action("lunches_asking.never")(cannot_tell)


def open_board(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Show what colleagues wish for."""
    people.check_member(client, team_id, user_id)
    windows.show(client, body, _board(sessions, team_id, user_id, 0))
    ack()


def turn_page(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Show another page of the board."""
    page = _board(sessions, team_id, user_id, int(action["value"]))
    client.views_update(view_id=body["view"]["id"], view=page)
    ack()


def open_form(ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str) -> None:
    """Open the form for a wish."""
    people.check_member(client, team_id, user_id)
    windows.show(client, body, views.form())
    ack()


def save(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Keep a wish; where much the same is there already, the form comes back once and says so."""
    people.check_member(client, team_id, user_id)
    text = forms.read(view)["text"]
    if not view["private_metadata"]:
        with sessions.read() as session:
            alike = lunches_wishes.similar(session, team_id, text, limit=ALIKE_SHOWN)
        if alike:
            ack(response_action="update", view=views.form(text, alike))
            return
    with sessions.begin() as session:
        wish = lunches_wishes.wish(
            session, team_id=team_id, by=user_id, text=text, submission=view["id"], now=now
        )
    ack(response_action="update", view=views.kept(wish))


def same(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Wish for what is there already, instead of anew."""
    people.check_member(client, team_id, user_id)
    with sessions.begin() as session:
        wish = lunches_wishes.vote(session, team_id, int(action["value"]), by=user_id, now=now)
    client.views_update(view_id=body["view"]["id"], view=views.kept(wish))
    ack()


def vote(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Wish for it too, or no more; the board follows."""
    people.check_member(client, team_id, user_id)
    wish_id = int(action["value"])
    with sessions.begin() as session:
        if action["action_id"] == "lunches_wishes.vote":
            lunches_wishes.vote(session, team_id, wish_id, by=user_id, now=now)
        else:
            lunches_wishes.take_back_vote(session, team_id, wish_id, by=user_id, now=now)
    page = _board(sessions, team_id, user_id, int(body["view"]["private_metadata"] or 0))
    client.views_update(view_id=body["view"]["id"], view=page)
    ack()


def open_change(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Open the form to put one's wish into other words."""
    with sessions.read() as session:
        wish = lunches_wishes.own(session, team_id, int(action["value"]), user_id)
    windows.show(client, body, views.form(wish.text, wish=wish))
    ack()


def change(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Put one's wish into other words."""
    with sessions.begin() as session:
        wish = lunches_wishes.change(
            session,
            team_id,
            int(view["private_metadata"]),
            by=user_id,
            text=forms.read(view)["text"],
            now=now,
        )
    ack(response_action="update", view=views.kept(wish))


def open_merge(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Ask which wish one belongs to; those like it come first."""
    people.check_member(client, team_id, user_id)
    wish_id = int(action["value"])
    with sessions.begin() as session:
        wish = lunches_wishes.open_one(session, team_id, wish_id)
        near = lunches_wishes.similar(session, team_id, wish.text, limit=OTHERS_SHOWN, but=wish.id)
        rest = lunches_wishes.most_wanted(session, team_id, limit=OTHERS_SHOWN)
    known = {row.wish.id for row in near} | {wish.id}
    others = [*near, *(row for row in rest if row.wish.id not in known)][:OTHERS_SHOWN]
    windows.show(client, body, views.merge(wish, others))
    ack()


def propose(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Ask who wished for the smaller one, or make them one at once if that is who says so."""
    people.check_member(client, team_id, user_id)
    one, other = int(view["private_metadata"]), int(forms.read(view)["into"])
    with sessions.begin() as session:
        merge = lunches_merging.propose(session, team_id, one, other, by=user_id, now=now)
    ack(response_action="update", view=views.proposed(MergeState(merge.state)))


def answer_merge(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Let one's wish become part of another one, or not; the question's own message follows."""
    wish_id, into_id = map(int, action["value"].split("/"))
    yes = action["action_id"] == "lunches_merging.yes"
    with sessions.begin() as session:
        lunches_merging.answer(session, team_id, wish_id, into_id, by=user_id, yes=yes, now=now)
    home.follow(client, body, sessions, team_id, user_id, now)
    ack()


def can_tell(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form to take the wish up; until it is sent, the wish waits."""
    wish_id = int(action["value"])
    people.check_member(client, team_id, user_id)
    with sessions.begin() as session:
        lunches_asking.answer(session, team_id, wish_id, by=user_id, said=Said.YES, now=now)
    lunches_talks.tell_about(client, body, team_id, user_id, sessions, now, wish_id)
    ack()


def cannot_tell(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Note a no; nobody hears of it."""
    said = Said.NEVER if action["action_id"] == "lunches_asking.never" else Said.NOT_NOW
    with sessions.begin() as session:
        lunches_asking.answer(session, team_id, int(action["value"]), by=user_id, said=said, now=now)
    home.follow(client, body, sessions, team_id, user_id, now)
    ack()


def _board(sessions: Sessions, team_id: str, user_id: str, page: int) -> View:
    with sessions.read() as session:
        return views.board(lunches_wishes.board(session, team_id, user_id, page=max(page, 0)), user_id)


def _may_merge(session: Session, owed: Owed, _now: datetime) -> Message | None:
    wish_id, into_id = map(int, owed.ref.split("/"))
    smaller, into = session.get_one(Wish, wish_id), session.get_one(Wish, into_id)
    merge = session.get_one(Merge, (wish_id, into_id))
    waits = merge.state == MergeState.ASKED and smaller.state == into.state == State.OPEN
    if owed.said_at is None and not waits:
        return None
    votes = lunches_wishes.votes_of(session, into.id)
    return views.may_merge(smaller, Wanted(into, votes), MergeState(merge.state))


def _asked(session: Session, owed: Owed, _now: datetime) -> Message | None:
    wish_id, who = owed.ref.split("/")
    wish, asking = session.get_one(Wish, int(wish_id)), session.get_one(WishAsking, (int(wish_id), who))
    if owed.said_at is None and (asking.said is not None or wish.state != State.OPEN):
        return None
    return views.asked(asking, wish, lunches_wishes.votes_of(session, wish.id))


def _gone(_session: Session, _owed: Owed, _now: datetime) -> Message:
    return views.gone()


KINDS: Kinds = {
    "lunches_merging.asked": Kind(_may_merge),
    "lunches_asking.asked": Kind(_asked),
    "lunches_wishes.gone": Kind(_gone),
}
