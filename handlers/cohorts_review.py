"""A steward's review of a cohort: the draft row by row, pin, part, draft again, publish, cancel."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import people, windows
from handlers.forms import Payload
from handlers.views import cohorts_review as views
from handlers.views.blocks import View
from handlers.views.cohorts_review import Alone, Together
from models import (
    cohorts,
    cohorts_draft,
    cohorts_joining,
    cohorts_publishing,
    cohorts_review,
    skills,
    stewards,
)
from models.base import Sessions
from models.cohorts import Cohort, State
from models.cohorts_draft import Sheet


def register(app: App) -> None:
    """Route what concerns a steward's review."""
    app.action("cohorts_review.show")(show)
    app.action("cohorts_review.next")(turn)
    app.action("cohorts_review.back")(turn)
    app.action("cohorts_review.change")(change)
    app.action("cohorts_review.allow")(allow)
    app.action("cohorts_review.draft")(draft)
    app.action("cohorts_review.made")(show_how)
    app.action("cohorts_review.announce")(announce)
    app.action("cohorts_review.publish")(publish)
    app.action("cohorts_review.cancel")(cancel)


def show(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show a steward one cohort as it stands."""
    windows.show(client, body, _page(sessions, team_id, int(action["value"]), user_id, now))
    ack()


def turn(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Turn to another page of the draft."""
    cohort_id, page = map(int, action["value"].split("/"))
    _update(client, body, _page(sessions, team_id, cohort_id, user_id, now, page=page))
    ack()


def change(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Pin a pair, or no longer, or part two."""
    verb, cohort_id, page, seeker_id, mentor_id = action["selected_option"]["value"].split("/")
    two = (seeker_id, mentor_id)
    with sessions.begin() as session:
        if verb == "part":
            cohorts_review.part(session, team_id, int(cohort_id), two, by=user_id, now=now)
        else:
            on = verb == "pin"
            cohorts_review.pin(session, team_id, int(cohort_id), two, on=on, by=user_id, now=now)
    note = "Parted. Draft again to find them others." if verb == "part" else ""
    _update(
        client,
        body,
        _page(sessions, team_id, int(cohort_id), user_id, now, page=int(page), note=note),
    )
    ack()


def allow(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Let two be drafted together again."""
    cohort_id, page, seeker_id, mentor_id = action["value"].split("/")
    two = (seeker_id, mentor_id)
    with sessions.begin() as session:
        cohorts_review.allow(session, team_id, int(cohort_id), two, by=user_id, now=now)
    _update(client, body, _page(sessions, team_id, int(cohort_id), user_id, now, page=int(page)))
    ack()


def draft(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Close the sign-up if it is open, and draft everybody at once."""
    with sessions.begin() as session:
        cohort = cohorts_review.again(session, team_id, int(action["value"]), by=user_id, now=now)
    note = "" if cohort.drafted_at else "So many take a minute. I write to you when the draft is ready."
    _update(client, body, _page(sessions, team_id, cohort.id, user_id, now, note=note))
    ack()


def show_how(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Show what the draft is made from, and what counts how much."""
    with sessions.read() as session:
        stewards.check(session, team_id, user_id)
        cohort = cohorts.get(session, team_id, int(action["value"]))
    windows.show(client, body, views.made(cohort))
    ack()


def announce(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Announce once more what Slack refused."""
    with sessions.begin() as session:
        cohort = cohorts.announce_again(session, team_id, int(action["value"]), by=user_id, now=now)
    _update(client, body, _page(sessions, team_id, cohort.id, user_id, now))
    ack()


def publish(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Introduce every pair that is possible now, and tell the others kindly."""
    cohort_id = int(action["value"])
    with sessions.read() as session:
        stewards.check(session, team_id, user_id)
        joined = cohorts.joined_by(session, cohorts.get(session, team_id, cohort_id))
    gone = people.absent(client, team_id, {each.user_id for each in joined})
    with sessions.begin() as session:
        done = cohorts_publishing.publish(session, team_id, cohort_id, by=user_id, gone=gone, now=now)
    note = views.published(done.pairs, done.taken_out, done.told)
    _update(client, body, _page(sessions, team_id, cohort_id, user_id, now, note=note))
    ack()


def cancel(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Call a cohort off; everybody who joined hears."""
    with sessions.begin() as session:
        cohort = cohorts.cancel(session, team_id, int(action["value"]), by=user_id, now=now)
    note = "Cancelled. Everybody who joined is told."
    _update(client, body, _page(sessions, team_id, cohort.id, user_id, now, note=note))
    ack()


def _update(client: WebClient, body: Payload, shown: View) -> None:
    client.views_update(view_id=body["view"]["id"], view=shown)


def _page(
    sessions: Sessions,
    team_id: str,
    cohort_id: int,
    user_id: str,
    now: datetime,
    *,
    page: int = 0,
    note: str = "",
) -> View:
    with sessions.read() as session:
        stewards.check(session, team_id, user_id)
        cohort = cohorts.get(session, team_id, cohort_id)
        return views.page(_sheet(session, cohort, page, now), note=note)


def _sheet(session: Session, cohort: Cohort, page: int, now: datetime) -> views.Sheet:
    pairs = cohorts.pairs_of(session, cohort)
    drafted = cohort.state == State.DRAFTED and cohort.drafted_at is not None
    sheet = cohorts_draft.gather(session, cohort, now=now) if drafted else None
    alone = cohorts_draft.unmatched(sheet, pairs) if sheet else []
    page = min(page, max(0, (len(pairs) + len(alone) - 1) // views.PAGE))
    start, end = page * views.PAGE, (page + 1) * views.PAGE
    together = [
        Together(each, sheet.match(each.seeker_id, each.mentor_id) if sheet else None)
        for each in pairs[start:end]
    ]
    apart = alone[max(start - len(pairs), 0) : max(end - len(pairs), 0)]
    return views.Sheet(
        cohort=cohort,
        counts=cohorts_joining.counts(session, cohort),
        rows=[*together, *(_alone(session, cohort, sheet, each, len(pairs)) for each in apart if sheet)],
        parted=cohorts_review.parted(session, cohort) if cohort.state == State.DRAFTED else [],
        pairs=len(pairs),
        pinned=sum(each.pinned for each in pairs),
        alone=len(alone),
        page=page,
        refused=cohorts.refused(session, cohort),
    )


def _alone(session: Session, cohort: Cohort, sheet: Sheet, who: str, pairs: int) -> Alone:
    wanted = skills.wanted_by(session, cohort.team_id, who)
    why = cohorts_draft.why_not(sheet, who, pairs=pairs)
    return Alone(who, why, [skill.name for skill in wanted])
