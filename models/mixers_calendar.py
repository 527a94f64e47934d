"""When a group meets, for its people's calendars."""

from datetime import datetime

from sqlalchemy.orm import Session

from models import calendars, mixers_together
from models import mixers_rounds as rounds
from models.calendars import Dated, Kind
from models.errors import RuleError
from models.mixers import Mixer
from models.mixers_rounds import Group, Part, Round, State
from models.mixers_times import MEETS_FOR

KIND = Kind("Mixers", "mixers")


def dated(session: Session, team_id: str, group_id: int, *, by: str) -> Dated:
    """Give when a group meets, for somebody who is in it; called off for who was and is no more."""
    group = session.get(Group, group_id)
    round_ = session.get(Round, group.round_id) if group and group.team_id == team_id else None
    if group is None or round_ is None or session.get(Part, (round_.id, by)) is None:
        raise RuleError("This is for the people of that group.")
    if group.meets_at is None:
        raise RuleError("Nobody has chosen a time yet. Pick one first.")
    mixer = session.get_one(Mixer, round_.mixer_id)
    idea = mixers_together.named(mixer.together, group.idea)
    called_off = round_.state == State.CALLED_OFF or by not in rounds.people_of(session, group)
    return Dated(
        uid=f"mixer-{group.id}.{group.team_id}@potluck.invalid",
        sequence=group.sequence + called_off,
        begins=group.meets_at,
        ends=group.meets_at + MEETS_FOR,
        zone=mixer.zone,
        summary=mixer.name,
        called_off=called_off,
        reminder="" if called_off else mixer.name,
        about="\n".join([idea.text, *idea.steps]) if idea and not called_off else "",
    )


def file_of(dated_: Dated, *, now: datetime) -> bytes:
    """Give when a group meets as a file that adds it to a calendar, moves it there, or takes it off."""
    return calendars.file_of(KIND, dated_, now=now)
