"""What becomes of a mixer: set up with its first round, changed, at rest and going on, stopped."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import (
    mixers,
    mixers_drawing,
    mixers_heads_up,
    mixers_invitation,
    mixers_sheet,
    outbox,
    reminders,
    slots,
    stewards,
)
from models import mixers_rounds as rounds
from models.errors import RuleError
from models.mixers import Member, Mixer, Plan, State
from models.mixers_rounds import Round

STOPPED = "mixers.stopped"
RESTS = "mixers.resting"
"""What people are reminded of: that a mixer has ended, and that it rests though they were told of a draw."""

TOLD_RUNNERS = "mixers.rests"
"""The message that tells who runs a mixer that it rests, and later what came of it."""

TOLD_WITHIN = timedelta(weeks=2)
"""How long people may be told so; later they know."""

MENDABLE = {"is_archived", "restricted_action", "not_in_channel", "channel_not_found", "no_permission"}
"""Why a channel takes no post, until somebody mends it."""


def set_up(
    session: Session,
    team_id: str,
    plan: Plan,
    *,
    by: str,
    creator_id: str | None,
    submission: str,
    seed: int,
    now: datetime,
) -> Mixer:
    """Set a mixer up, open its first round, and owe its channel the invitation; once a submission."""
    mixer = mixers.set_up(
        session, team_id, plan, by=by, creator_id=creator_id, submission=submission, now=now
    )
    if mixer.state == State.RUNNING and rounds.coming(session, mixer) is None:
        rounds.open_first(session, mixer, seed=seed, now=now)
        mixers_invitation.owe(session, mixer, now=now)
    return mixer


def change(session: Session, team_id: str, mixer_id: int, plan: Plan, *, by: str, now: datetime) -> Mixer:
    """Give a mixer another plan, from the round on that is open; who skips it still does."""
    mixer, round_ = _run_by(session, team_id, mixer_id, by)
    before, plan = mixer.plan, mixers.checked(plan._replace(channel_id=mixer.channel_id), now=now)
    for name, value in mixers.columns(plan).items():
        setattr(mixer, name, value)
    session.flush()
    mixers.check_name(session, mixer)
    if round_ is not None and _when(before) != _when(plan):
        _move(session, mixer, round_, told=round_.heads_up_at is None, now=now)
    stewards.did(session, team_id, by, "mixers.change", about=None, detail=mixers.told_as(mixer), now=now)
    mixers_invitation.show_again(session, mixer, now=now)
    return mixer


def stop(session: Session, team_id: str, mixer_id: int, *, by: str, now: datetime) -> Mixer:
    """Let a mixer draw no more groups, and tell everybody in it; groups that run go on."""
    mixer, round_ = _run_by(session, team_id, mixer_id, by)
    mixer.state = State.STOPPED
    people = {*mixers.members(session, mixer)}
    if round_ is not None:
        people.update(mixers_sheet.eligible(session, round_, now=now))
        round_.state, round_.heads_up_at = rounds.State.CALLED_OFF, None
        rounds.plan(round_)
        mixers_heads_up.follow(session, round_, now=now)
    _tell(session, mixer, STOPPED, mixer.id, people - {by}, now)
    session.execute(delete(Member).where(Member.mixer_id == mixer.id))
    stewards.did(session, team_id, by, "mixers.stop", about=None, detail=mixers.told_as(mixer), now=now)
    mixers_invitation.show_again(session, mixer, now=now)
    return mixer


def rest(session: Session, mixer: Mixer, reason: str, *, now: datetime) -> None:
    """Let a mixer rest whose channel takes no post, and tell who runs it once how to mend it.

    Who was told of a draw that does not come hears that too.
    """
    round_ = rounds.held_open(session, mixer)
    mixer = mixers.held(session, mixer.team_id, mixer.id)
    if mixer.state != State.RUNNING or reason not in MENDABLE:
        return
    mixer.state, mixer.refusal = State.RESTING, reason
    if round_ is not None:
        expect_it = {*mixers_heads_up.told(session, round_)} & {
            *mixers_sheet.eligible(session, round_, now=now)
        }
        _tell(session, mixer, RESTS, mixers_heads_up.ref(round_), expect_it, now)
        mixers_heads_up.follow(session, round_, now=now)
    for who in runners(session, mixer):
        outbox.owe(
            session,
            team_id=mixer.team_id,
            key=f"mixers.rests:{mixer.id}:{now:%Y-%m-%dT%H:%M}:{who}",
            kind=TOLD_RUNNERS,
            ref=mixer.id,
            to=who,
            due=now,
        )


def resume(session: Session, team_id: str, mixer_id: int, *, by: str, now: datetime) -> Mixer:
    """Let a mixer go on that rests, with a round for which the heads-up still comes in time."""
    mixer, round_ = _run_by(session, team_id, mixer_id, by)
    if mixer.state != State.RESTING:
        raise RuleError("This mixer does not rest. `/mixer` shows when its next groups are drawn.")
    _go_on(session, mixer, round_, now)
    stewards.did(session, team_id, by, "mixers.resume", about=None, detail=mixers.told_as(mixer), now=now)
    return mixer


def go_on(session: Session, mixer: Mixer, *, after: str, now: datetime) -> bool:
    """Let a mixer go on by itself that rests for a reason which is no more; tell whether it does."""
    round_ = rounds.held_open(session, mixer)
    mixer = mixers.held(session, mixer.team_id, mixer.id)
    goes_on = mixer.state == State.RESTING and mixer.refusal == after
    if goes_on:
        _go_on(session, mixer, round_, now)
    return goes_on


def _go_on(session: Session, mixer: Mixer, round_: Round | None, now: datetime) -> None:
    mixer.state, mixer.refusal = State.RUNNING, None
    if round_ is None:
        round_ = _open_anew(session, mixer, now)
    else:
        reminders.settle(session, mixer.team_id, RESTS, mixers_heads_up.ref(round_), now=now)
        mixers_heads_up.follow(session, round_, now=now)
    if rounds.heads_up_before(mixer, round_.day) <= now:
        _move(session, mixer, round_, told=False, now=now)
    mixers_invitation.owe(session, mixer, now=now)


def runners(session: Session, mixer: Mixer) -> Sequence[str]:
    """Name who hears how a mixer goes: who set it up, or all who may run it once that is nobody."""
    deciders = stewards.deciders(session, mixer.team_id, mixer.creator_id)
    return [mixer.by_id] if mixer.by_id in deciders else deciders


def check_runs(session: Session, mixer: Mixer, user_id: str) -> None:
    """Let pass who runs a mixer that has not ended."""
    if not mixers.runs(session, mixer, user_id):
        raise RuleError("A steward or the channel's creator can do this. Ask one of them.")
    if mixer.state == State.STOPPED:
        raise RuleError("This mixer has ended. `/mixer` shows what there is.")


def _run_by(session: Session, team_id: str, mixer_id: int, by: str) -> tuple[Mixer, Round | None]:
    """Fetch a mixer for who runs it, and its round that is open, both locked until the transaction ends."""
    mixer = mixers.get(session, team_id, mixer_id)
    round_ = rounds.held_open(session, mixer)  # before the mixer, as the draw does
    mixer = mixers.held(session, team_id, mixer_id)
    check_runs(session, mixer, by)
    return mixer, round_


def _when(plan: Plan) -> tuple[object, ...]:
    return plan.weekday, plan.at, plan.zone, plan.every, plan.country


def _move(session: Session, mixer: Mixer, round_: Round, *, told: bool, now: datetime) -> None:
    """Give a round that is open its day anew, and let the one before last until then.

    Who was told of the old one is told anew; one that people are `told` of may stay on its day.
    """
    last = _last(session, mixer, round_)
    day = _day(mixer, round_, last, told=told, now=now)
    if rounds.draws_at(mixer, day) == round_.draws_at:
        round_.day = day
        return
    mixers_heads_up.follow(session, round_, now=now)
    round_.day, round_.draws_at = day, rounds.draws_at(mixer, day)
    round_.heads_up_at = max(now, rounds.heads_up_before(mixer, day))
    rounds.plan(round_)
    if last is not None and last.ends_at is not None:
        mixers_drawing.last_until(session, last, round_, now=now)
        rounds.plan(last)


def _day(mixer: Mixer, round_: Round, last: Round | None, *, told: bool, now: datetime) -> date:
    """Find the day: in the rhythm after the last round, and such that a heads-up still comes in time."""
    base = last.day + slots.WEEK * mixer.every if last else round_.day
    day = base + timedelta(days=mixer.weekday - base.weekday())
    while rounds.draws_at(mixer, day) <= now or (
        rounds.heads_up_before(mixer, day) <= now and not (told and day == round_.day)
    ):
        day += slots.WEEK
    return day


def _last(session: Session, mixer: Mixer, round_: Round) -> Round | None:
    """Fetch the round before the one that is open, locked until the transaction ends."""
    before = select(Round.id).where(
        Round.mixer_id == mixer.id, Round.id != round_.id, Round.drawn_at.is_not(None)
    )
    found = session.scalar(before.order_by(Round.day.desc()).limit(1))
    return rounds.held(session, found) if found is not None else None


def _open_anew(session: Session, mixer: Mixer, now: datetime) -> Round:
    """Open the next round of a mixer of which none is open, since it rested over a draw."""
    over = select(Round).where(Round.mixer_id == mixer.id).order_by(Round.day.desc()).limit(1)
    last = session.scalars(over).one()
    return rounds.open_next(session, mixer, last, seed=mixers_drawing.next_seed(last.seed), now=now)


def _tell(
    session: Session, mixer: Mixer, kind: str, ref: object, people: Iterable[str], now: datetime
) -> None:
    until = now + TOLD_WITHIN
    reminders.remind_all(session, mixer.team_id, people, kind=kind, ref=ref, due=now, until=until)
