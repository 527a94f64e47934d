"""Answers to questions: the form, replies in the thread, and keeping one as a tip."""

from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, messages, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import questions as views
from handlers.views import tips as tips_views
from handlers.views.blocks import Message
from models import outbox, questions, questions_answers, tips
from models.base import Sessions
from models.outbox import Owed
from models.questions import Question
from models.questions_answers import Answer
from models.tips import Tip


def register(app: App) -> None:
    """Route what concerns answers to questions."""
    app.action("questions.can_answer")(open_answer)
    app.view("questions.answer")(answer)
    app.action("questions.keep")(keep)
    app.action("questions.keep_edited")(open_keep)
    app.view("questions.keep")(keep_edited)


def open_answer(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Open the form to answer, for somebody who may see the question."""
    question = _seen_by(client, sessions, team_id, int(action["value"]), user_id)
    windows.show(client, body, views.can_answer(question))
    ack()


def answer(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Keep an answer, then thank; who asked hears of it."""
    question_id = int(view["private_metadata"])
    found = _seen_by(client, sessions, team_id, question_id, user_id)
    link = messages.link(client, found.channel_id, found.ts)
    with sessions.begin() as session:
        question = questions.get(session, team_id, question_id)
        question.permalink = link
        questions_answers.answer(
            session,
            question,
            user_id=user_id,
            text=forms.read(view)["text"],
            submission=view["id"],
            now=now,
        )
        questions.tell_of_answers(session, question, now=now)
    ack(response_action="update", view=views.answered(question))


def hear_reply(client: WebClient, event: Payload, team_id: str, sessions: Sessions, now: datetime) -> bool:
    """Note a reply in a question's thread and tell whether it was one; its words are read by nobody."""
    with sessions.read() as session:
        found = questions.at(session, team_id, event["channel"], event["thread_ts"])
    if found is None:
        return False
    link = messages.link(client, found.channel_id, found.ts)
    with sessions.begin() as session:
        question = questions.get(session, team_id, found.id)
        question.permalink = link
        if questions_answers.heard(session, question, user_id=event["user"], ts=event["ts"], now=now):
            questions.tell_of_answers(session, question, now=now)
    return True


def forget_reply(event: Payload, thread_ts: str, team_id: str, sessions: Sessions, now: datetime) -> None:
    """Forget a reply that was deleted."""
    with sessions.begin() as session:
        question = questions.at(session, team_id, event["channel"], thread_ts)
        if question is not None:
            questions_answers.unheard(question, ts=event["deleted_ts"])
            questions.tell_of_answers(session, question, now=now)


def keep(
    ack: Ack,
    client: WebClient,
    respond: Respond,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Make a tip of one's own answer as it stands; where its words are not known, let them be written."""
    question, text = _mine(client, sessions, team_id, int(action["value"]), user_id)
    if not text or len(text) > tips.LONGEST:
        windows.show(client, body, views.keep(question, text))
        ack()
        return
    draft = tips.draft(text)
    tags = draft.tags[: tips.MOST_TAGS]
    _keep(client, sessions, team_id, question, by=user_id, text=draft.text or text, tags=tags, now=now)
    respond(views.kept(), response_type="ephemeral", replace_original=False)
    ack()


def open_keep(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Let somebody put their answer into other words first."""
    question, text = _mine(client, sessions, team_id, int(action["value"]), user_id)
    windows.show(client, body, views.keep(question, text))
    ack()


def keep_edited(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Make a tip of an answer as its author changed it."""
    form = forms.read(view)
    with sessions.read() as session:
        question = questions.get(session, team_id, int(view["private_metadata"]))
    tags = tips.parse_tags(form["tags"])
    tip = _keep(client, sessions, team_id, question, by=user_id, text=form["text"], tags=tags, now=now)
    ack(response_action="update", view=tips_views.kept(tip))


def _seen_by(client: WebClient, sessions: Sessions, team_id: str, question_id: int, user_id: str) -> Question:
    """Fetch a question for somebody who may see it, with their channels as they are now."""
    asker = people.asker(client, team_id, user_id)
    return channels.found(
        client,
        sessions,
        team_id,
        asker,
        lambda session: questions.seen(session, team_id, question_id, asker),
        lambda question: [question],
    )


def _mine(
    client: WebClient, sessions: Sessions, team_id: str, question_id: int, user_id: str
) -> tuple[Question, str]:
    """Fetch a question for who answered it, with the words that would be kept; empty: they are not known."""
    with sessions.read() as session:
        question = questions.get(session, team_id, question_id)
        questions_answers.check_keeper(question, user_id)
        given = questions_answers.last_of(question, user_id)
    words = given.text or _read_again(client, team_id, question, given) if given else ""
    return question, questions_answers.as_tip(question, words)


def _read_again(client: WebClient, team_id: str, question: Question, given: Answer) -> str:
    """Read the words of a reply in the thread, which are kept nowhere else."""
    message = messages.read(client, question.channel_id, given.mark.partition(":")[2]) or {}
    if message.get("user") != given.user_id:
        return ""
    return messages.plain(client, team_id, message.get("text") or "")


def _keep(
    client: WebClient,
    sessions: Sessions,
    team_id: str,
    question: Question,
    *,
    by: str,
    text: str,
    tags: list[str],
    now: datetime,
) -> Tip:
    private = channels.is_private(client, question.channel_id)
    with sessions.begin() as session:
        held = questions.get(session, team_id, question.id)
        tip = questions_answers.keep(
            session, held, by=by, text=text, tags=tags, private_channel=private, now=now
        )
        outbox.refresh(session, team_id, questions.thanks_key(held), now=now)
    return tip


def _answer(session: Session, owed: Owed, _now: datetime) -> Message | None:
    given = session.get(Answer, int(owed.ref))
    return views.answer(given) if given else None


def _thanks(session: Session, owed: Owed, _now: datetime) -> Message | None:
    question = session.get(Question, int(owed.ref))
    return views.thanks(question) if question else None


KINDS: Kinds = {"questions.answer": Kind(_answer), "questions.thanks": Kind(_thanks)}
