"""Somebody presses and sends what is another person's: they get a word, and nothing has changed."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from slack_bolt import BoltRequest
from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from handlers import ROUTED
from models import (
    apart,
    cohorts_draft,
    mentoring_along,
    mentoring_asking,
    mentoring_checkins,
    mentoring_last_words,
    mentoring_offers,
    mentoring_requests,
    mentoring_sessions,
    mentoring_worksheets,
    mixers_answers,
    mixers_rounds,
    skills,
    tables,
)
from models.cohorts import Role
from models.mentoring import Format
from models.mentoring_asking import Wish
from models.mentoring_last_words import Words
from models.mentoring_suggestions import Asked
from models.mixers_answers import Took
from tests import mixers, mixers_groups
from tests.cohorts import joins, open_cohort
from tests.conftest import START, Company, long, on_sqlite_and_once_on_postgres
from tests.mentoring_pairs import ADA, BEN, TEAM, paired
from tests.people import Json, Person, words

SECRET = "kumquat"
"""Stands in everything that is between Ada and Ben."""

FEATURES = ("apart", "cohorts", "mentoring", "mixers", "profiles")

NOT_MINE = (
    "between two other people",
    "for somebody else",
    "somebody else's",
    "Only who wrote",
    "for stewards",
    "Stewards",
    "in that group",
    "of that group",
    "not in this mixer",
    "Ask one of them",
)

REQUEST, PAIR, DRAFT, SIGNUP, SESSION, SHEET, MIXER, OPEN, DRAWN, GROUP = range(10)


class Press(NamedTuple):
    """What a stolen button says, as a template of what there is, and where it stands.

    `mine`: it opens or shows one's own, whoever presses it, so that the word may be a window.
    """

    value: str
    window: bool = False
    mine: bool = False


PRESSES = {
    "apart.open": Press("", mine=True),
    "apart.take_back": Press("U0GRETA", window=True, mine=True),
    "cohorts.list": Press("", mine=True),
    "cohorts.more": Press("show/{2}", window=True),
    "cohorts.new": Press(""),
    "cohorts_joining.both": Press("{3}", mine=True),
    "cohorts_joining.learn": Press("{3}", mine=True),
    "cohorts_joining.leave": Press("{3}", window=True, mine=True),
    "cohorts_joining.mentor": Press("{3}", mine=True),
    "cohorts_review.allow": Press("{2}/0/U0BEN/U0ADA", window=True),
    "cohorts_review.announce": Press("{2}", window=True),
    "cohorts_review.back": Press("{2}/0", window=True),
    "cohorts_review.cancel": Press("{2}", window=True),
    "cohorts_review.change": Press("part/{2}/0/U0BEN/U0ADA", window=True),
    "cohorts_review.draft": Press("{2}", window=True),
    "cohorts_review.made": Press("{2}", window=True),
    "cohorts_review.next": Press("{2}/1", window=True),
    "cohorts_review.publish": Press("{2}", window=True),
    "cohorts_review.show": Press("{2}", window=True),
    "mentoring.again": Press("git", mine=True),
    "mentoring.open": Press("", mine=True),
    "mentoring_asking.both_ways": Press("{0}", window=True),
    "mentoring_asking.meant": Press("kubernetes", window=True, mine=True),
    "mentoring_asking.open": Press("", mine=True),
    "mentoring_asking.yes_to_theirs": Press("{0}", window=True),
    "mentoring_checkins.could_not": Press("{1}/1"),
    "mentoring_checkins.fits": Press("{1}"),
    "mentoring_checkins.fits_not": Press("{1}"),
    "mentoring_checkins.met": Press("{1}/1"),
    "mentoring_checkins.not_yet": Press("{1}/1"),
    "mentoring_checkins.planned": Press("{1}/1"),
    "mentoring_checkins.short": Press("{1}/1"),
    "mentoring_endings.open": Press("{1}"),
    "mentoring_last_words.not_share": Press("{1}"),
    "mentoring_last_words.open": Press("{1}"),
    "mentoring_last_words.share": Press("{1}"),
    "mentoring_last_words.share_named": Press("{1}"),
    "mentoring_offers.help": Press("{0}", mine=True),
    "mentoring_offers.open": Press("", mine=True),
    "mentoring_offers.stop": Press("", window=True, mine=True),
    "mentoring_requests.accept": Press("{0}/1"),
    "mentoring_requests.answer": Press("{0}/1"),
    "mentoring_requests.ask_first": Press("{0}/1"),
    "mentoring_requests.not_now": Press("{0}/1"),
    "mentoring_requests.wish_for": Press("{0}/1"),
    "mentoring_requests.withdraw": Press("{0}"),
    "mentoring_sessions.back": Press("{1}/session_1", window=True, mine=True),
    "mentoring_sessions.guide": Press("{1}/session_1", mine=True),
    "mentoring_sessions.next": Press("{1}/session_2", window=True, mine=True),
    "mentoring_sessions.open": Press("{1}"),
    "mentoring_sessions.other": Press("{1}"),
    "mentoring_sessions.rhythm": Press("{1}"),
    "mentoring_sessions.today": Press("{1}", window=True),
    "mentoring_sessions.undo": Press("{4}", window=True),
    "mentoring_sessions.yesterday": Press("{1}", window=True),
    "mentoring_worksheets.edit": Press("{5}"),
    "mentoring_worksheets.write": Press("{1}"),
    "mixers.open": Press("", mine=True),
    "mixers_answers.could_not": Press("{8}"),
    "mixers_answers.line": Press("{8}"),
    "mixers_answers.met": Press("{8}"),
    "mixers_answers.not_yet": Press("{8}"),
    "mixers_answers.planned": Press("{8}"),
    "mixers_calendar.send": Press("{9}"),
    "mixers_changes.edit": Press("{6}"),
    "mixers_changes.new": Press("", mine=True),
    "mixers_changes.resume": Press("{6}"),
    "mixers_changes.stop": Press("{6}"),
    "mixers_joining.come": Press("{7}"),
    "mixers_joining.join": Press("{6}", mine=True),
    "mixers_joining.leave": Press("{6}", window=True, mine=True),
    "mixers_joining.once": Press("{6}", mine=True),
    "mixers_joining.skip": Press("{7}"),
    "mixers_mending.not_now": Press("{8}"),
    "mixers_ties.open": Press("", mine=True),
    "mixers_times.another": Press("{9}"),
    "mixers_times.choose": Press("{9}/1804500000"),
    "profiles.compose_import": Press(""),
    "profiles.open": Press("", mine=True),
}
"""Every button of these features, as it stands before whom it is for."""

MIXER_FORM = {
    "name": "Mine",
    "size": "2",
    "every": "1",
    "weekday": "1",
    "at": "09:00",
    "zone": "UTC",
    "country": "",
    "across": "team",
    "together": "talk",
}
COHORT = {"title": "Mine", "format": "running", "size": "", "overlap": "0", "rules": ""}

SUBMITS: dict[str, tuple[str, dict[str, str]]] = {
    "cohorts.save": ("", {**COHORT, "channel": "C0LEARNING", "closes": "2027-05-01", "starts": "2027-05-09"}),
    "mentoring_endings.close": ("{1}", {"thanks": "no"}),
    "mentoring_last_words.say": ("{1}", {"changed": "no", "thanks": "no", "next": "off"}),
    "mentoring_requests.answer": ("{0}/1", {"text": "no"}),
    "mentoring_requests.ask_first": ("{0}/1", {"text": "no"}),
    "mentoring_sessions.save": ("{1}", {"met_on": "2027-03-02", "minutes": "30"}),
    "mentoring_sessions.set_rhythm": ("{1}", {"every_weeks": "1", "minutes": "15"}),
    "mentoring_worksheets.change": ("{5}", {"stuck": "no", "suggested": "no"}),
    "mentoring_worksheets.save": ("{1}", {"stuck": "no", "suggested": "no"}),
    "mixers_answers.take": ("{8}", {"line": "no"}),
    "mixers_changes.save": ("{6}", MIXER_FORM),
    "mixers_mending.leave": ("{8}", {"line": "no"}),
    "mixers_times.move": ("{9}", {"at": "1804500000"}),
    "profiles.import": ("", {"lines": "email,team\nada@example.com,none"}),
}
"""Every form that is about somebody else, with what it hides and what a stranger fills in."""

ONE_S_OWN = {
    "apart.keep",
    "cohorts_joining.save",
    "mentoring_asking.ask",
    "mentoring_asking.start",
    "mentoring_asking.wait",
    "mentoring_offers.save",
    "mixers_joining.save",
    "profiles.save",
}
"""The forms that say something of who sends them, and of nobody else."""


SENT_BY_BUTTON = {"mentoring_asking.only_wait"}
"""The buttons that send a form of one's own."""

