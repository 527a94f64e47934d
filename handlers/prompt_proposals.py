"""Prompts that members propose: the form, the stewards' answer with a word, and who is told."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import prompt_proposals as views
from handlers.views.blocks import Message
from models import bank, prompt_proposals, stewards
from models.bank import Prompt, Theme
from models.base import Sessions
from models.errors import RuleError
from models.outbox import Owed
from models.prompt_proposals import Proposal


def register(app: App) -> None:
    """Route what concerns proposed prompts."""
    app.action("prompt_proposals.new")(open_new)
    app.view("prompt_proposals.propose")(propose)
    app.action("prompt_proposals.list")(open_list)
    app.action("prompt_proposals.accept")(open_decision)
    app.action("prompt_proposals.decline")(open_decision)
    app.view("prompt_proposals.decide")(decide)


def open_new(ack: Ack, client: WebClient, body: Payload) -> None:
    """Open the form."""
    windows.show(client, body, views.form(bank.shared().formats))
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
    """Take a member's prompt to the stewards."""
    form, several = forms.read(view), forms.choices(view)
    people.check_member(client, team_id, user_id, field="question")
    channel_id = form.get("channel") or None
    if channel_id and channel_id not in channels.of_member(client, user_id):
        raise RuleError("Choose a channel that you are in.", field="channel")
    prompt = Prompt(
        "",
        form["format"],
        form["question"].strip(),
        Theme(form["theme"]),
        form["button"].strip(),
        tuple(filter(None, map(str.strip, form["choices"].splitlines()))),
        "anonymous" in several["wishes"],
        user_id if "named" in several["wishes"] else None,
    )
    with sessions.begin() as session:
        proposal = prompt_proposals.propose(
            session,
            prompt,
            team_id=team_id,
            author_id=user_id,
            channel_id=channel_id,
            submission=view["id"],
            now=now,
        )
    ack(response_action="update", view=views.proposed_window(proposal))


def open_list(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Show a steward what waits."""
    with sessions.read() as session:
        stewards.check(session, team_id, user_id)
        waiting = prompt_proposals.open_ones(session, team_id, limit=views.PROPOSALS_SHOWN)
    windows.show(client, body, views.waiting(waiting))
    ack()


def open_decision(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Ask a steward for a word to go with the answer."""
    with sessions.read() as session:
        stewards.check(session, team_id, user_id)
        proposal = prompt_proposals.waiting(session, team_id, int(action["value"]))
    windows.show(client, body, views.decision(proposal, yes=action["action_id"].endswith("accept")))
    ack()


def decide(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Answer a proposal."""
    proposal_id, answer = view["private_metadata"].split()
    with sessions.begin() as session:
        proposal = prompt_proposals.decide(
            session,
            team_id,
            int(proposal_id),
            yes=answer == "yes",
            word=forms.read(view)["word"],
            by=user_id,
            now=now,
        )
    ack(response_action="update", view=views.decided(proposal))


def _proposed(session: Session, owed: Owed, _now: datetime) -> Message | None:
    proposal = session.get(Proposal, int(owed.ref))
    return views.question(proposal) if proposal else None


def _answered(session: Session, owed: Owed, _now: datetime) -> Message | None:
    proposal = session.get(Proposal, int(owed.ref))
    return views.answer(proposal) if proposal else None


KINDS: Kinds = {
    "prompt_proposals.answered": Kind(_answered),
    "prompt_proposals.proposed": Kind(_proposed),
}
