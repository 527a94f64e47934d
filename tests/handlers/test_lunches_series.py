"""Starting a series, saying yes to it, changing it, and what happens when its channel or its host is gone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models import stewards
from tests.conftest import Company
from tests.people import Json, Person, RefusedError, words

FORM = {"channel": "C0ENGINEERING", "title": "Learning lunch", "every": "week", "start": "2027-03-11"}
THURSDAY = datetime(2027, 3, 11, 11, tzinfo=UTC)
"""The first lunch of the form, 12:00 in Berlin."""
MORE = {
    "minutes": "45",
    "remote_capacity": "30",
    "minimum": "3",
    "food": "catered",
    "traits": ["work_time", "guests"],
    "slots": "3",
    "formats": ["lightning", "demo"],
    "co_host": "U0MEERA",
    "zone": "Asia/Kolkata",
    "other_time": "18:00",
    "country": "IN",
}


def steward(company: Company) -> Person:
    """Make Ada a steward."""
    with company.potluck.sessions.begin() as session:
        stewards.appoint(session, company.potluck.team_id, "U0ADA", now=company.potluck.clock())
    return company.person("ada")


def starts(person: Person, **chosen: Any) -> dict[str, str]:
    """Start a series, with what is chosen, from the list of lunches."""
    person.types("/lunch-signup", "#engineering")
    person.presses("Series")
    person.presses("Start a series")
    return person.submits(**{**FORM, **chosen})


def running(company: Company, **chosen: Any) -> Person:
    """Let Ada's series run in #engineering, its first lunch announced."""
    ada = steward(company)
    assert starts(ada, **chosen) == {}
    ada.closes()
    settle(company)
    return ada


def settle(company: Company, to: datetime | None = None) -> None:
    company.set_clock(to or company.potluck.clock())
    company.settle()


def opens(person: Person) -> Json:
    """Open the page of the one series."""
    person.types("/lunch-signup", "#engineering")
    person.presses("Series")
    person.presses("Open")
    return person.window


def told(company: Company, person: Person) -> Json:
    company.settle()
    return person.told_by_potluck()[-1]


def direct(person: Person) -> str:
    return next(
        str(each["id"])
        for each in person.ask("GET", "/conversations")
        if "U0POTLUCK" in each["members"] and each["kind"] == "im"
    )


def announcements(person: Person, where: str = "#engineering") -> list[Json]:
    """Find the announcements of lunches."""
    return [
        each for each in person.reads(where) if "All lunches" in str(each) or "This lunch is" in str(each)
    ]


def dates(shown: Json) -> list[str]:
    """Read the dates that a window or page lists, in the series' own zone."""
    return [
        line.split("|")[1].split(" (")[0].rstrip(">") if "|" in line else line.strip("• ").split("  (")[0]
        for line in words(shown["blocks"]).splitlines()
        if line.startswith(("•", "<!date"))
    ]


def test_three_taps_start_a_weekly_lunch_at_noon_a_week_ahead(company: Company) -> None:
    ada = steward(company)
    ada.types("/lunch-signup", "#engineering")
    ada.presses("Start a series")
    assert ada.submits() == {}
    assert "Each lunch is announced in <#C0ENGINEERING> a week ahead" in words(ada.window)
    assert dates(ada.window)[:2] == ["Monday 8 March, 12:00", "Monday 15 March, 12:00"]


def test_the_form_thinks_in_the_zone_of_who_opens_it(company: Company) -> None:
    steward(company)
    meera = company.person("meera")
    meera.types("/lunch-signup", "#engineering")
    meera.presses("Start a series")
    assert "In the time zone Asia/Kolkata." in words(meera.window)


def test_a_members_proposal_waits_for_a_yes_and_both_are_told(company: Company, ben: Person) -> None:
    ada = steward(company)
    assert starts(ben) == {}
    assert "is with the stewards" in words(ben.window)
    question = told(company, ada)
    assert "<@U0BEN> proposes learning lunches in <#C0ENGINEERING>" in words(question["blocks"])
    settle(company)
    assert announcements(ben) == []
    ada.presses("Confirm", question, direct(ada))
    answer = told(company, ben)["text"]
    assert "<@U0ADA> said yes" in answer
    assert "You are its host" in answer
    settle(company, THURSDAY - timedelta(days=6))
    assert len(announcements(ben)) == 1
    assert "host <@U0BEN>" in words(announcements(ben)[0])


