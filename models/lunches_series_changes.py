"""Changes of a whole series: another plan from one date on, a pause, an end, other hosts."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import lunches, lunches_changes, lunches_seats, lunches_series, lunches_talks, outbox, stewards
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_series import NOBODY, Plan, Series, Setting, State
from models.slots import Slot

MENDABLE = {"is_archived", "restricted_action", "not_in_channel", "channel_not_found", "no_permission"}
"""Why a channel takes no announcement, until somebody mends it."""


def change(
    session: Session,
    team_id: str,
    series_id: int,
    plan: Plan,
    *,
    first: int | None,
    version: int,
    by: str,
    now: datetime,
) -> Series:
    """Give a series another plan from one of its lunches on: `first`, or the next one.

    The lunches from there on take over what is new in it, their dates in order. Each keeps its seats and
    talks, and what was chosen for it alone. Who has a seat hears of it if the time, the place or the link is
    another. `version` is what its host saw.
    """
    series = _running(session, team_id, series_id, "lunches_series.change", by, now)
    if series.version != version:
        raise RuleError(
            "Somebody has changed this series meanwhile. Close this, and open it again to see how it stands."
        )
    before, plan = series.plan, lunches_series.without(series.host_id, lunches_series.checked(plan))
    kept, following = _split(lunches.ahead(session, series.id, now=now), first)
    plan, since = _anchored(before, plan, kept, following, now)
    _co_host(session, series, plan.co_host_id, by, now)
    for name, value in lunches_series.columns(plan).items():
        setattr(series, name, value)
    series.since = since.isoformat() if since else series.since
    series.version += 1
    was = {lunch.id: (lunch.at, lunch.setting) for lunch in following}
    if since is not None:
        _date_anew(session, series, following, now)
    _take_over(following, before.setting, plan.setting)
    _tell(session, following, was, now)
    lunches.open_next(session, series, now=now)
    return series


def pause(session: Session, team_id: str, series_id: int, until: date, *, by: str, now: datetime) -> Series:
    """Let a series rest until a day: dates before it are called off, and who has a seat hears of it."""
    series = _running(session, team_id, series_id, "lunches_series.pause", by, now)
    lunches_series.check_day(until, series.zone, now=now, field="until")
    series.paused_until = until.isoformat()
    _clear(session, series, now, until=until)
    lunches.open_next(session, series, now=now)
    return series


def go_on(session: Session, team_id: str, series_id: int, *, by: str, now: datetime) -> Series:
    """Let a series go on that rests; an announcement that its channel refused is said after all."""
    series = _running(session, team_id, series_id, "lunches_series.go_on", by, now)
    series.paused_until = series.refusal = None
    for lunch in lunches.ahead(session, series.id, now=now):
        if not outbox.renew(session, team_id, lunch.key, now=now) and _untouched(session, lunch):
            session.delete(lunch)
    session.flush()
    lunches.open_next(session, series, now=now)
    return series


def end(session: Session, team_id: str, series_id: int, *, by: str, now: datetime) -> Series:
    """Let a series meet no more: its coming lunches are called off, and who has a seat hears of it."""
    series = _running(session, team_id, series_id, "lunches_series.end", by, now)
    series.state = State.ENDED
    _clear(session, series, now)
    return series


def hand_over(session: Session, team_id: str, series_id: int, to: str, *, by: str, now: datetime) -> Series:
    """Make somebody else the host, who hears of it."""
    series = _running(session, team_id, series_id, "lunches_series.hand_over", by, now)
    if to == series.host_id:
        raise RuleError("They are its host already.", field="to")
    _host(session, series, to, now)
    if to != by:
        lunches_series.tell_host(session, series, to, by, now)
    return series


def take_over(session: Session, team_id: str, series_id: int, *, gone: str, by: str, now: datetime) -> Series:
    """Become the host of a series whose host is gone; the first who presses does."""
    series = _running(session, team_id, series_id, "lunches_series.take_over", by, now)
    if series.host_id != gone:
        raise RuleError("Somebody looks after this series already. `/lunch-signup` shows who.")
    _host(session, series, by, now)
    for owed in outbox.told_of(session, team_id, "lunches_series.left", [f"{series.id}/{gone}"]):
        outbox.refresh(session, team_id, owed.key, now=now)
    return series


def left(session: Session, team_id: str, user_id: str, *, forgotten: bool = False, now: datetime) -> None:
    """Find new hosts for the series of somebody who is gone: the co-host, or a steward who likes to.

    Who is forgotten is named to nobody: until somebody takes over, the series has no host.
    """
    named = NOBODY if forgotten else user_id
    theirs = select(Series).where(
        Series.team_id == team_id,
        Series.state == State.RUNNING,
        or_(Series.host_id == user_id, Series.co_host_id == user_id),
    )
    for series in session.scalars(theirs.order_by(Series.id).with_for_update()).all():
        if series.host_id != user_id:
            _co_host(session, series, None, user_id, now)
        elif series.co_host_id is not None:
            _host(session, series, series.co_host_id, now)
            lunches_series.tell_host(session, series, series.host_id, named, now)
        else:
            if forgotten:
                _host(session, series, NOBODY, now)
            _ask_who_decides(session, series, named, now)


def refused(session: Session, lunch_id: int, *, reason: str, now: datetime) -> None:
    """Let a series rest whose channel takes no announcement, and tell its hosts once how to mend it."""
    lunch = session.get(Lunch, lunch_id)
    if lunch is None or lunch.ts is not None or reason not in MENDABLE:
        return
    series = session.get_one(Series, lunch.series_id, with_for_update=True)
    if series.state == State.RUNNING and series.refusal is None:
        series.refusal = reason
        for who in lunches_series.looked_after_by(session, series):
            outbox.owe(
                session,
                team_id=series.team_id,
                key=f"series:{series.id}:refused:{now:%Y-%m-%dT%H:%M}:{who}",
                kind="lunches_series.refused",
                ref=series.id,
                to=who,
                due=now,
            )


def _running(session: Session, team_id: str, series_id: int, act: str, by: str, now: datetime) -> Series:
    """Fetch a series that meets for who may change it; its hosts can see what a steward does to it."""
    series = lunches_series.own(session, team_id, series_id, by)
    if series.state != State.RUNNING:
        raise RuleError("This series does not meet any more. `/lunch-signup` shows what there is.")
    lunches_series.note(session, series, act, by=by, now=now)
    return series


def _split(ahead: Sequence[Lunch], first: int | None) -> tuple[Sequence[Lunch], Sequence[Lunch]]:
    """Part the lunches to come before the one from which a change holds."""
    numbers = [number for number, lunch in enumerate(ahead) if first in {None, lunch.id}]
    if first is not None and not numbers:
        raise RuleError("This lunch is over or called off by now. Choose another date.", field="first")
    at = numbers[0] if numbers else 0
    return ahead[:at], ahead[at:]


def _anchored(
    before: Plan, plan: Plan, kept: Sequence[Lunch], following: Sequence[Lunch], now: datetime
) -> tuple[Plan, date | None]:
    """Say where a plan's dates begin, and from which day on they hold; None: they stay as they are.

    A rhythm that stays goes on as it was counted: one on the 31st does not become one on the 28th.
    """
    if plan.rhythm() == before.rhythm():
        return plan, None
    if plan.start != before.start:
        lunches_series.check_day(plan.start, plan.zone, now=now, field="start")
        if kept and plan.start <= _day(kept[-1]):
            raise RuleError("Choose a day after the lunch that stays as it is.", field="start")
        return plan, plan.start
    since = _day(following[0]) if following else now.astimezone(ZoneInfo(plan.zone)).date()
    return (plan._replace(start=since) if plan.every != before.every else plan), since


def _date_anew(session: Session, series: Series, following: Sequence[Lunch], now: datetime) -> None:
    """Give lunches the dates of their series, in order; one moved by hand stays there if its date does."""
    dates = _free(session, series, following, now)
    found = [(lunch, next(dates)) for lunch in following]
    before = {lunch.id: (lunch.slot, lunch.zone) for lunch in following}
    for lunch in following:
        lunch.slot = f"~{lunch.id}"  # so that two may change places
    session.flush()
    for lunch, slot in found:
        if before[lunch.id] != (slot.key, series.zone):
            lunch.at = slot.at
        lunch.slot, lunch.zone = slot.key, series.zone
    session.flush()


def _free(session: Session, series: Series, following: Sequence[Lunch], now: datetime) -> Iterator[Slot]:
    """Give the dates of a series that none of its other lunches has, or had."""
    others = select(Lunch.slot).where(
        Lunch.series_id == series.id, Lunch.id.not_in([lunch.id for lunch in following])
    )
    taken = set(session.scalars(others))
    return (slot for slot in series.rhythm.coming(now) if slot.key not in taken)


def _take_over(following: Sequence[Lunch], before: Setting, after: Setting) -> None:
    """Let lunches take over what has changed in their series, and keep what was chosen for one alone."""
    for name in Setting._fields:
        if getattr(before, name) != getattr(after, name):
            for lunch in following:
                setattr(lunch, name, getattr(after, name))


def _tell(
    session: Session, following: Sequence[Lunch], was: dict[int, tuple[datetime, Setting]], now: datetime
) -> None:
    elsewhere: list[Lunch] = []
    for lunch in following:
        at, setting = was[lunch.id]
        if setting != lunch.setting:
            lunches_seats.seats_changed(session, lunch, now)
        if (at, setting.place, setting.link) != (lunch.at, lunch.place, lunch.link):
            lunch.was_at = at if at != lunch.at else None
            elsewhere.append(lunch)
        elif setting != lunch.setting:
            lunches.revise(session, lunch, now=now)
    if elsewhere:
        lunches_changes.tell_of_change(session, *elsewhere, now=now)


def _clear(session: Session, series: Series, now: datetime, *, until: date = date.max) -> None:
    """Call off the lunches before a day; one that nobody has heard of is just not there."""
    concerned: list[Lunch] = []
    for lunch in lunches.ahead(session, series.id, now=now):
        if lunch.at.astimezone(ZoneInfo(lunch.zone)).date() >= until:
            continue
        if _untouched(session, lunch):
            session.delete(lunch)
        else:
            concerned.append(lunch)
    if concerned:
        lunches_changes.call_off(session, *concerned, now=now)
    session.flush()


def _untouched(session: Session, lunch: Lunch) -> bool:
    """Tell whether nobody knows of a lunch yet, or has chosen anything for it."""
    return (
        lunch.announced_at is None
        and not lunch.sequence
        and not lunches_seats.taken(session, lunch.id).seats
        and not lunches_talks.of_lunch(session, lunch.id)
    )


def _host(session: Session, series: Series, to: str, now: datetime) -> None:
    series.host_id = to
    if series.co_host_id == to:
        series.co_host_id = None
    _pass_on_hosts(session, series, now)


def _co_host(session: Session, series: Series, to: str | None, by: str, now: datetime) -> None:
    if to != series.co_host_id:
        series.co_host_id = to
        _pass_on_hosts(session, series, now)
        if to is not None and to != by:
            lunches_series.tell_host(session, series, to, by, now)


def _pass_on_hosts(session: Session, series: Series, now: datetime) -> None:
    for lunch in lunches.ahead(session, series.id, now=now):
        lunch.host_id, lunch.co_host_id = series.host_id, series.co_host_id
        lunches.show_again(session, lunch, now=now)


def _ask_who_decides(session: Session, series: Series, gone: str, now: datetime) -> None:
    for who in stewards.deciders(session, series.team_id, series.creator_id):
        if who != gone:
            outbox.owe(
                session,
                team_id=series.team_id,
                key=_question(series, gone, who, now),
                kind="lunches_series.left",
                ref=f"{series.id}/{gone}",
                to=who,
                due=now,
            )


def _question(series: Series, gone: str, who: str, now: datetime) -> str:
    """Name the question once for who is gone; one who is forgotten has no name that could be used again."""
    since = f":{now:%Y-%m-%dT%H:%M}" if gone == NOBODY else ""
    return f"series:{series.id}:left:{gone}{since}:{who}"


def _day(lunch: Lunch) -> date:
    """Give the day that a lunch was meant for."""
    return date.fromisoformat(lunch.slot[:10])
