"""Talks: a slot is one talk's, and nobody hears anything twice."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    lunches,
    lunches_announcement,
    lunches_changes,
    lunches_offers,
    lunches_programme,
    lunches_seats,
    lunches_series,
    lunches_speakers,
    lunches_speaking,
    lunches_swaps,
    lunches_table,
    lunches_talks,
    lunches_wishes,
    stewards,
    tables,
)
from models.base import Sessions, insert_once
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_offers import Offer
from models.lunches_rhythm import Every
from models.lunches_seats import Answer, Seat, Where
from models.lunches_series import Plan, Series, Setting, TalkFormat
from models.lunches_talks import Pitch, State, Talk
from models.outbox import Owed
from tests.conftest import MONDAY, few

HOST = "UHOST"
WEEK = timedelta(weeks=1)


def start_series(
    session: Session,
    channel: str = "C1",
    *,
    slots: int = 1,
    formats: Sequence[TalkFormat] = tuple(TalkFormat),
) -> Series:
    """Let a channel meet every Thursday at noon, Berlin time."""
    stewards.appoint(session, "T1", HOST, now=MONDAY)
    plan = Plan(
        Setting("Learning lunch", slots=slots),
        start=date(2026, 3, 5),
        every=Every.WEEK,
        at=time(12),
        zone="Europe/Berlin",
        formats=tuple(formats),
    )
    series = lunches_series.propose(
        session,
        team_id="T1",
        channel_id=channel,
        plan=plan,
        by=HOST,
        private_channel=False,
        creator_id="",
        submission=f"series:{channel}",
        now=MONDAY,
    )
    lunches.open_ahead(session, now=MONDAY)
    return series


def dates(session: Session) -> Sequence[Lunch]:
    return session.scalars(select(Lunch).order_by(Lunch.at, Lunch.id)).all()


def offer(
    session: Session,
    title: str = "Halving CI time",
    *,
    by: str = "U1",
    lunch: Lunch | None = None,
    channels: Sequence[str] = ("C1",),
    now: datetime = MONDAY,
    submission: str = "",
    **more: Any,
) -> Talk | None:
    pitch = Pitch(title, **{name: more.pop(name) for name in ("gain", "format", "minutes") if name in more})
    offered = Offer(pitch, channels, lunch.id if lunch else None, **more)
    return lunches_offers.offer(
        session, "T1", offered, by=by, submission=submission or f"{by}:{title}", now=now
    )


def placed(session: Session, title: str = "Halving CI time", **more: Any) -> Talk:
    talk = offer(session, title, **more)
    assert talk is not None
    return talk


def told(session: Session, kind: str) -> list[str]:
    """Name who is owed a message of a kind, in order."""
    return list(session.scalars(select(Owed.recipients).where(Owed.kind == kind).order_by(Owed.id)))


def sit(session: Session, lunch: Lunch, *people: str) -> None:
    for turn, who in enumerate(people):
        insert_once(
            session,
            Seat,
            lunch_id=lunch.id,
            user_id=who,
            team_id="T1",
            answer=Answer.GOING,
            where=Where.ROOM,
            guests=0,
            turn=turn,
            answered_at=MONDAY,
        )


@pytest.fixture
def session(sessions: Sessions) -> Iterator[Session]:
    with sessions.begin() as session:
        start_series(session)
        yield session


def test_a_talk_has_its_slot_at_once_and_the_host_hears(session: Session) -> None:
    talk = placed(session, lunch=dates(session)[1])
    assert (talk.state, talk.lunch_id, talk.number) == (State.PLACED, dates(session)[1].id, 0)
    assert told(session, "lunches_talks.told_host") == [HOST]


def test_a_host_hears_nothing_of_their_own_offer(session: Session) -> None:
    placed(session, by=HOST, lunch=dates(session)[0])
    assert told(session, "lunches_talks.told_host") == []


def test_the_same_form_twice_is_one_talk(session: Session) -> None:
    first, again = (placed(session, lunch=dates(session)[0], submission="V1") for _ in range(2))
    assert first.id == again.id
    assert told(session, "lunches_talks.told_host") == [HOST]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 300}, "title"),
        ({"gain": "x" * 501}, "gain"),
        ({"minutes": 7}, "minutes"),
        ({"co_speakers": [f"U{n}" for n in range(2, 9)]}, "co_speakers"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    session: Session, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleError) as error:
        offer(session, **wrong)
    assert error.value.field == field


def test_a_date_that_has_passed_or_was_called_off_is_refused(session: Session) -> None:
    first, second = dates(session)[:2]
    lunches_changes.call_off(session, second, now=MONDAY)
    with pytest.raises(RuleError, match="over, or called off"):
        offer(session, lunch=first, now=first.at)
    with pytest.raises(RuleError, match="over, or called off"):
        offer(session, lunch=second)


def test_a_lunch_is_for_the_present_members_of_its_channel(session: Session) -> None:
    with pytest.raises(RuleError, match="present members"):
        offer(session, lunch=dates(session)[0], channels=["C2"])
    with pytest.raises(RuleError, match="gone"):
        lunches_offers.offer(
            session,
            "T2",
            Offer(Pitch("x"), ["C1"], dates(session)[0].id),
            by="U1",
            submission="V",
            now=MONDAY,
        )


def test_a_slot_that_is_taken_is_not_given_twice(session: Session) -> None:
    first, second = dates(session)[:2]
    placed(session, lunch=first)
    assert offer(session, "Other", by="U2", lunch=first) is None
    assert lunches_offers.next_date(session, "T1", ["C1"], Pitch("Other"), now=MONDAY) == second


def test_a_slot_wanted_by_ten_at_once_goes_to_exactly_one(sessions: Sessions) -> None:
    with sessions.begin() as session:
        start_series(session)
        lunch = dates(session)[0]
    start = Barrier(10)

    def want(number: int) -> bool:
        start.wait()
        with sessions.begin() as session:
            return offer(session, by=f"U{number}", lunch=lunch) is not None

    with ThreadPoolExecutor(10) as threads:
        won = list(threads.map(want, range(10)))
    assert won.count(True) == 1
    with sessions.read() as session:
        assert [talk.number for talk in lunches_talks.of_lunch(session, lunch.id)] == [0]


def test_ten_talks_for_any_date_offered_at_once_have_dates_of_their_own(sessions: Sessions) -> None:
    with sessions.begin() as session:
        start_series(session)
    start = Barrier(10)

    def want(number: int) -> None:
        start.wait()
        with sessions.begin() as session:
            placed(session, by=f"U{number}")

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(want, range(10)))
    with sessions.begin() as session:
        lunches_offers.place_waiting(session, now=MONDAY)
        at = session.scalars(select(Talk.lunch_id).where(Talk.state == State.PLACED)).all()
        assert len(at) == len(set(at)) == lunches.OPENED_AHEAD


def test_two_processes_place_a_waiting_talk_once(sessions: Sessions) -> None:
    with sessions.begin() as session:
        placed(session)
        start_series(session)
    start = Barrier(2)

    def look(_number: int) -> None:
        start.wait()
        with sessions.begin() as session:
            lunches_offers.place_waiting(session, now=MONDAY)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(look, range(2)))
    with sessions.read() as session:
        assert told(session, "lunches_talks.placed") == ["U1"]


def test_a_talk_for_any_date_takes_the_first_free_one_with_time_to_prepare(session: Session) -> None:
    first, second, third = dates(session)[:3]
    placed(session, "First", lunch=second)
    assert placed(session, "Any", by="U2", now=first.at - timedelta(days=2)).lunch_id == third.id


def test_a_waiting_talk_is_placed_when_a_slot_frees_and_its_speaker_hears(session: Session) -> None:
    for number, lunch in enumerate(dates(session)):
        placed(session, f"Talk {number}", by=f"U{number}", lunch=lunch)
    waiting = placed(session, "Waits", by="U9")
    assert waiting.state == State.WAITING
    lunches_offers.place_waiting(session, now=MONDAY)
    assert waiting.state == State.WAITING
    leaving = lunches_talks.of_lunch(session, dates(session)[2].id)[0]
    lunches_offers.step_back(session, "T1", leaving.id, by=leaving.speaker_id, keep=False, now=MONDAY)
    for _ in range(2):
        lunches_offers.place_waiting(session, now=MONDAY)
    assert waiting.lunch_id == dates(session)[2].id
    assert told(session, "lunches_talks.placed") == ["U9"]


def test_a_waiting_talk_is_placed_when_a_date_opens(session: Session) -> None:
    for number, lunch in enumerate(dates(session)):
        placed(session, f"Talk {number}", by=f"U{number}", lunch=lunch)
    waiting = placed(session, "Waits", by="U9")
    lunches.open_ahead(session, now=MONDAY + WEEK)
    lunches_offers.place_waiting(session, now=MONDAY + WEEK)
    assert waiting.lunch_id == dates(session)[-1].id


def test_a_talk_is_placed_only_in_channels_its_speaker_is_in(session: Session) -> None:
    start_series(session, "C2")
    waiting = placed(session, channels=["C3"])
    lunches_offers.place_waiting(session, now=MONDAY)
    assert waiting.state == State.WAITING


def test_who_steps_back_is_not_given_the_same_date_again(session: Session) -> None:
    first, second = dates(session)[1:3]
    talk = placed(session, lunch=first)
    lunches_offers.step_back(session, "T1", talk.id, by="U1", keep=True, now=MONDAY)
    lunches_offers.place_waiting(session, now=MONDAY)
    assert talk.lunch_id == second.id


def test_several_lightning_talks_share_a_lunch(session: Session) -> None:
    start_series(session, "C2", slots=3)
    lunch = session.scalars(select(Lunch).where(Lunch.channel_id == "C2").order_by(Lunch.at)).all()[0]
    given = [
        placed(session, f"Talk {n}", by=f"U{n}", lunch=lunch, channels=["C2"], minutes=5) for n in range(3)
    ]
    assert [talk.number for talk in given] == [0, 1, 2]
    assert offer(session, "Fourth", by="U9", lunch=lunch, channels=["C2"], minutes=5) is None


def test_a_lunch_with_fewer_slots_than_before_keeps_its_talks_and_takes_no_more(session: Session) -> None:
    start_series(session, "C2", slots=3)
    lunch = session.scalars(select(Lunch).where(Lunch.channel_id == "C2").order_by(Lunch.at)).all()[0]
    first, second = (
        placed(session, f"Talk {n}", by=f"U{n}", lunch=lunch, channels=["C2"], minutes=5) for n in range(2)
    )
    lunches_offers.step_back(session, "T1", first.id, by="U0", keep=False, now=MONDAY)
    lunch.slots = 1
    assert (second.number, offer(session, "Third", by="U3", lunch=lunch, channels=["C2"], minutes=5)) == (
        1,
        None,
    )


def test_no_more_is_told_than_there_is_time_for(session: Session) -> None:
    start_series(session, "C2", slots=3)
    lunch = session.scalars(select(Lunch).where(Lunch.channel_id == "C2").order_by(Lunch.at)).all()[0]
    placed(session, lunch=lunch, channels=["C2"], minutes=15)
    with pytest.raises(RuleError, match="15 minutes left"):
        offer(session, "Long", by="U2", lunch=lunch, channels=["C2"], minutes=30)


def test_a_format_that_the_series_does_not_offer_is_refused(session: Session) -> None:
    start_series(session, "C2", formats=[TalkFormat.LIGHTNING])
    lunch = session.scalars(select(Lunch).where(Lunch.channel_id == "C2").order_by(Lunch.at)).all()[0]
    assert lunches_talks.formats(session, [lunch]) == [TalkFormat.LIGHTNING]
    with pytest.raises(RuleError, match="other formats"):
        offer(session, lunch=lunch, channels=["C2"])


def test_a_moved_talk_leaves_its_slot_and_everybody_concerned_hears_once(session: Session) -> None:
    first, second = dates(session)[:2]
    sit(session, first, "U7", "U1")
    talk = placed(session, lunch=first)
    moved = lunches_offers.move(
        session, "T1", talk.id, by="U1", lunch_id=second.id, channels=["C1"], now=MONDAY
    )
    assert moved is talk
    assert lunches_talks.of_lunch(session, first.id) == []
    assert told(session, "lunches_talks.told_host") == [HOST, HOST]
    assert told(session, "lunches_talks.programme_changed") == ["U7"]


def test_a_move_to_a_slot_that_was_taken_meanwhile_changes_nothing(session: Session) -> None:
    first, second = dates(session)[:2]
    talk = placed(session, lunch=first)
    placed(session, "Other", by="U2", lunch=second)
    assert (
        lunches_offers.move(session, "T1", talk.id, by="U1", lunch_id=second.id, channels=["C1"], now=MONDAY)
        is None
    )
    assert talk.lunch_id == first.id


def test_only_who_offered_a_talk_changes_it(session: Session) -> None:
    talk = placed(session, lunch=dates(session)[0])
    with pytest.raises(RuleError, match="Only who offered"):
        lunches_offers.step_back(session, "T1", talk.id, by="U2", keep=True, now=MONDAY)
    with pytest.raises(RuleError, match="Only who offered"):
        lunches_offers.edit(
            session, "T1", talk.id, Pitch("Mine"), [], by="U2", version=talk.version, now=MONDAY
        )
    with pytest.raises(RuleError, match="Only who offered"):
        lunches_offers.move(session, "T1", talk.id, by="U2", lunch_id=None, channels=["C1"], now=MONDAY)


def test_an_edited_talk_keeps_its_slot_and_the_host_hears(session: Session) -> None:
    talk = placed(session, lunch=dates(session)[0])
    lunches_offers.edit(
        session, "T1", talk.id, Pitch("Thirding CI time"), [], by="U1", version=talk.version, now=MONDAY
    )
    assert (talk.title, talk.lunch_id) == ("Thirding CI time", dates(session)[0].id)
    assert told(session, "lunches_talks.told_host") == [HOST, HOST]
    with pytest.raises(RuleError, match="has changed since"):
        lunches_offers.edit(session, "T1", talk.id, Pitch("Old"), [], by="U1", version=0, now=MONDAY)


def test_who_has_withdrawn_a_talk_may_offer_it_again(session: Session) -> None:
    talk = placed(session, lunch=dates(session)[1])
    lunches_offers.step_back(session, "T1", talk.id, by="U1", keep=False, now=MONDAY)
    assert (talk.state, talk.lunch_id) == (State.WITHDRAWN, None)
    for _ in range(2):
        lunches_offers.offer_again(session, "T1", talk.id, by="U1", now=MONDAY)
    assert talk.lunch_id is not None


def test_nobody_is_named_as_a_speaker_before_they_said_yes(session: Session) -> None:
    talk = placed(session, lunch=dates(session)[0], co_speakers=["U2", "U3"])
    assert talk.speakers == ["U1"]
    assert told(session, "lunches_talks.invited") == ["U2", "U3"]
    for _ in range(20):
        lunches_speakers.answer_invitation(session, "T1", talk.id, by="U2", yes=True, now=MONDAY)
    lunches_speakers.answer_invitation(session, "T1", talk.id, by="U3", yes=False, now=MONDAY)
    assert talk.speakers == ["U1", "U2"]
    assert told(session, "lunches_talks.joined") == ["U1"]
    assert told(session, "lunches_talks.not_joined") == ["U1"]
    with pytest.raises(RuleError, match="does not need an answer"):
        lunches_speakers.answer_invitation(session, "T1", talk.id, by="U3", yes=True, now=MONDAY)


def test_two_speakers_swap_when_both_say_yes(session: Session) -> None:
    first, second = dates(session)[:2]
    sit(session, first, "U7")
    mine, theirs = placed(session, lunch=first), placed(session, "Other", by="U2", lunch=second)
    swap = lunches_swaps.ask(session, "T1", mine.id, theirs.id, by="U1", channels=["C1"], now=MONDAY)
    assert (mine.lunch_id, told(session, "lunches_swaps.asked")) == (first.id, ["U2"])
    with pytest.raises(RuleError, match="other speaker"):
        lunches_swaps.answer(session, "T1", swap.id, by="U1", yes=True, now=MONDAY)
    for _ in range(20):
        lunches_swaps.answer(session, "T1", swap.id, by="U2", yes=True, now=MONDAY)
    assert (mine.lunch_id, theirs.lunch_id) == (second.id, first.id)
    assert told(session, "lunches_swaps.answered") == ["U1"]
    assert told(session, "lunches_swaps.told_host") == [HOST]
    assert told(session, "lunches_talks.programme_changed") == ["U7"]


def test_a_no_to_a_swap_leaves_both_where_they_are_and_is_asked_once(session: Session) -> None:
    first, second = dates(session)[:2]
    mine, theirs = placed(session, lunch=first), placed(session, "Other", by="U2", lunch=second)
    swap = lunches_swaps.ask(session, "T1", mine.id, theirs.id, by="U1", channels=["C1"], now=MONDAY)
    lunches_swaps.answer(session, "T1", swap.id, by="U2", yes=False, now=MONDAY)
    lunches_swaps.answer(session, "T1", swap.id, by="U2", yes=True, now=MONDAY)
    assert (mine.lunch_id, theirs.lunch_id) == (first.id, second.id)
    with pytest.raises(RuleError, match="asked them already"):
        lunches_swaps.ask(session, "T1", mine.id, theirs.id, by="U1", channels=["C1"], now=MONDAY)


def test_a_swap_that_no_longer_stands_changes_nothing(session: Session) -> None:
    first, second, third = dates(session)[:3]
    mine, theirs = placed(session, lunch=first), placed(session, "Other", by="U2", lunch=second)
    swap = lunches_swaps.ask(session, "T1", mine.id, theirs.id, by="U1", channels=["C1"], now=MONDAY)
    lunches_offers.move(session, "T1", mine.id, by="U1", lunch_id=third.id, channels=["C1"], now=MONDAY)
    with pytest.raises(RuleError, match="another date by now"):
        lunches_swaps.answer(session, "T1", swap.id, by="U2", yes=True, now=MONDAY)


def test_a_lunch_called_off_keeps_its_talk_and_its_speaker_hears_once(session: Session) -> None:
    lunch, later = dates(session)[1:3]
    sit(session, lunch, "U7", "U1")
    talk = placed(session, lunch=lunch)
    lunches_changes.call_off(session, lunch, now=MONDAY)
    assert (talk.state, talk.lunch_id) == (State.WAITING, None)
    assert told(session, "lunches_talks.kept") == ["U1"]
    assert told(session, "lunches.changed") == ["U7"]
    lunches_offers.place_waiting(session, now=MONDAY)
    assert talk.lunch_id in {dates(session)[0].id, later.id}


def test_a_moved_lunch_keeps_its_talk_and_its_speaker_hears(session: Session) -> None:
    lunch = dates(session)[0]
    talk = placed(session, lunch=lunch)
    lunch.was_at, lunch.at = lunch.at, lunch.at + timedelta(days=1)
    lunches_changes.tell_of_change(session, lunch, now=MONDAY)
    assert talk.lunch_id == lunch.id
    assert told(session, "lunches.changed") == ["U1"]


def test_a_speaker_who_left_the_channel_frees_the_slot_and_keeps_the_talk(session: Session) -> None:
    talk = placed(session, lunch=dates(session)[0], channels=["C1", "C2"])
    for _ in range(2):
        lunches_speakers.speaker_left(session, "T1", "U1", channel_id="C1", now=MONDAY)
    assert (talk.state, talk.channels) == (State.WAITING, "C2")
    assert told(session, "lunches_talks.told_host") == [HOST, HOST]
    assert told(session, "lunches_talks.you_left") == ["U1"]


def test_who_gives_a_talk_too_takes_it_over_when_its_speaker_is_gone(session: Session) -> None:
    talk = placed(session, lunch=dates(session)[0], co_speakers=["U2"])
    lunches_speakers.answer_invitation(session, "T1", talk.id, by="U2", yes=True, now=MONDAY)
    lunches_speakers.speaker_left(session, "T1", "U1", now=MONDAY)
    assert (talk.state, talk.speakers, talk.lunch_id) == (State.WAITING, ["U2"], None)
    assert told(session, "lunches_talks.yours_now") == ["U2"]
    lunches_offers.move(
        session, "T1", talk.id, by="U2", lunch_id=dates(session)[0].id, channels=["C1"], now=MONDAY
    )
    assert talk.state == State.PLACED


def test_the_talk_of_who_is_gone_alone_is_kept_for_nobody_else_to_be_told(session: Session) -> None:
    talk = placed(session, lunch=dates(session)[0])
    lunches_speakers.speaker_left(session, "T1", "U1", now=MONDAY)
    assert talk.state == State.WITHDRAWN
    assert told(session, "lunches_talks.you_left") == []


def test_who_gives_a_talk_too_and_leaves_takes_only_themselves_away(session: Session) -> None:
    talk = placed(session, lunch=dates(session)[0], co_speakers=["U2"])
    lunches_speakers.answer_invitation(session, "T1", talk.id, by="U2", yes=True, now=MONDAY)
    lunches_speakers.speaker_left(session, "T1", "U2", channel_id="C1", now=MONDAY)
    assert (talk.state, talk.speakers) == (State.PLACED, ["U1"])


def test_a_talk_is_given_once_its_lunch_is_over(session: Session) -> None:
    lunch = dates(session)[0]
    talk = placed(session, lunch=lunch)
    lunches.end_past(session, now=lunch.ends_at)
    lunches_programme.note_given(session, now=lunch.ends_at)
    assert talk.state == State.GIVEN
    lunches_speakers.speaker_left(session, "T1", "U1", now=lunch.ends_at)
    assert talk.lunch_id == lunch.id


def remind(session: Session, now: datetime) -> None:
    for _ in range(2):
        lunches_speaking.remind_due(session, now=now)


def keys(session: Session) -> list[str]:
    found = select(Owed.key).where(Owed.kind == "lunches_speaking.reminder").order_by(Owed.id)
    return list(session.scalars(found))


def test_a_speaker_is_reminded_a_week_and_a_day_before(session: Session) -> None:
    lunch = dates(session)[2]
    placed(session, lunch=lunch)
    remind(session, lunch.at - WEEK - timedelta(minutes=1))
    assert keys(session) == []
    for before in (7, 6, 2, 1):
        remind(session, lunch.at - timedelta(days=before))
    assert keys(session) == ["speaking:week:U1:2026-03-19", "speaking:day:U1:2026-03-19"]


def test_a_reminder_that_comes_too_late_is_left_out(session: Session) -> None:
    lunch = dates(session)[2]
    placed(session, lunch=lunch)
    remind(session, lunch.at - timedelta(days=1, hours=12))
    remind(session, lunch.at)
    assert keys(session) == []


def test_a_talk_that_moves_within_its_week_is_not_announced_to_its_speaker_again(session: Session) -> None:
    start_series(session, "C2")
    lunch, other = session.scalars(select(Lunch).where(Lunch.slot.startswith("2026-03-19"))).all()
    other.at += timedelta(days=1)
    talk = placed(session, lunch=lunch, channels=["C1", "C2"])
    now = lunch.at - WEEK
    remind(session, now)
    lunches_offers.move(session, "T1", talk.id, by="U1", lunch_id=other.id, channels=["C1", "C2"], now=now)
    remind(session, now + timedelta(days=1))
    assert keys(session) == ["speaking:week:U1:2026-03-19"]


def test_two_talks_of_a_day_are_one_reminder(session: Session) -> None:
    start_series(session, "C2")
    for lunch in session.scalars(select(Lunch).where(Lunch.slot.startswith("2026-03-19"))).all():
        placed(session, f"Talk in {lunch.channel_id}", lunch=lunch, channels=["C1", "C2"])
    remind(session, dates(session)[4].at - WEEK)
    assert keys(session) == ["speaking:week:U1:2026-03-19"]
    assert len(lunches_speaking.on_day(session, "T1", "U1", date(2026, 3, 19))) == 2


def test_a_lunch_without_a_talk_is_an_open_table_the_day_before(session: Session) -> None:
    first, second = dates(session)[:2]
    placed(session, lunch=second)
    lunches_table.set_due(session, now=first.at - timedelta(days=1, minutes=1))
    assert not first.open_table
    lunches_table.set_due(session, now=first.at - timedelta(days=1))
    lunches_table.set_due(session, now=second.at - timedelta(days=1))
    assert (first.open_table, second.open_table) == (True, False)
    shown = lunches_announcement.of(session, first)
    assert len({starter.name for starter in shown.starters}) == 3
    assert shown.wanted == []
    assert lunches_table.starters(first) == lunches_table.starters(first)
    assert not set(lunches_table.starters(first)) & set(lunches_table.starters(second))


def test_an_open_table_that_the_host_chose_keeps_the_talk_for_another_date(session: Session) -> None:
    first, second = dates(session)[:2]
    talk = placed(session, lunch=second)
    assert lunches_table.choose(session, second, now=MONDAY) == {"U1"}
    lunches_offers.place_waiting(session, now=first.at)
    assert talk.lunch_id == dates(session)[2].id


def test_a_talk_offered_for_an_open_table_makes_it_a_talk_again(session: Session) -> None:
    first = dates(session)[0]
    first.open_table = True
    placed(session, lunch=first)
    assert not first.open_table


# What may happen, in any order: no slot holds two, no talk stands twice, nobody waits in vain.

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["offer", "any", "place", "swap", "back", "withdraw", "move", "call_off", "leave", "wish"]
        ),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=25,
)


class Story:
    """Takes random steps; a mistake is refused, and changes nothing."""

    def __init__(self, session: Session, slots: int) -> None:
        self.session = session
        self.now = MONDAY
        self.count = 0
        start_series(session, slots=slots)

    def take(self, step: str, one: int, other: int) -> None:
        self.count += 1
        self.now += timedelta(hours=1)
        with suppress(RuleError), self.session.begin_nested():
            getattr(self, step)(one, other)

    def talk(self, number: int) -> Talk | None:
        talks = self.session.scalars(select(Talk).order_by(Talk.id)).all()
        return talks[number % len(talks)] if talks else None

    def offer(self, who: int, at: int) -> None:
        offer(
            self.session,
            f"Talk {self.count}",
            by=f"U{who}",
            lunch=dates(self.session)[at],
            now=self.now,
            minutes=5,
        )

    def any(self, who: int, _other: int) -> None:
        offer(self.session, f"Talk {self.count}", by=f"U{who}", now=self.now, minutes=5)

    def wish(self, who: int, other: int) -> None:
        wanted = lunches_wishes.wish(
            self.session, team_id="T1", by=f"U{who}", text="Vim", submission=f"W{self.count}", now=self.now
        )
        for each in range(other):
            lunches_wishes.vote(self.session, "T1", wanted.id, by=f"U{each}", now=self.now)
        offer(self.session, f"Talk {self.count}", by=f"U{other}", now=self.now, minutes=5, wish_id=wanted.id)

    def place(self, _one: int, _other: int) -> None:
        lunches_offers.place_waiting(self.session, now=self.now)

    def swap(self, one: int, other: int) -> None:
        mine, theirs = self.talk(one), self.talk(other)
        if mine and theirs:
            swap = lunches_swaps.ask(
                self.session, "T1", mine.id, theirs.id, by=mine.speaker_id, channels=["C1"], now=self.now
            )
            lunches_swaps.answer(self.session, "T1", swap.id, by=theirs.speaker_id, yes=True, now=self.now)

    def back(self, one: int, _other: int) -> None:
        if talk := self.talk(one):
            lunches_offers.step_back(self.session, "T1", talk.id, by=talk.speaker_id, keep=True, now=self.now)

    def withdraw(self, one: int, _other: int) -> None:
        if talk := self.talk(one):
            lunches_offers.step_back(
                self.session, "T1", talk.id, by=talk.speaker_id, keep=False, now=self.now
            )

    def move(self, one: int, at: int) -> None:
        if talk := self.talk(one):
            lunches_offers.move(
                self.session,
                "T1",
                talk.id,
                by=talk.speaker_id,
                lunch_id=dates(self.session)[at].id,
                channels=["C1"],
                now=self.now,
            )

    def call_off(self, at: int, _other: int) -> None:
        lunches_changes.call_off(self.session, dates(self.session)[at], now=self.now)

    def leave(self, who: int, _other: int) -> None:
        lunches_speakers.speaker_left(self.session, "T1", f"U{who}", channel_id="C1", now=self.now)

    def check(self) -> None:
        talks = self.session.scalars(select(Talk)).all()
        slots = Counter((talk.lunch_id, talk.number) for talk in talks if talk.lunch_id is not None)
        assert all(count == 1 for count in slots.values())
        for talk in talks:
            assert (talk.state == State.PLACED) == (talk.lunch_id is not None) == (talk.number is not None)
            lunch = self.session.get(Lunch, talk.lunch_id) if talk.lunch_id else None
            assert lunch is None or (lunch.state == lunches.State.OPEN and (talk.number or 0) < lunch.slots)
        taken = {talk.wish_id for talk in talks if talk.wish_id and talk.state != State.WITHDRAWN}
        for wanted in self.session.scalars(select(lunches_wishes.Wish)):
            assert (wanted.state == lunches_wishes.State.TAKEN) == (wanted.id in taken)

    def check_nobody_waits_in_vain(self) -> None:
        lunches_offers.place_waiting(self.session, now=self.now)
        for talk in self.session.scalars(select(Talk).where(Talk.state == State.WAITING)):
            assert lunches_offers.first_date(self.session, talk, now=self.now) is None

    def check_nobody_is_told_twice(self) -> None:
        said = Counter(
            (owed.kind, owed.recipients, owed.ref)
            for owed in self.session.scalars(select(Owed).where(Owed.kind != "lunches_talks.told_host"))
        )
        assert all(count == 1 for count in said.values()), said


@few(8)
@given(steps=STEPS, slots=st.integers(1, 3))
def test_whatever_happens_a_slot_holds_one_talk_and_nobody_waits_beside_a_free_one(
    sessions: Sessions, steps: list[tuple[str, int, int]], slots: int
) -> None:
    tables.empty(sessions.engine)
    with sessions.begin() as session:
        story = Story(session, slots)
        for step in steps:
            story.take(*step)
            story.check()
        story.check_nobody_waits_in_vain()
        story.check()
        story.check_nobody_is_told_twice()


def test_wishers_are_told_of_their_talk_once_however_often_it_moves(session: Session) -> None:
    first, second = dates(session)[:2]
    wanted = lunches_wishes.wish(
        session, team_id="T1", by="U5", text="Faster builds", submission="W1", now=MONDAY
    )
    lunches_wishes.vote(session, "T1", wanted.id, by="U6", now=MONDAY)
    lunches_wishes.vote(session, "T1", wanted.id, by="U1", now=MONDAY)
    talk = placed(session, lunch=first, wish_id=wanted.id)
    lunches_offers.move(session, "T1", talk.id, by="U1", lunch_id=second.id, channels=["C1"], now=MONDAY)
    assert sorted(told(session, "lunches_wishes.dated")) == ["U5", "U6"]
    lunches_offers.step_back(session, "T1", talk.id, by="U1", keep=False, now=MONDAY)
    assert wanted.state == lunches_wishes.State.OPEN
    assert session.scalar(select(func.count()).select_from(lunches_wishes.WishVote)) == 3
    assert lunches_seats.with_a_seat(session, first.id) == []