def test_a_no_is_told_kindly_and_starts_nothing(company: Company, ben: Person) -> None:
    ada = steward(company)
    starts(ben)
    question = told(company, ada)
    ada.presses("Decline", question, direct(ada))
    assert "would rather not start learning lunches" in told(company, ben)["text"]
    with pytest.raises(RefusedError):
        ada.presses("Confirm", question, direct(ada))
    settle(company, THURSDAY - timedelta(days=7))
    assert announcements(ben) == []


def test_the_first_answer_counts_when_two_decide(company: Company) -> None:
    ada = steward(company)
    with company.potluck.sessions.begin() as session:
        stewards.appoint(session, company.potluck.team_id, "U0GRETA", now=company.potluck.clock())
    greta = company.person("greta")
    starts(company.person("kenji"))
    question, other = told(company, ada), told(company, greta)
    ada.presses("Confirm", question, direct(ada))
    greta.presses("Decline", other, direct(greta))
    assert "Somebody has answered this already" in greta.told_by_potluck()[-1]["text"]
    assert "said yes" in told(company, company.person("kenji"))["text"]


def test_a_proposal_can_be_answered_in_the_list(company: Company, ben: Person) -> None:
    ada = steward(company)
    starts(ben)
    ada.types("/lunch-signup")
    ada.presses("Series")
    assert "Proposed by <@U0BEN>, waiting for a yes." in words(ada.window)
    ada.presses("Confirm")
    assert "next <!date" in words(ada.window)


def test_every_choice_is_kept_and_what_is_filled_in_stays(company: Company) -> None:
    ada = steward(company)
    ada.types("/lunch-signup", "#engineering")
    ada.presses("Start a series")
    fields = {**FORM, "link": "https://meet.example/lunch?a=1&b=2", "place": "Kitchen", "capacity": "12"}
    ada.presses("More choices")
    assert ada.submits(**fields, **MORE) == {}
    assert "every Thursday at 12:00 and 18:00 in turn (Asia/Kolkata), without the holidays of IN" in words(
        ada.window
    )
    assert "made you a co-host of Learning lunch" in told(company, company.person("meera"))["text"]
    settle(company)
    settle(company, THURSDAY - timedelta(days=6))
    post = words(announcements(ada)[0])
    assert "Kitchen and <https://meet.example/lunch?a=1&amp;b=2|online>" in post
    assert "45 minutes  ·  lunch is there  ·  in work time" in post


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("capacity", "0", "from 1 to 1,000"),
        ("capacity", "-3", "whole number"),
        ("capacity", "10,000", "whole number"),
        ("capacity", "10000", "from 1 to 1,000"),
        ("capacity", "a few", "whole number"),
        ("title", "   ", "Give it a name"),
        ("start", "2027-02-25", "over"),
        ("start", "2037-02-25", "years ahead"),
        ("link", "javascript:alert(1)", "https://"),
    ],
)
def test_what_cannot_be_is_explained_beside_its_field(
    company: Company, field: str, typed: str, said: str
) -> None:
    errors = starts(steward(company), **{field: typed})
    assert errors.keys() == {field}
    assert said in errors[field]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("zone", "Berlin", "time zone"),
        ("country", "Atlantis", "country"),
        ("other_time", "12:00", "first time again"),
        ("remote_capacity", "5", "video link"),
        ("minimum", "5000", "At most 1,000"),
        ("minimum", "none", "whole number"),
        ("co_host", "U0GUS", "colleagues"),
    ],
)
def test_what_cannot_be_among_the_other_choices_is_explained_too(
    company: Company, field: str, typed: str, said: str
) -> None:
    ada = steward(company)
    ada.types("/lunch-signup", "#engineering")
    ada.presses("Start a series")
    ada.presses("More choices")
    errors = ada.submits(**{**FORM, "at": "12:00", field: typed})
    assert errors.keys() == {field}
    assert said in errors[field]


def test_a_title_rings_nobody_and_300_characters_do_not_fit(company: Company) -> None:
    ada = steward(company)
    assert starts(ada, title="x" * 300).keys() == {"title"}
    ada.closes()
    assert starts(ada, title="<!here> @channel lunch") == {}
    settle(company, THURSDAY - timedelta(days=7))
    (post,) = announcements(ada)
    assert post["blocks"][0]["text"] == {
        "type": "plain_text",
        "text": "<!here> @channel lunch",
        "emoji": True,
    }
    assert "<!here>" not in post["text"]
    assert "@channel" not in post["text"]


