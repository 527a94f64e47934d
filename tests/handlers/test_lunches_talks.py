"""Talks as people offer them: from anywhere, for a date or any, alone or together."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.views import lunches_offers as offers_views
from handlers.views import lunches_speaking as views
from handlers.views.lunches_offers import Choice
from models import (
    lunches,
    lunches_changes,
    lunches_headcount,
    lunches_offers,
    lunches_series,
    lunches_talks,
    stewards,
)
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_rhythm import Every
from models.lunches_seats import Answer, Seat
from models.lunches_series import Plan, Setting, TalkFormat
from models.lunches_speaking import Ahead
from models.lunches_talks import Pitch, Talk
from tests.conftest import START, Company
from tests.people import CHANNELS, Json, Person, buttons, words

HOST = "U0NOOR"
TITLE = "How we halved CI time"
DAY = timedelta(days=1)


def meet(
    company: Company, where: str = "#learning", *, slots: int = 1, first: date = date(2027, 3, 11)
) -> None:
    """Let a channel meet every Thursday at noon, with Noor as its host; what is due now happens."""
    with company.potluck.sessions.begin() as session:
        stewards.appoint(session, company.potluck.team_id, HOST, now=START)
        lunches_series.propose(
            session,
            team_id=company.potluck.team_id,
            channel_id=CHANNELS.get(where, where),
            plan=Plan(Setting("Learning lunch", slots=slots), first, Every.WEEK, time(12), "Europe/Berlin"),
            by=HOST,
            creator_id="",
            private_channel=False,
            submission=f"series:{where}",
            now=START,
        )
    company.potluck.look()


def dates(company: Company) -> Sequence[Lunch]:
    with company.potluck.sessions.read() as session:
        return session.scalars(select(Lunch).order_by(Lunch.at, Lunch.id)).all()


def talks(company: Company) -> Sequence[Talk]:
    with company.potluck.sessions.read() as session:
        return session.scalars(select(Talk).order_by(Talk.id)).all()


def opens(person: Person) -> None:
    """Open the form to offer a talk, from the foot of the list."""
    person.types("/lunch-signup")
    ways = [button for block_id, button in buttons(person.window["blocks"]) if block_id == "ways"]
    container = {"type": "view", "view_id": person.window["id"]}
    offer = {"container": container, "block_id": "ways", "action_id": ways[0]["action_id"]}
    person.ask("POST", "/actions", offer)


def fills(person: Person, **fields: Any) -> dict[str, str]:
    """Fill in the open form and send it."""
    return person.submits(**{"title": TITLE} | fields)


def offers(company: Company, person: Person, at: Lunch | None = None, **fields: Any) -> None:
    opens(person)
    assert fills(person, lunch=str(at.id) if at else "any", **fields) == {}
    person.closes()
    company.settle()


def later(company: Company, to: datetime) -> None:
    company.set_clock(to)
    company.settle()


def sit(session: Session, team_id: str, lunch: Lunch, user_id: str) -> None:
    """Let somebody have a seat."""
    seat = Seat(lunch_id=lunch.id, user_id=user_id, team_id=team_id, answer=Answer.GOING, turn=1)
    seat.answered_at = START
    session.add(seat)
    session.flush()


def heard(person: Person) -> list[str]:
    """Read what Potluck told somebody."""
    return [words(each.get("blocks")) or each["text"] for each in person.told_by_potluck()]


def company_dm(person: Person) -> str:
    """Name somebody's conversation with Potluck."""
    found: str = next(
        each["id"]
        for each in person.ask("GET", "/conversations")
        if "U0POTLUCK" in each["members"] and each["kind"] == "im"
    )
    return found


def presses_in_dm(person: Person, label: str) -> None:
    """Press a button in the last message from Potluck that has it."""
    message = next(
        each
        for each in reversed(person.told_by_potluck())
        if label in [button["text"]["text"] for _, button in buttons(each.get("blocks", []))]
    )
    person.presses(label, message, company_dm(person))


