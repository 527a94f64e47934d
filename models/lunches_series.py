"""Series: recurring learning lunches, who wished for one, who is its host, and what is chosen for it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import String, Text, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import links, outbox, slots, stewards, working_days
from models.audiences import Audience, Placed
from models.base import NEVER_REUSED, insert_once
from models.errors import RuleError
from models.lunches_rhythm import Every, Rhythm

LONGEST_TITLE = 100
LONGEST_PLACE = 200

MOST_SEATS = 1000
MOST_SLOTS = 6
MINUTES = (15, 180)

NOBODY = ""
"""Stands where a host was, or a speaker, who is forgotten."""

FURTHEST = timedelta(days=2 * 366)
"""How far ahead a series may begin or go on."""


class State(StrEnum):
    """Whether a series meets."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    RUNNING = "running"
    ENDED = "ended"


class Food(StrEnum):
    """Who brings lunch."""

    OWN = "own"
    CATERED = "catered"


class TalkFormat(StrEnum):
    """What a talk may be like."""

    TALK = "talk"
    LIGHTNING = "lightning"
    SHOW_AND_TELL = "show_and_tell"
    ASK_ME_ANYTHING = "ask_me_anything"
    READING_CIRCLE = "reading_circle"
    GOT_IT_WRONG = "got_it_wrong"
    DEMO = "demo"


class Setting(NamedTuple):
    """Where and how one lunch is held: a series hands it to each of its dates.

    `capacity` counts the seats in the room and `remote_capacity` those at the link; None: as many as come.
    `slots` is how many talks fit, `minimum` how many people it takes.
    """

    title: str
    minutes: int = 30
    place: str = ""
    link: str = ""
    capacity: int | None = None
    remote_capacity: int | None = None
    food: Food = Food.OWN
    work_time: bool = False
    guests: bool = False
    minimum: int = 2
    slots: int = 1

    @property
    def seats(self) -> int | None:
        """How many may come in all; None: as many as like to."""
        room = self.capacity if self.place or not self.link else 0
        remote = self.remote_capacity if self.link else 0
        return None if room is None or remote is None else room + remote

    @property
    def fitted(self) -> "Setting":
        """The same with a minimum that all its seats can reach."""
        return self._replace(minimum=min(self.minimum, self.seats or self.minimum))


class Plan(NamedTuple):
    """What somebody chose for a series; `other_time` takes turns with `at`."""

    setting: Setting
    start: date
    every: Every
    at: time
    zone: str
    other_time: time | None = None
    country: str = ""
    formats: tuple[TalkFormat, ...] = tuple(TalkFormat)
    co_host_id: str | None = None

    def rhythm(self, not_before: str | None = None) -> Rhythm:
        """Give its dates, from a day on."""
        times = (self.at, self.other_time) if self.other_time else (self.at,)
        first = date.fromisoformat(not_before) if not_before else date.min
        return Rhythm(self.start, self.every, times, self.zone, self.country, first)


class Held(Placed):
    """What a series and each of its lunches say of where and how."""

    __abstract__ = True

    host_id: Mapped[str] = mapped_column(String(32))
    co_host_id: Mapped[str | None] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    minutes: Mapped[int] = mapped_column(default=30)
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE), default="")
    link: Mapped[str] = mapped_column(String(links.LONGEST), default="")
    capacity: Mapped[int | None]
    remote_capacity: Mapped[int | None]
    food: Mapped[Food] = mapped_column(String(10), default=Food.OWN)
    work_time: Mapped[bool] = mapped_column(default=False, server_default=false())
    guests: Mapped[bool] = mapped_column(default=False, server_default=false())
    minimum: Mapped[int] = mapped_column(default=2)
    slots: Mapped[int] = mapped_column(default=1)
    zone: Mapped[str] = mapped_column(String(64))

    @property
    def setting(self) -> Setting:
        """Where and how it is held."""
        return Setting(*(getattr(self, name) for name in Setting._fields))


