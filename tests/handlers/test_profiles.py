"""My profile: what a member tells of themselves, and what becomes of it."""

import random
from typing import Any

import pytest

from models import profiles, skills
from models.errors import RuleError
from models.profiles import Profile, Told
from models.skills import MOST
from tests.conftest import START, Company
from tests.people import Json, Person, words

TEAM = "T0LOCAL"


def opens(person: Person, command: str = "/potluck profile") -> Json:
    person.types(command)
    return person.window


def fills_in(person: Person, **fields: Any) -> dict[str, str]:
    opens(person)
    errors = person.submits(**fields)
    if errors == {}:
        person.closes()
    return errors


def kept(company: Company, person: Person) -> Profile:
    with company.potluck.sessions.read() as session:
        profile = profiles.of(session, TEAM, person.id)
    assert profile is not None
    return profile


def value(view: Json, field: str) -> Any:
    state = view["state"]["values"][field][field]
    return next(part for name, part in state.items() if name != "type")


def test_the_form_begins_with_what_slack_knows(ada: Person) -> None:
    shown = opens(ada)
    assert "In Slack you are ada, in the time zone Europe/Berlin" in words(shown)
    assert (value(shown, "begins"), value(shown, "ends")) == ("09:00", "17:00")
    assert len(shown["blocks"]) < 25


@pytest.mark.parametrize("command", ["/potluck profile", "/potluck skills"])
def test_what_was_told_is_there_again(company: Company, ada: Person, command: str) -> None:
    told = {
        "offered_deeply": "k8s",
        "offered": "excel, sourdough",
        "wanted": "Figma",
        "wanted_deeply": "negotiating",
        "team": "Platform",
        "manager": ["U0TOMAS"],
        "languages": "english, Deutsch",
        "begins": "08:00",
        "ends": "16:30",
        "country": "de-by",
        "about": "Ten years of support.\n\n I ask  a lot.\nAnd I listen.",
        "named": ["yes"],
    }
    opens(ada)
    assert ada.submits(**told) == {}
    said = words(ada.window)
    assert "*You go deep in*  Kubernetes" in said
    assert "*You get others started in*  Excel, sourdough" in said
    assert "*You want to start with*  Figma" in said
    assert "*You want to go deeper in*  Negotiation" in said
    ada.closes()
    shown = opens(ada, command)
    assert {name: value(shown, name) for name in told if name != "named"} == {
        **{name: part for name, part in told.items() if name != "named"},
        "offered_deeply": "Kubernetes",
        "offered": "Excel, sourdough",
        "wanted_deeply": "Negotiation",
        "languages": "English, German",
        "country": "DE-BY",
        "about": "Ten years of support.\nI ask a lot. And I listen.",
    }
    profile = kept(company, ada)
    assert (profile.zone, profile.languages) == ("Europe/Berlin", "English,German")


def test_everything_may_be_left_empty_and_taken_back(company: Company, ada: Person) -> None:
    assert fills_in(ada, offered="git", team="Platform", manager=["U0BEN"], begins="10:00") == {}
    empty = {"offered": "", "team": "", "manager": [], "begins": "", "languages": "", "about": ""}
    assert fills_in(ada, **empty) == {}
    profile = kept(company, ada)
    assert (profile.team, profile.manager_id, profile.begins) == ("", None, "09:00")
    assert value(opens(ada), "offered") is None


def test_home_leads_there(ada: Person) -> None:
    ada.presses_on_home("My profile")
    assert ada.window["callback_id"] == "profiles.save"


@pytest.mark.parametrize(
    ("field", "typed", "word"),
    [
        ("offered", ", ".join(f"skill number {n}x" for n in range(100)), "These are 100 skills"),
        ("offered_deeply", "s" * 1000, "too long for a skill"),
        ("wanted", "\U0001f1e9\U0001f1ea", "write it in letters"),
        ("wanted_deeply", "木" * 61, "too long for a skill"),
        ("manager", ["U0ADA"], "Nobody manages themselves"),
        ("manager", ["U0GUS"], "Pick a colleague"),
        ("manager", ["U0DEPLOY"], "Pick a colleague"),
        ("manager", ["U0OLGA"], "Pick a colleague"),
        ("manager", ["U0VERA"], "Pick a colleague"),
        ("ends", "09:00", "end when they begin"),
        ("country", "Narnia", "two letters"),
        ("country", "DE-XX", "do not know the region"),
        ("languages", "x" * 30, "too long for a language"),
    ],
)
def test_what_cannot_be_is_explained_beside_its_field_and_nothing_is_lost(
    company: Company, ada: Person, field: str, typed: Any, word: str
) -> None:
    opens(ada)
    errors = ada.submits(**{"about": "I ask a lot.", field: typed})
    assert list(errors) == [field]
    assert word in errors[field]
    assert value(ada.window, field) == typed
    assert value(ada.window, "about") == "I ask a lot."
    with company.potluck.sessions.read() as session:
        assert profiles.of(session, TEAM, ada.id) is None
        assert skills.offered_by(session, TEAM, ada.id) == []


