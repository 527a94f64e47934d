"""Requests for a mentor: the question to the mentor and what is pressed on it, and what the seeker hears."""

from collections.abc import Callable, Sequence
from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, mentoring, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.reminders import Reminders
from handlers.views import mentoring_requests as views
from handlers.views.blocks import Block, Message
from handlers.views.mentoring_requests import Told
from models import mentoring_asking, mentoring_requests, mentoring_turns, mentoring_waits
from models import mentoring_suggestions as suggestions
from models.base import Sessions
from models.errors import RuleError
from models.mentoring import Mentorship, Turn, Wished, wishes
from models.outbox import Owed
from models.reminders import Reminder


def register(app: App) -> None:
    """Route what concerns requests."""
    app.action("mentoring_requests.accept")(accept)
    app.action("mentoring_requests.not_now")(not_now)
    app.action("mentoring_requests.ask_first")(open_ask_first)
    app.view("mentoring_requests.ask_first")(ask_first)
    app.action("mentoring_requests.answer")(open_answer)
    app.view("mentoring_requests.answer")(answer)
    app.action("mentoring_requests.withdraw")(withdraw)
    app.action("mentoring_requests.wish_for")(wish_for)


def accept(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Say yes; what else waits for a mentor without a place goes on."""
    mentorship_id, rank = _meant(action["value"])
    with sessions.begin() as session:
        mentoring_requests.accept(session, team_id, mentorship_id, rank, by=user_id, now=now)
    pass_on_from(sessions, user_id, now)
    mentoring.show_again(client, body, sessions, team_id, user_id, now)
    ack()


def not_now(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Let a request go on to the next."""
    mentorship_id, rank = _meant(action["value"])
    with sessions.begin() as session:
        mentoring_requests.not_now(session, team_id, mentorship_id, rank, by=user_id, now=now)
    mentoring.show_again(client, body, sessions, team_id, user_id, now)
    ack()


def open_ask_first(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form in which a mentor asks something first."""
    mentorship_id, rank = _meant(action["value"])
    with sessions.read() as session:
        told = _told(
            session, *mentoring_requests.asked_of(session, team_id, mentorship_id, rank, by=user_id), now
        )
    windows.show(client, body, views.ask_first(told))
    ack()


def ask_first(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Send a mentor's question to the seeker."""
    mentorship_id, rank = _meant(view["private_metadata"])
    text = forms.read(view)["text"]
    with sessions.begin() as session:
        mentoring_requests.ask_first(session, team_id, mentorship_id, rank, by=user_id, text=text, now=now)
    ack(response_action="update", view=views.asked_first())


def open_answer(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Open the form in which a seeker answers."""
    mentorship_id, rank = _meant(action["value"])
    with sessions.read() as session:
        request, wish = mentoring_requests.question_to(session, team_id, mentorship_id, rank, by=user_id)
    windows.show(client, body, views.answer(request, wish))
    ack()


def answer(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Send the seeker's answer to the mentor."""
    mentorship_id, rank = _meant(view["private_metadata"])
    text = forms.read(view)["text"]
    with sessions.begin() as session:
        mentoring_requests.answer(session, team_id, mentorship_id, rank, by=user_id, text=text, now=now)
    ack(response_action="update", view=views.answered())


def withdraw(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Take a request back."""
    with sessions.begin() as session:
        mentoring_requests.withdraw(session, team_id, int(action["value"]), by=user_id, now=now)
    mentoring.show_again(client, body, sessions, team_id, user_id, now)
    ack()


def wish_for(
    ack: Ack,
    client: WebClient,
    body: Payload,
    respond: Respond,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Ask somebody whom the seeker was offered."""
    mentorship_id, rank = _meant(action["value"])
    with sessions.read() as session:
        offered = session.get(Wished, (mentorship_id, rank))
    if offered is not None and not people.is_member(client, team_id, offered.mentor_id):
        raise RuleError("This colleague is not here any more. You hear when somebody else offers it.")
    with sessions.begin() as session:
        wish = mentoring_asking.wish_for(session, team_id, mentorship_id, rank, by=user_id, now=now)
    if "view" in body:
        mentoring.show_again(client, body, sessions, team_id, user_id, now)
    else:
        respond(views.wished(wish), response_type="ephemeral", replace_original=False)
    ack()


def pass_on_from(sessions: Sessions, user_id: str, now: datetime) -> None:
    """Let what waits for a mentor go on at once who cannot be asked any more, each in its own transaction."""
    with sessions.read() as session:
        late = mentoring_turns.due(session, now=now, mentor_id=user_id)
    for team_id, mentorship_id in late:
        with sessions.begin() as session:
            mentoring_waits.pass_on(session, team_id, mentorship_id, now=now)


def _meant(value: str) -> tuple[int, int]:
    mentorship_id, rank = map(int, value.split("/"))
    return mentorship_id, rank


def _told(session: Session, request: Mentorship, wish: Wished, now: datetime) -> Told:
    shared = suggestions.shared_minutes(
        session, request.team_id, request.seeker_id, wish.mentor_id, on=now.date()
    )
    return Told(request, wish, shared)


def _found(session: Session, ref: str) -> tuple[Mentorship, Wished] | None:
    mentorship_id, rank = _meant(ref)
    request, wish = session.get(Mentorship, mentorship_id), session.get(Wished, (mentorship_id, rank))
    return (request, wish) if request is not None and wish is not None else None


def _asked(session: Session, owed: Owed, now: datetime) -> Message | None:
    found = _found(session, owed.ref)
    if found is None or (owed.ts is None and found[1].turn != Turn.PROPOSED):
        return None
    return views.asked(_told(session, *found, now))


def _heard(session: Session, owed: Owed) -> None:
    found = _found(session, owed.ref)
    if found is not None and owed.said_at is not None:
        mentoring_turns.heard(session, found[1], at=owed.said_at)


def _cannot_be_told(session: Session, owed: Owed, now: datetime) -> None:
    mentorship_id, rank = _meant(owed.ref)
    mentoring_requests.not_told(session, owed.team_id, mentorship_id, rank, now=now)


def _question(session: Session, owed: Owed, _now: datetime) -> Message | None:
    found = _found(session, owed.ref)
    return views.question(*found) if found else None


def _answered(session: Session, owed: Owed, now: datetime) -> Message | None:
    found = _found(session, owed.ref)
    if found is None or (owed.ts is None and found[1].turn != Turn.PROPOSED):
        return None
    return views.brought(_told(session, *found, now))


def _to_seeker(
    build: Callable[[Mentorship, Sequence[Wished]], Message],
) -> Callable[[Session, Owed, datetime], Message | None]:
    """Make a message to a seeker, with those whom they may ask."""

    def render(session: Session, owed: Owed, _now: datetime) -> Message | None:
        request = session.get(Mentorship, int(owed.ref))
        if request is None:
            return None
        return build(request, wishes(session, request.id))

    return render


def _let_go(session: Session, owed: Owed, _now: datetime) -> Message | None:
    request = session.get(Mentorship, int(owed.ref))
    return views.let_go(request) if request else None


def _reminder(session: Session, reminder: Reminder, now: datetime) -> list[Block] | None:
    found = _found(session, reminder.ref)
    if found is None or found[1].turn != Turn.PROPOSED or found[1].silent:
        return None
    return views.reminder(_told(session, *found, now))


KINDS: Kinds = {
    "mentoring_requests.asked": Kind(_asked, posted=_heard, undeliverable=_cannot_be_told),
    "mentoring_requests.question": Kind(_question),
    "mentoring_requests.answered": Kind(_answered),
    "mentoring_requests.unmet": Kind(_to_seeker(views.unmet)),
    "mentoring_requests.offered": Kind(_to_seeker(views.offered)),
    "mentoring_requests.let_go": Kind(_let_go),
}

REMINDERS: Reminders = {mentoring_turns.REMINDER: _reminder}
