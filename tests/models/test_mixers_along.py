"""A round along its way: what is first after a jump of the clock, a changed end, a question in good time."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from models import mixers_changes, mixers_meetings, reminders
from models.base import Sessions
from models.mixers import Mixer
from models.mixers_rounds import Group, Round
from models.outbox import Owed
from models.reminders import Reminder
from scheduler import mixers as jobs
from tests.conftest import MONDAY
from tests.mixers import STEWARD, TEAM, coming, groups, looks, mixer

PEOPLE = ["UA", "UB", "UC", "UD"]
NEW_TO_EACH_OTHER = [["UA", "UB"], ["UC", "UD"]]


def again(sessions: Sessions, round_: Round) -> Round:
    with sessions.read() as session:
        return session.get_one(Round, round_.id)


def begins(sessions: Sessions, round_: Round, *, hours_before_the_question: float = 48) -> None:
    """Let all groups of a round have been introduced so long before everybody is asked."""
    assert round_.asks_at
    with sessions.begin() as session:
        for group in session.scalars(select(Group).where(Group.round_id == round_.id)):
            group.begun_at = round_.asks_at - timedelta(hours=hours_before_the_question)


def has_rhythm(sessions: Sessions, made: Mixer, weeks: int, round_: Round, *, now: datetime) -> Round:
    """Change how often a mixer draws; give the round that runs."""
    with sessions.begin() as session:
        plan = made.plan._replace(every=weeks)
        mixers_changes.change(session, TEAM, made.id, plan, by=STEWARD, now=now)
    return again(sessions, round_)


def test_who_was_never_introduced_counts_as_new_in_a_draw_that_the_same_look_makes(
    sessions: Sessions,
) -> None:
    made = mixer(sessions, PEOPLE, size=2, every=1, now=MONDAY)
    with sessions.begin() as session:
        known = product(["UA", "UB"], ["UC", "UD"])
        mixers_meetings.note(session, TEAM, coming(sessions, made).id, known, at=MONDAY)
    unsaid = looks(sessions, made)
    assert groups(sessions, unsaid) == NEW_TO_EACH_OTHER
    assert unsaid.asks_at
    jobs.look(sessions, unsaid.asks_at)
    tea = mixer(sessions, PEOPLE, size=2, weekday=4, name="Tea", now=MONDAY + timedelta(days=7))
    first = coming(sessions, tea)
    jobs.look(sessions, first.draws_at + timedelta(days=1))
    assert groups(sessions, first) == NEW_TO_EACH_OTHER


@pytest.mark.parametrize("weeks", [1, 4])
def test_an_introduction_may_be_said_until_the_round_ends_whose_end_was_changed(
    sessions: Sessions, weeks: int
) -> None:
    made = mixer(sessions, PEOPLE, size=2, every=2, now=MONDAY)
    round_ = looks(sessions, made)
    changed = has_rhythm(sessions, made, weeks, round_, now=round_.draws_at + timedelta(hours=1))
    assert changed.ends_at != round_.ends_at
    with sessions.read() as session:
        owed = session.scalars(select(Owed).where(Owed.kind == "mixers.introduction")).all()
    assert [each.not_after for each in owed] == [changed.ends_at] * 2


def test_did_you_meet_is_asked_until_the_round_ends_whose_end_was_changed(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE, size=2, every=2, now=MONDAY)
    round_ = looks(sessions, made)
    begins(sessions, round_)
    assert round_.asks_at
    jobs.look(sessions, round_.asks_at)
    with sessions.begin() as session:
        reminders.owe(session, reminders.due(session, now=round_.asks_at), now=round_.asks_at)
    changed = has_rhythm(sessions, made, 4, round_, now=round_.asks_at)
    with sessions.read() as session:
        asked = session.scalars(select(Reminder).where(Reminder.kind == "mixers.did_you_meet")).all()
        told = session.scalars(select(Owed).where(Owed.kind == "reminders.told")).all()
    assert {each.until for each in asked} == {changed.ends_at} != {round_.ends_at}
    assert {each.not_after for each in told} == {changed.ends_at}


def test_a_group_has_a_day_before_it_is_asked_whether_it_met(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE, size=2, every=1, now=MONDAY)
    round_ = looks(sessions, made)
    begins(sessions, round_, hours_before_the_question=1)
    assert round_.asks_at
    assert asked_at(sessions, round_) == []
    jobs.look(sessions, round_.asks_at)
    assert asked_at(sessions, round_) == []
    a_day_later = round_.asks_at + timedelta(hours=23)
    jobs.look(sessions, a_day_later)
    assert asked_at(sessions, round_) == PEOPLE
    assert again(sessions, round_).asks_at is None


def test_who_was_introduced_in_good_time_is_asked_when_a_late_group_is_not(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE, size=2, every=1, now=MONDAY)
    round_ = looks(sessions, made)
    begins(sessions, round_, hours_before_the_question=1)
    assert round_.asks_at
    with sessions.begin() as session:
        first = session.scalars(select(Group).order_by(Group.id).limit(1)).one()
        first.begun_at = round_.drawn_at
    jobs.look(sessions, round_.asks_at)
    assert asked_at(sessions, round_) == groups(sessions, round_)[0]


def asked_at(sessions: Sessions, round_: Round) -> list[str]:
    """Name who is asked, or was, whether they met in a round."""
    with sessions.read() as session:
        about = Reminder.kind == "mixers.did_you_meet", Reminder.ref == str(round_.id)
        return list(session.scalars(select(Reminder.user_id).where(*about).order_by(Reminder.user_id)))
