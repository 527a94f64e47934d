"""Did you meet? What each of a group says, and what they took with them.

What somebody answers is between them and Potluck; their line is theirs alone until they share it.
"""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import mixers_rounds as rounds
from models import outbox, reminders, silences, tips
from models.audiences import Audience
from models.consents import Programme
from models.errors import RuleError
from models.mixers import Mixer
from models.mixers_rounds import IN_A_GROUP, Answer, Group, Part, Round, Stand, State
from models.outbox import Owed
from models.tips import Tip

KIND = "mixers.did_you_meet"

SETTLED = frozenset({Answer.MET, Answer.COULD_NOT})
"""Answers that leave nothing to ask."""

WELL = frozenset({Answer.MET, Answer.PLANNED})
"""Answers after which a group needs no nudge."""

LONGEST_LINE = 500

A_DAY = timedelta(days=1)
"""What a group has at least before it is asked whether it met."""

SHORTEST_NAME = 3
"""Letters from which on a name is looked for in a line."""


class Took(NamedTuple):
    """What somebody took with them: a line, whether it is to be a tip, whether the group is thanked."""

    line: str = ""
    shares: bool = False
    thanks: bool = False


def ask(session: Session, round_: Round, *, now: datetime) -> None:
    """Remind who has not said so yet whether they met; groups introduced just before are asked later."""
    later: list[datetime] = []
    for group in rounds.groups_of(session, round_):
        if (asks_at := _not_before(round_, group)) > now:
            later.append(asks_at)
        else:
            ask_group(session, round_, group, now=now)
    round_.asks_at = min(later, default=None)


def ask_group(session: Session, round_: Round, group: Group, *, now: datetime) -> None:
    """Ask each of a group that was introduced, until the round ends; what is settled is not asked again."""
    if group.begun_at is None or round_.ends_at is None:
        return
    theirs = select(Part).where(Part.group_id == group.id, Part.stand.in_(IN_A_GROUP))
    for part in session.scalars(theirs.order_by(Part.user_id)).all():
        if part.answer not in SETTLED:
            reminders.remind(
                session,
                round_.team_id,
                part.user_id,
                kind=KIND,
                ref=round_.id,
                due=now,
                until=round_.ends_at,
            )


def _not_before(round_: Round, group: Group) -> datetime:
    """Tell from when on a group is asked: it has a day to meet, or half of what was left of the round."""
    if group.begun_at is None or round_.ends_at is None:
        return round_.draws_at
    return group.begun_at + min(A_DAY, (round_.ends_at - group.begun_at) / 2)


def answer(
    session: Session, team_id: str, round_id: int, *, by: str, answer: Answer, now: datetime
) -> tuple[Round, Part]:
    """Keep what somebody says; until the round ends they may say otherwise."""
    round_, part = answering(session, team_id, round_id, by=by)
    part.answer = answer
    _note_word(session, part, now)
    return round_, part


def plans(session: Session, round_: Round, user_id: str, *, now: datetime) -> None:
    """Note that somebody chose a time for their group: it is planned, as far as they are concerned."""
    part = session.get_one(Part, (round_.id, user_id), with_for_update=True, populate_existing=True)
    if part.answer != Answer.MET:
        part.answer = Answer.PLANNED
    _note_word(session, part, now)


def take(
    session: Session,
    team_id: str,
    round_id: int,
    took: Took,
    *,
    by: str,
    names: Collection[str] = (),
    private_channel: bool = True,
    now: datetime,
) -> tuple[Round, Part]:
    """Keep what somebody who met took with them; a tip and thanks come of it once each, if they say so.

    `names` are the others': a tip stands under one name, and tells of nobody else.
    """
    round_, part = answering(session, team_id, round_id, by=by)
    line = " ".join(took.line.split())
    _check(line, took, names)
    part.line, part.answer = line, Answer.MET
    _note_word(session, part, now)
    if took.shares:
        _share(session, round_, part, private_channel=private_channel, now=now)
    if took.thanks:
        _thank(session, round_, part, now)
    return round_, part


