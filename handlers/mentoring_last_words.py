"""The last words: what changed, thanks, whether it goes on, and an insight that both let go on as a tip."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, people, windows
from handlers.forms import Payload
from handlers.mentoring_checkins import two
from handlers.mentoring_endings import word_for
from handlers.outgoing import Kind, Kinds
from handlers.reminders import Reminders
from handlers.views import mentoring_last_words as views
from handlers.views.blocks import Block, Message
from handlers.views.mentoring_checkins import over
from models import mentoring, mentoring_last_words, mentoring_reminding
from models.base import Sessions
from models.errors import RuleError
from models.mentoring import Mentorship, State
from models.mentoring_last_words import Words
from models.mentoring_meeting import LastWord
from models.outbox import Owed
from models.reminders import Reminder


def register(app: App) -> None:
    """Route what concerns the last words."""
    app.action("mentoring_last_words.open")(open_form)
    app.view("mentoring_last_words.say")(say)
    app.action("mentoring_last_words.share_named")(answer)
    app.action("mentoring_last_words.share")(answer)
    app.action("mentoring_last_words.not_share")(answer)


def open_form(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form for the last words."""
    with sessions.begin() as session:
        mentorship = mentoring_last_words.speaking(
            session, team_id, int(action["value"]), by=user_id, now=now
        )
        word = mentoring_last_words.of(session, mentorship.id, user_id)
    windows.show(client, body, views.form(mentorship, word))
    ack()


def say(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Keep the last words."""
    form = forms.read(view)
    words = Words(
        changed=form["changed"],
        thanks=form["thanks"],
        renew=form.get("next") == "on",
        insight=form.get("insight", ""),
        channel_id=form.get("channel", ""),
    )
    if words.insight and words.channel_id and words.channel_id not in channels.of_member(client, user_id):
        raise RuleError(
            "Choose a channel that you are in, and where I am too: /invite @Potluck", field="channel"
        )
    with sessions.begin() as session:
        mentorship = mentoring_last_words.say(
            session, team_id, int(view["private_metadata"]), words, by=user_id, now=now
        )
    ack(response_action="update", view=views.saved(mentorship, passes_on=bool(words.insight)))


def answer(
    ack: Ack,
    client: WebClient,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Say whether the partner may pass something on, and under which names; the question follows."""
    how, mentorship_id = action["action_id"].rpartition(".")[2], int(action["value"])
    with sessions.read() as session:
        mentorship = session.get(Mentorship, mentorship_id)
        if mentorship is None or user_id not in mentorship.two:
            raise RuleError("This is between two other people.")
        word = mentoring_last_words.insight_for(session, mentorship, user_id)
    person = people.look_up(client, team_id, user_id) if how == "share_named" else None
    private = how == "not_share" or channels.is_private(client, word.channel_id or "")
    with sessions.begin() as session:
        mentoring_last_words.answer(
            session,
            team_id,
            mentorship_id,
            by=user_id,
            shares=how != "not_share",
            name=person.name if person else "",
            private_channel=private,
            now=now,
        )
    ack()


def _asked(session: Session, reminder: Reminder, _now: datetime) -> list[Block] | None:
    found = two(session, reminder)
    if found is None:
        return None
    mentorship, partner = found
    if mentorship.state != State.RUNNING or reminder.ref != f"{mentorship.id}/{mentorship.renewals}":
        return over(mentorship, partner)
    word = mentoring_last_words.of(session, mentorship.id, reminder.user_id)
    return views.asked(mentorship, partner, said=word is not None and word.renew is not None)


def _renewed(session: Session, owed: Owed, _now: datetime) -> Message | None:
    mentorship = session.get(Mentorship, int(owed.ref.partition("/")[0]))
    if mentorship is None:
        return None
    partner = mentorship.partner_of(owed.recipients) or mentoring.NOBODY
    return views.renewed(mentorship, partner, word_for(session, mentorship, owed.recipients))


def _delivered(session: Session, owed: Owed, _now: datetime) -> Message | None:
    mentorship = session.get(Mentorship, int(owed.ref))
    word = word_for(session, mentorship, owed.recipients) if mentorship else None
    return views.delivered(mentorship, word) if mentorship and word else None


def _word(session: Session, owed: Owed) -> tuple[Mentorship, LastWord] | None:
    mentorship_id, author = owed.ref.split("/")
    mentorship = session.get(Mentorship, int(mentorship_id))
    word = mentoring_last_words.of(session, int(mentorship_id), author)
    return (mentorship, word) if mentorship and word and word.insight else None


def _insight(session: Session, owed: Owed, _now: datetime) -> Message | None:
    found = _word(session, owed)
    return views.insight(*found) if found else None


def _passed_on(session: Session, owed: Owed, _now: datetime) -> Message | None:
    found = _word(session, owed)
    return views.passed_on(found[1]) if found and found[1].shares is not None else None


KINDS: Kinds = {
    "mentoring.insight": Kind(_insight),
    "mentoring.passed_on": Kind(_passed_on),
    "mentoring.renewed": Kind(_renewed),
    "mentoring.words": Kind(_delivered),
}

REMINDERS: Reminders = {mentoring_reminding.LAST_WORDS: _asked}
