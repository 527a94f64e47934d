"""Somebody who is forgotten leaves no trace at the lunches, and nobody in the lurch."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from models import (
    lunches,
    lunches_answers,
    lunches_merging,
    lunches_offers,
    lunches_seats,
    lunches_series,
    lunches_speakers,
    lunches_swaps,
    lunches_wishes,
    stewards,
)
from models.lunches_offers import Offer
from models.lunches_rhythm import Every
from models.lunches_seats import Answer
from models.lunches_series import Food, Plan, Series, Setting
from models.lunches_talks import Pitch, Talk
from models.lunches_wishes import State, Wish
from models.tips import Tip
from tests.conftest import START, Company
from tests.handlers.test_lunches_series import announcements, opens
from tests.handlers.test_lunches_talks import heard, presses_in_dm
from tests.handlers.test_members import BEN, forget, later, rows, standing
from tests.lunches import NOON, TEAM, THURSDAY, after_the_lunch, first, give_talk, seat
from tests.people import Person, words

NOOR = "U0NOOR"
TITLE = "Sorting by smell"


def meet(company: Company, *, host: str = BEN, co_host: str | None = None, **setting: Any) -> Series:
    """Let #learning meet on Thursdays, with Ada as the steward; the first lunch is announced."""
    with company.potluck.sessions.begin() as session:
        stewards.appoint(session, TEAM, "U0ADA", now=START)
        series = lunches_series.propose(
            session,
            team_id=TEAM,
            channel_id="C0LEARNING",
            plan=Plan(
                Setting(**{"title": "Learning lunch", "place": "The kitchen", "slots": 2, **setting}),
                THURSDAY,
                Every.WEEK,
                NOON,
                "Europe/Berlin",
                co_host_id=co_host,
            ),
            by=host,
            creator_id=host,
            private_channel=False,
            submission="first",
            now=START,
        )
    company.potluck.look()
    return series


def post(company: Company) -> str:
    """Read the first announcement as it is now."""
    return words(announcements(company.person("ada"), "#learning")[0]["blocks"])


def gone(company: Company) -> None:
    """Forget Ben, and see that no trace is left."""
    _minutes_later(company)
    forget(company, company.person("ben"))
    _minutes_later(company)
    assert BEN not in rows(company)
    assert [each for each in standing(company) if BEN in each or TITLE in each] == []


def _minutes_later(company: Company) -> None:
    company.set_clock(company.workspace.now() + timedelta(minutes=2))
    company.settle()


def test_a_series_goes_on_without_a_host_until_a_steward_takes_over(company: Company, ada: Person) -> None:
    meet(company)
    assert f"host <@{BEN}>" in post(company)
    gone(company)
    assert "host" not in post(company)
    assert "Come" in post(company)
    assert "Host: nobody for now" in words(opens(ada))
    ada.closes()
    assert "Learning lunch in <#C0LEARNING> has no host any more" in heard(ada)[-1]
    presses_in_dm(ada, "Take over")
    later(company, minutes=10)
    assert "host <@U0ADA>" in post(company)
    assert "is looked after" in heard(ada)[-1]


def test_the_stewards_are_asked_again_when_the_next_host_is_forgotten_too(
    company: Company, ada: Person
) -> None:
    meet(company)
    gone(company)
    presses_in_dm(ada, "Take over")
    opens(ada)
    ada.presses("Hand over")
    assert ada.submits(to=NOOR) == {}
    ada.closes()
    later(company, minutes=10)
    forget(company, company.person("noor"))
    assert sum("has no host any more" in each for each in heard(ada)) == 1
    assert NOOR not in rows(company)


def test_the_co_host_looks_after_it_from_now_on(company: Company, ada: Person) -> None:
    meet(company, co_host=NOOR)
    gone(company)
    assert heard(company.person("noor"))[-1].startswith("You are the host now of Learning lunch")
    assert f"host <@{NOOR}>" in post(company)
    assert "no host" not in " ".join(heard(ada))


def test_where_nobody_is_the_host_the_stewards_hear_how_many_eat(company: Company, ada: Person) -> None:
    meet(company, food=Food.CATERED, minimum=0)
    gone(company)
    later(company, days=2, hours=4)
    assert any("meal" in each or "eat" in each for each in heard(ada))


def test_a_proposal_that_waits_is_withdrawn(company: Company, ada: Person) -> None:
    with company.potluck.sessions.begin() as session:
        stewards.appoint(session, TEAM, "U0ADA", now=START)
        plan = Plan(Setting("Learning lunch"), THURSDAY, Every.WEEK, NOON, "Europe/Berlin")
        lunches_series.propose(
            session,
            team_id=TEAM,
            channel_id="C0LEARNING",
            plan=plan,
            by=BEN,
            creator_id="",
            private_channel=False,
            submission="first",
            now=START,
        )
    company.settle()
    assert "proposes learning lunches" in heard(ada)[-1]
    gone(company)
    assert [each for each in heard(ada) if "proposes" in each] == []


def test_the_next_in_line_gets_the_seat(company: Company) -> None:
    meet(company, host="U0ADA", capacity=1)
    with company.potluck.sessions.begin() as session:
        for who in (BEN, NOOR):
            lunches_answers.come(session, first(session), who, now=company.workspace.now())
    company.settle()
    gone(company)
    with company.potluck.sessions.read() as session:
        (left,) = lunches_seats.taken(session, first(session).id).seats
    assert (left.user_id, left.answer) == (NOOR, Answer.OFFERED)
    assert "seat" in heard(company.person("noor"))[-1]


