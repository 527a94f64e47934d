"""Lunches as people see them: the list, the announcement, one date changed, Home, the digest."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select, text

from models import lunches
from models.base import Sessions
from models.outbox import Owed
from tests.conftest import START, Company, until
from tests.handlers.test_digests import wants
from tests.lunches import first, start_series
from tests.people import Json, Person, menus, words

NOON = datetime(2027, 3, 4, 11, tzinfo=UTC)
"""The first lunch, 12:00 in Berlin."""

SPOKEN = "Thursday 4 March, 12:00 (Europe/Berlin)"
WHEN = f"<!date^{int(NOON.timestamp())}^{{date_long_pretty}} at {{time}}|{SPOKEN}>"
DATE = {
    "day": "2027-03-04",
    "at": "12:00",
    "place": "The kitchen",
    "link": None,
    "capacity": "",
    "remote_capacity": "",
}


def meets(company: Company, **setting: Any) -> None:
    """Let #learning meet, its first lunch announced."""
    with company.potluck.sessions.begin() as session:
        start_series(session, **setting)
    settle(company)


def settle(company: Company, to: datetime | None = None) -> None:
    company.set_clock(to or company.potluck.clock())
    company.settle()


def post(person: Person) -> Json:
    """Read the first announcement."""
    return next(each for each in person.reads() if "Learning lunch" in each.get("text", ""))


def takes_a_seat(company: Company, *people: str) -> None:
    for name in people:
        person = company.person(name)
        person.presses("Come", post(person))
    company.settle()


def told(company: Company, person: Person) -> list[str]:
    company.settle()
    return [each["text"] for each in person.told_by_potluck() if "Learning lunch in" in each["text"]]


def changes(ada: Person, **chosen: Any) -> dict[str, str]:
    """Let the host change the first date, from the list."""
    ada.types("/lunch-signup")
    ada.chooses("Change date")
    return ada.submits(**{**DATE, **chosen})


def test_the_announcement_says_what_when_where_and_who_at_a_glance(company: Company, ben: Person) -> None:
    meets(company, link="https://meet.example/lunch", minutes=45, work_time=True)
    announced = post(ben)
    assert announced["text"] == "Learning lunch: Thursday 4 March, 12:00 (Europe/Berlin)"
    lines = words(announced["blocks"]).splitlines()
    assert lines[:4] == [
        "Learning lunch",
        f"*{WHEN}*",
        "The kitchen and <https://meet.example/lunch|online>",
        "45 minutes  ·  bring your own lunch  ·  in work time  ·  host <@U0ADA>",
    ]


def test_the_announcement_follows_at_most_every_half_minute(company: Company, ben: Person) -> None:
    meets(company)
    updates = len(company.workspace.calls("chat.update"))
    takes_a_seat(company, "ben", "meera")
    takes_a_seat(company, "kenji", "greta")
    assert len(company.workspace.calls("chat.update")) == updates + 1
    settle(company, START + timedelta(minutes=2))
    assert len(company.workspace.calls("chat.update")) == updates + 2
    assert "4 come" in words(post(ben)["blocks"])


@pytest.mark.parametrize("kind", ["postgres"])
def test_who_presses_as_the_announcement_is_noted_waits_for_nobody_for_long(company: Company) -> None:
    with company.potluck.sessions.begin() as session:
        start_series(session)
        lunches.announce_due(session, now=START)
    sessions = company.potluck.sessions
    with sessions.begin() as session:
        lunch = lunches.get(session, "T0LOCAL", first(session).id)
        saying = Thread(target=company.settle)
        saying.start()
        until(lambda: bool(company.workspace.calls("chat.postMessage")))
        until(lambda: yields(sessions))
        lunches.show_again(session, lunch, now=START)
    saying.join()
    with sessions.read() as session:
        assert first(session).ts


def yields(sessions: Sessions) -> bool:
    """Tell whether the announcement's note has been taken back for now, so that its row can be had."""
    gave_up = text("SELECT 1 FROM pg_locks WHERE NOT granted")
    with sessions.begin() as session:
        row = select(Owed).where(Owed.kind == "lunches.post").with_for_update(skip_locked=True)
        said = session.scalars(row).first()
        return said is not None and said.ts is None and session.scalar(gave_up) is None


def test_a_lunch_that_is_over_takes_no_seats_any_more(company: Company, ben: Person) -> None:
    meets(company)
    settle(company, NOON + timedelta(minutes=31))
    shown = words(post(ben)["blocks"])
    assert "This lunch is over." in shown
    assert "Come" not in shown.splitlines()


