"""The Home tab: what comes next, what waits for a word, and the rest of what one has, in one page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models import (
    lunches,
    lunches_asking,
    lunches_merging,
    lunches_offers,
    lunches_series,
    lunches_swaps,
    lunches_wishes,
    questions,
    skills,
    stewards,
    tips,
    tips_captures,
    tips_thanks,
)
from models.audiences import Audience
from models.audit import Act
from models.lunches import Lunch
from models.lunches_offers import Offer
from models.lunches_rhythm import Every
from models.lunches_seats import Answer, Seat
from models.lunches_series import Plan, Setting
from models.lunches_talks import Pitch, Talk
from tests import mentoring, mentoring_pairs
from tests.conftest import START, Company
from tests.handlers.test_members import settings as names_stewards
from tests.handlers.test_prompt_proposals import proposes
from tests.handlers.test_prompt_schedules import sets_up
from tests.handlers.test_questions import offers
from tests.handlers.test_tips import share
from tests.handlers.test_tips_captures import message, save
from tests.lunches import LEARNING, TEAM, THURSDAY, first, seat, start_series
from tests.people import Json, Person, words

BEN, ADA, NOOR = "U0BEN", "U0ADA", "U0NOOR"
ENOUGH = 40
"""More of everything than a page holds."""


def parts(view: Json) -> dict[str, str]:
    """Read a page part by part: each begins below a line across, with its title."""
    found: dict[str, str] = {}
    title = ""
    for above, block in pairwise(view["blocks"]):
        if above["type"] == "divider" and words(block).startswith("*"):
            title = words(block).split("*")[1]
        found[title] = f"{found.get(title, '')}{words(block)}\n"
    return found


def part(view: Json, title: str) -> str:
    """Read one part of a page; nothing, if it is not there."""
    return parts(view).get(title, "")


def test_the_first_time_there_are_three_first_steps(company: Company, ben: Person) -> None:
    shown = words(ben.home())
    assert "Three first steps" in shown
    assert "3.  " in shown
    assert "4.  " not in shown
    assert list(parts(ben.home())) == ["", "Your skills", "Your data"]
    assert "Nobody looks after Potluck here yet" in shown
    names_stewards(company.person("ada"), ADA)
    assert "Stewards here: <@U0ADA>" in words(ben.home())


def test_who_has_begun_sees_no_first_steps(ben: Person) -> None:
    offers(ben, "git")
    shown = words(ben.home())
    assert "first steps" not in shown
    assert "You offer git." in shown.replace("Git", "git")


def test_a_guest_is_shown_what_a_guest_can_do(company: Company) -> None:
    gus = company.person("gus")
    shown = words(gus.home())
    assert "Two first steps" in shown
    for members_only in ("My profile", "digest", "Not with this person"):
        assert members_only not in shown


def another_series(session: Session, channel: str, day: date, host: str) -> None:
    series = lunches_series.propose(
        session,
        team_id=TEAM,
        channel_id=channel,
        plan=Plan(Setting(f"Lunch by {host}"), day, Every.MONTH_DATE, time(12), "Europe/Berlin"),
        by=host,
        creator_id=host,
        private_channel=False,
        submission=channel,
        now=START,
    )
    lunches.open_next(session, series, now=START)


def offer(session: Session, by: str, lunch: Lunch, title: str, *with_: str) -> Talk:
    made = lunches_offers.offer(
        session,
        TEAM,
        Offer(Pitch(title, "", minutes=5), [lunch.channel_id], lunch.id, with_),
        by=by,
        submission=title,
        now=START,
    )
    assert made is not None
    return made


def test_what_comes_next_stands_in_time_order_with_ones_part_in_it(company: Company, ben: Person) -> None:
    with company.potluck.sessions.begin() as session:
        start_series(session, slots=2)
        at = list(session.scalars(select(Lunch).order_by(Lunch.at)))
        seat(session, at[2], BEN)
        offer(session, BEN, at[1], "Stashes have names")
        another_series(session, "C0ENGINEERING", THURSDAY + timedelta(days=1), BEN)
    shown = part(ben.home(), "Next for you").splitlines()
    told = [line for line in shown if "Learning lunch" in line or "Lunch by" in line]
    assert [line.split(" in ")[0].strip("*") for line in told] == [
        "Lunch by U0BEN",
        "Learning lunch",
        "Learning lunch",
        "Lunch by U0BEN",
    ]
    assert shown.index("You are its host.") < shown.index("You give “Stashes have names”.")
    assert "*You have a seat.*" in shown
    assert "4 more. `/lunch-signup` and `/mixer` show them." in shown
    assert list(parts(ben.home()))[1] == "Next for you"


def test_a_mentorships_last_day_stands_among_what_comes_next(company: Company, ben: Person) -> None:
    mentoring_pairs.paired(company)
    company.set_clock(START + timedelta(days=2))
    company.settle()
    shown = part(ben.home(), "Next for you")
    assert "The last day of *Kubernetes* with <@U0ADA>, unless you both go on." in shown


def test_a_lunch_one_cannot_come_to_is_neither_next_nor_offered_again(company: Company, ben: Person) -> None:
    with company.potluck.sessions.begin() as session:
        start_series(session)
    assert part(ben.home(), "Lunches you can come to").count("Learning lunch") == 3
    ben.presses_on_home("Can't come")
    with company.potluck.sessions.read() as session:
        said = session.get_one(Seat, (first(session).id, BEN))
    assert said.answer == Answer.NOT
    assert "Next for you" not in parts(ben.home())
    ben.presses_on_home("Come")
    assert "You have a seat" in part(ben.home(), "Next for you")


WAITING = "Waiting for a word from you"


def asks_for_a_word(company: Company, person: Person, button: str) -> str:
    """Read what waits for somebody, answer it there, and see that it has gone."""
    before = company.workspace.calls("chat.postEphemeral")
    asked = part(person.home(), WAITING)
    person.presses_on_home(button)
    view = person.ask("GET", "/home")["view"]
    assert WAITING not in words(view), "the page follows at once"
    assert company.workspace.calls("chat.postEphemeral") == before
    assert person.windows == []
    return asked


def test_a_seat_that_is_kept_for_me_waits_for_my_word(company: Company, ben: Person) -> None:
    with company.potluck.sessions.begin() as session:
        start_series(session, capacity=1)
        lunch = first(session)
        seat(session, lunch, BEN, Answer.OFFERED)
        session.flush()
        session.get_one(Seat, (lunch.id, BEN)).offered_until = START + timedelta(days=1)
    assert "Next for you" not in parts(ben.home())
    assert "A seat is free for you" in asks_for_a_word(company, ben, "Confirm")
    assert "You have a seat" in part(ben.home(), "Next for you")


def test_a_talk_that_a_colleague_would_like_to_give_with_me(company: Company, ben: Person) -> None:
    with company.potluck.sessions.begin() as session:
        start_series(session)
        offer(session, NOOR, first(session), "Grafting with a friend", BEN)
    assert "<@U0NOOR> would like to give a talk with you" in asks_for_a_word(company, ben, "I am in")
    assert "You give “Grafting with a friend”." in part(ben.home(), "Next for you")


def test_a_swap_that_a_colleague_asks_for(company: Company, ben: Person) -> None:
    with company.potluck.sessions.begin() as session:
        start_series(session)
        here, there = list(session.scalars(select(Lunch).order_by(Lunch.at)))[:2]
        ours, theirs = offer(session, NOOR, here, "Early"), offer(session, BEN, there, "Late")
        lunches_swaps.ask(session, TEAM, ours.id, theirs.id, by=NOOR, channels=[LEARNING], now=START)
    assert "<@U0NOOR> asks whether you swap dates" in asks_for_a_word(company, ben, "Swap")


def test_a_wish_that_i_may_be_able_to_tell_about(company: Company, ben: Person) -> None:
    offers(ben, "git")
    with company.potluck.sessions.begin() as session:
        lunches_wishes.wish(session, team_id=TEAM, by=NOOR, text="git at ease", submission="1", now=START)
        lunches_asking.meet(session, now=START)
    assert "A colleague wishes for “git at ease”" in asks_for_a_word(company, ben, "Not now")


def test_two_wishes_that_may_be_one(company: Company, ben: Person) -> None:
    with company.potluck.sessions.begin() as session:
        wish = [
            lunches_wishes.wish(session, team_id=TEAM, by=by, text=by, submission=by, now=START)
            for by in (NOOR, BEN)
        ]
        lunches_merging.propose(session, TEAM, wish[0].id, wish[1].id, by=ADA, now=START)
    assert "Shall they be one?" in asks_for_a_word(company, ben, "Mine is different")


def test_my_message_that_a_colleague_would_like_to_keep(company: Company, ada: Person, ben: Person) -> None:
    for button in ("Keep as is", "No"):
        save(ada, message(ben, f"a stash has names, {button}"))
        assert "would like to keep your message" in asks_for_a_word(company, ben, button)
    assert "a stash has names, Keep as is" in part(ben.home(), "Your tips")


def test_a_tip_of_mine_that_may_be_true_no_more(company: Company, ben: Person) -> None:
    share(company, ben, "a stash has names")
    company.set_clock(START + timedelta(days=190))
    company.settle()
    assert "Is it still true?" in asks_for_a_word(company, ben, "Still true")


def test_what_colleagues_propose_waits_for_a_steward(company: Company, ada: Person, ben: Person) -> None:
    names_stewards(ada, ADA)
    assert WAITING not in words(ada.home())
    assert sets_up(ben) == {}
    ben.closes()
    assert "<@U0BEN> proposes prompts in <#C0ENGINEERING>" in asks_for_a_word(company, ada, "Decline")
    with company.potluck.sessions.begin() as session:
        lunches_series.propose(
            session,
            team_id=TEAM,
            channel_id=LEARNING,
            plan=Plan(Setting("Lunch"), THURSDAY, Every.WEEK, time(12), "Europe/Berlin"),
            by=NOOR,
            creator_id="",
            private_channel=False,
            submission="noor",
            now=START,
        )
    assert "<@U0NOOR> proposes learning lunches" in asks_for_a_word(company, ada, "Confirm")
    assert proposes(ben) == {}
    ben.closes()
    assert "Shall it join the bank?" in part(ada.home(), WAITING)
    ada.presses_on_home("Accept")
    assert ada.submits(word="") == {}
    assert WAITING not in words(ada.home())


def test_a_colleague_who_asks_for_a_mentor_and_what_comes_of_it(ada: Person, ben: Person) -> None:
    assert mentoring.offers(ben) == {}
    assert mentoring.asks(ada) == {}
    ada.closes()
    assert "<@U0BEN>" in part(ada.home(), "Mentoring")
    asked = part(ben.home(), WAITING)
    assert "<@U0ADA>" in asked
    assert "Kubernetes" in asked
    ben.presses_on_home("Accept")
    view = ben.ask("GET", "/home")["view"]
    assert WAITING not in words(view)
    assert "<@U0ADA>" in part(view, "Mentoring")
    assert "<@U0BEN>" in part(ada.home(), "Mentoring")


def test_prompts_that_rest_wait_for_who_looks_after_them(company: Company, ada: Person) -> None:
    company.schedule_prompts()
    for week in range(3):
        for days in (0, 3):
            company.set_clock(START + timedelta(weeks=week, days=days, minutes=16))
            company.settle()
    assert "How shall it go on?" in asks_for_a_word(company, ada, "Rest a month")


def test_the_window_that_the_command_opens_follows_too(company: Company, ben: Person) -> None:
    share(company, ben, "a stash has names")
    company.set_clock(START + timedelta(days=190))
    company.settle()
    ben.types("/potluck")
    ben.presses("Still true")
    assert len(ben.windows) == 1
    assert WAITING not in words(ben.window)


@contextmanager
def counted(company: Company) -> Iterator[list[str]]:
    """Count what is asked of the database meanwhile."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    engine = company.potluck.sessions.engine
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_it_opens_in_one_publish_with_few_questions_to_slack_and_the_database(
    company: Company, ben: Person
) -> None:
    busy(company)
    for _ in range(2):
        before = len(company.workspace.calls())
        with counted(company) as said:
            view = ben.home()
        calls = [call["name"] for call in company.workspace.calls()[before:] if "." in call["name"]]
        assert calls.count("views.publish") == 1
        assert len([call for call in calls if call != "views.publish"]) <= 4, calls
        assert len([each for each in said if each.startswith("SELECT")]) <= 55
    assert len(view["blocks"]) < 100
    shown = words(view)
    for title in (
        "Next for you",
        WAITING,
        "Lunches you can come to",
        "Your skills",
        "Your open questions",
        "Colleagues wait for an answer",
        "Your tips",
        "Saved",
        "Archived, until you restore them",
        "What stewards did that concerns you",
        "Your data",
    ):
        assert title in shown
    assert shown.count(" more. ") >= 6