def offer(
    company: Company, by: str, *co_speakers: str, title: str = TITLE, wish_id: int | None = None
) -> int:
    """Offer a talk for the first lunch with room; who is asked along says yes."""
    with company.potluck.sessions.begin() as session:
        now = company.workspace.now()
        at = next(
            lunch
            for lunch in lunches.coming(session, TEAM, ["C0LEARNING"], now=now, limit=2)
            if not session.scalars(select(Talk).where(Talk.lunch_id == lunch.id)).all()
        )
        offered = Offer(Pitch(title, minutes=5), ["C0LEARNING"], at.id, co_speakers, wish_id)
        talk = lunches_offers.offer(session, TEAM, offered, by=by, submission=title[:3], now=now)
        assert talk is not None
        for who in co_speakers:
            lunches_speakers.answer_invitation(session, TEAM, talk.id, by=who, yes=True, now=now)
    company.settle()
    return talk.id


def test_a_talk_that_nobody_else_gives_is_gone_and_all_concerned_hear(company: Company, ada: Person) -> None:
    meet(company, host="U0ADA")
    offer(company, BEN)
    with company.potluck.sessions.begin() as session:
        lunches_answers.come(session, first(session), NOOR, now=company.workspace.now())
    later(company, days=2, hours=4)
    noor = company.person("noor")
    assert TITLE in " ".join(heard(noor))
    assert TITLE in post(company)
    gone(company)
    assert TITLE not in rows(company)
    assert "Come" in post(company)
    assert heard(ada)[-1].startswith("A talk is not given on ")
    assert any(each.startswith("A talk is not given on ") for each in heard(noor))
    assert any("You have a seat" in each for each in heard(noor)), "the reminder stays"


def test_a_talk_given_with_others_is_theirs(company: Company) -> None:
    meet(company, host="U0ADA")
    offer(company, BEN, NOOR, title="For two voices")
    gone(company)
    assert "“For two voices” has no date any more" in heard(company.person("noor"))[-1]
    with company.potluck.sessions.read() as session:
        (talk,) = session.scalars(select(Talk)).all()
    assert talk.speakers == [NOOR]


def test_the_library_keeps_a_talk_that_a_colleague_gave_too(company: Company) -> None:
    meet(company, host="U0ADA")
    with company.potluck.sessions.begin() as session:
        lunch = first(session)
        give_talk(session, lunch, BEN, NOOR, title="For two voices").number = 1
        session.flush()
        give_talk(session, lunch, BEN, title=TITLE)
        seat(session, lunch, "U0ADA")
    after_the_lunch(company)
    gone(company)
    with company.potluck.sessions.read() as session:
        kept = session.scalars(select(Tip)).all()
    assert [(tip.author_id, tip.owner_id, tip.text.splitlines()[0]) for tip in kept] == [
        (NOOR, NOOR, "For two voices")
    ]
    assert "For two voices" in post(company)


def test_who_gives_a_talk_hears_that_a_colleague_does_not_give_it_too(company: Company) -> None:
    meet(company, host="U0ADA")
    offer(company, NOOR, BEN, title="For two voices")
    assert f"<@{BEN}>" in post(company)
    gone(company)
    said = "A colleague who was to give “For two voices” with you cannot. It stays yours."
    assert said in heard(company.person("noor"))
    assert "For two voices" in post(company)


def test_who_asked_for_a_swap_waits_no_longer(company: Company) -> None:
    meet(company, host="U0ADA")
    ours, theirs = offer(company, NOOR, title="For two voices"), offer(company, BEN)
    with company.potluck.sessions.begin() as session:
        now = company.workspace.now()
        lunches_swaps.ask(session, TEAM, ours, theirs, by=NOOR, channels=["C0LEARNING"], now=now)
    company.settle()
    gone(company)
    assert any("The swap you asked for is not possible" in each for each in heard(company.person("noor")))


def test_wishes_go_and_who_wished_for_the_same_may_wish_again(company: Company, ada: Person) -> None:
    with company.potluck.sessions.begin() as session:
        wish = partial(lunches_wishes.wish, session, team_id=TEAM, now=START)
        big, small = wish(by=BEN, text=TITLE, submission="a"), wish(by=NOOR, text="Noses", submission="b")
        for who in ("U0ADA", "U0KENJI"):
            lunches_wishes.vote(session, TEAM, big.id, by=who, now=START)
        lunches_merging.propose(session, TEAM, small.id, big.id, by=NOOR, now=START)
    gone(company)
    assert "A topic that you gave your +1 to was taken off" in heard(ada)[-1]
    assert heard(company.person("noor")) == []
    with company.potluck.sessions.read() as session:
        (left,) = session.scalars(select(Wish)).all()
    assert (left.text, left.state) == ("Noses", State.OPEN)


def test_who_wished_for_a_talk_still_hears_its_date_without_the_words(company: Company, ada: Person) -> None:
    meet(company, host="U0KENJI")
    with company.potluck.sessions.begin() as session:
        wish = lunches_wishes.wish(session, team_id=TEAM, by=BEN, text=TITLE, submission="a", now=START)
        lunches_wishes.vote(session, TEAM, wish.id, by="U0ADA", now=START)
    talk_id = offer(company, NOOR, title="Noses", wish_id=wish.id)
    assert TITLE in heard(ada)[-1]
    gone(company)
    assert "somebody tells about it: a topic you gave your +1 to" in heard(ada)[-1]
    with company.potluck.sessions.begin() as session:
        now = company.workspace.now()
        lunches_offers.step_back(session, TEAM, talk_id, by=NOOR, keep=False, now=now)
    company.settle()
    assert "The talk about a topic you gave your +1 to is withdrawn." in heard(ada)[-1]
    with company.potluck.sessions.read() as session:
        assert session.get_one(Wish, wish.id).state == State.WITHDRAWN