def test_signup_explains_itself_and_takes_a_title_as_the_offer_of_a_talk(
    company: Company, ben: Person
) -> None:
    meets(company)
    ben.types("/lunch-signup help")
    assert "offers a talk with that title" in ben.last()["text"]
    ben.types("/lunch-signup How we halved CI time")
    assert ben.window["state"]["values"]["title"]["title"]["value"] == "How we halved CI time"


def test_only_the_channels_people_see_its_lunches(company: Company) -> None:
    meets(company)
    daniel = company.person("daniel")
    daniel.types("/lunch-signup", "#general")
    assert "No lunch is planned in your channels yet" in words(daniel.window)
    assert "Your next lunches" not in words(daniel.home())


def test_a_date_is_moved_and_who_has_a_seat_hears_once(company: Company, ada: Person, ben: Person) -> None:
    meets(company)
    takes_a_seat(company, "ben")
    assert changes(ada, day="2027-03-05", at="13:00") == {}
    assert "Kept: <!date^1804248000^" in words(ada.window)
    assert "1 person with a seat will hear of it." in words(ada.window)
    (said,) = told(company, ben)
    assert "has changed: it is <!date^1804248000^" in said
    assert f"before: <!date^{int(NOON.timestamp())}^" in said
    settle(company, START + timedelta(minutes=2))
    assert len(told(company, ben)) == 1
    assert "<!date^1804248000^" in words(post(ben)["blocks"])


def test_a_change_of_seats_alone_is_told_to_nobody(company: Company, ada: Person, ben: Person) -> None:
    meets(company)
    takes_a_seat(company, "ben", "meera")
    assert changes(ada, capacity="1") == {}
    assert told(company, ben) == []
    ben.types("/lunch-signup")
    assert "You have a seat" in words(ben.window), "fewer seats send nobody away"


def test_two_changes_before_anything_is_said_are_said_as_one(
    company: Company, ada: Person, ben: Person
) -> None:
    meets(company)
    takes_a_seat(company, "ben")
    changes(ada, place="The garden")
    changes(ada, place="The roof")
    (said,) = told(company, ben)
    assert "The roof" in said


@pytest.mark.parametrize(
    ("chosen", "field", "said"),
    [
        ({"day": "2027-02-28"}, "day", "This time is over"),
        ({"at": "08:00", "day": "2027-03-01"}, "day", "This time is over"),
        ({"day": "2027-03-28", "at": "02:30"}, "at", "put forward that day and skip 02:30"),
        ({"day": "2027-03-11"}, "day", "Another lunch of this series"),
        ({"day": "2040-03-11"}, "day", "years ahead"),
        ({"capacity": "0"}, "capacity", "from 1 to 1,000"),
        ({"capacity": "many"}, "capacity", "whole number"),
        ({"remote_capacity": "5"}, "remote_capacity", "video link"),
        ({"link": "meet"}, "link", "https://"),
    ],
)
def test_a_date_that_cannot_be_is_explained_beside_its_field(
    company: Company, ada: Person, chosen: dict[str, str], field: str, said: str
) -> None:
    meets(company)
    errors = changes(ada, **chosen)
    assert errors.keys() == {field}
    assert said in errors[field]


def test_a_time_that_comes_twice_is_explained_to_the_host(company: Company, ada: Person) -> None:
    meets(company)
    assert changes(ada, day="2027-10-31", at="02:30") == {}
    assert "The clocks show this time twice that day; the first is meant." in words(ada.window)
    assert f"<!date^{int(datetime(2027, 10, 31, 0, 30, tzinfo=UTC).timestamp())}^" in words(ada.window)


def test_a_date_is_called_off_and_may_take_place_after_all(
    company: Company, ada: Person, ben: Person
) -> None:
    meets(company)
    takes_a_seat(company, "ben")
    ada.types("/lunch-signup")
    ada.chooses("Change date")
    ada.presses("Call it off")
    assert "Called off. 1 person with a seat will hear of it." in words(ada.window)
    assert "is called off. You need not do anything." in told(company, ben)[0]
    settle(company, START + timedelta(minutes=1))
    assert "This lunch is called off" in words(post(ben)["blocks"])
    ada.presses("Restore")
    assert "It takes place after all" in words(ada.window)
    assert "Your seat is kept" in told(company, ben)[-1]
    settle(company, START + timedelta(minutes=2))
    assert "1 come" in words(post(ben)["blocks"])


