"""Seats in the workspace: pressing, waiting, being told, and letting go of a seat in time."""

import logging
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers.views.errors import VISITOR
from models import lunches_headcount, lunches_seats, lunches_series, stewards
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_rhythm import Every
from models.lunches_seats import Seat
from models.lunches_series import Food, Plan, Setting
from tests.conftest import START, Company
from tests.lunches import give_talk
from tests.people import Json, Person, buttons, words

NOON = datetime(2027, 3, 4, 11, 0, tzinfo=UTC)
"""When the lunch is: Thursday at noon in Berlin, three days after the workspace's Monday."""

DAY_BEFORE = NOON - timedelta(hours=24)
HOUR_BEFORE = NOON - timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)


def lunch_in(
    company: Company,
    channel: str = "C0LEARNING",
    *,
    at: time = time(12),
    host: str = "U0NOOR",
    **setting: Any,
) -> Json:
    """Start a series in a channel, let its first lunch be announced, and give the post."""
    plan = Plan(
        Setting(**{"title": "Learning lunch", "place": "Kitchen", "minimum": 0, **setting}),
        date(2027, 3, 4),
        Every.MONTH_DATE,
        at,
        "Europe/Berlin",
    )
    with company.potluck.sessions.begin() as session:
        now = company.potluck.clock()
        stewards.appoint(session, "T0LOCAL", host, now=now)
        lunches_series.propose(
            session,
            team_id="T0LOCAL",
            channel_id=channel,
            plan=plan,
            by=host,
            private_channel=False,
            creator_id="",
            submission=f"{channel}:{at}",
            now=now,
        )
    company.potluck.look()
    return announcement(company, channel)


def announcement(company: Company, channel: str = "C0LEARNING") -> Json:
    """Give the last announcement in a channel, as it is now."""
    return next(
        each
        for each in reversed(company.person("ada").reads(channel))
        if "(Europe/Berlin)" in each["text"] and not each.get("ephemeral")
    )


def first_lunch(company: Company) -> Lunch:
    with company.potluck.sessions.read() as session:
        return session.scalars(select(Lunch).order_by(Lunch.at).limit(1)).one()


def answers(company: Company) -> dict[str, str]:
    with company.potluck.sessions.read() as session:
        seats = lunches_seats.taken(session, first_lunch(company).id).seats
        return {seat.user_id: str(seat.answer) for seat in seats}


def presses(person: Person, label: str, post: Json, where: str = "#learning") -> str:
    """Press a button, and give the words of the answer."""
    person.presses(label, post, where)
    return words(person.last(where)["blocks"] if "blocks" in person.last(where) else person.last(where))


def direct(person: Person) -> str:
    return next(
        str(each["id"])
        for each in person.ask("GET", "/conversations")
        if "U0POTLUCK" in each["members"] and each["kind"] == "im"
    )


def told(person: Person) -> list[Json]:
    """What Potluck has written to this person alone, where it has."""
    return person.told_by_potluck() if "U0POTLUCK" in _direct_members(person) else []


def _direct_members(person: Person) -> set[str]:
    return {
        member
        for each in person.ask("GET", "/conversations")
        if each["kind"] == "im"
        for member in each["members"]
    }


def answered(person: Person, where: str = "#learning") -> Json:
    """The answer that only this person sees."""
    return person.last(where)


def at(company: Company, moment: datetime) -> None:
    company.set_clock(moment)
    company.settle()


def current(company: Company) -> str:
    """What the announcement says once it has followed."""
    at(company, company.potluck.clock() + timedelta(seconds=31))
    return words(announcement(company)["blocks"])


def test_a_seat_is_taken_with_one_tap_and_let_go_of_with_another(company: Company, ada: Person) -> None:
    post = lunch_in(company, capacity=2)
    assert presses(ada, "Come", post).startswith("You have a seat: Learning lunch, ")
    assert "1 of 2 seats taken" in current(company)
    ada.presses("Can't come", answered(ada))
    assert "Thank you for saying so: somebody else can have your seat" in words(answered(ada)["blocks"])
    assert "0 of 2 seats taken" in current(company)
    ada.presses("Come", answered(ada))
    assert answers(company) == {"U0ADA": "going"}
    assert len([each for each in ada.reads() if each.get("ephemeral")]) == 1, "one answer, that follows"


