"""Tips: the command, the form, the post's buttons, the search."""

from collections.abc import Sequence
from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, home, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import tips as views
from handlers.views.blocks import Message
from models import outbox, search, tips, tips_reports
from models.audiences import Asker, Audience
from models.base import Sessions
from models.outbox import Owed
from models.tips import Draft, Format, Tip

THREAD_GONE = "thread_not_found"
"""Slack's refusal where the message that a tip was kept from is deleted."""


def register(app: App) -> None:
    """Route what concerns tips."""
    app.command("/share-tip")(start)
    app.shortcut("tips.compose")(compose)
    app.action("tips.compose")(compose)
    app.view("tips.share")(share)
    app.action("tips.open")(open_whole)
    app.action("tips.edit")(open_edit)
    app.view("tips.edit")(edit)
    app.action("tips.delete")(delete)
    app.action("tips.report")(open_report)
    app.view("tips.report")(report)
    app.action("tips.post_again")(post_again)


def start(ack: Ack, client: WebClient, body: Payload, command: Payload) -> None:
    """Open the form with what was typed, or explain the command."""
    words = forms.typed(command)
    if forms.asks_for_help(words):
        ack(views.HELP)
        return
    windows.show(client, body, views.compose(tips.draft(words)))
    ack()


def compose(ack: Ack, client: WebClient, body: Payload) -> None:
    """Open an empty form, from the shortcut or the Home tab."""
    windows.show(client, body, views.compose(Draft("", [])))
    ack()


