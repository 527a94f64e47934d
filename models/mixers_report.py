"""What a round came to: for its channel without a name, and for who runs the mixer with a little more.

The channel reads it below the mixer's invitation, which takes no room of the channel's week and rings nobody.
A figure about fewer than five people is shown to nobody, nor one that would tell it by what is left.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import mixers_answers, mixers_changes, mixers_invitation, outbox
from models import mixers_rounds as rounds
from models.mixers import Across, Mixer
from models.mixers_meetings import Meeting
from models.mixers_rounds import IN_A_GROUP, Answer, Group, Part, Round, Stand
from models.mixers_ties import FEWEST_PEOPLE
from models.outbox import Owed, Step
from models.profiles import PLACES, Profile
from models.tips import Tip

TO_CHANNEL = "mixers.report"
TO_RUNNER = "mixers.report_to_runner"

STILL_NEWS = timedelta(weeks=1)
"""How long a round is news to who runs its mixer."""


class Share(StrEnum):
    """How many said that they met, where a figure would be about too few, or leave too few over."""

    UNTOLD = "untold"
    FEW = "few"
    NEARLY_ALL = "nearly_all"


class Report(NamedTuple):
    """What may be told of a round; a figure that is None would be about too few people.

    `met` counts the groups of which somebody said so. `kinds` counts the teams, or whatever else the mixer
    goes across, and `new` the pairs across them that were never brought together before. `shared` counts the
    lines that became tips. `following` is the next round.
    """

    mixer: Mixer
    groups: int | None
    met: int | Share
    kinds: int | None
    new: int | None
    shared: int | None
    any_shared: bool
    following: Round | None


class More(NamedTuple):
    """What who runs a mixer reads besides: how many did not sit in a group, and why; None: too few to say."""

    skipped: int | None
    left_out: int | None
    withdrew: int | None


def owe(session: Session, round_: Round, *, now: datetime) -> None:
    """Owe what a round came to: to who runs it, and to its channel where there is something to tell."""
    mixer = session.get_one(Mixer, round_.mixer_id)
    if not _groups(session, round_):
        return
    for who in mixers_changes.runners(session, mixer):
        outbox.owe(
            session,
            team_id=round_.team_id,
            key=f"{TO_RUNNER}:{round_.id}:{who}",
            kind=TO_RUNNER,
            ref=round_.id,
            to=who,
            due=now,
            not_after=now + STILL_NEWS,
            importance=outbox.Importance.NEVER_TWICE,
        )
    invitation = mixers_invitation.standing(session, mixer)
    if invitation is not None and says_something(of(session, round_)):
        outbox.owe(
            session,
            team_id=round_.team_id,
            key=_key(round_),
            kind=TO_CHANNEL,
            ref=round_.id,
            to=mixer.channel_id,
            thread_ts=invitation.ts,
            due=now,
            importance=outbox.Importance.NEVER_TWICE,
        )
        mixers_invitation.show_again(session, mixer, now=now)


def last_below(session: Session, mixer: Mixer, invitation: Owed) -> Report | None:
    """Give what the last round came to, where its report stands, or is about to, below an invitation."""
    over = select(Round).where(Round.mixer_id == mixer.id, Round.state == rounds.State.OVER)
    round_ = session.scalar(over.order_by(Round.day.desc()).limit(1))
    if round_ is None or invitation.ts is None:
        return None
    report = select(Owed.id).where(
        Owed.team_id == mixer.team_id,
        Owed.key == _key(round_),
        Owed.thread_ts == invitation.ts,
        Owed.step.not_in((Step.DROPPED, Step.REFUSED)),
    )
    return of(session, round_) if session.scalar(report) is not None else None


def told(session: Session, owed: Owed) -> Report | None:
    """Give what a message tells of; None: the round is gone."""
    round_ = session.get(Round, int(owed.ref))
    return of(session, round_) if round_ is not None else None


def says_something(report: Report) -> bool:
    """Tell whether a report has anything to tell a channel."""
    return report.groups is not None or report.any_shared


def of(session: Session, round_: Round) -> Report:
    """Gather what may be told of a round."""
    mixer = session.get_one(Mixer, round_.mixer_id)
    groups = _groups(session, round_)
    people = {who for each in groups.values() for who in each}
    kinds = _kinds(session, mixer, people)
    shared = _shared(session, round_)
    return Report(
        mixer=mixer,
        groups=len(groups) if len(people) >= FEWEST_PEOPLE else None,
        met=share(groups, _who_met(session, round_)),
        kinds=len(set(kinds.values())) if len(kinds) >= FEWEST_PEOPLE else None,
        new=_new(session, round_, groups.values(), kinds),
        shared=shared if shared >= FEWEST_PEOPLE else None,
        any_shared=shared > 0,
        following=rounds.coming(session, mixer),
    )


def more(session: Session, round_: Round) -> More:
    """Count who had no group in a round."""
    counted = select(Part.stand, func.count()).where(Part.round_id == round_.id).group_by(Part.stand)
    numbers = {stand: number for stand, number in session.execute(counted) if number >= FEWEST_PEOPLE}
    return More(*(numbers.get(each) for each in (Stand.SKIPS, Stand.LEFT_OUT, Stand.WITHDREW)))


def across(mixer: Mixer) -> str:
    """Name what the kinds of a report are of: teams, unless the mixer goes across something else."""
    return mixer.across if mixer.across in PLACES else Across.TEAM


def _key(round_: Round) -> str:
    return f"{TO_CHANNEL}:{round_.id}"


def _groups(session: Session, round_: Round) -> Mapping[int | None, Sequence[str]]:
    """Give who is in each group that was introduced, by its number."""
    found = (
        select(Part.group_id, Part.user_id)
        .join(Group, Group.id == Part.group_id)
        .where(Part.round_id == round_.id, Part.stand.in_(IN_A_GROUP), Group.begun_at.is_not(None))
    )
    groups: dict[int | None, list[str]] = {}
    for group_id, who in session.execute(found.order_by(Part.group_id, Part.user_id)):
        groups.setdefault(group_id, []).append(who)
    return {key: people for key, people in groups.items() if len(people) > 1}


def _who_met(session: Session, round_: Round) -> Collection[int | None]:
    """Name the groups of which somebody said that they met."""
    met = select(Part.group_id).where(Part.round_id == round_.id, Part.answer == Answer.MET)
    return set(session.scalars(met))


def share(groups: Mapping[int | None, Sequence[str]], met: Collection[int | None]) -> int | Share:
    """Count the groups that met, unless few people are in those that did, or in those that did not."""
    those = [people for key, people in groups.items() if key in met]
    did = sum(map(len, those))
    everybody = sum(map(len, groups.values()))
    if everybody < 2 * FEWEST_PEOPLE:
        return Share.UNTOLD
    if did < FEWEST_PEOPLE:
        return Share.FEW
    return Share.NEARLY_ALL if everybody - did < FEWEST_PEOPLE else len(those)


def _kinds(session: Session, mixer: Mixer, people: Collection[str]) -> dict[str, str]:
    """Give the team, site or seniority of who named theirs."""
    kind = getattr(Profile, across(mixer))
    named = select(Profile.user_id, kind.label("kind")).where(
        Profile.team_id == mixer.team_id, Profile.user_id.in_(people), kind != ""
    )
    return {each.user_id: each.kind for each in session.execute(named)}


def _new(
    session: Session, round_: Round, groups: Collection[Sequence[str]], kinds: dict[str, str]
) -> int | None:
    """Count the pairs of different kinds that were brought together for the first time."""
    together = {who: people for people in groups for who in people}
    met = select(Meeting.one_id, Meeting.other_id).where(Meeting.round_id == round_.id)
    pairs = {
        (one, other)
        for one, other in session.execute(met)
        if other in together.get(one, ()) and {one, other} <= kinds.keys() and kinds[one] != kinds[other]
    }
    people = {who for two in pairs for who in two}
    earlier = select(Meeting.one_id, Meeting.other_id).where(
        Meeting.team_id == round_.team_id,
        Meeting.at < (round_.drawn_at or round_.draws_at),
        Meeting.one_id.in_(people),
        Meeting.other_id.in_(people),
    )
    new = pairs - {(one, other) for one, other in session.execute(earlier)}
    return len(new) if len({who for two in new for who in two}) >= FEWEST_PEOPLE else None


def _shared(session: Session, round_: Round) -> int:
    """Count the lines of a round that became tips."""
    theirs = Tip.submission.startswith(mixers_answers.submission(round_.id), autoescape=True)
    found = select(func.count()).select_from(Tip).where(Tip.team_id == round_.team_id, theirs)
    return session.scalar(found) or 0