def test_whoever_is_not_in_the_channel_and_guests_start_nothing(company: Company) -> None:
    steward(company)
    assert starts(company.person("yael")).keys() == {"channel"}
    gus = company.person("gus")
    gus.types("/lunch-signup")
    gus.presses("Start a series")
    assert "Guests take part" in words(gus.window)


def test_a_form_sent_twenty_times_starts_one_series(company: Company) -> None:
    ada = steward(company)
    ada.types("/lunch-signup", "#engineering")
    ada.presses("Start a series")
    window = ada.window["id"]
    values = {name: {name: value} for name, value in FORM.items()}
    for _ in range(20):
        try:
            ada.ask("POST", f"/views/{window}/submit", {"values": values})
        except RefusedError:
            break
    ada.closes()
    ada.types("/lunch-signup")
    ada.presses("Series")
    assert words(ada.window["blocks"]).count("Learning lunch") == 1


def test_from_one_date_on_a_series_is_at_another_time_and_earlier_ones_stay(company: Company) -> None:
    ada = running(company)
    opens(ada)
    ada.presses("Change series")
    third = ada.window["blocks"][0]["element"]["options"][2]["value"]
    assert ada.submits(first=third, at="13:00") == {}
    assert dates(ada.window) == [
        "Thursday 11 March, 12:00",
        "Thursday 18 March, 12:00",
        *(f"Thursday {day}, 13:00" for day in ("25 March", "1 April", "8 April", "15 April")),
    ]
    settle(company)
    assert dates(opens(ada))[:3] == [
        "Thursday 11 March, 12:00",
        "Thursday 18 March, 12:00",
        "Thursday 25 March, 13:00",
    ]


def test_a_series_moves_to_another_weekday_and_rhythm(company: Company) -> None:
    ada = running(company)
    opens(ada)
    ada.presses("Change series")
    third = ada.window["blocks"][0]["element"]["options"][2]["value"]
    assert "stays as it is" in ada.submits(first=third, start="2027-03-18", every="two_weeks")["start"]
    assert ada.submits(first=third, start="2027-03-23", every="two_weeks") == {}
    assert dates(ada.window)[1:4] == [
        "Thursday 18 March, 12:00",
        "Tuesday 23 March, 12:00",
        "Tuesday 6 April, 12:00",
    ]


def test_another_zone_moves_the_later_dates(company: Company) -> None:
    ada = running(company)
    opens(ada)
    ada.presses("Change series")
    ada.presses("More choices")
    assert ada.submits(zone="America/New_York") == {}
    assert "12:00 (America/New_York)" in words(ada.window)
    settle(company, THURSDAY - timedelta(days=6))
    noon = int(datetime(2027, 3, 11, 17, tzinfo=UTC).timestamp())
    assert f"<!date^{noon}^" in words(announcements(ada)[0])


def test_two_who_edit_at_once_do_not_overwrite_each_other(company: Company, ben: Person) -> None:
    ada = running(company)
    opens(ada)
    ada.presses("Hand over")
    ada.submits(to="U0BEN")
    for person in (ada, ben):
        opens(person)
        person.presses("Change series")
    assert ada.submits(title="Ada's words") == {}
    assert "Somebody has changed this series meanwhile" in str(ben.submits(title="Ben's words"))
    ben.closes()
    assert "Ada's words" in words(opens(ben))


def test_a_host_hands_a_series_over_who_is_told(company: Company, ben: Person) -> None:
    ada = running(company)
    opens(ada)
    ada.presses("Hand over")
    assert "colleagues" in ada.submits(to="U0GUS")["to"]
    assert ada.submits(to="U0BEN") == {}
    assert "Host: <@U0BEN>" in words(ada.window)
    message = told(company, ben)
    assert "<@U0ADA> made you the host of Learning lunch in <#C0ENGINEERING>" in message["text"]
    ben.presses("Show series", message, direct(ben))
    ben.presses("Pause")
    assert ben.submits(until="2027-04-01") == {}


def test_members_see_a_series_and_change_nothing_of_it(company: Company, ben: Person) -> None:
    running(company)
    opens(ben)
    assert len(dates(ben.window)) == 6
    for label in ("Change series", "Change date", "End series"):
        with pytest.raises(AssertionError, match="no button"):
            ben.presses(label)


