"""The Home tab, published whenever somebody opens it."""

from datetime import datetime

from slack_bolt import App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, people
from handlers.forms import Payload
from handlers.views import audit as audit_views
from handlers.views import home as views
from handlers.views.home import Mine
from models import (
    agenda,
    audit,
    digests,
    lunches_announcement,
    mentoring_home,
    mixers_home,
    pauses,
    questions,
    requests,
    silences,
    skills,
    stewards,
    tips,
    tips_thanks,
    tips_upkeep,
)
from models.audiences import Asker
from models.base import Sessions


def register(app: App) -> None:
    """Route what concerns the Home tab."""
    app.event("app_home_opened")(opened)


def opened(
    client: WebClient, event: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime
) -> None:
    """Publish the Home tab afresh; the messages tab needs nothing."""
    if event.get("tab", "home") == "home":
        publish(client, sessions, team_id, user_id, now)


def publish(client: WebClient, sessions: Sessions, team_id: str, user_id: str, now: datetime) -> None:
    """Show somebody their Home tab as it is now."""
    page = views.page(gather(client, sessions, team_id, user_id, now))
    client.views_publish(user_id=user_id, view=page)


def follow(
    client: WebClient, body: Payload, sessions: Sessions, team_id: str, user_id: str, now: datetime
) -> bool:
    """Show somebody's page anew where they pressed on it; tell whether they did."""
    view = body.get("view") or {}
    if view.get("type") == "home":
        publish(client, sessions, team_id, user_id, now)
    elif view.get("callback_id") == views.WINDOW:
        page = views.window(gather(client, sessions, team_id, user_id, now))
        client.views_update(view_id=view["id"], view=page)
    else:
        return False
    return True


def gather(client: WebClient, sessions: Sessions, team_id: str, user_id: str, now: datetime) -> Mine:
    """Gather what stands on somebody's page, as they may see it now."""
    person = people.look_up(client, team_id, user_id)
    zone = person.zone if person else "UTC"
    asker = people.as_asker(client, user_id, person)
    return channels.found(
        client,
        sessions,
        team_id,
        asker,
        lambda session: _mine(session, team_id, asker, zone, now),
        lambda mine: mine.others,
    )


def _mine(session: Session, team_id: str, asker: Asker, zone: str, now: datetime) -> Mine:
    user_id = asker.id
    mixers = mixers_home.of(session, team_id, user_id, now=now)
    return Mine(
        user_id=user_id,
        agenda=agenda.next_for(session, team_id, user_id, mixers, now=now, limit=views.NEXT_SHOWN),
        requests=requests.open_to(session, team_id, asker, now=now),
        lunches=lunches_announcement.open_to(
            session, team_id, user_id, asker.channels, now=now, limit=views.LUNCHES_SHOWN
        ),
        offered=skills.offered_by(session, team_id, user_id),
        wanted=skills.wanted_by(session, team_id, user_id),
        tips=tips.by_author(session, team_id, user_id, limit=views.TIPS_SHOWN),
        helped=tips_thanks.helped_by(session, team_id, user_id),
        saved=tips_thanks.saved_by(session, team_id, asker, limit=views.FETCHED),
        archived=tips_upkeep.archived_of(session, team_id, asker, limit=views.FETCHED),
        questions=questions.asked_by(session, team_id, user_id, limit=views.FETCHED),
        waiting=questions.unanswered(session, team_id, asker, limit=views.FETCHED),
        pauses=pauses.all_of(session, team_id, user_id, now=now),
        rested=silences.of(session, team_id, user_id),
        mentoring=mentoring_home.of(session, team_id, user_id, now=now),
        mixers=mixers,
        zone=zone,
        digest=digests.rhythm_of(session, team_id, user_id),
        acts=audit.concerning(session, team_id, user_id, limit=audit_views.ROWS_SHOWN),
        acts_in_all=audit.number_concerning(session, team_id, user_id),
        channels=asker.channels,
        guest=asker.guest,
        stewards=stewards.all_of(session, team_id),
    )
