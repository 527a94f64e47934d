"""A steward's file of teams and managers: what is taken, what is not, and why."""

import random
import time
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from models import audit, profiles, profiles_import, tables
from models.audit import Act
from models.base import Sessions
from models.errors import RuleError
from models.profiles import Profile, Told
from models.profiles_import import Colleague, Plan
from tests.conftest import MONDAY

PEOPLE = {
    "ada@x.example": Colleague("UADA"),
    "ben@x.example": Colleague("UBEN"),
    "noor@x.example": Colleague("UNOOR"),
    "gus@x.example": Colleague("UGUS", "a guest"),
    "olga@x.example": Colleague("UOLGA", "somebody who left"),
    "bot@x.example": Colleague("UBOT", "an app"),
}


def bring(
    sessions: Sessions, data: str | bytes, people: Mapping[str, Colleague] = PEOPLE, *, by: str = "USTEWARD"
) -> Plan:
    text = profiles_import.decode(data) if isinstance(data, bytes) else data
    with sessions.begin() as session:
        made = profiles_import.plan(session, "T1", profiles_import.read(text), people)
        profiles_import.carry_out(session, "T1", made, by=by, now=MONDAY)
    return made


def kept(sessions: Sessions) -> dict[str, tuple[str, str | None]]:
    with sessions.read() as session:
        return {each.user_id: (each.team, each.manager_id) for each in session.scalars(select(Profile))}


def remarks(made: Plan) -> list[str]:
    return [str(each) for each in sorted(made.remarks)]


PLAIN = "email,team,manager\nada@x.example,Platform,ben@x.example\nben@x.example,Data,\n"
TAKEN = {"UADA": ("Platform", "UBEN"), "UBEN": ("Data", None)}


def test_sites_and_seniority_are_taken_and_an_empty_cell_clears_nothing(sessions: Sessions) -> None:
    first = bring(sessions, "E-mail,Office,Level\nada@x.example,Lisbon,=Senior()\nben@x.example,,Junior")
    assert first.lines() == [
        "line 2: ada@x.example: site “Lisbon”, seniority “=Senior()”",
        "line 3: ben@x.example: seniority “Junior”",
    ]
    again = bring(sessions, "email,team,site,seniority\nada@x.example,Data,,Lead\nben@x.example,,,Junior")
    assert again.lines() == ["line 2: ada@x.example: team “Data”, seniority “Lead”"]
    assert again.same == 1
    with sessions.read() as session:
        ada = session.get_one(Profile, ("T1", "UADA"))
        assert (ada.team, ada.site, ada.seniority) == ("Data", "Lisbon", "Lead")
        acts = session.scalars(select(Act.detail).order_by(Act.id)).all()
    assert acts == ["site and seniority", "seniority", "team and seniority"]


def test_a_site_that_is_too_long_is_named_with_its_line(sessions: Sessions) -> None:
    made = bring(sessions, f"email,site\nada@x.example,{'x' * 101}\nben@x.example,Lisbon")
    assert remarks(made) == ["line 2: not taken: the site's name has 101 characters, and at most 100 fit."]
    assert [each.user_id for each in made.changes] == ["UBEN"]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace(",", ";"),
        "sep=;\n" + PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "\n\n" + PLAIN.replace("\n", "\n\n ,,\n"),
        (
            'Team,"E-Mail",Phone,Manager\'s e-mail\n"Platform",ADA@X.example ,1," ben@x.example"\n'
            "Data,ben@x.example"
        ),
        PLAIN.replace("Platform", '"Plat\nform"').replace("Plat\nform", "\nPlatform\n"),
        "email,team,manager,,\nada@x.example,Platform,ben@x.example,,\nben@x.example,Data,,,,,,",
    ],
)
def test_a_file_is_read_as_a_spreadsheet_saves_it(sessions: Sessions, data: str | bytes) -> None:
    made = bring(sessions, data)
    assert remarks(made) == []
    assert kept(sessions) == TAKEN


def test_the_same_file_again_changes_nothing_and_an_empty_cell_leaves_things(sessions: Sessions) -> None:
    bring(sessions, PLAIN)
    again = bring(sessions, PLAIN)
    assert (again.changes, again.same) == ([], 2)
    bring(sessions, "email,team\nada@x.example,\nben@x.example,Insight")
    assert kept(sessions) == {"UADA": ("Platform", "UBEN"), "UBEN": ("Insight", None)}
    bring(sessions, "email,manager\nben@x.example,noor@x.example")
    assert kept(sessions)["UBEN"] == ("Insight", "UNOOR")


