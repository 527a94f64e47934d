"""Offering to mentor: a yes with its four lines, one tap to stop, and room that may become less."""

import pytest

from models import consents
from models.consents import Programme
from tests.conftest import Company
from tests.mentoring import (
    TEAM,
    asks,
    everybody_works,
    later,
    mine,
    offers,
    presses,
    request_to,
    stop,
    told,
    wishes,
)
from tests.people import Person, words


@pytest.fixture(autouse=True)
def awake(company: Company) -> None:
    everybody_works(company)


def has_said_yes(company: Company, person: Person) -> bool:
    with company.potluck.sessions.read() as session:
        return consents.given(session, TEAM, person.id, Programme.MENTORING)


def test_what_a_yes_means_stands_before_it_in_four_lines(company: Company, ben: Person) -> None:
    ben.types("/mentor")
    ben.presses("Offer to mentor")
    shown = words(ben.window)
    for line in ("*What:*", "*How often:*", "*Who sees it:*", "*How to stop:*"):
        assert line in shown
    assert not has_said_yes(company, ben)
    assert ben.submits(offered="k8s, git") == {}
    assert "You can be asked about: Git, Kubernetes" in words(ben.window)
    assert "Your 2 places are free. Running, flash." in words(ben.window)
    assert has_said_yes(company, ben)


def test_a_mentor_offers_at_least_one_thing_in_one_way(company: Company, ben: Person) -> None:
    assert offers(ben, " , ;") == {"offered": "Name at least one thing that you can help with."}
    assert not has_said_yes(company, ben)
    ben.closes()
    assert "formats" in offers(ben, formats=[])
    ben.closes()
    assert "Offer to mentor" in mine(ben)


def test_a_slip_in_what_a_mentor_offers_is_asked_about_and_who_waits_for_it_hears(
    company: Company, ada: Person, ben: Person
) -> None:
    ada.types("/mentor kubernetes")
    ada.presses("Only wait")
    ada.closes()
    ben.types("/mentor")
    ben.presses("Offer to mentor")
    assert ben.submits(offered="kuberntes") == {}
    assert "You wrote “kuberntes”. Did you mean this?" in words(ben.window)
    ben.presses("Kubernetes")
    ben.closes()
    later(company, minutes=5)
    assert any("now somebody offers it" in each for each in told(company, ada))


def test_closing_what_was_said_last_does_not_lead_back_to_how_things_were(ben: Person) -> None:
    ben.types("/mentor")
    ben.presses("Offer to mentor")
    assert len(ben.windows) == 2
    assert ben.submits(offered="k8s") == {}
    ben.ask("POST", f"/views/{ben.window['id']}/close", {"all": False})
    assert ben.windows == []


def test_what_was_offered_stands_in_the_form_again(ben: Person) -> None:
    assert offers(ben, "k8s", capacity="3", hours_a_month="6", formats=["flash", "peer"]) == {}
    ben.types("/mentor")
    assert "Your 3 places are free." in words(ben.window)
    ben.presses("My offer")
    values = ben.window["state"]["values"]
    assert values["offered"]["offered"]["value"] == "Kubernetes"
    assert values["capacity"]["capacity"]["selected_option"]["value"] == "3"
    assert values["hours_a_month"]["hours_a_month"]["selected_option"]["value"] == "6"
    chosen = [each["value"] for each in values["formats"]["formats"]["selected_options"]]
    assert chosen == ["flash", "peer"]


def test_one_tap_stops_it_and_nobody_is_told(company: Company, ada: Person, ben: Person) -> None:
    noor = company.person("noor")
    for mentor in (ben, noor):
        offers(mentor)
    assert asks(ada, first="U0BEN", second="U0NOOR") == {}
    ada.closes()
    before = told(company, ada)
    stop(ben)
    assert not has_said_yes(company, ben)
    assert wishes(company, ada) == [("U0BEN", "passed"), ("U0NOOR", "proposed")]
    assert told(company, ada) == before
    assert "gone on to another colleague" in told(company, ben)[-1]
    assert "Offer to mentor" in mine(ben)


def test_who_stops_keeps_the_mentorships_that_run(company: Company, ada: Person, ben: Person) -> None:
    offers(ben)
    asks(ada)
    ada.closes()
    presses(company, ben, "Accept")
    stop(ben)
    assert "*Kubernetes* with <@U0ADA>" in mine(ben)
    assert "*Kubernetes* with <@U0BEN>" in mine(ada)


def test_fewer_places_send_nobody_away(company: Company, ada: Person, ben: Person) -> None:
    noor, kenji = company.person("noor"), company.person("kenji")
    offers(ben)
    for seeker in (ada, noor):
        asks(seeker)
        seeker.closes()
        presses(company, ben, "Accept")
    assert offers(ben, capacity="1") == {}
    assert "Your place is taken." in mine(ben)
    for seeker in (ada, noor):
        assert "*Kubernetes* with <@U0BEN>" in mine(seeker)
    kenji.types("/mentor kubernetes")
    assert "Nobody who offers it has room just now" in words(kenji.window)


def test_fewer_places_let_what_waits_go_on(company: Company, ada: Person, ben: Person) -> None:
    noor = company.person("noor")
    offers(ben)
    for seeker in (ada, noor):
        asks(seeker)
        seeker.closes()
    presses(company, ben, "Accept", request_to(company, ben))
    assert wishes(company, ada) == [("U0BEN", "proposed")]
    assert offers(ben, capacity="1") == {}
    assert wishes(company, ada) == [("U0BEN", "passed")]


def test_a_pause_hides_a_mentor_and_lets_what_waits_go_on(company: Company, ada: Person, ben: Person) -> None:
    noor = company.person("noor")
    for mentor in (ben, noor):
        offers(mentor)
    asks(ada, first="U0BEN", second="U0NOOR")
    ada.closes()
    ben.types("/mentor")
    ben.presses("Pause")
    assert "Mentoring" in words(ben.window)
    assert ben.submits() == {}
    assert "Mentoring is paused until you say that you are back" in words(ben.window)
    ben.closes()
    assert wishes(company, ada) == [("U0BEN", "passed"), ("U0NOOR", "proposed")]
    kenji = company.person("kenji")
    kenji.types("/mentor kubernetes")
    assert "U0BEN" not in words(kenji.window)
    kenji.closes()
    ben.types("/mentor")
    assert "Mentoring is paused: nobody asks you meanwhile, and nobody is told." in words(ben.window)
    ben.presses("End this pause")
    ben.closes()
    kenji.types("/mentor kubernetes")
    assert "U0BEN" in words(kenji.window)


def test_a_guest_neither_offers_nor_asks(company: Company) -> None:
    gus = company.person("gus")
    gus.types("/mentor", "#learning")
    assert "for colleagues" in gus.last()["text"]
    assert gus.windows == []