LINKS = {"mixers_calendar.google", "mixers_calendar.outlook"}
"""The buttons that lead to an address, and tell Potluck no more."""


class Heard:
    """Stands where Bolt's app does while features register, and notes for what."""

    def __init__(self) -> None:
        self.actions: set[str] = set()
        self.forms: set[str] = set()

    def action(self, name: Any) -> Callable[[Any], None]:
        return self._notes(self.actions, name)

    def view(self, name: Any) -> Callable[[Any], None]:
        return self._notes(self.forms, name)

    def __getattr__(self, _name: str) -> Callable[..., Callable[[Any], None]]:
        return lambda *_: lambda _listener: None

    def _notes(self, where: set[str], name: Any) -> Callable[[Any], None]:
        if str(name).startswith(FEATURES):
            where.add(str(name))
        return lambda _listener: None


def test_every_button_and_form_of_these_features_is_pressed_here() -> None:
    heard = Heard()
    for feature in ROUTED:
        feature.register(heard)
    assert heard.actions == PRESSES.keys() | SENT_BY_BUTTON | LINKS
    assert heard.forms == SUBMITS.keys() | ONE_S_OWN


@pytest.fixture
def there_is(company: Company) -> list[int]:
    """Let there be of everything one, of Ada's and Ben's; give the numbers of all."""
    made = paired(company, line=SECRET)
    paired(company, "U0LEI", "U0KENJI", skill="Figma")
    later = START + timedelta(hours=1)
    with company.potluck.sessions.begin() as session:
        request = _asks(session)
        _, noted = mentoring_along.log(
            session, TEAM, made, by=BEN, met_on=START.date(), today=START.date(), now=later
        )
        mentorship = mentoring_sessions.running(session, TEAM, made, by=BEN)
        mentoring_checkins.ask(session, mentorship, now=later)
        mentoring_worksheets.write(session, TEAM, made, by=BEN, stuck=SECRET, suggested="", now=later)
        (sheet,) = mentoring_worksheets.of(session, made)
        said = Words(changed=SECRET, insight=SECRET, channel_id="C0LEARNING")
        mentoring_last_words.say(session, TEAM, made, said, by=BEN, now=later)
        apart.keep(session, TEAM, BEN, "U0GRETA", now=later)
        draft = open_cohort(session)
        joins(session, draft, "U0TOMAS", Role.SEEKER, wants=["SQL"])
        joins(session, draft, "U0MEERA", Role.MENTOR, offers=["SQL"])
        cohorts_draft.draft(session, draft, now=later)
        signup = open_cohort(session, submission="second")
        joins(session, signup, BEN, Role.SEEKER, wants=["SQL"])
        numbers = [request, made, draft.id, signup.id, noted.id, sheet.id]
    numbers += _mixes(company)
    company.set_clock(later + timedelta(days=1))
    company.settle()
    return numbers