def share(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Keep the tip, then thank: the ack follows the commit, so "kept" is always true.

    Where much the same is there already, the form comes back once and says so.
    """
    form = forms.read(view)
    draft = _draft(form)
    if view["private_metadata"] != views.ALIKE_SEEN:
        alike = _alike(client, sessions, team_id, user_id, draft)
        if alike:
            ack(response_action="update", view=views.compose(draft, alike))
            return
    private = channels.is_private(client, form["channel"])
    with sessions.begin() as session:
        tip = tips.share(
            session,
            team_id=team_id,
            author_id=user_id,
            text=draft.text,
            tags=draft.tags,
            format=draft.format,
            link=draft.link,
            audience=draft.audience,
            channel_id=form["channel"],
            private_channel=private,
            submission=view["id"],
            now=now,
        )
    ack(response_action="update", view=views.kept(tip))


def open_whole(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Show one tip in full, to somebody who may see it now."""
    tip = seen_by(client, sessions, team_id, int(action["value"]), user_id)
    windows.show(client, body, views.whole(tip, reader_id=user_id))
    ack()


def open_edit(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Open the author's form; anybody else is told that it is the author's."""
    tip = kept_by(client, sessions, team_id, int(action["value"]), user_id)
    origin = body.get("view", {}).get("type", "message")
    windows.show(client, body, views.edit(tip, origin=origin))
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
    """Change a tip; its post follows."""
    tip_id, version, origin = view["private_metadata"].split()
    draft = _draft(forms.read(view))
    with sessions.begin() as session:
        tips.edit(
            session,
            team_id,
            int(tip_id),
            by=user_id,
            text=draft.text,
            tags=draft.tags,
            format=draft.format,
            link=draft.link,
            version=int(version),
            now=now,
        )
    if origin == "home":
        home.publish(client, sessions, team_id, user_id, now)
    ack(response_action="clear")


def delete(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Delete a tip; its post is taken back."""
    with sessions.begin() as session:
        tips_reports.delete_tip(session, team_id, int(action["value"]), by=user_id, now=now)
    client.views_update(view_id=body["view"]["id"], view=views.deleted())
    if body["view"]["private_metadata"].endswith("home"):
        home.publish(client, sessions, team_id, user_id, now)
    ack()


def post_again(
    ack: Ack,
    respond: Respond,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Owe the tip's post once more, now that Potluck may be in the channel."""
    with sessions.begin() as session:
        tips.post_again(session, team_id, int(action["value"]), by=user_id, now=now)
    respond(views.posting_again(), replace_original=True)
    ack()


def open_report(ack: Ack, client: WebClient, body: Payload, action: Payload) -> None:
    """Ask what is wrong with a tip."""
    windows.show(client, body, views.report(int(action["value"])))
    ack()


def report(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Tell the stewards what somebody says is wrong with a tip."""
    with sessions.begin() as session:
        tips_reports.report(
            session,
            team_id,
            int(view["private_metadata"]),
            by=user_id,
            text=forms.read(view)["text"],
            now=now,
        )
    ack(response_action="update", view=views.reported())


def seen_by(client: WebClient, sessions: Sessions, team_id: str, tip_id: int, user_id: str) -> Tip:
    """Fetch a tip for somebody who may see it, with their channels as they are now."""
    asker = people.asker(client, team_id, user_id)
    return channels.found(
        client,
        sessions,
        team_id,
        asker,
        lambda session: tips.seen(session, team_id, tip_id, asker),
        lambda tip: [tip],
    )


def kept_by(client: WebClient, sessions: Sessions, team_id: str, tip_id: int, user_id: str) -> Tip:
    """Fetch a tip for its author, or for its owner while they may see it."""
    with sessions.read() as session:
        tip = tips.own(session, team_id, tip_id, user_id)
    return tip if tip.author_id == user_id else seen_by(client, sessions, team_id, tip_id, user_id)


def _alike(client: WebClient, sessions: Sessions, team_id: str, user_id: str, draft: Draft) -> Sequence[Tip]:
    asker = people.asker(client, team_id, user_id)
    return channels.found(
        client,
        sessions,
        team_id,
        asker,
        lambda session: search.similar(session, team_id, asker, draft.text, limit=views.ALIKE_SHOWN),
        lambda alike: alike,
    )


def _draft(form: dict[str, str]) -> Draft:
    return Draft(
        form["text"],
        tips.parse_tags(form["tags"]),
        Format(form["format"]),
        form["link"],
        Audience(form.get("audience") or Audience.WORKSPACE),
        form.get("channel"),
    )


def _post(session: Session, owed: Owed, _now: datetime) -> Message | None:
    tip = session.get(Tip, int(owed.ref))
    return views.post(tip) if tip else None


def _not_posted(session: Session, owed: Owed, _now: datetime) -> Message | None:
    tip = session.get(Tip, int(owed.ref))
    return views.not_posted(tip) if tip else None


def _tell_author(session: Session, owed: Owed, now: datetime) -> None:
    """Post a tip by itself whose thread is gone; whatever else hinders it, its author can mend."""
    tip = session.get(Tip, int(owed.ref))
    if owed.thread_ts is not None and owed.reason == THREAD_GONE:
        owed.thread_ts = None
        outbox.renew(session, owed.team_id, owed.key, now=now)
    elif tip is not None:
        outbox.owe(
            session,
            team_id=tip.team_id,
            key=f"{owed.key}:refused:{owed.version}",
            kind="tips.not_posted",
            ref=tip.id,
            to=tip.author_id,
            due=now,
        )


def _reported(session: Session, owed: Owed, _now: datetime) -> Message | None:
    found = tips_reports.get(session, int(owed.ref))
    return views.report_to_steward(*found, owed.recipients) if found else None


def _look_at_reported(client: WebClient, sessions: Sessions, owed: Owed, _now: datetime) -> None:
    """Note whether the tip's channel has become private: a steward need not be in it."""
    with sessions.read() as session:
        found = tips_reports.get(session, int(owed.ref))
    if found is not None:
        asker = Asker(owed.recipients, ())
        channels.close_private(client, sessions, owed.team_id, asker, [found[1]])


KINDS: Kinds = {
    "tips.post": Kind(_post, undeliverable=_tell_author),
    "tips.not_posted": Kind(_not_posted),
    "tips.reported": Kind(_reported, look=_look_at_reported),
}