def test_what_a_member_told_of_themselves_otherwise_stays(sessions: Sessions) -> None:
    with sessions.begin() as session:
        told = Told(team="Old", languages="English", about="I ask a lot.")
        profiles.save(session, "T1", "UADA", told, zone="Europe/Berlin", now=MONDAY)
    bring(sessions, PLAIN)
    with sessions.read() as session:
        ada, ben = profiles.of(session, "T1", "UADA"), profiles.of(session, "T1", "UBEN")
    assert ada is not None
    assert ben is not None
    assert (ada.team, ada.about, ada.zone) == ("Platform", "I ask a lot.", "Europe/Berlin")
    assert (ben.begins, ben.ends, ben.zone) == ("09:00", "17:00", "")


@pytest.mark.parametrize(
    ("line", "remark"),
    [
        ("gone@x.example,Data,", "not taken: nobody here has the address gone@x.example."),
        (",Data,", "not taken: it has no e-mail address."),
        ("gus@x.example,Data,", "not taken: gus@x.example is a guest, and has no profile here."),
        ("olga@x.example,Data,", "not taken: olga@x.example is somebody who left, and has no profile here."),
        ("ADA@x.example,Data,", "not taken: ADA@x.example stands in line 2 already, and that one counts."),
        (
            f"noor@x.example,{'x' * 101},",
            "not taken: the team's name has 101 characters, and at most 100 fit.",
        ),
        (
            "noor@x.example,R&D, Berlin,ben@x.example",
            (
                "not taken: it has 4 cells, and the first line names 3. "
                "Put quotation marks round a cell with a comma."
            ),
        ),
        ('noor@x.example,"Data,', "not taken: it has a quotation mark that is never closed."),
        ('noor@x.example,"Da"ta,', "not taken: it has a quotation mark that is never closed."),
        (
            "noor@x.example,B\udcfcro,",
            "not taken: some of its letters cannot be read. Save the file as “CSV UTF-8”.",
        ),
        ("noor@x.example,D\x00ata,", "not taken: this is no text. Save the file as CSV, in UTF-8."),
    ],
)
def test_a_line_that_cannot_be_taken_is_named_and_the_others_are_taken(
    sessions: Sessions, line: str, remark: str
) -> None:
    made = bring(sessions, f"email,team,manager\nada@x.example,Platform,\n{line}\nben@x.example,Data,\n")
    assert remarks(made) == [f"line 3: {remark}"]
    assert kept(sessions) == {"UADA": ("Platform", None), "UBEN": ("Data", None)}


@pytest.mark.parametrize(
    ("manager", "remark"),
    [
        ("boss@x.example", "nobody here has the address boss@x.example."),
        ("gus@x.example", "gus@x.example is a guest."),
        ("bot@x.example", "bot@x.example is an app."),
        ("Ada@x.example", "nobody manages themselves."),
    ],
)
def test_a_manager_who_cannot_be_one_is_left_out_and_the_team_taken(
    sessions: Sessions, manager: str, remark: str
) -> None:
    made = bring(sessions, f"email,team,manager\nada@x.example,Data,{manager}")
    assert remarks(made) == [f"line 2: manager not taken: {remark}"]
    assert kept(sessions) == {"UADA": ("Data", None)}


def test_letters_of_another_encoding_are_told_of_with_their_line(sessions: Sessions) -> None:
    made = bring(sessions, "email;team\nada@x.example;Büro\nben@x.example;Data\n".encode("cp1252"))
    assert [each.line for each in made.remarks] == [2]
    assert kept(sessions) == {"UBEN": ("Data", None)}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "There is no line to read"),
        (b"\n \n", "There is no line to read"),
        (b"ada@x.example,Platform,ben@x.example\n", "Here it says “ada@x.example, Platform, ben@x.example”"),
        (b"email\nada@x.example", "Line 1 names the columns"),
        (b"team,manager\nData,ada@x.example", "Line 1 names the columns"),
        (b"PK\x03\x04\x14\x00\x06\x00", "Line 1 names the columns, but this is no text"),
        ("E-Mail;Führung\n".encode("cp1252"), "Line 1 names the columns, but some of its letters"),
        (PLAIN.encode("utf-16-le"), "this is no text"),
    ],
)
def test_a_file_whose_columns_have_no_names_is_refused_with_the_reason(
    sessions: Sessions, data: bytes, word: str
) -> None:
    with pytest.raises(RuleError) as refused:
        bring(sessions, data)
    assert word in refused.value.message
    assert kept(sessions) == {}


