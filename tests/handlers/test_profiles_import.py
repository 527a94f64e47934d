"""Stewards paste teams and managers: they see what would change, and then do it."""

import pytest
from sqlalchemy import select

from handlers import people, profiles_import
from models.audit import Act
from models.base import Sessions
from models.profiles import Profile
from tests.conftest import Company
from tests.people import Person, words

LINES = "email,team,manager\nben@hearth.example,Platform,ada@hearth.example\nnobody@x.example,Data,"


def opens(steward: Person) -> None:
    steward.types("/potluck settings")
    steward.presses("Teams and managers")


def kept(sessions: Sessions) -> dict[str, tuple[str, str | None]]:
    with sessions.read() as session:
        return {each.user_id: (each.team, each.manager_id) for each in session.scalars(select(Profile))}


def test_a_steward_sees_what_would_change_before_it_does(company: Company, ada: Person) -> None:
    opens(ada)
    assert ada.submits(lines=LINES) == {}
    shown = words(ada.window)
    assert "One profile would change" in shown
    assert "line 2: ben@hearth.example: team “Platform”, manager ada@hearth.example" in shown
    assert "line 3: nobody here has the address nobody@x.example." in shown
    assert ada.window["submit"]["text"] == "Change them"
    assert kept(company.potluck.sessions) == {}
    assert ada.submits() == {}
    assert "One profile changed." in words(ada.window)
    assert "line 3: nobody here" in words(ada.window)
    assert kept(company.potluck.sessions) == {"U0BEN": ("Platform", "U0ADA")}
    with company.potluck.sessions.read() as session:
        (act,) = session.scalars(select(Act))
    assert (act.by_id, act.about_id, act.act, act.detail) == (
        "U0ADA",
        "U0BEN",
        "profiles.import",
        "team and manager",
    )


def test_lines_that_were_mended_are_looked_at_again(company: Company, ada: Person) -> None:
    opens(ada)
    assert ada.submits(lines=LINES) == {}
    assert ada.submits(lines=LINES.replace("nobody@x.example", "noor@hearth.example")) == {}
    assert "2 profiles would change" in words(ada.window)
    assert kept(company.potluck.sessions) == {}
    assert ada.submits() == {}
    assert kept(company.potluck.sessions).keys() == {"U0BEN", "U0NOOR"}


def test_what_somebody_changed_meanwhile_is_shown_before_it_is_overwritten(
    company: Company, ada: Person, ben: Person
) -> None:
    opens(ada)
    assert ada.submits(lines=LINES) == {}
    ben.types("/potluck profile")
    assert ben.submits(team="Platform", manager=["U0TOMAS"]) == {}
    assert ada.submits() == {}
    assert "line 2: ben@hearth.example: manager ada@hearth.example" in words(ada.window)
    assert kept(company.potluck.sessions) == {"U0BEN": ("Platform", "U0TOMAS")}


def test_lines_without_their_columns_are_explained_beside_the_field(ada: Person) -> None:
    opens(ada)
    assert "names the columns" in ada.submits(lines="ben@hearth.example,Platform")["lines"]


def test_only_stewards_bring_in_teams(company: Company, ada: Person, ben: Person) -> None:
    opens(ada)
    ada.closes()
    ada.types("/potluck settings")
    assert ada.submits(stewards=["U0ADA", "U0BEN"]) == {}
    ada.closes()
    opens(ben)
    ada.types("/potluck settings")
    assert ada.submits(stewards=["U0ADA"]) == {}
    assert "This is for stewards" in ben.submits(lines=LINES)["lines"]
    assert kept(company.potluck.sessions) == {}


def test_where_slack_tells_no_addresses_the_scope_is_named(poor_company: Company) -> None:
    ada = poor_company.person("ada")
    opens(ada)
    assert "users:read.email" in ada.submits(lines=LINES)["lines"]


def test_more_people_than_somebody_can_wait_for_are_left_to_the_command_line(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "PAGE", 5)
    monkeypatch.setattr(profiles_import, "PAGES", 2)
    opens(ada)
    assert "python -m bot people import FILE" in ada.submits(lines=LINES)["lines"]
    monkeypatch.setattr(profiles_import, "PAGES", 4)
    assert ada.submits(lines=LINES) == {}