def announced(company: Company, lunch: Lunch, where: str = "#learning") -> Json:
    """Give a lunch's announcement, as it is a week before."""
    later(company, lunch.at - timedelta(days=7))
    return announcement(company, where)


def announcement(company: Company, where: str = "#learning") -> Json:
    """Give the last announcement in a channel."""
    said = reversed(company.person("ada").reads(where))
    return next(each for each in said if "Learning lunch" in each["text"])


def test_a_talk_offered_for_a_date_is_in_its_announcement(company: Company, ada: Person) -> None:
    meet(company)
    lunch = dates(company)[1]
    offers(company, ada, lunch, gain="Three steps you can copy <!channel>", minutes="30")
    shown = words(announced(company, lunch)["blocks"])
    assert TITLE in shown
    assert "Three steps you can copy <!channel>" in shown
    assert "<@U0ADA>  ·  Talk, 30 minutes" in shown
    assert any("offers a talk for" in each and TITLE in each for each in heard(company.person("noor")))


def test_the_answer_says_when_it_is_and_how_to_change_it(company: Company, ada: Person) -> None:
    meet(company)
    opens(ada)
    assert fills(ada) == {}
    assert f"“{TITLE}” is on <!date^" in words(ada.window)
    labels = [button["text"]["text"] for _, button in buttons(ada.window["blocks"])]
    assert labels == ["Edit", "Another date", "Swap", "Step back"]


def test_without_a_date_a_talk_waits_and_its_speaker_hears_when_one_opens(
    company: Company, ada: Person
) -> None:
    opens(ada)
    assert fills(ada) == {}
    assert "No date is free for it just now" in words(ada.window)
    ada.closes()
    meet(company)
    assert any("has a date" in each for each in heard(ada))
    ada.presses("Another date", ada.told_by_potluck()[-1], company_dm(ada))
    assert "Another date" in words(ada.window)


def test_who_comes_second_gets_the_next_free_date_with_one_tap(
    company: Company, ada: Person, ben: Person
) -> None:
    meet(company)
    first, second = dates(company)[:2]
    opens(ada)
    opens(ben)
    assert fills(ada, lunch=str(first.id)) == {}
    assert fills(ben, title="Mine", gain="What I typed", lunch=str(first.id)) == {}
    assert "Somebody was faster" in words(ben.window)
    assert ben.window["state"]["values"]["gain"]["gain"]["value"] == "What I typed"
    assert ben.submits() == {}
    assert [talk.lunch_id for talk in talks(company)] == [first.id, second.id]


def test_being_second_three_times_keeps_what_was_typed(company: Company, ada: Person, ben: Person) -> None:
    meet(company)
    opens(ben)
    chosen = {"lunch": str(dates(company)[0].id)}
    for number in range(3):
        offers(company, ada, dates(company)[number], title=f"Ada's {number}")
        assert fills(ben, **chosen) == {}
        assert "Somebody was faster" in words(ben.window)
        chosen = {}
    assert ben.submits() == {}
    assert talks(company)[-1].lunch_id == dates(company)[3].id


def test_the_same_form_sent_twice_is_one_talk(company: Company, ada: Person) -> None:
    meet(company)
    opens(ada)
    view, values = ada.window["id"], {"title": {"title": TITLE}}
    ada.ask("POST", f"/views/{view}/submit", {"values": values})
    for _ in range(2):
        with company.potluck.sessions.begin() as session:
            again = lunches_offers.offer(
                session,
                company.potluck.team_id,
                lunches_offers.Offer(Pitch(TITLE), ["C0LEARNING"]),
                by=ada.id,
                submission=view,
                now=START,
            )
            assert again is not None
    assert len(talks(company)) == 1


def test_a_date_that_passed_while_the_form_was_open_is_said_beside_it(company: Company, ada: Person) -> None:
    meet(company)
    lunch = dates(company)[0]
    opens(ada)
    company.set_clock(lunch.at + timedelta(minutes=1))
    assert "over, or called off" in fills(ada, lunch=str(lunch.id))["lunch"]
    assert talks(company) == []


