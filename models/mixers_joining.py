"""Taking part in a mixer or not: joining, leaving, this once, and skipping a round, until it is drawn."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import mixers, mixers_heads_up, mixers_invitation, mixers_rounds, silences
from models.consents import Programme
from models.errors import RuleError
from models.mixers import Member, Mixer
from models.mixers_rounds import Part, Round, Stand, State

NOT_IN_IT = "You are not in this mixer. `/mixer` lets you join."

DRAWN = (
    "The groups of this round are drawn; `/mixer` has the next ones. If you are in one and cannot come, press "
    "Not now where your group talks; nobody asks why."
)


class Joined(NamedTuple):
    """What somebody is in now, from which round on, and whether they were rested until this word."""

    mixer: Mixer
    round_: Round
    rested: bool


def join(session: Session, team_id: str, mixer_id: int, user_id: str, *, now: datetime) -> Joined:
    """Let somebody join, in time for the round that is open; who rested is back with this word."""
    mixer, round_ = _running(session, team_id, mixer_id)
    mixers.join(session, mixer, user_id, now=now)
    _take_back(session, round_, user_id)
    return Joined(mixer, round_, _heard(session, mixer, round_, user_id, now))


def once(session: Session, team_id: str, mixer_id: int, user_id: str, *, now: datetime) -> Joined:
    """Let somebody be in the round that is open, and in no other."""
    mixer, round_ = _running(session, team_id, mixer_id)
    check_no_member(session, mixer, user_id)
    _stand(session, round_, user_id, Stand.ONCE)
    return Joined(mixer, round_, _heard(session, mixer, round_, user_id, now))


def leave(session: Session, team_id: str, mixer_id: int, user_id: str, *, now: datetime) -> Mixer:
    """Let somebody leave, and out of the round that is open; nobody is told."""
    mixer = mixers.get(session, team_id, mixer_id)
    round_ = mixers_rounds.held_open(session, mixer)
    mixers.leave(session, mixer, user_id)
    if round_ is not None:
        _take_back(session, round_, user_id)
        mixers_heads_up.follow(session, round_, user_id=user_id, now=now)
    mixers_invitation.show_again(session, mixer, now=now)
    return mixer


def skip(session: Session, team_id: str, round_id: int, user_id: str, *, now: datetime) -> Mixer:
    """Leave somebody out of one round; who came this once only does not come."""
    mixer, round_ = _open(session, team_id, round_id)
    if mixers.is_member(session, mixer, user_id):
        _stand(session, round_, user_id, Stand.SKIPS)
    elif stand_of(session, round_, user_id) == Stand.ONCE:
        _take_back(session, round_, user_id)
    else:
        raise RuleError(NOT_IN_IT)
    _heard(session, mixer, round_, user_id, now)
    return mixer


def come_after_all(session: Session, team_id: str, round_id: int, user_id: str, *, now: datetime) -> Mixer:
    """Let somebody be in a round that they skipped."""
    mixer, round_ = _open(session, team_id, round_id)
    if not mixers.is_member(session, mixer, user_id):
        raise RuleError(NOT_IN_IT)
    _take_back(session, round_, user_id)
    _heard(session, mixer, round_, user_id, now)
    return mixer


def stand_of(session: Session, round_: Round | None, user_id: str) -> Stand | None:
    """Give what somebody said of a round that is open: that they skip it, or come this once."""
    part = session.get(Part, (round_.id, user_id)) if round_ else None
    return Stand(part.stand) if part else None


def number(session: Session, mixer: Mixer) -> int:
    """Count who takes part."""
    return session.scalar(select(func.count()).where(Member.mixer_id == mixer.id)) or 0


def check_running(mixer: Mixer) -> None:
    """Let a mixer pass that draws groups."""
    if mixer.state == mixers.State.STOPPED:
        raise RuleError("This mixer has ended. `/mixer` shows what there is.")
    if mixer.state == mixers.State.RESTING:
        raise RuleError("This mixer rests until its channel takes posts again. Who runs it knows.")


def check_no_member(session: Session, mixer: Mixer, user_id: str) -> None:
    """Let pass who is not in a mixer."""
    if mixers.is_member(session, mixer, user_id):
        raise RuleError("You are in this mixer, and in every round that you do not skip: `/mixer` shows it.")


def _running(session: Session, team_id: str, mixer_id: int) -> tuple[Mixer, Round]:
    """Fetch a mixer that draws groups, and its round that is open, locked until the transaction ends."""
    mixer = mixers.get(session, team_id, mixer_id)
    round_ = mixers_rounds.held_open(session, mixer)
    session.refresh(mixer)
    check_running(mixer)
    if round_ is None:
        raise RuleError("The next round of this mixer is not open yet. Try again in a minute.")
    return mixer, round_


def _open(session: Session, team_id: str, round_id: int) -> tuple[Mixer, Round]:
    """Fetch a round that is not drawn yet, locked until the transaction ends, and its mixer."""
    round_ = mixers_rounds.held(session, round_id)
    if round_ is None or round_.team_id != team_id or round_.state == State.CALLED_OFF:
        raise RuleError("This round does not take place. `/mixer` shows what there is.")
    if round_.state != State.OPEN:
        raise RuleError(DRAWN)
    return session.get_one(Mixer, round_.mixer_id), round_


def _stand(session: Session, round_: Round, user_id: str, stand: Stand) -> None:
    part = session.get(Part, (round_.id, user_id))
    if part is None:
        session.add(Part(round_id=round_.id, team_id=round_.team_id, user_id=user_id, stand=stand))
    else:
        part.stand = stand
    session.flush()


def _take_back(session: Session, round_: Round, user_id: str) -> None:
    part = session.get(Part, (round_.id, user_id))
    if part is not None:
        session.delete(part)
        session.flush()


def _heard(session: Session, mixer: Mixer, round_: Round, user_id: str, now: datetime) -> bool:
    """Count their silence anew, and let what shows how they stand follow; tell whether they were rested."""
    rested = silences.heard(session, mixer.team_id, user_id, Programme.MIXERS, now=now)
    mixers_heads_up.follow(session, round_, user_id=user_id, now=now)
    mixers_invitation.show_again(session, mixer, now=now)
    return rested