def test_pressing_come_twenty_times_takes_one_seat_and_is_answered_kindly(
    company: Company, ada: Person, ben: Person
) -> None:
    post = lunch_in(company, capacity=1)
    for _press in range(20):
        last = presses(ada, "Come", post)
    assert last.startswith("You have a seat already, and need not do anything more")
    for _press in range(20):
        last = presses(ben, "Come", post)
    assert last.startswith("You are in line already, and first there")
    assert answers(company) == {"U0ADA": "going", "U0BEN": "waiting"}
    assert "1 of 1 seat taken, 1 waits" in current(company)


def test_who_waits_learns_their_place_and_gets_the_seat_that_comes_free(
    company: Company, ada: Person, ben: Person
) -> None:
    post = lunch_in(company, capacity=1)
    greta = company.person("greta")
    presses(ada, "Come", post)
    assert "All seats are taken. You are first in line" in presses(ben, "Come", post)
    assert "You are second in line" in presses(greta, "Come", post)
    presses(ada, "Can't come", post)
    company.settle()
    offer = ben.told_by_potluck()[-1]
    assert words(offer["blocks"]).startswith("A seat is free for you: Learning lunch in <#C0LEARNING>")
    assert told(greta) == []
    ben.presses("Confirm", offer, direct(ben))
    company.settle()
    assert answers(company) == {"U0ADA": "not", "U0BEN": "going", "U0GRETA": "waiting"}
    follows = next(each for each in ben.told_by_potluck() if each["ts"] == offer["ts"])
    assert words(follows["blocks"]).startswith("You have a seat: ")
    assert [button["text"]["text"] for _id, button in buttons(follows["blocks"])] == ["Can't come"]


def test_a_seat_passed_on_goes_to_the_next_in_line(company: Company, ada: Person, ben: Person) -> None:
    post = lunch_in(company, capacity=1)
    greta = company.person("greta")
    for person in (ada, ben, greta):
        presses(person, "Come", post)
    presses(ada, "Can't come", post)
    company.settle()
    offer = ben.told_by_potluck()[-1]
    ben.presses("Pass it on", offer, direct(ben))
    company.settle()
    assert "A seat is free for you" in words(greta.told_by_potluck()[-1]["blocks"])
    follows = next(each for each in ben.told_by_potluck() if each["ts"] == offer["ts"])
    assert words(follows["blocks"]).startswith("You passed this seat on, thank you")


def test_silence_passes_a_seat_on_and_who_was_silent_is_told_and_may_sign_up_again(
    company: Company, ada: Person, ben: Person
) -> None:
    post = lunch_in(company, capacity=1)
    greta = company.person("greta")
    for person in (ada, ben, greta):
        presses(person, "Come", post)
    presses(ada, "Can't come", post)
    company.settle()
    offer = ben.told_by_potluck()[-1]
    at(company, START + timedelta(hours=24, minutes=1))
    assert "A seat is free for you" in words(greta.told_by_potluck()[-1]["blocks"])
    missed = ben.told_by_potluck()[-1]
    assert "did not hear from you, so somebody else can have it now" in words(missed["blocks"])
    follows = next(each for each in ben.told_by_potluck() if each["ts"] == offer["ts"])
    assert words(follows["blocks"]).startswith("The seat that was kept for you has gone on")
    ben.presses("Come", missed, direct(ben))
    assert answers(company) == {"U0ADA": "not", "U0GRETA": "offered", "U0BEN": "waiting"}


def test_the_room_and_the_link_are_chosen_by_two_buttons(company: Company, ada: Person, ben: Person) -> None:
    post = lunch_in(company, link="https://meet.example/lunch", capacity=1)
    assert presses(ada, "Come, in the room", post).startswith("You have a seat in the room")
    assert "All seats in the room are taken" in presses(ben, "Come, in the room", post)
    shown = current(company)
    assert "In the room: 1 of 1 seat taken, 1 waits  ·  Online: nobody has said yes yet" in shown
    ben.presses("Online instead", answered(ben))
    assert words(answered(ben)["blocks"]).startswith("You have a seat online")
    assert "In the room: 1 of 1 seat taken  ·  Online: 1 comes" in current(company)