class Series(Held):
    """A recurring learning lunch of a channel.

    `creator_id` made the channel, `keeper_id` said yes to it; `version` counts its proposals and changes. Its
    plan holds from `since` on, and no date before `paused_until` is opened. `refusal` is Slack's word for why
    its channel takes no announcement: until somebody mends that, it rests.
    """

    __tablename__ = "series"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State] = mapped_column(String(10), index=True)
    start_on: Mapped[str] = mapped_column(String(10))
    every: Mapped[Every] = mapped_column(String(20))
    local_time: Mapped[str] = mapped_column(String(5))
    other_time: Mapped[str | None] = mapped_column(String(5))
    country: Mapped[str] = mapped_column(String(10), default="")
    formats: Mapped[str] = mapped_column(Text)
    since: Mapped[str | None] = mapped_column(String(10))
    paused_until: Mapped[str | None] = mapped_column(String(10))
    refusal: Mapped[str | None] = mapped_column(String(200))
    proposer_id: Mapped[str] = mapped_column(String(32))
    creator_id: Mapped[str | None] = mapped_column(String(32))
    keeper_id: Mapped[str | None] = mapped_column(String(32))
    submission: Mapped[str] = mapped_column(String(64), unique=True)
    proposed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)

    @property
    def rhythm(self) -> Rhythm:
        """The series as the calendar understands it."""
        return self.plan.rhythm(max(filter(None, (self.since, self.paused_until)), default=None))

    @property
    def plan(self) -> Plan:
        """What was chosen for it."""
        return Plan(
            self.setting,
            date.fromisoformat(self.start_on),
            Every(self.every),
            time.fromisoformat(self.local_time),
            self.zone,
            time.fromisoformat(self.other_time) if self.other_time else None,
            self.country,
            tuple(map(TalkFormat, filter(None, self.formats.split(",")))),
            self.co_host_id,
        )

    @property
    def question_key(self) -> str:
        """What the question about it is called in the outbox, before the name of who is asked."""
        return f"series:{self.id}:{self.version}"


def suggested(zone: str, *, now: datetime) -> Plan:
    """Give a plan to begin with: at twelve on a working day, in time to be announced a week ahead."""
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(weeks=1)
    while not working_days.are_worked("", day):
        day += timedelta(days=1)
    return Plan(Setting("Learning lunch"), day, Every.WEEK, time(12), zone)


def propose(
    session: Session,
    *,
    team_id: str,
    channel_id: str,
    plan: Plan,
    by: str,
    creator_id: str,
    private_channel: bool,
    submission: str,
    now: datetime,
) -> Series:
    """Wish for a series in a channel: it runs at once if a steward or the channel's creator wishes.

    Else those are asked, and the first answer counts. The same submission twice is the same series.
    """
    plan = without(by, checked(plan))
    check_day(plan.start, plan.zone, now=now, field="start")
    series = insert_once(
        session,
        Series,
        team_id=team_id,
        channel_id=channel_id,
        audience=Audience.CHANNEL if private_channel else Audience.WORKSPACE,
        host_id=by,
        proposer_id=by,
        creator_id=creator_id or None,
        submission=submission,
        proposed_at=now,
        version=0,
        state=State.PROPOSED,
        **columns(plan),
    )
    if series is None:
        return session.scalars(select(Series).where(Series.submission == submission)).one()
    if may_decide(session, series, by):
        _begin(session, series, by, now)
    else:
        _ask(session, series, now)
    return series


