"""What mixers hold of somebody; who is forgotten was never in a group, and the others were."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from models import mixers_departures, mixers_invitation, outbox
from models import mixers_rounds as rounds
from models.base import facts
from models.mixers import NOBODY, Member, Mixer
from models.mixers_meetings import Meeting
from models.mixers_rounds import Group, Part, Round
from models.outbox import Owed
from models.reminders import Reminder


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Take somebody out of what runs, as who is gone; then erase what they said, and whom they met.

    A mixer that they set up goes on. What was said to a group with them is taken back with the outbox.
    """
    mixers_departures.left(session, team_id, user_id, now=now)
    groups = session.scalars(_groups(team_id, user_id)).all()
    partners = _partners(session, groups, user_id)
    session.execute(delete(Part).where(Part.team_id == team_id, Part.user_id == user_id))
    session.execute(delete(Meeting).where(Meeting.team_id == team_id, _met(user_id)))
    for group in groups:
        _unname(session, group, user_id)
    for mixer in session.scalars(_set_up(team_id, user_id)).all():
        mixer.by_id = NOBODY if mixer.by_id == user_id else mixer.by_id
        mixer.creator_id = None if mixer.creator_id == user_id else mixer.creator_id
        mixers_invitation.show_again(session, mixer, now=now)
    session.flush()
    _tell_anew(session, team_id, groups, partners, now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List somebody's mixers, what part they had in each round and said of it, and whom they met."""
    joined = select(Mixer, Member.joined_at).join(Member, Member.mixer_id == Mixer.id)
    mine = joined.where(Member.team_id == team_id, Member.user_id == user_id).order_by(Mixer.id)
    parts = select(Part, Round, Mixer).join(Round, Part.round_id == Round.id)
    theirs = parts.join(Mixer, Round.mixer_id == Mixer.id).where(
        Part.team_id == team_id, Part.user_id == user_id
    )
    met = select(Meeting).where(Meeting.team_id == team_id, _met(user_id))
    return {
        "mixers": [
            {**facts(mixer, "name", "channel_id"), "joined_at": at.isoformat()}
            for mixer, at in session.execute(mine)
        ],
        "mixers_i_set_up": [
            {
                **facts(each, "name", "channel_id", "set_up_at"),
                "as": [role for role in ("by", "creator") if getattr(each, f"{role}_id") == user_id],
            }
            for each in session.scalars(_set_up(team_id, user_id))
        ],
        "mixer_rounds": [
            {
                **facts(mixer, "name"),
                "day": str(round_.day),
                **facts(part, "stand", "first", "answer", "answered_at", "line"),
                **_group(session, part),
            }
            for part, round_, mixer in session.execute(theirs.order_by(Part.round_id))
        ],
        "met_in_mixers": [
            {"with": each.other_id if each.one_id == user_id else each.one_id, **facts(each, "at")}
            for each in session.scalars(met.order_by(Meeting.at, Meeting.one_id, Meeting.other_id))
        ],
    }


def _group(session: Session, part: Part) -> dict[str, Any]:
    group = session.get(Group, part.group_id) if part.group_id else None
    if group is None:
        return {}
    others = [each for each in rounds.people_of(session, group) if each != part.user_id]
    return {
        "with": others,
        "i_begin": group.starter_id == part.user_id,
        **facts(group, "begun_at", "meets_at"),
    }


def _met(user_id: str) -> Any:
    return or_(Meeting.one_id == user_id, Meeting.other_id == user_id)


def _set_up(team_id: str, user_id: str) -> Select[Mixer]:
    theirs = or_(Mixer.by_id == user_id, Mixer.creator_id == user_id)
    return select(Mixer).where(Mixer.team_id == team_id, theirs).order_by(Mixer.id)


def _groups(team_id: str, user_id: str) -> Select[Group]:
    """Select the groups that somebody is or was in."""
    theirs = select(Part.group_id).where(Part.team_id == team_id, Part.user_id == user_id)
    found = select(Group).where(
        Group.team_id == team_id, or_(Group.id.in_(theirs), Group.starter_id == user_id)
    )
    return found.order_by(Group.id)


def _partners(session: Session, groups: Sequence[Group], user_id: str) -> Collection[str]:
    those = Part.group_id.in_([each.id for each in groups]), Part.user_id != user_id
    return session.scalars(select(Part.user_id).where(*those).distinct()).all()


def _unname(session: Session, group: Group, user_id: str) -> None:
    """Let a group be one without somebody; where nobody is left, it goes."""
    anybody = select(Part.user_id).where(Part.group_id == group.id).limit(1)
    if session.scalar(anybody) is None:
        session.delete(group)
    elif group.starter_id == user_id:
        group.starter_id = NOBODY


def _tell_anew(
    session: Session, team_id: str, groups: Sequence[Group], partners: Collection[str], now: datetime
) -> None:
    """Let what each of the others was told of a group name somebody no more."""
    of_groups = Owed.ref.in_([str(each.id) for each in groups])
    told = select(Owed.key).where(Owed.team_id == team_id, Owed.kind.startswith("mixers."), of_groups)
    reminded = select(Reminder.told_in).where(
        Reminder.team_id == team_id,
        Reminder.user_id.in_(partners),
        Reminder.kind.startswith("mixers."),
        Reminder.told_in.is_not(None),
    )
    keys = {*session.scalars(told), *session.scalars(reminded)}
    for key in sorted(filter(None, keys)):
        outbox.refresh(session, team_id, key, now=now)