def _mixes(company: Company) -> list[int]:
    """Let Ben and Ada be in a mixer, and in its last groups with Tomáš; Ben wrote a line."""
    sessions = company.potluck.sessions
    made = mixers.mixer(sessions, [ADA, BEN], now=START)
    with sessions.begin() as session:
        round_ = mixers_groups.drawn(session, made, [[BEN, ADA, "U0TOMAS"]], now=START)
        mixers_groups.begun(session, round_, now=START)
        mixers_answers.take(session, TEAM, round_.id, Took(line=SECRET), by=BEN, now=START)
        (group,) = mixers_rounds.groups_of(session, round_)
        coming = mixers_rounds.coming(session, made)
        assert coming is not None
        return [made.id, coming.id, round_.id, group.id]


def _asks(session: Session) -> int:
    """Let Ben ask Ada for something else, and Ada ask something first."""
    mentoring_offers.offer(
        session, TEAM, ADA, capacity="9", hours_a_month="2", formats=["running"], offered="Git", now=START
    )
    wish = Wish(Asked(skills.key("Git"), "Git"), Format.RUNNING, SECRET, {"first": ADA})
    request = mentoring_asking.ask(session, TEAM, BEN, wish, submission="V1", now=START)
    mentoring_requests.ask_first(session, TEAM, request.id, 1, by=ADA, text=SECRET, now=START)
    return request.id


def rows(company: Company) -> dict[str, list[str]]:
    """Read every row of every table, but how the limits stand and how far each message has come."""
    with company.potluck.sessions.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(_what_counts(table)).all()))
            for table in tables.METADATA.sorted_tables
            if table.name != "lanes"
        }


def _what_counts(table: Table) -> Select[Any]:
    columns = (
        [table.c[name] for name in ("key", "kind", "ref", "recipients")] if table.name == "outbox" else []
    )
    return select(*columns) if columns else select(table)


