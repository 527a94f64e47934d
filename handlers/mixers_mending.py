"""Not now: somebody leaves their group quietly, and the others hear with whom they go on."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import mixers_mending as views
from handlers.views.blocks import Message
from models import (
    mixers,
    mixers_answers,
    mixers_mending,
    mixers_page,
    mixers_telling,
    mixers_unsaid,
)
from models import mixers_rounds as rounds
from models.base import Sessions
from models.mixers import Mixer
from models.mixers_mending import Why
from models.mixers_page import Page
from models.mixers_rounds import Group, Part, Round, Stand, State
from models.outbox import Owed


def register(app: App) -> None:
    """Route what concerns leaving a group."""
    app.action("mixers_mending.not_now")(open_question)
    app.view("mixers_mending.leave")(leave)


def open_question(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Ask once whether somebody leaves their group."""
    with sessions.begin() as session:
        round_, _ = mixers_answers.answering(session, team_id, int(action["value"]), by=user_id)
        mixer = session.get_one(Mixer, round_.mixer_id)
        is_member = mixers.is_member(session, mixer, user_id)
    windows.show(client, body, views.ask(mixer, round_, is_member=is_member))
    ack()


def leave(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Let somebody leave their group."""
    with sessions.begin() as session:
        round_, _ = mixers_answers.answering(session, team_id, int(view["private_metadata"]), by=user_id)
        mixers_mending.take_out(session, round_, user_id, why=Why.NOT_NOW, now=now)
        mixer = session.get_one(Mixer, round_.mixer_id)
    ack(response_action="update", view=views.out(mixer))


def _told(session: Session, owed: Owed) -> Page | None:
    """Give the group that a message is about, while it is for the people of a group that goes on."""
    group = session.get(Group, mixers_telling.group_id(owed))
    if group is None:
        return None
    round_ = session.get_one(Round, group.round_id)
    now_in = rounds.people_of(session, group)
    theirs = owed.people == now_in or (len(owed.people) == 1 and owed.recipients in now_in)
    if owed.ts is None and (round_.state != State.DRAWN or not theirs):
        return None
    return mixers_page.of(session, group, alone=len(owed.people) == 1) if now_in else None


def _look(_client: WebClient, sessions: Sessions, owed: Owed, now: datetime) -> None:
    """See that these people may still be brought together."""
    with sessions.begin() as session:
        mixers_unsaid.part(session, owed, now=now)


def _fewer(session: Session, owed: Owed, _now: datetime) -> Message | None:
    told = _told(session, owed)
    return views.fewer(told) if told else None


def _joined(session: Session, owed: Owed, _now: datetime) -> Message | None:
    told, newcomer = _told(session, owed), mixers_telling.newcomer(owed)
    if told is None:
        return None
    is_there = any(each.user_id == newcomer for each in told.people)
    return views.joined(told, newcomer) if is_there else views.fewer(told)


def _alone(session: Session, owed: Owed, _now: datetime) -> Message | None:
    group = session.get(Group, int(owed.ref))
    part = session.get(Part, (group.round_id, owed.recipients)) if group else None
    if part is None or part.stand != Stand.LEFT_OUT:
        return None
    mixer = session.get_one(Mixer, session.get_one(Round, part.round_id).mixer_id)
    is_drawn = mixers.is_member(session, mixer, owed.recipients)
    following = rounds.coming(session, mixer) if is_drawn else None
    return views.alone(mixer, following.draws_at if following else None)


def _undeliverable(session: Session, owed: Owed, now: datetime) -> None:
    """Tell each by themselves; if one is gone, the others hear once that one is taken out."""
    if owed.reason not in people.GONE and len(owed.people) > 1:
        mixers_telling.one_by_one(session, owed, now=now)


KINDS: Kinds = {
    "mixers.alone": Kind(_alone),
    "mixers.fewer": Kind(_fewer, look=_look, posted=mixers_telling.said, undeliverable=_undeliverable),
    "mixers.joined": Kind(_joined, look=_look, posted=mixers_telling.said, undeliverable=_undeliverable),
}