def decide(
    session: Session, team_id: str, series_id: int, version: int, *, by: str, yes: bool, now: datetime
) -> Series:
    """Say yes or no to a proposal; its proposer is told."""
    series = own(session, team_id, series_id, by)
    if series.state != State.PROPOSED or series.version != version:
        raise RuleError("Somebody has answered this already. `/lunch-signup` shows how it stands.")
    note(session, series, "lunches_series.confirm" if yes else "lunches_series.decline", by=by, now=now)
    if yes:
        _begin(session, series, by, now)
    else:
        series.state, series.keeper_id = State.DECLINED, by
    for who in stewards.deciders(session, team_id, series.creator_id):
        outbox.refresh(session, team_id, f"{series.question_key}:{who}", now=now)
    if series.proposer_id != by:
        outbox.owe(
            session,
            team_id=team_id,
            key=f"{series.question_key}:answer",
            kind="lunches_series.answered",
            ref=series.id,
            to=series.proposer_id,
            due=now,
        )
    return series


def get(session: Session, team_id: str, series_id: int) -> Series:
    """Fetch a series that may be gone by now."""
    series = session.get(Series, series_id)
    if series is None or series.team_id != team_id:
        raise RuleError("This series is gone. `/lunch-signup` shows what there is.")
    return series


def own(session: Session, team_id: str, series_id: int, user_id: str) -> Series:
    """Fetch a series for those who may say yes to it, or change it."""
    series = get(session, team_id, series_id)
    session.refresh(series, with_for_update=True)
    if not may_change(session, series, user_id):
        raise RuleError("The host, a steward or the channel's creator can do this. Ask one of them.")
    return series


def may_decide(session: Session, series: Series, user_id: str) -> bool:
    """Tell whether somebody is a steward, or made the channel."""
    return user_id in stewards.deciders(session, series.team_id, series.creator_id)


def may_change(session: Session, series: Series, user_id: str) -> bool:
    """Tell whether somebody looks after a series: its hosts once it runs, and who may say yes to it."""
    hosts = {series.host_id, series.co_host_id} if series.state == State.RUNNING else set()
    return user_id in hosts or may_decide(session, series, user_id)


def note(session: Session, held: Held, act: str, *, by: str, detail: str = "", now: datetime) -> None:
    """Let the hosts of a series, or of a lunch, see what a steward did to it who is not one of them."""
    hosts = [each for each in dict.fromkeys((held.host_id, held.co_host_id)) if each]
    for who in hosts if by not in hosts else []:
        where = f"{held.channel_id} {detail}".strip()
        stewards.did(session, held.team_id, by, act, about=who, detail=where, now=now)


def looked_after_by(session: Session, series: Series) -> list[str]:
    """Name the hosts of a series; where it has none, those who may decide."""
    hosts = [each for each in (series.host_id, series.co_host_id) if each]
    return hosts or stewards.deciders(session, series.team_id, series.creator_id)


def running(session: Session) -> Sequence[Series]:
    """List every series that meets."""
    return session.scalars(select(Series).where(Series.state == State.RUNNING).order_by(Series.id)).all()


def wake(series: Series, *, now: datetime) -> None:
    """Let a pause be over whose day has come."""
    today = now.astimezone(ZoneInfo(series.zone)).date().isoformat()
    if series.paused_until is not None and series.paused_until <= today:
        series.paused_until = None


def listed(session: Session, team_id: str, user_id: str, channels: Collection[str]) -> Sequence[Series]:
    """List the series of the channels somebody is in; a steward sees the others too."""
    wanted = select(Series).where(
        Series.team_id == team_id, Series.state.in_([State.PROPOSED, State.RUNNING])
    )
    if not stewards.is_one(session, team_id, user_id):
        wanted = wanted.where(Series.channel_id.in_(channels))
    return session.scalars(wanted.order_by(Series.id)).all()


def checked(plan: Plan) -> Plan:
    """Give back a plan that can be kept."""
    zone = slots.checked_zone(plan.zone)
    if plan.other_time == plan.at:
        raise RuleError(
            "This is the first time again. Choose another, or leave it empty.", field="other_time"
        )
    return plan._replace(
        setting=checked_setting(plan.setting),
        zone=zone,
        country=working_days.checked(plan.country),
    )


def without(host_id: str, plan: Plan) -> Plan:
    """Give a plan in which the host is not their own co-host."""
    return plan._replace(co_host_id=None) if plan.co_host_id == host_id else plan


