"""Wishes: counted once a person, merged by consent, and brought to those who can help."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    consents,
    lunches_announcement,
    lunches_asking,
    lunches_merging,
    lunches_offers,
    lunches_wishes,
    pauses,
    skills,
)
from models.base import Sessions
from models.consents import Programme
from models.errors import RuleError
from models.lunches_asking import PATIENCE, Said, WishAsking
from models.lunches_wishes import State, Wish, WishVote
from models.outbox import Owed
from models.skills_asking import APART
from tests.conftest import MONDAY
from tests.models.test_lunches_talks import dates, placed, start_series, told


@pytest.fixture
def session(sessions: Sessions) -> Iterator[Session]:
    with sessions.begin() as session:
        yield session


def wish(session: Session, text: str = "Kubernetes for beginners", *, by: str = "U1", also: int = 0) -> Wish:
    """Wish for something, and let so many others wish for it too."""
    wanted = lunches_wishes.wish(
        session, team_id="T1", by=by, text=text, submission=f"{by}:{text}", now=MONDAY
    )
    for number in range(also):
        lunches_wishes.vote(session, "T1", wanted.id, by=f"V{number}", now=MONDAY)
    return wanted


def offer_skill(session: Session, user_id: str, typed: str = "Kubernetes", *, willing: bool = True) -> None:
    skills.offer(session, "T1", user_id, typed, now=MONDAY)
    if willing:
        consents.give(session, "T1", user_id, Programme.NAMING, now=MONDAY)


def votes(session: Session, wanted: Wish) -> int:
    return lunches_wishes.votes_of(session, wanted.id)


def test_the_most_wanted_comes_first(session: Session) -> None:
    wish(session, "Vim")
    wish(session, "Public speaking", also=3)
    wish(session, "Budgets", also=1)
    rows = lunches_wishes.board(session, "T1", "U1", page=0).rows
    assert [(row.wish.text, row.votes) for row in rows] == [
        ("Public speaking", 4),
        ("Budgets", 2),
        ("Vim", 1),
    ]
    assert lunches_wishes.board(session, "T2", "U1", page=0).rows == []


def test_the_board_has_pages_and_shows_the_last_where_there_are_fewer_by_now(session: Session) -> None:
    for number in range(lunches_wishes.PAGE + 1):
        wish(session, f"Topic {number}")
    first = lunches_wishes.board(session, "T1", "V0", page=0)
    assert (len(first.rows), first.more, first.voted) == (lunches_wishes.PAGE, True, frozenset())
    last = lunches_wishes.board(session, "T1", "U1", page=7)
    assert (len(last.rows), last.page, last.more, len(last.voted)) == (1, 1, False, 1)


def test_the_same_form_twice_is_one_wish(session: Session) -> None:
    assert wish(session).id == wish(session).id


def test_a_vote_pressed_twenty_times_is_one_and_can_be_taken_back(session: Session) -> None:
    wanted = wish(session)
    for _ in range(20):
        lunches_wishes.vote(session, "T1", wanted.id, by="U2", now=MONDAY)
    assert votes(session, wanted) == 2
    for _ in range(20):
        lunches_wishes.take_back_vote(session, "T1", wanted.id, by="U2", now=MONDAY)
    assert votes(session, wanted) == 1


def test_a_hundred_votes_at_once_are_a_hundred(sessions: Sessions) -> None:
    with sessions.begin() as session:
        wanted = wish(session)
    start = Barrier(10)

    def press(who: int) -> None:
        start.wait()
        for number in range(10):
            with sessions.begin() as session:
                lunches_wishes.vote(session, "T1", wanted.id, by=f"P{who}-{number}", now=MONDAY)

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(press, range(10)))
    with sessions.read() as session:
        assert votes(session, wanted) == 101


def test_a_wish_taken_back_stays_for_those_who_wish_for_it_too(session: Session) -> None:
    wanted = wish(session, also=1)
    lunches_wishes.take_back_vote(session, "T1", wanted.id, by="U1", now=MONDAY)
    assert (wanted.state, wanted.wisher_id, votes(session, wanted)) == (State.OPEN, "V0", 1)
    lunches_wishes.take_back_vote(session, "T1", wanted.id, by="V0", now=MONDAY)
    assert (str(wanted.state), votes(session, wanted)) == ("withdrawn", 0)
    with pytest.raises(RuleError, match="taken back"):
        lunches_wishes.vote(session, "T1", wanted.id, by="U3", now=MONDAY)


def test_only_who_wished_changes_the_words_and_only_while_nobody_else_wants_them(session: Session) -> None:
    wanted = wish(session)
    lunches_wishes.change(session, "T1", wanted.id, by="U1", text="Kubernetes, slowly", now=MONDAY)
    with pytest.raises(RuleError, match="Only who wished"):
        lunches_wishes.change(session, "T1", wanted.id, by="U2", text="Mine", now=MONDAY)
    lunches_wishes.vote(session, "T1", wanted.id, by="U2", now=MONDAY)
    with pytest.raises(RuleError, match="as it stands"):
        lunches_wishes.change(session, "T1", wanted.id, by="U1", text="Something else", now=MONDAY)


@pytest.mark.parametrize("text", ["", "   ", "x" * 201])
def test_a_wish_needs_words_and_not_too_many(session: Session, text: str) -> None:
    with pytest.raises(RuleError) as error:
        wish(session, text)
    assert error.value.field == "text"


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("k8s", True),
        ("Somebody please teach me Kubernetes", True),
        ("Public speaking", False),
        ("beginners in gardening and knitting", False),
        ("", False),
        ("please", False),
    ],
)
def test_a_wish_like_one_that_is_there_is_found(session: Session, text: str, *, alike: bool) -> None:
    wanted = wish(session, also=2)
    found = lunches_wishes.similar(session, "T1", text, limit=3)
    assert [(row.wish.id, row.votes) for row in found] == ([(wanted.id, 3)] if alike else [])
    assert lunches_wishes.similar(session, "T2", text, limit=3) == []


def test_wishes_are_merged_when_who_wished_for_the_smaller_agrees(session: Session) -> None:
    big, small = wish(session, also=3), wish(session, "k8s", by="U2", also=1)
    lunches_merging.propose(session, "T1", big.id, small.id, by="U3", now=MONDAY)
    assert told(session, "lunches_merging.asked") == ["U2"]
    with pytest.raises(RuleError, match="Only who wished"):
        lunches_merging.answer(session, "T1", small.id, big.id, by="U1", yes=True, now=MONDAY)
    lunches_merging.answer(session, "T1", small.id, big.id, by="U2", yes=True, now=MONDAY)
    assert (small.state, small.merged_into) == (State.MERGED, big.id)
    assert votes(session, big) == 5, "V0 wished for both, and counts once"
    assert lunches_wishes.vote(session, "T1", small.id, by="U9", now=MONDAY).id == big.id


@pytest.mark.parametrize("turned", [False, True])
def test_a_merge_is_asked_once_whatever_the_answer(session: Session, *, turned: bool) -> None:
    big, small = wish(session, also=3), wish(session, "k8s", by="U2")
    lunches_merging.propose(session, "T1", big.id, small.id, by="U3", now=MONDAY)
    lunches_merging.answer(session, "T1", small.id, big.id, by="U2", yes=False, now=MONDAY)
    for number in range(4 if turned else 0):
        lunches_wishes.vote(session, "T1", small.id, by=f"X{number}", now=MONDAY)
    with pytest.raises(RuleError, match="asked about this before"):
        lunches_merging.propose(session, "T1", small.id, big.id, by="U4", now=MONDAY)
    with pytest.raises(RuleError, match="answered this already"):
        lunches_merging.answer(session, "T1", small.id, big.id, by="U2", yes=True, now=MONDAY)
    assert told(session, "lunches_merging.asked") == ["U2"]


def test_who_wished_for_the_smaller_merges_it_at_once(session: Session) -> None:
    big, small = wish(session, also=3), wish(session, "k8s", by="U2")
    lunches_merging.propose(session, "T1", small.id, big.id, by="U2", now=MONDAY)
    assert (small.state, told(session, "lunches_merging.asked")) == (State.MERGED, [])


def test_a_wish_taken_up_meanwhile_is_not_merged(session: Session) -> None:
    big, small = wish(session, also=3), wish(session, "k8s", by="U2")
    lunches_merging.propose(session, "T1", big.id, small.id, by="U3", now=MONDAY)
    start_series(session)
    placed(session, by="U8", wish_id=big.id)
    with pytest.raises(RuleError, match="does not wait any more"):
        lunches_merging.answer(session, "T1", small.id, big.id, by="U2", yes=True, now=MONDAY)


def test_a_wish_meets_who_offers_its_skill_and_said_yes(session: Session) -> None:
    wish(session, "Somebody please teach me k8s", also=1)
    offer_skill(session, "U2", willing=False)
    offer_skill(session, "U3", "Gardening")
    offer_skill(session, "U4")
    offer_skill(session, "V0")
    for _ in range(3):
        lunches_asking.meet(session, now=MONDAY)
    assert told(session, "lunches_asking.asked") == ["U4"], "V0 wishes for it, and is not asked"
    assert session.scalars(select(Owed.budget)).all() == ["person"]


def test_the_next_one_is_asked_when_the_first_could_not(session: Session) -> None:
    wanted = wish(session)
    for who in ("U2", "U3", "U4"):
        offer_skill(session, who)
    lunches_asking.meet(session, now=MONDAY)
    lunches_asking.answer(session, "T1", wanted.id, by="U2", said=Said.NOT_NOW, now=MONDAY)
    lunches_asking.meet(session, now=MONDAY)
    assert told(session, "lunches_asking.asked") == ["U2", "U3"]
    lunches_asking.meet(session, now=MONDAY + PATIENCE - timedelta(seconds=1))
    assert told(session, "lunches_asking.asked") == ["U2", "U3"]
    lunches_asking.meet(session, now=MONDAY + PATIENCE)
    assert told(session, "lunches_asking.asked") == ["U2", "U3", "U4"]


def test_nobody_is_asked_about_two_wishes_in_a_week(session: Session) -> None:
    wish(session, "Kubernetes upgrades", also=2)
    wish(session, "Kubernetes ingress")
    offer_skill(session, "U2")
    lunches_asking.meet(session, now=MONDAY)
    lunches_asking.meet(session, now=MONDAY + APART - timedelta(seconds=1))
    assert told(session, "lunches_asking.asked") == ["U2"]
    lunches_asking.meet(session, now=MONDAY + APART)
    assert told(session, "lunches_asking.asked") == ["U2", "U2"]


def test_who_wants_to_hear_no_more_of_a_topic_is_not_asked_about_it_again(session: Session) -> None:
    first = wish(session, "Kubernetes upgrades")
    offer_skill(session, "U2", "Kubernetes, Gardening")
    lunches_asking.meet(session, now=MONDAY)
    lunches_asking.answer(session, "T1", first.id, by="U2", said=Said.NEVER, now=MONDAY)
    wish(session, "Kubernetes ingress")
    garden = wish(session, "Gardening on a balcony")
    lunches_asking.meet(session, now=MONDAY + APART)
    asked = session.scalars(select(WishAsking.wish_id).order_by(WishAsking.asked_at)).all()
    assert asked == [first.id, garden.id]


def test_only_who_was_asked_answers_and_not_once_somebody_else_has_taken_it_up(session: Session) -> None:
    wanted = wish(session)
    offer_skill(session, "U2")
    lunches_asking.meet(session, now=MONDAY)
    with pytest.raises(RuleError, match="not for you"):
        lunches_asking.answer(session, "T1", wanted.id, by="U3", said=Said.YES, now=MONDAY)
    start_series(session)
    placed(session, by="U8", wish_id=wanted.id)
    with pytest.raises(RuleError, match="taken this wish up"):
        lunches_asking.answer(session, "T1", wanted.id, by="U2", said=Said.YES, now=MONDAY)


def test_two_processes_ask_one_person_one_thing(sessions: Sessions) -> None:
    with sessions.begin() as session:
        wish(session, "Kubernetes upgrades")
        wish(session, "Kubernetes ingress")
        offer_skill(session, "U2")
    start = Barrier(4)

    def look(_number: int) -> None:
        start.wait()
        with sessions.begin() as session:
            lunches_asking.meet(session, now=MONDAY)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(look, range(4)))
    with sessions.read() as session:
        assert told(session, "lunches_asking.asked") == ["U2"]


def test_a_lunch_without_a_talk_asks_for_the_three_most_wanted_and_their_experts(session: Session) -> None:
    start_series(session)
    lunch = dates(session)[1]
    topics = {"Kubernetes": 4, "Gardening": 3, "Knitting": 2, "Chess": 1}
    for topic, also in topics.items():
        wish(session, topic, also=also)
        for number in range(2):
            offer_skill(session, f"{topic[:2].upper()}{number}", topic)
    for _ in range(2):
        lunches_asking.seek_speakers(session, now=lunch.at - timedelta(days=7))
    asked = {who[:2] for who in told(session, "lunches_asking.asked")}
    assert asked == {"KU", "GA", "KN"}
    assert len(told(session, "lunches_asking.asked")) == 6
    shown = lunches_announcement.of(session, lunch)
    assert [row.wish.text for row in shown.wanted] == ["Kubernetes", "Gardening", "Knitting"]


def test_who_is_away_is_asked_about_no_wish_until_they_are_back(session: Session) -> None:
    wish(session)
    for who in ("U2", "U3"):
        offer_skill(session, who)
    pauses.begin(session, "T1", "U2", last_day=None, zone="UTC", now=MONDAY)
    for _ in range(2):
        lunches_asking.meet(session, now=MONDAY)
    assert told(session, "lunches_asking.asked") == ["U3"]
    pauses.end(session, "T1", "U2", now=MONDAY)
    lunches_asking.meet(session, now=MONDAY + PATIENCE)
    assert told(session, "lunches_asking.asked") == ["U3", "U2"]


def test_who_is_away_is_not_sought_as_a_speaker(session: Session) -> None:
    start_series(session)
    wish(session)
    for who in ("U2", "U3"):
        offer_skill(session, who)
    lunch = dates(session)[1]
    pauses.begin(session, "T1", "U2", last_day=lunch.at.date(), zone="UTC", now=MONDAY)
    lunches_asking.seek_speakers(session, now=lunch.at - timedelta(days=7))
    assert told(session, "lunches_asking.asked") == ["U3"]
    lunches_asking.seek_speakers(session, now=lunch.at - timedelta(days=7))
    assert told(session, "lunches_asking.asked") == ["U3"]


def test_a_lunch_with_a_talk_asks_nobody(session: Session) -> None:
    start_series(session)
    wish(session)
    offer_skill(session, "U2")
    for lunch in dates(session)[:2]:
        placed(session, f"Talk {lunch.id}", by="U9", lunch=lunch)
    lunches_asking.seek_speakers(session, now=MONDAY)
    assert told(session, "lunches_asking.asked") == []
    assert lunches_announcement.of(session, dates(session)[0]).wanted == []


def test_a_wish_that_waits_again_can_be_taken_up_again_and_its_talk_withdrawn_alone(session: Session) -> None:
    start_series(session)
    wanted = wish(session)
    first = placed(session, by="U8", wish_id=wanted.id)
    second = placed(session, by="U9", wish_id=wanted.id)
    assert (first.wish_id, second.wish_id) == (wanted.id, None)
    lunches_offers.step_back(session, "T1", second.id, by="U9", keep=False, now=MONDAY)
    assert wanted.state == State.TAKEN
    lunches_offers.step_back(session, "T1", first.id, by="U8", keep=False, now=MONDAY)
    third = placed(session, "Third", by="U9", wish_id=wanted.id)
    assert third.wish_id == wanted.id
    assert session.scalars(select(WishVote.user_id)).all() == ["U1"]
