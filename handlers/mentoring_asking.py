"""Asking for a mentor: whom one may ask, the form, and the wish without a name where nobody offers it."""

from datetime import datetime
from itertools import islice

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import mentoring_asking as views
from handlers.views.blocks import Message, View
from models import mentoring_asking, mentoring_home, mentoring_requests, profiles, skills
from models import mentoring_suggestions as suggestions
from models.base import Sessions
from models.errors import RuleError
from models.mentoring import Format, Mentorship
from models.mentoring_asking import CHOICES, Wish
from models.mentoring_suggestions import Asked
from models.outbox import Owed

LOOKED_UP = 8
"""How many of the best are looked up until three are found who are here."""

WANTED_SHOWN = 10


def register(app: App) -> None:
    """Route what concerns asking for a mentor."""
    app.action("mentoring_asking.open")(open_start)
    app.view("mentoring_asking.start")(start)
    app.view("mentoring_asking.ask")(ask)
    app.view("mentoring_asking.wait")(ask_there)
    app.action("mentoring_asking.only_wait")(only_wait)
    app.action("mentoring_asking.meant")(take_meant)
    app.action("mentoring_asking.both_ways")(both_ways)
    app.action("mentoring_asking.yes_to_theirs")(yes_to_theirs)


def open_start(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Ask what somebody wants to learn."""
    people.check_member(client, team_id, user_id)
    with sessions.read() as session:
        wanted = [each.name for each in skills.wanted_by(session, team_id, user_id)]
    windows.show(client, body, views.start(wanted[:WANTED_SHOWN]))
    ack()


def start(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Go on to whom one may ask."""
    form = forms.read(view)
    shown = suggested(client, sessions, team_id, user_id, form["skill"], Format(form["format"]), now)
    if shown is None:
        raise RuleError("Name a skill, such as Kubernetes or public speaking.", field="skill")
    ack(response_action="update", view=shown)


def suggested(
    client: WebClient,
    sessions: Sessions,
    team_id: str,
    user_id: str,
    typed: str,
    way: Format | None,
    now: datetime,
) -> View | None:
    """Build the form with up to three who may be asked, or what else one can do; None: no skill is named."""
    seeker = people.check_member(client, team_id, user_id, field="skill")
    with sessions.read() as session:
        asked = suggestions.understood(session, team_id, typed)
        if asked is None:
            return None
        mine = mentoring_home.of(session, team_id, user_id, now=now)
        before = next((each for each in mine.requests if each.skill_key == asked.key), None)
        found = suggestions.ranked(session, team_id, user_id, asked, form=way, zone=seeker.zone, now=now)
        waiting = suggestions.waiting(session, team_id, asked.key, but=user_id)
        offered = suggestions.is_offered(session, team_id, asked.key, but=user_id)
        meant = "" if offered else suggestions.may_mean(session, team_id, user_id, asked)
    if before is not None:
        return views.asked_already(mine, before)
    looked_up = ((each, people.look_up(client, team_id, each.mentor.user_id)) for each in found[:LOOKED_UP])
    here = ((each, person.name) for each, person in looked_up if person is not None and person.member)
    shown = list(islice(here, views.SUGGESTED))
    if not shown:
        return views.nobody(asked, waiting, way, somebody_full=offered, meant=meant)
    return views.form(asked, shown, way)


def take_meant(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Look for the skill that was meant."""
    shown = suggested(client, sessions, team_id, user_id, action["value"], None, now)
    if shown is not None:
        client.views_update(view_id=body["view"]["id"], view=shown)
    ack()


def ask(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Keep a request with its wishes, then show where it stands."""
    seeker = people.check_member(client, team_id, user_id)
    form = forms.read(view)
    chosen = {field: form[field] for field in CHOICES if form.get(field)}
    for field, who in chosen.items():
        if who != user_id:
            people.check_member(client, team_id, who, field=field)
    wish = Wish(_asked(view), Format(form["format"]), form["line"], chosen)
    with sessions.begin() as session:
        profiles.begin(session, team_id, user_id, seeker.zone, now=now)
        request = mentoring_asking.ask(session, team_id, user_id, wish, submission=view["id"], now=now)
        mine = mentoring_home.of(session, team_id, user_id, now=now)
        answer = views.asked(mine, request, mentoring_asking.meets(session, request))
    ack(response_action="update", view=answer)


def ask_there(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Keep a request that waits, and ask in a channel without a name."""
    channel_id = forms.read(view)["channel"]
    people.channel_of(client, team_id, user_id, channel_id)
    ack(
        response_action="update",
        view=_kept(client, view, team_id, user_id, sessions, now, channel_id=channel_id),
    )


def only_wait(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Keep a request that waits, and ask nobody."""
    kept = _kept(client, body["view"], team_id, user_id, sessions, now)
    client.views_update(view_id=body["view"]["id"], view=kept)
    ack()


def both_ways(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Make one of two who ask each other."""
    with sessions.begin() as session:
        request = mentoring_asking.both_ways(session, team_id, int(action["value"]), by=user_id, now=now)
    client.views_update(view_id=body["view"]["id"], view=views.made_one(request))
    ack()


def yes_to_theirs(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Say yes to who asks for the same, and let one's own request go."""
    with sessions.begin() as session:
        theirs = mentoring_requests.accept_instead(
            session, team_id, int(action["value"]), by=user_id, now=now
        )
    client.views_update(view_id=body["view"]["id"], view=views.said_yes(theirs))
    ack()


def _kept(
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
    *,
    channel_id: str = "",
) -> View:
    seeker = people.check_member(client, team_id, user_id)
    form = forms.read(view)
    wish = Wish(_asked(view), Format(form["format"]), form["line"], channel_id=channel_id)
    with sessions.begin() as session:
        profiles.begin(session, team_id, user_id, seeker.zone, now=now)
        request = mentoring_asking.ask(session, team_id, user_id, wish, submission=view["id"], now=now)
        mine = mentoring_home.of(session, team_id, user_id, now=now)
    return views.asked(mine, request, None, channel_id=channel_id)


def _asked(view: Payload) -> Asked:
    name = view["private_metadata"]
    return Asked(skills.key(name), name)


def _wanted(session: Session, owed: Owed, _now: datetime) -> Message | None:
    request = session.get(Mentorship, int(owed.ref))
    return views.wanted(request) if request else None


def _refused(session: Session, owed: Owed, now: datetime) -> None:
    mentoring_asking.not_posted(session, int(owed.ref), now=now)


def _not_posted(session: Session, owed: Owed, _now: datetime) -> Message | None:
    request = session.get(Mentorship, int(owed.ref))
    return views.not_posted(request) if request else None


KINDS: Kinds = {
    "mentoring_asking.wanted": Kind(_wanted, undeliverable=_refused),
    "mentoring_asking.not_posted": Kind(_not_posted),
}