def test_a_circle_of_managers_is_named_and_its_last_line_refused(sessions: Sessions) -> None:
    made = bring(
        sessions,
        "email,manager\nada@x.example,ben@x.example\nben@x.example,noor@x.example\nnoor@x.example,ada@x.example",
    )
    assert remarks(made) == [
        (
            "line 4: manager not taken: each would report to the next, in a circle: "
            "noor@x.example → ada@x.example → ben@x.example → noor@x.example."
        )
    ]
    assert kept(sessions) == {"UADA": ("", "UBEN"), "UBEN": ("", "UNOOR")}


def test_a_file_may_turn_a_line_of_managers_round(sessions: Sessions) -> None:
    bring(sessions, "email,manager\nada@x.example,ben@x.example")
    made = bring(sessions, "email,manager\nben@x.example,ada@x.example\nada@x.example,noor@x.example")
    assert remarks(made) == []
    assert kept(sessions) == {"UADA": ("", "UNOOR"), "UBEN": ("", "UADA")}


def test_a_circle_closed_by_what_was_there_before_is_refused(sessions: Sessions) -> None:
    bring(sessions, "email,manager\nada@x.example,ben@x.example")
    made = bring(sessions, "email,team,manager\nben@x.example,Data,ada@x.example")
    assert "ben@x.example → ada@x.example → ben@x.example" in remarks(made)[0]
    assert kept(sessions) == {"UADA": ("", "UBEN"), "UBEN": ("Data", None)}


@pytest.fixture(scope="module")
def sqlite_sessions(sqlite_engine: Engine) -> Sessions:
    """One database for every throw of the dice."""
    return Sessions(sqlite_engine)


@given(
    before=st.dictionaries(st.integers(0, 7), st.integers(0, 7), max_size=8),
    lines=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12),
)
def test_no_file_whatever_closes_a_circle(
    sqlite_sessions: Sessions, before: dict[int, int], lines: list[tuple[int, int]]
) -> None:
    people = {f"u{n}@x.example": Colleague(f"U{n}") for n in range(8)}
    tables.empty(sqlite_sessions.engine)
    for told in ([*before.items()], lines):
        text = "".join(f"u{who}@x.example,u{manager}@x.example\n" for who, manager in told)
        made = bring(sqlite_sessions, f"email,manager\n{text}", people)
        above = {who: manager for who, (_, manager) in kept(sqlite_sessions).items() if manager}
        assert profiles_import._circles(above) == []  # noqa: SLF001 - what a circle is
        assert {*(each.line for each in made.remarks), *(each.line for each in made.changes)} <= set(
            range(2, len(told) + 2)
        )


@pytest.mark.parametrize("team", ["=1+1", "+49 team", "-Data-", "@here", "=cmd|' /C calc'!A0"])
def test_a_formula_is_text_like_any_other(sessions: Sessions, team: str) -> None:
    made = bring(sessions, f"email,team\nada@x.example,{team}")
    assert kept(sessions) == {"UADA": (team, None)}
    assert made.lines()[0].startswith("line 2: ada@x.example: team “")


def test_who_changed_what_is_written_down_and_never_names_the_manager(sessions: Sessions) -> None:
    bring(sessions, PLAIN, by="UBEN")
    bring(sessions, PLAIN.replace("Platform", "Ops"), by=audit.OPERATOR)
    with sessions.read() as session:
        acts = [(each.by_id, each.about_id, each.act, each.detail) for each in session.scalars(select(Act))]
    assert acts == [
        ("UBEN", "UADA", "profiles.import", "team and manager"),
        (audit.OPERATOR, "UADA", "profiles.import", "team"),
    ]


@pytest.mark.long
def test_ten_thousand_lines_are_brought_in_within_seconds(sessions: Sessions) -> None:
    dice = random.Random(3)
    people = {f"p{n}@x.example": Colleague(f"U{n:05}") for n in range(10_000)}
    lines = [f'p{n}@x.example,"Team {n % 40}",p{dice.randrange(10_000)}@x.example' for n in range(10_000)]
    started = time.process_time()
    made = bring(sessions, "email,team,manager\n" + "\n".join(lines), people)
    assert time.process_time() - started < 10
    assert len(made.changes) == 10_000
    with sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Profile)) == 10_000
        assert session.scalar(select(func.count()).select_from(Act)) == 10_000