def test_two_cannot_be_each_others_managers(company: Company, ada: Person, ben: Person) -> None:
    noor = company.person("noor")
    assert fills_in(ada, manager=["U0BEN"]) == {}
    assert fills_in(ben, manager=["U0NOOR"]) == {}
    assert "reports to you" in fills_in(noor, manager=["U0ADA"])["manager"]
    noor.closes()
    assert fills_in(ben, manager=["U0TOMAS"]) == {}
    assert fills_in(noor, manager=["U0ADA"]) == {}


def test_colleagues_spell_their_team_site_and_seniority_alike(
    company: Company, ada: Person, ben: Person
) -> None:
    assert fills_in(ada, team="Platform & tools", site="New York", seniority="Tech lead") == {}
    assert fills_in(ben, team="platform  tools", site="new york", seniority="TECH LEAD") == {}
    profile = kept(company, ben)
    assert (profile.team, profile.site, profile.seniority) == ("Platform & tools", "New York", "Tech lead")
    assert fills_in(ben, site="", seniority="") == {}
    assert (kept(company, ben).site, kept(company, ben).seniority) == ("", "")


def test_a_site_that_is_too_long_is_told_beside_its_field(company: Company, ben: Person) -> None:
    with (
        company.potluck.sessions.begin() as session,
        pytest.raises(RuleError, match="A site's name has") as told,
    ):
        profiles.save(session, TEAM, ben.id, Told(site="x" * 101), zone="UTC", now=START)
    assert told.value.field == "site"


def test_a_guest_has_no_profile(company: Company) -> None:
    gus = company.person("gus")
    gus.types("/potluck profile")
    assert "not for guests" in gus.last()["text"]


def test_a_slip_is_kept_until_one_tap_says_what_was_meant(company: Company, ada: Person) -> None:
    opens(ada)
    assert ada.submits(offered_deeply="Kubernets, sourdough", wanted="Pyhton") == {}
    assert "You wrote “Kubernets”. Did you mean this?\nKubernetes" in words(ada.window)
    with company.potluck.sessions.read() as session:
        names = [each.name for each in skills.offered_by(session, TEAM, ada.id)]
    assert names == ["Kubernets", "sourdough"]
    ada.presses("Kubernetes")
    said = words(ada.window)
    assert "*You go deep in*  Kubernetes, sourdough" in said
    assert "You wrote “Pyhton”. Did you mean this?\nPython" in said
    assert "You wrote “Kubernets”" not in said
    ada.closes()
    opens(ada)
    assert ada.submits() == {}
    assert "Did you mean" not in words(ada.window), "one is asked once"


def test_an_old_tap_about_a_skill_that_is_gone_has_a_word(company: Company, ada: Person) -> None:
    opens(ada)
    assert ada.submits(offered="Kubernets") == {}
    with company.potluck.sessions.begin() as session:
        skills.offer(session, TEAM, ada.id, "git", now=START)
    ada.presses("Kubernetes")
    assert "not in your profile any more" in words(ada.window)
    with company.potluck.sessions.read() as session:
        assert [each.name for each in skills.offered_by(session, TEAM, ada.id)] == ["Git"]


def test_a_form_of_twenty_long_skills_in_each_list_is_shown_whole(ada: Person) -> None:
    dice = random.Random(7)
    letters = "木料理éßqwçñ🍞"
    offered, wanted = (
        ", ".join("".join(dice.choices(letters, k=55)) + str(n) for n in range(MOST)) for _ in range(2)
    )
    assert fills_in(ada, offered_deeply=offered, wanted=wanted) == {}
    shown = opens(ada)
    assert set(value(shown, "offered_deeply").split(", ")) == set(offered.split(", "))


def test_somebody_who_travels_is_met_by_their_own_clock(company: Company, ada: Person, ben: Person) -> None:
    assert fills_in(ada, team="Platform") == {}
    company.workspace.move("U0ADA", "America/New_York")
    company.workspace.move("U0BEN", "Asia/Kolkata")
    assert kept(company, ada).zone == "America/New_York"
    assert kept(company, ada).team == "Platform"
    with company.potluck.sessions.read() as session:
        assert profiles.of(session, TEAM, ben.id) is None, "no profile comes from a journey"


@pytest.mark.parametrize("zone", ["", "Europe", "../etc/passwd", "Mars/Olympus", "\x00"])
def test_a_zone_that_is_none_changes_nothing(company: Company, ada: Person, zone: str) -> None:
    assert fills_in(ada, team="Platform") == {}
    with company.potluck.sessions.begin() as session:
        assert not profiles.move(session, TEAM, ada.id, zone, now=START)
    assert kept(company, ada).zone == "Europe/Berlin"