@pytest.mark.parametrize(("who", "where"), [("gus", "#learning"), ("vera", "C0ORCHARD")])
def test_guests_and_people_of_other_companies_offer_no_talks(company: Company, who: str, where: str) -> None:
    meet(company, where)
    message = announced(company, dates(company)[0], where)
    stranger = company.person(who)
    for _ in range(2):
        stranger.presses("Offer a talk", message, where)
    assert stranger.windows == []
    assert talks(company) == []


def test_a_title_is_shown_as_typed_and_rings_nobody(company: Company, ada: Person) -> None:
    meet(company)
    offers(company, ada, dates(company)[0], title="<!here> @channel *bold* & more")
    message = announced(company, dates(company)[0])
    assert "<!here> @channel *bold* & more" in words(message["blocks"])
    host = company.person("noor").told_by_potluck()[-1]
    assert "<!here>" not in host["text"]
    assert "<!here>" not in words(host["blocks"])
    assert "@channel" not in host["text"]


def test_a_title_too_long_keeps_the_rest_in_sight() -> None:
    form = offers_views.form(Pitch("x" * 300), Choice([], list(TalkFormat)))
    assert "You typed 300 characters, and 150 fit here" in words(form)
    with pytest.raises(RuleError, match="300 characters"):
        lunches_talks.checked(Pitch("x" * 300))


def test_a_colleague_is_asked_before_they_are_named(company: Company, ada: Person, ben: Person) -> None:
    meet(company)
    lunch = dates(company)[0]
    offers(company, ada, lunch, co_speakers=["U0BEN"])
    assert "would like to give a talk with you" in heard(ben)[-1]
    assert "U0BEN" not in words(announced(company, lunch)["blocks"])
    presses_in_dm(ben, "I am in")
    company.settle()
    assert any("You give “" in each for each in heard(ben))
    later(company, lunch.at - timedelta(days=6))
    assert "<@U0ADA> and <@U0BEN>" in words(announcement(company)["blocks"])
    assert sum("gives “" in each for each in heard(ada)) == 1
    presses_in_dm(ben, "I cannot after all")
    company.settle()
    assert talks(company)[0].speakers == ["U0ADA"]


def test_two_speakers_swap(company: Company, ada: Person, ben: Person) -> None:
    meet(company)
    first, second = dates(company)[:2]
    offers(company, ada, first)
    offers(company, ben, second, title="Ben's")
    ada.types("/lunch-signup")
    ada.presses("My talks")
    ada.presses("Swap")
    assert ada.submits(**{"with": str(talks(company)[1].id)}) == {}
    ada.closes()
    company.settle()
    assert "asks whether you swap dates" in heard(ben)[-1]
    presses_in_dm(ben, "Swap")
    company.settle()
    assert [talk.lunch_id for talk in talks(company)] == [second.id, first.id]
    assert "swaps with you" in heard(ada)[-1]
    assert "have swapped" in heard(company.person("noor"))[-1]
    assert "You swapped" in heard(ben)[-1]


def test_a_no_to_a_swap_is_fine(company: Company, ada: Person, ben: Person) -> None:
    meet(company)
    first, second = dates(company)[:2]
    offers(company, ada, first)
    offers(company, ben, second, title="Ben's")
    ada.types("/lunch-signup")
    ada.presses("My talks")
    ada.presses("Swap")
    ada.submits(**{"with": str(talks(company)[1].id)})
    company.settle()
    presses_in_dm(ben, "Keep my date")
    company.settle()
    assert [talk.lunch_id for talk in talks(company)] == [first.id, second.id]
    assert "keeps their date" in heard(ada)[-1]


