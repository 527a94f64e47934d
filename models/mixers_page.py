"""What the people of one group of a mixer see of each other, gathered as it is now."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import mixers_rounds as rounds
from models import mixers_times, mixers_together, profiles
from models.mixers import Mixer
from models.mixers_meetings import Meeting
from models.mixers_rounds import Group, Round
from models.mixers_times import Strain
from models.mixers_together import Idea
from models.skills import Skill


class Companion(NamedTuple):
    """One of a group, as the others see them; `offers` names the skills they are glad to be asked about."""

    user_id: str
    team: str
    site: str
    offers: Sequence[str]
    about: str


class Time(NamedTuple):
    """One moment to meet, and what it asks of those in whose working hours it is not."""

    at: datetime
    asks: Mapping[str, Strain]


class Page(NamedTuple):
    """One group: who is in it, what they do, when they may meet or `meets`; `new` have not sat together.

    Who reads it `alone` has no conversation with the others.
    """

    mixer: Mixer
    round_: Round
    group: Group
    people: Sequence[Companion]
    new: bool
    idea: Idea | None
    times: Sequence[Time]
    meets: Time | None
    alone: bool = False


def of(session: Session, group: Group, *, alone: bool = False) -> Page:
    """Gather a group, for all of it or for one who is told alone."""
    round_ = session.get_one(Round, group.round_id)
    mixer = session.get_one(Mixer, round_.mixer_id)
    people = rounds.people_of(session, group)
    hours = mixers_times.hours_of(session, mixer, people)

    def judged(at: datetime) -> Time:
        return Time(at, mixers_times.strains(hours, at))

    return Page(
        mixer=mixer,
        round_=round_,
        group=group,
        people=[_companion(session, group.team_id, who) for who in people],
        new=not _met_before(session, round_, people),
        idea=mixers_together.named(mixer.together, group.idea),
        times=[judged(at) for at in mixers_times.of(group)],
        meets=judged(group.meets_at) if group.meets_at else None,
        alone=alone,
    )


def _companion(session: Session, team_id: str, user_id: str) -> Companion:
    profile = profiles.of(session, team_id, user_id)
    theirs = select(Skill.name).where(Skill.team_id == team_id, Skill.user_id == user_id)
    offers = session.scalars(theirs.order_by(Skill.since, Skill.key)).all()
    told = (profile.team, profile.site, profile.about) if profile else ("", "", "")
    team, site, about = told
    return Companion(user_id, team, site, offers, about)


def _met_before(session: Session, round_: Round, people: Collection[str]) -> bool:
    """Tell whether any two of a group were brought together in an earlier round, of any mixer."""
    met = select(Meeting.round_id).where(
        Meeting.team_id == round_.team_id,
        Meeting.round_id != round_.id,
        Meeting.one_id.in_(people),
        Meeting.other_id.in_(people),
    )
    return session.scalar(met.limit(1)) is not None