def test_who_comes_from_a_message_without_a_place_is_asked_which(
    company: Company, ada: Person, ben: Person
) -> None:
    post = lunch_in(company, link="https://meet.example/lunch", capacity=1)
    presses(ada, "Come, in the room", post)
    presses(ben, "Come, in the room", post)
    at(company, NOON)
    again = ben.told_by_potluck()[-1]
    assert words(again["blocks"]).startswith("No seat came free for you this time")
    ben.presses("Come", again, direct(ben))
    question = ben.told_by_potluck()[-1]
    assert "in the room, or online?" in words(question["blocks"])
    ben.presses("Come, online", question, direct(ben))
    assert words(ben.told_by_potluck()[-1]["blocks"]).startswith("You have a seat online")


def test_names_stand_below_the_announcement_only_as_people_choose(
    company: Company, ada: Person, ben: Person
) -> None:
    post = lunch_in(company)
    presses(ada, "Come", post)
    presses(ben, "Come", post)
    assert "U0ADA" not in current(company)
    ada.presses("Show my name", answered(ada))
    assert "Your name stands below" in words(answered(ada)["blocks"])
    assert "2 come\n<@U0ADA> and one other" in current(company)
    ada.presses("Hide my name", answered(ada))
    assert "U0ADA" not in current(company)


def test_a_guest_takes_a_seat_where_the_host_allows_it(company: Company, ada: Person, ben: Person) -> None:
    post = lunch_in(company, capacity=2, guests=True)
    presses(ada, "Come", post)
    ada.presses("Bring a guest", answered(ada))
    assert "There is a seat for your guest too" in words(answered(ada)["blocks"])
    presses(ben, "Come", post)
    assert answers(company)["U0BEN"] == "waiting"
    ada.presses("Without my guest", answered(ada))
    assert "somebody else can have your guest's seat" in words(answered(ada)["blocks"])
    assert answers(company)["U0BEN"] == "offered"


def test_without_the_hosts_leave_nobody_is_offered_to_bring_a_guest(company: Company, ada: Person) -> None:
    post = lunch_in(company)
    presses(ada, "Come", post)
    labels = [button["text"]["text"] for _id, button in buttons(answered(ada)["blocks"])]
    assert labels == ["Can't come", "Show my name"]


def test_a_guest_of_the_company_may_come_and_an_outsider_may_not(company: Company) -> None:
    post = lunch_in(company)
    gus = company.person("gus")
    assert presses(gus, "Come", post).startswith("You have a seat")
    theirs = lunch_in(company, "C0ORCHARD")
    vera = company.person("vera")
    assert presses(vera, "Come", theirs, "C0ORCHARD") == VISITOR
    with company.potluck.sessions.read() as session:
        assert list(session.scalars(select(Seat.user_id))) == ["U0GUS"]


def test_who_has_left_the_channel_can_let_go_of_a_seat_and_take_none(
    company: Company, ada: Person, ben: Person
) -> None:
    post = lunch_in(company, capacity=1)
    presses(ada, "Come", post)
    presses(ben, "Come", post)
    presses(ada, "Can't come", post)
    company.settle()
    offer = ben.told_by_potluck()[-1]
    ben.ask("POST", "/conversations/C0LEARNING/leave")
    ben.presses("Confirm", offer, direct(ben))
    assert "This lunch is for the people in its channel" in words(ben.told_by_potluck()[-1])
    ben.presses("Pass it on", offer, direct(ben))
    assert answers(company)["U0BEN"] == "not"


def test_once_a_lunch_has_begun_or_is_over_its_seats_stay_as_they_are(company: Company, ada: Person) -> None:
    post = lunch_in(company)
    at(company, NOON - A_MINUTE)
    presses(ada, "Come", post)
    company.workspace.on_clock_moved = lambda: None
    company.set_clock(NOON + A_MINUTE)
    assert presses(ada, "Can't come", post) == "This lunch has begun, so its seats stay as they are."
    company.set_clock(NOON + timedelta(hours=1))
    assert presses(ada, "Come", post).startswith("This lunch is over.")
    assert answers(company) == {"U0ADA": "going"}