def test_two_who_change_a_date_at_once_do_not_overwrite_each_other(company: Company, ada: Person) -> None:
    meets(company)
    ada.types("/lunch-signup")
    ada.chooses("Change date")
    other = company.person("ada")
    stale = ada.window["id"]
    with company.potluck.sessions.begin() as session:
        lunch = first(session)
        lunch.sequence += 1
    errors = other.ask("POST", f"/views/{stale}/submit", {"values": {"place": {"place": "Mine"}}})["errors"]
    assert "Somebody has changed this lunch meanwhile" in str(errors)


def test_members_cannot_change_a_date(company: Company, ben: Person) -> None:
    meets(company)
    ben.types("/lunch-signup")
    offered = {words(option) for _, _, option in menus(ben.window["blocks"])}
    assert offered == {"Offer a talk", "Calendar"}


def test_a_lunch_that_has_begun_stays_as_it_is(company: Company, ada: Person) -> None:
    meets(company)
    ada.types("/lunch-signup")
    ada.chooses("Change date")
    company.set_clock(NOON + timedelta(minutes=1))
    assert "has begun, or is over" in str(ada.submits(**DATE))


def test_a_renamed_channel_keeps_its_lunches(company: Company, ben: Person) -> None:
    meets(company)
    assert "<#C0LEARNING>" in words(ben.home()), (
        "a channel is named by its id, which Slack shows as it is called"
    )


def test_home_shows_the_next_three_lunches_and_takes_a_seat(company: Company, ben: Person) -> None:
    meets(company)
    shown = words(ben.home())
    assert shown.count("Learning lunch in <#C0LEARNING>") == 3
    assert WHEN in shown
    ben.presses_on_home("Come")
    assert "You have a seat" in words(ben.home())


def test_a_lunch_in_the_list_and_on_home_leads_to_all_that_its_announcement_does(
    company: Company, ada: Person, ben: Person
) -> None:
    meets(company)
    ben.types("/lunch-signup")
    ways = next(block for block in ben.window["blocks"] if block["type"] == "actions")
    assert words(ways).splitlines() == ["Offer a talk", "My talks", "Wishes", "Series"]
    assert ben.window["blocks"][0] == ways, "they stand above the lunches, where a phone shows them"
    ben.chooses("Calendar")
    assert "Send me the file" in words(ben.window)
    ben.closes()
    ben.chooses("Offer a talk", ben.home())
    assert ben.submits(title="How we halved CI time") == {}
    assert "is on <!date^" in words(ben.window)
    ben.closes()
    ada.chooses("Change date", ada.home())
    assert "Place" in words(ada.window).splitlines()


def test_a_change_tells_everybody_how_their_own_seat_stands(
    company: Company, ada: Person, ben: Person
) -> None:
    meets(company, capacity=1)
    takes_a_seat(company, "ben", "meera")
    tomas = company.person("tomas")
    tomas.types("/lunch-signup How we halved CI time")
    assert tomas.submits() == {}
    changes(ada, place="The roof garden", capacity="1")
    assert told(company, ben)[-1].endswith("Your seat is kept.")
    assert told(company, company.person("meera"))[-1].endswith("You keep your place in line.")
    assert told(company, tomas)[-1].endswith("The roof garden.")


def test_a_channels_digest_names_its_next_lunch(company: Company, ada: Person) -> None:
    meets(company)
    ada.types("/potluck settings")
    assert ada.submits(digest_channels=["C0LEARNING"]) == {}
    ada.closes()
    settle(company, START + timedelta(days=4, hours=6, minutes=6))
    digests = "What colleagues have shared lately"
    assert digests not in words(ada.reads()), "a lunch alone is no reason for a digest"
    ada.types("/share-tip git worktree saves a stash")
    assert ada.submits() == {}
    settle(company, START + timedelta(days=11, hours=6, minutes=6))
    (digest,) = [each for each in ada.reads() if digests in words(each)]
    in_a_week = int((NOON + timedelta(weeks=2)).timestamp())
    assert f"*The next lunch*: Learning lunch\n<!date^{in_a_week}^" in words(digest)


def test_a_members_digest_names_the_next_lunch_until_its_channel_is_private(
    company: Company, ada: Person, ben: Person
) -> None:
    meets(company)
    wants(ben, "weekly")
    for week, tip, is_named in ((0, "git worktree saves a stash", True), (1, "eat before noon", False)):
        ada.types(f"/share-tip {tip}")
        assert ada.submits(channel="C0GENERAL") == {}
        ada.closes()
        settle(company, START + timedelta(days=4 + 7 * week, hours=7, minutes=6))
        digest = [each for each in ben.told_by_potluck() if tip in words(each)][-1]
        assert ("The next lunch" in words(digest)) == is_named
        company.workspace.make_private("C0LEARNING")