def test_a_pause_calls_off_what_was_announced_and_opens_nothing_before_its_day(company: Company) -> None:
    ada = running(company)
    settle(company, THURSDAY - timedelta(days=6))
    opens(ada)
    ada.presses("Pause")
    assert ada.submits(until="2027-04-01") == {}
    assert "no lunch before Thursday 1 April 2027" in words(ada.window)
    settle(company)
    assert "This lunch is called off" in words(announcements(ada)[0])
    opens(ada)
    assert dates(ada.window)[:2] == ["Thursday 11 March, 12:00", "Thursday 1 April, 12:00"]
    ada.presses("Go on")
    assert dates(ada.window)[:3] == [
        "Thursday 11 March, 12:00",
        "Thursday 18 March, 12:00",
        "Thursday 25 March, 12:00",
    ]
    ada.presses("Restore")
    assert "It takes place after all" in words(ada.window)
    settle(company, company.potluck.clock() + timedelta(minutes=1))
    assert "called off" not in words(announcements(ada)[0])


def test_an_ended_series_calls_its_lunches_off_and_meets_no_more(company: Company) -> None:
    ada = running(company)
    settle(company, THURSDAY - timedelta(days=6))
    opens(ada)
    ada.presses("End series")
    assert "meets no more" in words(ada.window)
    settle(company)
    assert "This lunch is called off" in words(announcements(ada)[0])
    settle(company, THURSDAY + timedelta(weeks=5))
    assert len(announcements(ada)) == 1
    ada.types("/lunch-signup", "#engineering")
    ada.presses("Series")
    assert "No channel of yours has learning lunches yet" in words(ada.window)


@pytest.mark.parametrize("trouble", ["archived", "removed"])
def test_a_lunch_that_cannot_be_announced_tells_its_host_once_and_is_said_when_mended(
    company: Company, trouble: str
) -> None:
    ada = steward(company)
    starts(ada, start="2027-03-18")
    if trouble == "archived":
        company.workspace.archive("C0ENGINEERING")
    else:
        company.workspace.kick("C0ENGINEERING", "U0POTLUCK")
    settle(company, THURSDAY + timedelta(hours=1))
    notice = told(company, ada)
    said = words(notice["blocks"])
    assert "I could not announce Learning lunch in <#C0ENGINEERING>" in said
    assert ("is archived" if trouble == "archived" else "/invite @Potluck") in said
    settle(company, THURSDAY + timedelta(days=3))
    assert told(company, ada)["ts"] == notice["ts"]
    company.workspace.archive("C0ENGINEERING", archived=False)
    if trouble == "removed":
        ada.ask("POST", "/conversations/C0ENGINEERING/invite", {"user": "U0POTLUCK"})
    ada.presses("Go on", notice, direct(ada))
    settle(company)
    assert len(announcements(ada)) == 1


def test_the_co_host_looks_after_a_series_whose_host_left(company: Company, ben: Person) -> None:
    ada = steward(company)
    starts(ben)
    ada.presses("Confirm", told(company, ada), direct(ada))
    ben.closes()
    opens(ben)
    ben.presses("Change series")
    ben.presses("More choices")
    assert ben.submits(co_host="U0MEERA") == {}
    company.workspace.deactivate("U0BEN")
    meera = company.person("meera")
    assert "<@U0BEN> made you the host of Learning lunch" in told(company, meera)["text"]


def test_without_a_co_host_the_stewards_are_asked_and_the_first_takes_over(
    company: Company, ben: Person
) -> None:
    ada = steward(company)
    starts(ben)
    ada.presses("Confirm", told(company, ada), direct(ada))
    company.workspace.deactivate("U0BEN")
    question = told(company, ada)
    assert "<@U0BEN>, the host of Learning lunch in <#C0ENGINEERING>, is no longer here" in words(
        question["blocks"]
    )
    ada.presses("Take over", question, direct(ada))
    assert "Host: <@U0ADA>" in words(opens(ada))


def test_a_yes_that_comes_when_its_proposer_has_left_asks_who_takes_over(
    company: Company, ben: Person
) -> None:
    ada = steward(company)
    starts(ben)
    question = told(company, ada)
    company.workspace.deactivate("U0BEN")
    ada.presses("Confirm", question, direct(ada))
    assert "is no longer here" in words(told(company, ada)["blocks"])