def test_seats_are_taken_and_let_go_of_in_the_list(company: Company, ada: Person) -> None:
    lunch_in(company, capacity=2, guests=True)
    ada.types("/lunch-signup")
    ada.presses("Come")
    assert "*You have a seat.*\n1 of 2 seats taken" in words(ada.window["blocks"])
    ada.presses("Can't come")
    assert "*You can't come; thank you for saying so.*" in words(ada.window["blocks"])
    assert len(ada.windows) == 1


def reminders(person: Person) -> list[str]:
    return [
        words(each["blocks"]) for each in told(person) if "You have a seat" in words(each.get("blocks", []))
    ]


def test_who_has_a_seat_is_reminded_a_day_and_an_hour_before_and_nobody_else(
    company: Company, ada: Person, ben: Person
) -> None:
    post = lunch_in(company, capacity=1, link="")
    for person in (ada, ben):
        presses(person, "Come", post)
    at(company, DAY_BEFORE - A_MINUTE)
    assert reminders(ada) == []
    for moment in (DAY_BEFORE, DAY_BEFORE + A_MINUTE, HOUR_BEFORE - A_MINUTE):
        at(company, moment)
        assert len(reminders(ada)) == 1
    at(company, HOUR_BEFORE)
    at(company, HOUR_BEFORE + A_MINUTE)
    assert len(reminders(ada)) == 2
    assert "You have a seat: Learning lunch in <#C0LEARNING>" in reminders(ada)[0]
    assert "Kitchen" in reminders(ada)[0]
    assert told(ben) == []


def test_who_takes_a_seat_on_the_last_day_is_reminded_an_hour_before(company: Company, ada: Person) -> None:
    post = lunch_in(company)
    at(company, DAY_BEFORE)
    presses(ada, "Come", post)
    at(company, DAY_BEFORE + A_MINUTE)
    assert reminders(ada) == [], "they know"
    at(company, HOUR_BEFORE)
    assert len(reminders(ada)) == 1


def test_a_lunch_that_moved_to_another_day_is_reminded_of_again(company: Company, ada: Person) -> None:
    presses(ada, "Come", lunch_in(company))
    at(company, DAY_BEFORE)
    with company.potluck.sessions.begin() as session:
        session.get_one(Lunch, first_lunch(company).id).at = NOON + timedelta(days=1)
    at(company, NOON)
    assert len(reminders(ada)) == 2, "a day before it, again"
    at(company, HOUR_BEFORE + timedelta(days=1))
    assert len(reminders(ada)) == 3


def test_a_reminder_lets_go_of_the_seat_with_one_tap(company: Company, ada: Person, ben: Person) -> None:
    post = lunch_in(company, capacity=1)
    for person in (ada, ben):
        presses(person, "Come", post)
    at(company, DAY_BEFORE)
    reminder = ada.told_by_potluck()[-1]
    ada.presses("Can't come", reminder, direct(ada))
    assert "Thank you for saying so" in words(ada.told_by_potluck()[-1]["blocks"])
    company.settle()
    follows = next(each for each in ada.told_by_potluck() if each["ts"] == reminder["ts"])
    assert "You can't come; thank you for saying so" in words(follows["blocks"])
    assert "A seat is free for you" in words(ben.told_by_potluck()[-1]["blocks"])
    at(company, HOUR_BEFORE)
    assert len([each for each in ada.told_by_potluck() if each["text"].startswith("You have a seat")]) == 0


def test_two_lunches_of_a_day_are_one_reminder(company: Company, ada: Person) -> None:
    first = lunch_in(company)
    second = lunch_in(company, "C0ENGINEERING", at=time(17), title="Evening table")
    presses(ada, "Come", first)
    presses(ada, "Come", second, "#engineering")
    at(company, DAY_BEFORE)
    at(company, NOON - timedelta(hours=19) + A_MINUTE)
    (reminder,) = reminders(ada)
    assert "Learning lunch" in reminder
    assert "Evening table" in reminder
    at(company, HOUR_BEFORE)
    assert "Evening table" not in reminders(ada)[-1], "an hour before, each on its own"


