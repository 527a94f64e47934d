"""Whom one may ask for a mentor, and why; how one asks; and what there is where nobody offers it."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from models import mentoring_asking, skills
from models.base import upsert
from models.consents import Programme
from models.errors import RuleError
from models.mentoring import BOOKED, Format, Mentorship
from models.mentoring_asking import Wish
from models.mentoring_suggestions import Asked
from models.silences import Silence
from tests.conftest import START, Company
from tests.mentoring import (
    LINE,
    TEAM,
    asks,
    direct,
    everybody_works,
    goes_deep,
    keeps_apart,
    later,
    mine,
    offers,
    presses,
    profile,
    request,
    stop,
    told,
    wants,
    wishes,
)
from tests.people import Person, words


@pytest.fixture(autouse=True)
def awake(company: Company) -> None:
    everybody_works(company)


def suggested(person: Person, what: str = "kubernetes") -> list[str]:
    """Name who is suggested for a skill, the best first."""
    person.types(f"/mentor {what}")
    shown = [line.removeprefix("<@").removesuffix(">") for line in words(person.window).splitlines()]
    person.closes()
    return [line for line in shown if line.startswith("U0") and " " not in line]


def test_up_to_three_are_suggested_with_their_reasons_in_words(
    company: Company, ada: Person, ben: Person
) -> None:
    profile(company, ada, zone="Europe/Berlin", team="Platform", languages="english,german")
    profile(company, ben, zone="America/New_York", team="Reliability", languages="english")
    offers(ben, "k8s, git")
    goes_deep(company, ben)
    for name in ("noor", "kenji", "lei"):
        offers(company.person(name))
    ada.types("/mentor K8s")
    shown = words(ada.window)
    assert "*Kubernetes:* 3 colleagues offer it, best match first." in shown
    assert (
        "<@U0BEN>\noffers Kubernetes, can take you deep  ·  2 shared working hours  ·  other team  ·  "
        "speaks english  ·  free now  ·  ways: running, flash"
    ) in shown
    assert shown.count("can start you") == 2


def test_suggestions_are_the_same_every_time(company: Company, ada: Person) -> None:
    for name in ("noor", "kenji", "lei", "ben", "meera"):
        offers(company.person(name))
    first = suggested(ada)
    assert len(first) == 3
    assert [suggested(ada) for _ in range(3)] == [first] * 3


@pytest.mark.parametrize(
    "why_not", ["no yes", "paused", "rested", "full", "left", "manager", "report", "apart", "oneself"]
)
def test_only_who_may_be_asked_is_suggested(company: Company, ada: Person, ben: Person, why_not: str) -> None:
    noor = company.person("noor")
    offers(noor)
    offers(ben, capacity="1")
    assert sorted(suggested(ada)) == ["U0BEN", "U0NOOR"]
    match why_not:
        case "no yes":
            stop(ben)
        case "paused":
            ben.types("/potluck pause")
            ben.submits()
        case "rested":
            with company.potluck.sessions.begin() as session:
                key = {"team_id": TEAM, "user_id": "U0BEN", "programme": Programme.MENTORING}
                upsert(session, Silence, key, {"rounds": 3, "rested_at": START})
        case "full":
            asks(company.person("kenji"), first="U0BEN")
            presses(company, ben, "Accept")
        case "left":
            company.workspace.deactivate("U0BEN")
        case "manager":
            profile(company, ada, manager_id="U0MEERA")
            profile(company, company.person("meera"), manager_id="U0BEN")
        case "report":
            profile(company, ben, manager_id="U0ADA")
        case "apart":
            keeps_apart(company, ada, ben)
        case "oneself":
            assert suggested(ben) == ["U0NOOR"]
            return
    assert suggested(ada) == ["U0NOOR"]


@pytest.mark.parametrize(
    ("offered", "typed"),
    [
        ("Kubernetes", "K8S"),
        ("public speaking", "Public  Speaking"),
        ("写作", "写作"),
        ("תכנות", "תכנות"),
        ("🎸", "🎸"),
        ("git", "how do I rebase with Git?"),
        ("C++", "cpp"),
        ("public speaking, git", "git, and other things"),
    ],
)
def test_a_skill_is_found_however_it_is_written(ada: Person, ben: Person, offered: str, typed: str) -> None:
    offers(ben, offered)
    assert suggested(ada, typed) == ["U0BEN"]


@pytest.mark.parametrize("typed", ["help", "HELP", "?"])
def test_help_explains_the_command(ada: Person, typed: str) -> None:
    ada.types(f"/mentor {typed}")
    assert "Example: `/mentor kubernetes`" in ada.last()["text"]
    assert ada.windows == []


@pytest.mark.parametrize("typed", ["...", "<!here> !!", ",,;;"])
def test_nonsense_is_answered_with_help(ada: Person, typed: str) -> None:
    ada.types(f"/mentor {typed}")
    if typed.startswith("<"):  # a word is in it, so it is looked for
        assert "Nobody offers it yet" in words(ada.window)
        return
    assert ada.last()["text"].startswith("I read no skill in “")
    assert "Example: `/mentor kubernetes`" in ada.last()["text"]


@pytest.mark.parametrize("typed", ["x" * 1000, "y" * 61])
def test_a_skill_that_is_too_long_is_refused_in_words(ada: Person, typed: str) -> None:
    ada.types(f"/mentor {typed}")
    assert "Name one skill in at most 60 characters" in ada.last()["text"]
    ada.types("/mentor")
    ada.presses("Ask for a mentor")
    assert "at most 60 characters" in ada.submits(skill=typed[:200])["skill"]


def test_nothing_that_somebody_types_rings(ada: Person) -> None:
    ada.types("/mentor <!channel> & @here *bold*")
    shown = json.dumps(ada.window, ensure_ascii=False)
    assert "<!channel>" not in shown.replace(ada.window["private_metadata"], "")
    assert "*bold*" not in words(ada.window)


def test_without_a_word_the_form_asks_for_the_skill_and_the_way(
    company: Company, ada: Person, ben: Person
) -> None:
    offers(ben, "k8s", formats=["flash"])
    offers(company.person("noor"), "k8s")
    wants(company, ada, "kubernetes")
    ada.types("/mentor")
    ada.presses("Ask for a mentor")
    assert ada.window["state"]["values"]["skill"]["skill"]["value"] == "Kubernetes"
    assert ada.submits(format="flash") == {}
    assert "2 colleagues offer it" in words(ada.window)
    ada.closes()
    ada.types("/mentor")
    ada.presses("Ask for a mentor")
    assert ada.submits(skill="k8s", format="running") == {}
    assert "U0BEN" not in words(ada.window)
    ada.closes()
    ada.types("/mentor")
    ada.presses("Ask for a mentor")
    assert "Name a skill" in ada.submits(skill="...")["skill"]


def test_asking_tells_the_first_choice_alone(company: Company, ada: Person, ben: Person) -> None:
    noor = company.person("noor")
    for mentor in (ben, noor):
        offers(mentor)
    profile(company, ada, zone="Europe/Berlin")
    profile(company, noor, zone="Europe/Berlin")
    assert asks(ada, first="U0NOOR", second="U0BEN") == {}
    assert "with <@U0NOOR> since" in words(ada.window)
    assert "it goes to <@U0BEN>" in words(ada.window)
    later(company, minutes=5)
    said = told(company, noor)[-1]
    assert said.startswith(f"<@U0ADA> would like to learn *Kubernetes* with you.\n{LINE}\n")
    assert "Half an hour every three weeks, for three months  ·  8 shared working hours" in said
    assert "Accept\nNot now\nAsk something first\nUntil " in said
    assert told(company, ben) == []


def test_the_same_form_sent_twice_is_one_request(company: Company, ben: Person) -> None:
    offers(ben)
    asked = Wish(Asked(skills.key("kubernetes"), "Kubernetes"), Format.RUNNING, LINE, {"first": "U0BEN"})
    for _ in range(2):
        with company.potluck.sessions.begin() as session:
            mentoring_asking.ask(session, TEAM, "U0ADA", asked, submission="V1", now=START)
    with company.potluck.sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Mentorship)) == 1
    assert len(told(company, ben)) == 1


def test_nobody_asks_themselves(company: Company, ada: Person) -> None:
    offers(ada)
    asked = Wish(Asked(skills.key("kubernetes"), "Kubernetes"), Format.RUNNING, LINE, {"first": "U0ADA"})
    with company.potluck.sessions.begin() as session, pytest.raises(RuleError, match="You know that already"):
        mentoring_asking.ask(session, TEAM, "U0ADA", asked, submission="V1", now=START)
    ada.types("/mentor kubernetes")
    assert "Nobody offers it yet" in words(ada.window)


def test_one_request_for_each_skill_and_three_in_all(ada: Person, ben: Person) -> None:
    offers(ben, "Kubernetes, git, terraform, public speaking", capacity="5")
    for what in ("kubernetes", "git", "terraform"):
        assert asks(ada, what) == {}
        ada.closes()
    ada.types("/mentor k8s")
    assert "You have asked for *Kubernetes* already." in words(ada.window)
    ada.closes()
    refused = asks(ada, "public speaking")
    assert "You have 3 requests open" in refused["first"]
    ada.closes()
    ada.types("/mentor")
    ada.presses("Withdraw")
    assert words(ada.window).count("with <@U0BEN> since") == 2
    ada.closes()
    assert asks(ada, "public speaking") == {}


@pytest.mark.parametrize(
    ("fields", "where", "word"),
    [
        ({"first": "U0BEN", "second": "U0BEN"}, "second", "the same colleague twice"),
        ({"first": "U0NOOR", "third": "U0NOOR"}, "third", "the same colleague twice"),
        ({"format": "peer"}, "first", "does not offer that way, but running or flash"),
        ({"format": "reverse"}, "first", "does not offer that way, but running or flash"),
        ({"line": "x" * 501}, "line", "at most 500 characters"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(
    company: Company, ada: Person, ben: Person, fields: dict[str, Any], where: str, word: str
) -> None:
    for name in ("ben", "noor", "kenji"):
        offers(company.person(name))
    assert word in asks(ada, **fields).get(where, "")
    company.settle()
    assert told(company, ben) == []


def test_who_filled_up_meanwhile_cannot_be_chosen(company: Company, ada: Person, ben: Person) -> None:
    offers(ben, capacity="1")
    kenji = company.person("kenji")
    ada.types("/mentor kubernetes")
    asks(kenji)
    presses(company, ben, "Accept")
    assert "not free any more" in ada.submits(line=LINE)["first"]


def test_nobody_is_asked_more_at_a_time_than_they_have_places(
    company: Company, ada: Person, ben: Person
) -> None:
    offers(ben, capacity="1")
    asks(ada)
    ada.closes()
    kenji = company.person("kenji")
    kenji.types("/mentor kubernetes")
    assert "Nobody who offers it has room just now" in words(kenji.window)
    kenji.presses("Only wait")
    kenji.closes()
    presses(company, ben, "Not now")
    later(company, minutes=2)
    assert "<@U0BEN> offers it." in told(company, kenji)[-1]


def test_where_nobody_offers_it_one_may_wait_and_is_told_who_comes(
    company: Company, ada: Person, ben: Person
) -> None:
    ada.types("/mentor knots")
    assert "*knots:* Nobody offers it yet." in words(ada.window)
    ada.presses("Only wait")
    assert "waits until somebody offers it" in words(ada.window)
    ada.closes()
    kenji = company.person("kenji")
    kenji.types("/mentor Knots")
    assert "One other person waits for it." in words(kenji.window)
    kenji.presses("Only wait")
    kenji.closes()
    company.person("lei").types("/mentor knot")
    assert "2 people wait for it." in words(company.person("lei").window)
    offers(ben, "knots")
    later(company, minutes=2)
    for seeker in (ada, kenji):
        said = told(company, seeker)[-1]
        assert "nots*, and now somebody offers it." in said
        assert "<@U0BEN> offers it." in said
    presses(company, ada, "Ask them", ada.told_by_potluck()[-1])
    assert "<@U0BEN> is asked." in ada.last(direct(ada))["text"]
    assert "<@U0ADA> would like to learn *knots* with you." in told(company, ben)[-1]
    later(company, minutes=9)
    assert len(told(company, kenji)) == 1


def test_a_channel_is_asked_without_a_name(company: Company, ada: Person, ben: Person) -> None:
    ada.types("/mentor knots")
    assert ada.submits(channel="C0LEARNING", line="My name is Ada.") == {}
    assert "I ask in <#C0LEARNING>, without your name." in words(ada.window)
    ada.closes()
    company.settle()
    post = ben.last()
    assert "A colleague would like to learn *knots*" in words(post["blocks"])
    assert "ADA" not in json.dumps(post).upper().replace("METADATA", "")
    ada.presses("I can help with that", post)
    assert "This is your own wish." in ada.last()["text"]
    ben.presses("I can help with that", post)
    assert ben.window["state"]["values"]["offered"]["offered"]["value"] == "knots"
    assert ben.submits() == {}
    ben.closes()
    later(company, minutes=2)
    presses(company, ada, "Ask them", ada.told_by_potluck()[-1])
    presses(company, ben, "Accept")
    post = next(each for each in reversed(ben.reads()) if "wanted to learn" in words(each.get("blocks", [])))
    assert "found somebody. Thank you." in words(post["blocks"])
    assert "I can help with that" not in words(post["blocks"])


def test_a_channel_that_takes_no_post_is_told_of_and_the_request_waits(company: Company, ada: Person) -> None:
    ada.types("/mentor knots")
    assert "Choose a channel that you are in" in ada.submits(channel="C0LEADS")["channel"]
    company.workspace.trouble("chat.postMessage", "channel_not_found")
    assert ada.submits(channel="C0LEARNING") == {}
    ada.closes()
    assert "I could not ask for *knots*" in told(company, ada)[-1]
    assert "waits until somebody offers it" in mine(ada)


def test_peers_want_what_the_other_offers(company: Company, ada: Person, ben: Person) -> None:
    noor = company.person("noor")
    everything = ["running", "peer"]
    for mentor in (ben, noor):
        offers(mentor, formats=everything)
    offers(ada, "public speaking")
    wants(company, ben, "public speaking")
    ada.types("/mentor kubernetes")
    assert "wants to learn Public speaking from you" in words(ada.window)
    assert "not offer that way" in ada.submits(line=LINE, first="U0NOOR", format="peer")["first"]
    ada.closes()
    ada.types("/mentor")
    ada.presses("Ask for a mentor")
    assert ada.submits(skill="k8s", format="peer") == {}
    assert "U0NOOR" not in words(ada.window)
    assert ada.submits(line=LINE) == {}
    said = told(company, ben)[-1]
    assert "would like to learn *Kubernetes* from you, and help you with *Public speaking*" in said
    assert "you teach each other" in said
    assert request(company, ada).skill_back == "Public speaking"


@pytest.mark.parametrize(
    ("way", "word"), [("flash", "One half hour within two weeks"), ("reverse", "earlier in their career")]
)
def test_a_flash_and_a_reverse_mentorship_have_their_own_words(
    company: Company, ada: Person, ben: Person, way: str, word: str
) -> None:
    offers(ben, formats=["flash", "reverse"])
    assert asks(ada, format=way) == {}
    assert word in told(company, ben)[-1]


def test_who_ask_each_other_may_become_peers_with_one_yes(company: Company, ada: Person, ben: Person) -> None:
    offers(ben, "Kubernetes")
    offers(ada, "public speaking")
    assert asks(ben, "public speaking") == {}
    ben.closes()
    assert asks(ada, "kubernetes") == {}
    assert "<@U0BEN> asks you, too: for *Public speaking*." in words(ada.window)
    ada.presses("Learn from each other")
    assert "One yes from them is enough." in words(ada.window)
    company.settle()
    assert "and help you with *Public speaking*" in told(company, ben)[-1]
    presses(company, ben, "Accept")
    both = request(company, ada)
    assert (both.state in BOOKED, both.format, both.mentor_id) == (True, "peer", "U0BEN")
    assert request(company, ben, "Public speaking").ending == "withdrawn"
    assert "is not needed any more" in told(company, ada)[-1]
    assert mine(ben).count("<@U0ADA>") == 1


def test_who_ask_each_other_for_the_same_need_one_yes(company: Company, ada: Person, ben: Person) -> None:
    for person in (ada, ben):
        offers(person, "Kubernetes")
    assert asks(ben) == {}
    ben.closes()
    assert asks(ada) == {}
    assert "<@U0BEN> asks you for the same." in words(ada.window)
    company.settle()
    ada.presses("Say yes to theirs")
    assert "I introduce you and <@U0BEN>" in words(ada.window)
    company.settle()
    assert request(company, ben).mentor_id == "U0ADA"
    assert request(company, ada).ending == "withdrawn"
    assert "is not needed any more" in told(company, ben)[-1]


def test_a_circle_of_wishes_ends_by_itself(company: Company, ada: Person, ben: Person) -> None:
    noor = company.person("noor")
    circle = [(ada, ben), (ben, noor), (noor, ada)]
    for person in (ada, ben, noor):
        offers(person, "Kubernetes")
    for seeker, mentor in circle:
        assert asks(seeker, first=mentor.id) == {}
        seeker.closes()
    company.settle()
    later(company, days=3, minutes=2)
    assert [wishes(company, seeker)[0][1] for seeker, _ in circle] == ["passed"] * 3
    for seeker, _ in circle:
        assert any("Nobody you wished for has room" in said for said in told(company, seeker))