def forged(company: Company, person: Person, action_id: str, press: Press, value: str) -> Json:
    """Put a button before somebody for whom it is not, and press it; give where it stood."""
    chosen = {"text": {"type": "plain_text", "text": "Forged"}, "value": value or "-"}
    element: Json = {"type": "button", "action_id": action_id, **chosen}
    if action_id in {"cohorts.more", "cohorts_review.change"}:
        element = {"type": "overflow", "action_id": action_id, "options": [chosen]}
    block = {"type": "actions", "block_id": "forged", "elements": [element]}
    if press.window:
        view = {
            "type": "modal",
            "title": {"type": "plain_text", "text": "Forged"},
            "blocks": [block],
            "private_metadata": "kubernetes",
        }
        window = company.workspace._hub.modals.put_on(person.id, view, f"V{action_id}")  # noqa: SLF001
        container: Json = {"type": "view", "view_id": window.id}
    else:
        sent = company.potluck.delivery._clients[TEAM].chat_postMessage(  # noqa: SLF001 - Slack itself
            channel="C0LEARNING", text="Forged", blocks=[block]
        )
        container = {"type": "message", "channel": "C0LEARNING", "ts": sent["ts"]}
    action = {"container": container, "block_id": "forged", "action_id": action_id, "value": value or "-"}
    person.ask("POST", "/actions", action)
    return container


def shown(person: Person) -> str:
    """Give what somebody alone sees now: their windows, and what was whispered to them."""
    return words([*person.windows, *(each for each in person.reads() if each.get("ephemeral"))])


@on_sqlite_and_once_on_postgres("name", ["kenji", "gus", "noor"])
def test_another_persons_button_gives_a_word_and_changes_nothing(
    company: Company, there_is: list[int], name: str, caplog: pytest.LogCaptureFixture
) -> None:
    person = company.person(name)
    before = rows(company)
    for action_id, press in PRESSES.items():
        forged(company, person, action_id, press, press.value.format(*there_is))
        seen = shown(person)
        assert seen.replace("Forged", "").strip(), f"{action_id} says nothing"
        assert SECRET not in json.dumps([person.windows, person.reads()]), action_id
        assert "reference" not in seen, f"{action_id} fails: {seen}"
        if not press.mine:
            assert any(word in seen for word in (*NOT_MINE, "guests")), f"{action_id}: {seen}"
        _tidy(company, person)
    after = rows(company)
    assert [name for name in before if after[name] != before[name]] == []
    assert SECRET not in json.dumps(person.home())
    assert "fault" not in caplog.text


def _tidy(company: Company, person: Person) -> None:
    """Let the next one begin with nothing open, and nothing said."""
    company.workspace._hub.modals.clear(person.id)  # noqa: SLF001 - no person can close a forged one
    company.workspace._hub.state.ephemerals.clear()  # noqa: SLF001 - as a page that is loaded anew


SIDES = {
    BEN: ("mentoring_requests.accept", "mentoring_requests.ask_first", "mentoring_requests.not_now"),
    ADA: (
        "mentoring_asking.both_ways",
        "mentoring_asking.yes_to_theirs",
        "mentoring_requests.answer",
        "mentoring_requests.wish_for",
        "mentoring_requests.withdraw",
        "mentoring_worksheets.edit",
    ),
}
"""What is for one of the two alone, by the other one."""


@pytest.mark.parametrize("who", SIDES)
def test_what_is_for_one_of_the_two_is_not_for_the_other(
    company: Company, there_is: list[int], who: str
) -> None:
    person = Person(company.page, who)
    before = rows(company)
    for action_id in SIDES[who]:
        press = PRESSES[action_id]
        forged(company, person, action_id, press, press.value.format(*there_is))
        assert rows(company) == before, f"{action_id} changed something"
        assert any(word in shown(person) for word in NOT_MINE), f"{action_id}: {shown(person)}"
        _tidy(company, person)


def sent(company: Company, who: str, callback: str, metadata: str, typed: dict[str, str]) -> Json:
    """Send a form as somebody who made it up, and give the answer."""
    values = {name: {name: {"type": "plain_text_input", "value": each}} for name, each in typed.items()}
    blocks = [{"type": "input", "block_id": name} for name in typed]
    view = {
        "id": "VFORGED",
        "type": "modal",
        "callback_id": callback,
        "private_metadata": metadata,
        "state": {"values": values},
        "blocks": blocks,
    }
    user = {"id": who, "team_id": TEAM}
    body = {"type": "view_submission", "team": {"id": TEAM}, "user": user, "view": view, "trigger_id": "1"}
    answer = company.potluck.app.dispatch(BoltRequest(body=json.dumps(body), mode="socket_mode"))
    given: Json = json.loads(answer.body or "{}")
    return given


@pytest.mark.parametrize("who", [long("U0GUS"), "U0KENJI", long("U0NOOR")])
def test_a_form_about_others_gives_a_word_and_changes_nothing(
    company: Company, there_is: list[int], who: str
) -> None:
    before = rows(company)
    for callback, (metadata, typed) in SUBMITS.items():
        answer = sent(company, who, callback, metadata.format(*there_is), typed)
        assert rows(company) == before, f"{callback} changed something"
        assert answer.get("response_action") == "errors", f"{callback}: {answer}"
        (word,) = answer["errors"].values()
        assert any(each in word for each in (*NOT_MINE, "colleague")), f"{callback}: {word}"