def check_day(day: date, zone: str, *, now: datetime, field: str) -> None:
    """Let a day pass that is to come, and not years ahead."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if day < today:
        raise RuleError("This day is over. Choose today or a day to come.", field=field)
    if day > today + FURTHEST:
        raise RuleError("This is years ahead. Choose a day within the next two years.", field=field)


def checked_setting(typed: Setting) -> Setting:
    """Give back where and how a lunch is held as it can be; with a link alone, its seats are there."""
    setting = typed._replace(
        title=typed.title.strip(), place=typed.place.strip(), link=links.checked(typed.link) or ""
    )
    _check_words(setting)
    _check_numbers(setting)
    if setting.link and not setting.place:
        there = setting.remote_capacity or setting.capacity
        setting = setting._replace(capacity=None, remote_capacity=there)
    return setting.fitted


def tell_host(session: Session, series: Series, to: str, by: str, now: datetime) -> None:
    """Tell somebody that they look after a series now."""
    outbox.owe(
        session,
        team_id=series.team_id,
        key=f"series:{series.id}:given:{now:%Y-%m-%dT%H:%M}:{to}",
        kind="lunches_series.given",
        ref=f"{series.id}/{by}",
        to=to,
        due=now,
    )


def _begin(session: Session, series: Series, keeper_id: str, now: datetime) -> None:
    series.state, series.keeper_id = State.RUNNING, keeper_id
    if series.co_host_id is not None:
        tell_host(session, series, series.co_host_id, series.host_id, now)


def _ask(session: Session, series: Series, now: datetime) -> None:
    asked = stewards.deciders(session, series.team_id, series.creator_id)
    if not asked:
        raise RuleError(
            "Nobody here can say yes to it yet. `/potluck settings` makes you Potluck's first steward.",
            field="channel",
        )
    for who in asked:
        outbox.owe(
            session,
            team_id=series.team_id,
            key=f"{series.question_key}:{who}",
            kind="lunches_series.proposed",
            ref=series.id,
            to=who,
            due=now,
        )


def _check_words(setting: Setting) -> None:
    if not setting.title:
        raise RuleError("Give it a name, such as Learning lunch.", field="title")
    for field, words, most in (
        ("title", setting.title, LONGEST_TITLE),
        ("place", setting.place, LONGEST_PLACE),
    ):
        if len(words) > most:
            raise RuleError(f"At most {most} characters fit here; these are {len(words):,}.", field=field)


def _check_numbers(setting: Setting) -> None:
    for field, seats in (("capacity", setting.capacity), ("remote_capacity", setting.remote_capacity)):
        if seats is not None and not 1 <= seats <= MOST_SEATS:
            raise RuleError(
                f"A number from 1 to {MOST_SEATS:,}, or nothing for as many as come.", field=field
            )
    if setting.remote_capacity is not None and not setting.link:
        raise RuleError("Give the video link as well, or leave this empty.", field="remote_capacity")
    if not MINUTES[0] <= setting.minutes <= MINUTES[1]:
        raise RuleError(f"From {MINUTES[0]} to {MINUTES[1]} minutes.", field="minutes")
    if not 1 <= setting.slots <= MOST_SLOTS:
        raise RuleError(f"From 1 to {MOST_SLOTS} talks.", field="slots")
    if not 0 <= setting.minimum <= MOST_SEATS:
        raise RuleError(f"At most {MOST_SEATS:,} people.", field="minimum")


def columns(plan: Plan) -> dict[str, Any]:
    """Give a plan as the columns of a series."""
    return {
        **plan.setting._asdict(),
        "start_on": plan.start.isoformat(),
        "every": plan.every,
        "local_time": f"{plan.at:%H:%M}",
        "other_time": f"{plan.other_time:%H:%M}" if plan.other_time else None,
        "zone": plan.zone,
        "country": plan.country,
        "formats": ",".join(plan.formats),
        "co_host_id": plan.co_host_id,
    }