def answering(session: Session, team_id: str, round_id: int, *, by: str) -> tuple[Round, Part]:
    """Find the part of somebody who may answer now, with their round locked; say kindly why not."""
    round_ = rounds.held(session, round_id)
    part = session.get(Part, (round_id, by), with_for_update=True, populate_existing=True)
    if round_ is None or round_.team_id != team_id or part is None or part.stand == Stand.SKIPS:
        raise RuleError("This is for the people of that group.")
    if round_.state != State.DRAWN:
        raise RuleError(
            "This round is over, and your group with it: there is nothing to say or to leave any more."
            if part.answer is None
            else "This round is over, and what you said stays as it is. The next one asks you anew."
        )
    if part.stand not in IN_A_GROUP or part.group_id is None:
        raise RuleError("You are in no group of this round any more, so there is nothing to answer.")
    return round_, part


def tip_of(session: Session, part: Part) -> Tip | None:
    """Give the tip that somebody's line has become."""
    shared = Tip.submission == _submission(part)
    return session.scalar(select(Tip).where(Tip.team_id == part.team_id, shared))


def has_thanked(session: Session, part: Part) -> bool:
    """Tell whether somebody has thanked their group."""
    key = Owed.key == thanks_key(part)
    return session.scalar(select(Owed.id).where(Owed.team_id == part.team_id, key)) is not None


def thanks_key(part: Part) -> str:
    """Give the outbox key of somebody's thanks to their group."""
    return f"mixers.thanks:{part.round_id}:{part.user_id}"


def others(session: Session, part: Part) -> list[str]:
    """Name with whom somebody is in a group."""
    group = session.get(Group, part.group_id) if part.group_id else None
    return [who for who in rounds.people_of(session, group) if who != part.user_id] if group else []


def _note_word(session: Session, part: Part, now: datetime) -> None:
    part.answered_at = now
    session.flush()
    silences.heard(session, part.team_id, part.user_id, Programme.MIXERS, now=now)
    reminders.settle(session, part.team_id, KIND, part.round_id, now=now, user_id=part.user_id)


def _check(line: str, took: Took, names: Collection[str]) -> None:
    if len(line) > LONGEST_LINE:
        raise RuleError(f"One line has at most {LONGEST_LINE} characters.", field="line")
    if took.shares and not line:
        raise RuleError("Write the line that is to be a tip, or take the tick away.", field="line")
    if took.shares and _named(line, names):
        raise RuleError(
            "This line names somebody of your group. A tip stands under your name alone: say it without "
            "theirs, or take the tick away.",
            field="line",
        )


def _named(line: str, names: Collection[str]) -> bool:
    """Tell whether a line has one of these names in it, written as a name is."""
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line) for name in names if len(name) >= SHORTEST_NAME
    )


def submission(round_id: int) -> str:
    """Give how the submissions of all tips begin that lines of a round became."""
    return f"mixer:{round_id}:"


def _submission(part: Part) -> str:
    return f"{submission(part.round_id)}{part.user_id}"[:64]


def _share(session: Session, round_: Round, part: Part, *, private_channel: bool, now: datetime) -> None:
    mixer = session.get_one(Mixer, round_.mixer_id)
    tips.share(
        session,
        team_id=part.team_id,
        author_id=part.user_id,
        text=part.line,
        tags=[],
        audience=Audience.WORKSPACE,
        channel_id=mixer.channel_id,
        private_channel=private_channel,
        submission=_submission(part),
        now=now,
    )


def _thank(session: Session, round_: Round, part: Part, now: datetime) -> None:
    theirs = others(session, part)
    if theirs:
        outbox.owe(
            session,
            team_id=part.team_id,
            key=thanks_key(part),
            kind="mixers.thanks",
            ref=f"{round_.id}/{part.user_id}",
            to=[*theirs, part.user_id],
            due=now,
        )