def busy(company: Company) -> None:
    """Let Ben have more of everything than fits."""
    with company.potluck.sessions.begin() as session:
        for who in (BEN, ADA):
            stewards.appoint(session, TEAM, who, now=START)
        skills.offer(session, TEAM, BEN, ", ".join(f"skill {number}" for number in range(20)), now=START)
        for number in range(ENOUGH):
            _tips(session, number)
            _questions(session, number)
            _requests(session, number)
            session.add(
                Act(team_id=TEAM, by_id=ADA, about_id=BEN, act="stewards.appoint", detail="", at=START)
            )
        start_series(session, slots=6)
        another_series(session, "C0ENGINEERING", THURSDAY, BEN)


def _tips(session: Session, number: int) -> None:
    for author in (BEN, ADA):
        for kind in ("", "archived"):
            tip = tips.share(
                session,
                team_id=TEAM,
                author_id=author,
                text=f"{kind} {'long ' * 300}{number}",
                tags=[],
                audience=Audience.WORKSPACE,
                channel_id=LEARNING,
                private_channel=False,
                submission=f"{author} {kind} {number}",
                now=START,
            )
            tip.archived_at = START if kind else None
            tip.review_asked_at = START if author == BEN and not kind else None
            if author == ADA and not kind:
                tips_thanks.save(session, TEAM, tip.id, by=BEN, now=START)


def _questions(session: Session, number: int) -> None:
    for author in (BEN, ADA):
        question = questions.ask(
            session,
            team_id=TEAM,
            author_id=author,
            text=f"{'why ' * 200}{number}?",
            anonymous=False,
            channel_id=LEARNING,
            private_channel=False,
            present=[],
            submission=f"{author} {number}",
            token=f"{author} {number}",
            now=START,
        )
        question.bumped_at = START


def _requests(session: Session, number: int) -> None:
    tips_captures.ask(
        session,
        team_id=TEAM,
        place=tips_captures.Place(LEARNING, f"1.{number}", f"1.{number}", ""),
        author_id=BEN,
        saver_id=ADA,
        text="kept " * 500,
        now=START,
    )