def test_a_talk_is_edited_moved_and_withdrawn_and_offered_again(company: Company, ada: Person) -> None:
    meet(company)
    first, second = dates(company)[:2]
    offers(company, ada, first)
    ada.types("/lunch-signup")
    ada.presses("My talks")
    ada.presses("Edit")
    assert ada.submits(title="How we thirded CI time", format="demo") == {}
    ada.presses("Another date")
    assert ada.submits(lunch=str(second.id)) == {}
    assert talks(company)[0].lunch_id == second.id
    ada.presses("Step back")
    assert ada.submits(then="withdraw") == {}
    assert "is withdrawn" in words(ada.window)
    ada.presses("Offer it again")
    assert talks(company)[0].lunch_id is not None
    company.settle()
    told = heard(company.person("noor"))
    assert ["offers" in told[0], "changed" in told[1], "moves" in told[2], "after all" in told[3]] == [
        True
    ] * 4
    assert len(told) == 5


def test_stepping_back_keeps_the_talk_for_a_later_date(company: Company, ada: Person) -> None:
    meet(company)
    first, second = dates(company)[:2]
    offers(company, ada, first)
    ada.types("/lunch-signup")
    ada.presses("My talks")
    ada.presses("Step back")
    assert ada.submits() == {}
    assert "is kept" in words(ada.window)
    company.potluck.look()
    assert talks(company)[0].lunch_id == second.id
    assert "has a date" in heard(ada)[-1]


def test_nobody_changes_the_talk_of_another(company: Company, ada: Person, ben: Person) -> None:
    meet(company)
    offers(company, ada, dates(company)[0], co_speakers=["U0BEN"])
    presses_in_dm(ben, "I am in")
    ben.types("/lunch-signup")
    ben.presses("My talks")
    labels = [button["text"]["text"] for _, button in buttons(ben.window["blocks"])]
    assert labels == ["Step out", "Offer a talk"]
    ben.presses("Step out")
    assert talks(company)[0].speakers == ["U0ADA"]


def test_a_lunch_called_off_keeps_its_talk_and_its_speaker_hears(company: Company, ada: Person) -> None:
    meet(company)
    first, second = dates(company)[:2]
    offers(company, ada, first)
    with company.potluck.sessions.begin() as session:
        lunch = lunches.get(session, company.potluck.team_id, first.id)
        lunches_changes.call_off(session, lunch, now=START)
    company.settle()
    assert "is called off" in heard(ada)[-1]
    assert "is kept" in heard(ada)[-1]
    company.potluck.look()
    assert talks(company)[0].lunch_id == second.id


def test_speakers_are_helped_a_week_and_a_day_before(company: Company, ada: Person) -> None:
    meet(company)
    lunch = dates(company)[2]
    offers(company, ada, lunch, format="lightning", minutes="5")
    before = len(heard(ada))
    later(company, lunch.at - timedelta(days=7))
    assert "what helps to prepare" in heard(ada)[-1]
    assert "One idea only" in heard(ada)[-1]
    later(company, lunch.at - DAY)
    assert "Say it once more with a clock" in heard(ada)[-1]
    later(company, lunch.at + timedelta(minutes=10))
    assert len(heard(ada)) == before + 2


def test_a_reminder_missed_while_potluck_was_down_is_left_out_when_it_helps_no_more(
    company: Company, ada: Person
) -> None:
    meet(company)
    lunch = dates(company)[2]
    offers(company, ada, lunch)
    before = len(heard(ada))
    later(company, lunch.at + timedelta(minutes=1))
    assert len(heard(ada)) == before


@pytest.mark.parametrize("form", list(TalkFormat))
@pytest.mark.parametrize("ahead", list(Ahead))
def test_every_format_has_a_checklist_short_enough_for_a_phone(form: TalkFormat, ahead: Ahead) -> None:
    lines = views.checklists()[form, ahead]
    assert 3 <= len(lines) <= 4
    assert all(len(line) <= 110 for line in lines)


def test_a_checklist_line_that_cannot_be_read_is_left_out() -> None:
    read = views.parse(["# note", "week: lost", "[talk]", "week: one", "never: two", "day:", "day: three"])
    assert dict(read) == {("", "week"): ["lost"], ("talk", "week"): ["one"], ("talk", "day"): ["three"]}