def test_after_a_long_silence_only_the_reminder_that_still_helps_is_sent(
    company: Company, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    presses(ada, "Come", lunch_in(company))
    with caplog.at_level(logging.INFO, "potluck.lunches"):
        at(company, NOON - timedelta(minutes=20))
    assert len(reminders(ada)) == 1
    assert "too late to remind of it (day)" in caplog.text


def test_after_the_start_nobody_is_reminded(
    company: Company, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    presses(ada, "Come", lunch_in(company))
    with caplog.at_level(logging.INFO, "potluck.lunches"):
        at(company, NOON + A_MINUTE)
    assert reminders(ada) == []
    assert "too late to remind of it (hour)" in caplog.text


def test_who_said_maybe_is_asked_once_more_the_day_before_if_seats_are_free(
    company: Company, ada: Person, ben: Person
) -> None:
    post = lunch_in(company, capacity=1)
    assert "I ask you once more the day before" in presses(ada, "Maybe later", post)
    at(company, DAY_BEFORE)
    at(company, HOUR_BEFORE)
    (asked,) = told(ada)
    assert words(asked["blocks"]).startswith("You said you may come, and there are free seats")
    ada.presses("Come", asked, direct(ada))
    assert answers(company) == {"U0ADA": "going"}
    assert told(ben) == []


def test_who_said_maybe_is_not_asked_where_all_seats_are_taken(
    company: Company, ada: Person, ben: Person
) -> None:
    post = lunch_in(company, capacity=1)
    presses(ada, "Maybe later", post)
    presses(ben, "Come", post)
    at(company, DAY_BEFORE)
    assert told(ada) == []


def test_who_speaks_at_a_catered_lunch_eats_too_with_a_seat_or_without(company: Company, ben: Person) -> None:
    post = lunch_in(company, food=Food.CATERED)
    with company.potluck.sessions.begin() as session:
        give_talk(session, first_lunch(company), "U0TOMAS", "U0BEN")
    presses(ben, "Come", post)
    at(company, DAY_BEFORE)
    (headcount,) = company.person("noor").told_by_potluck()
    assert words(headcount["blocks"]).startswith("2 meals for Learning lunch")
    assert "1 comes, and 1 speaks without a seat" in words(headcount["blocks"])


def test_the_host_of_a_catered_lunch_hears_how_many_eat_and_the_number_follows(
    company: Company, ada: Person, ben: Person
) -> None:
    noor = company.person("noor")
    post = lunch_in(company, food=Food.CATERED, guests=True, link="https://meet.example/lunch")
    presses(ada, "Come, in the room", post)
    ada.presses("Bring a guest", answered(ada))
    presses(ben, "Come, online", post)
    at(company, DAY_BEFORE)
    (headcount,) = noor.told_by_potluck()
    assert words(headcount["blocks"]).startswith("2 meals for Learning lunch")
    assert "3 come, 1 of them a guest, 1 online" in words(headcount["blocks"])
    presses(company.person("greta"), "Come, in the room", post)
    company.settle()
    at(company, DAY_BEFORE + A_MINUTE)
    (headcount,) = noor.told_by_potluck()
    assert words(headcount["blocks"]).startswith("3 meals")


def too_few(company: Company, *people: Person, **setting: Any) -> Json:
    """Let too few come to a lunch, and give the question to its host."""
    post = lunch_in(company, minimum=3, **setting)
    for person in people:
        presses(person, "Come", post)
    at(company, DAY_BEFORE)
    (question,) = company.person("noor").told_by_potluck()
    return question


def test_where_too_few_come_the_host_is_asked_and_may_make_it_an_open_table(
    company: Company, ada: Person, ben: Person
) -> None:
    noor = company.person("noor")
    post = lunch_in(company, minimum=3)
    with company.potluck.sessions.begin() as session:
        give_talk(session, first_lunch(company), "U0BEN")
    for person in (ada, ben):
        presses(person, "Come", post)
    at(company, DAY_BEFORE)
    question = noor.told_by_potluck()[-1]
    assert words(question["blocks"]).startswith("2 come to Learning lunch")
    noor.presses("Make it an open table", question, direct(noor))
    company.settle()
    decided = noor.told_by_potluck()[-1]
    assert "It is an open table." in words(decided["blocks"])
    assert list(buttons(decided["blocks"])) == []
    assert len(open_tables(ada)) == len(open_tables(ben)) == 1
    assert first_lunch(company).open_table


def open_tables(person: Person) -> list[Json]:
    return [each for each in person.told_by_potluck() if "is an open table" in words(each["blocks"])]


def test_the_host_may_go_ahead_with_few_and_is_not_asked_again(company: Company, ada: Person) -> None:
    noor = company.person("noor")
    question = too_few(company, ada)
    noor.presses("Go ahead", question, direct(noor))
    presses(company.person("ben"), "Come", announcement(company))
    company.settle()
    at(company, DAY_BEFORE + A_MINUTE)
    (decided,) = noor.told_by_potluck()
    assert words(decided["blocks"]).startswith("2 come to Learning lunch")
    assert list(buttons(decided["blocks"])) == []


def test_the_host_may_call_it_off_and_everybody_with_a_seat_hears_once(company: Company, ada: Person) -> None:
    noor = company.person("noor")
    question = too_few(company, ada)
    noor.presses("Call it off", question, direct(noor))
    company.settle()
    assert "is called off" in words(noor.told_by_potluck()[-1]["blocks"])
    off = [each for each in ada.told_by_potluck() if "is called off" in words(each["blocks"])]
    assert len(off) == 1
    at(company, HOUR_BEFORE)
    assert len(reminders(ada)) == 1, "the day before it still took place; an hour before it does not"


def test_a_host_who_is_gone_is_not_waited_for(company: Company, ada: Person) -> None:
    with company.potluck.sessions.begin() as session:
        stewards.appoint(session, "T0LOCAL", "U0LEI", now=company.potluck.clock())
    lunch_in(company, minimum=3)
    company.workspace.trouble("conversations.open", "user_disabled")
    at(company, DAY_BEFORE)
    question = company.person("lei").told_by_potluck()[-1]
    assert words(question["blocks"]).startswith("Nobody comes yet to Learning lunch")
    company.person("lei").presses("Go ahead", question, direct(company.person("lei")))
    assert first_lunch(company).minimum == 0
    assert told(ada) == []


def test_nobody_but_the_host_decides_what_becomes_of_a_lunch(company: Company, ada: Person) -> None:
    question = too_few(company, ada)
    lunch_id = first_lunch(company).id
    with (
        company.potluck.sessions.begin() as session,
        pytest.raises(RuleError, match="The host, a steward or the channel"),
    ):
        lunches_headcount.call_off(session, "T0LOCAL", lunch_id, by="U0BEN", now=company.potluck.clock())
    assert words(question["blocks"]).startswith("1 comes")


def test_where_enough_come_by_then_the_question_says_so(company: Company, ada: Person, ben: Person) -> None:
    noor = company.person("noor")
    too_few(company, ada, ben)
    presses(company.person("greta"), "Come", announcement(company))
    company.settle()
    at(company, DAY_BEFORE + A_MINUTE)
    (question,) = noor.told_by_potluck()
    assert words(question["blocks"]).startswith("3 come to Learning lunch")


def test_the_seat_of_somebody_who_left_the_company_goes_to_the_next(
    company: Company, ada: Person, ben: Person
) -> None:
    post = lunch_in(company, capacity=1)
    presses(ada, "Come", post)
    presses(ben, "Come", post)
    company.workspace.trouble("conversations.open", "user_disabled")
    at(company, DAY_BEFORE)
    assert answers(company) == {"U0ADA": "not", "U0BEN": "offered"}
    assert "A seat is free for you" in words(ben.told_by_potluck()[-1]["blocks"])


def test_an_offer_to_somebody_who_left_the_company_goes_on_at_once(
    company: Company, ada: Person, ben: Person
) -> None:
    post = lunch_in(company, capacity=1)
    for person in (ada, ben, company.person("greta")):
        presses(person, "Come", post)
    company.workspace.trouble("conversations.open", "user_disabled")
    presses(ada, "Can't come", post)
    company.settle()
    assert answers(company) == {"U0ADA": "not", "U0BEN": "not", "U0GRETA": "offered"}
    assert told(ben) == []


def test_the_announcement_follows_at_most_every_half_minute(
    company: Company, ada: Person, ben: Person
) -> None:
    post = lunch_in(company)
    presses(ada, "Come", post)
    company.settle()
    assert "1 comes" in words(announcement(company)["blocks"])
    presses(ben, "Come", post)
    start = company.potluck.clock()
    at(company, start + timedelta(seconds=20))
    assert "1 comes" in words(announcement(company)["blocks"])
    at(company, start + timedelta(seconds=31))
    assert "2 come" in words(announcement(company)["blocks"])