def test_a_lunch_without_a_talk_becomes_an_open_table(company: Company) -> None:
    meet(company)
    lunch = dates(company)[0]
    announced(company, lunch)
    later(company, lunch.at - DAY)
    later(company, lunch.at - DAY + timedelta(minutes=2))
    shown = words(announcement(company)["blocks"])
    assert "Open table" in shown
    assert shown.count("•") == 3


def test_who_leaves_the_channel_frees_the_slot_and_keeps_the_talk(company: Company, ada: Person) -> None:
    meet(company)
    offers(company, ada, dates(company)[0])
    ada.ask("POST", "/conversations/C0LEARNING/leave")
    company.settle()
    assert "You have left the channel" in heard(ada)[-1]
    assert "after all" in heard(company.person("noor"))[-1]
    assert (str(talks(company)[0].state), talks(company)[0].lunch_id) == ("waiting", None)


def test_the_talk_of_somebody_who_left_the_company_passes_to_who_gives_it_too(
    company: Company, ada: Person, ben: Person
) -> None:
    meet(company)
    lunch = dates(company)[0]
    offers(company, ada, lunch, co_speakers=["U0BEN"])
    presses_in_dm(ben, "I am in")
    company.workspace.deactivate("U0ADA")
    company.settle()
    assert "it is yours now" in heard(ben)[-1]
    assert "after all" in heard(company.person("noor"))[-1]
    presses_in_dm(ben, "Choose a date")
    assert ben.submits(lunch=str(lunch.id)) == {}
    assert [(talk.speaker_id, talk.lunch_id) for talk in talks(company)] == [("U0BEN", lunch.id)]


def test_a_command_with_a_title_opens_the_form_with_it(company: Company, ada: Person) -> None:
    meet(company)
    ada.types(f"/lunch-signup {TITLE}")
    assert ada.submits() == {}
    assert talks(company)[0].title == TITLE


def test_the_announcements_button_chooses_its_lunch_while_a_slot_is_free(
    company: Company, ada: Person, ben: Person
) -> None:
    meet(company)
    lunch = dates(company)[0]
    message = announced(company, lunch)
    ada.presses("Offer a talk", message)
    assert fills(ada) == {}
    assert talks(company)[0].lunch_id == lunch.id
    ben.presses("Offer a talk", message)
    assert fills(ben, title="Too late for that") == {}
    assert talks(company)[1].lunch_id != lunch.id
    later(company, lunch.at - timedelta(days=6))
    labels = [button["text"]["text"] for _, button in buttons(announcement(company)["blocks"])]
    assert "Offer a talk" not in labels


def test_a_lunch_made_an_open_table_for_want_of_people_keeps_its_talk(company: Company, ada: Person) -> None:
    meet(company)
    lunch = dates(company)[0]
    offers(company, ada, lunch)
    with company.potluck.sessions.begin() as session:
        lunches_headcount.hold_open_table(session, company.potluck.team_id, lunch.id, by=HOST, now=START)
    company.settle()
    assert "is an open table now" in heard(ada)[-1]


def test_who_has_a_seat_hears_once_that_the_talk_is_another(
    company: Company, ada: Person, ben: Person
) -> None:
    meet(company)
    first, second = dates(company)[:2]
    offers(company, ada, first)
    with company.potluck.sessions.begin() as session:
        sit(session, company.potluck.team_id, first, "U0LEI")
        talk = talks(company)[0]
        lunches_offers.move(
            session,
            company.potluck.team_id,
            talk.id,
            by="U0ADA",
            lunch_id=second.id,
            channels=["C0LEARNING"],
            now=START,
        )
    offers(company, ben, first, title="Ben's instead")
    lei = heard(company.person("lei"))
    assert len(lei) == 1
    assert TITLE in lei[0]
    assert "Your seat is kept" in lei[0]
