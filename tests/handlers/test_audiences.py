"""Who finds what was shared where: every asker, every kind of channel, every place where it might show."""

from datetime import timedelta

import pytest

from tests.conftest import Company
from tests.handlers.test_digests import FRIDAY, at, digests, wants
from tests.handlers.test_tips import share
from tests.people import CHANNELS, Person, words

KINDS = {
    "open": ("meera", "#learning", "workspace"),
    "members": ("meera", "#engineering", "channel"),
    "private": ("tomas", "#leads", "workspace"),
    "turned": ("sofia", "#random", "workspace"),
}
"""Who shares, where and for whom; #random becomes private afterwards."""

MAY_FIND = {
    "noor": {"open", "private", "turned"},
    "ben": {"open", "members", "turned"},
    "ada": {"open", "members", "private"},
    "daniel": {"open", "private", "turned"},
    "kenji": {"open", "members"},
    "gus": {"open"},
}
"""Ada is a steward, Gus a guest, and Kenji has left #leads and #random."""

TIP = "the {} service wants a canary"
ANSWERED = "who rotates the {} certificates each autumn"
WAITING = "why is the {} staircase painted yellow"


@pytest.fixture
def shared(company: Company) -> Company:
    """Share a tip, an answered question and one that waits in each kind of channel; let everybody save."""
    ada, ben = company.person("ada"), company.person("ben")
    ada.types("/potluck settings")
    assert ada.submits(digest_channels=["C0GENERAL"]) == {}
    ada.closes()
    for name in set(MAY_FIND) - {"gus"}:
        wants(company.person(name), "weekly")
    for inviter, where, user in (
        (ada, "C0LEADS", "U0POTLUCK"),
        (ada, "C0LEADS", "U0KENJI"),
        (ben, "C0RANDOM", "U0POTLUCK"),
        (ben, "C0RANDOM", "U0KENJI"),
        (ada, "C0LEARNING", "U0DANIEL"),
    ):
        inviter.ask("POST", f"/conversations/{where}/invite", {"user": user})
    for kind, (name, where, audience) in KINDS.items():
        author, channel = company.person(name), CHANNELS[where]
        share(company, author, TIP.format(kind), tags="#deploys", channel=channel, audience=audience)
        _save(company, where)
        _ask(company, author, ANSWERED.format(kind), channel)
        author.presses("It is answered", author.last(channel), channel)
        assert author.submits(answered_by=None) == {}
        author.closes()
        _ask(company, author, WAITING.format(kind), channel)
    kenji = company.person("kenji")
    for left in ("C0LEADS", "C0RANDOM"):
        kenji.ask("POST", f"/conversations/{left}/leave")
    at(company, timedelta(days=3))
    company.workspace.make_private("C0RANDOM")
    return company


def test_everybody_finds_what_they_may_and_nothing_else_wherever_they_look(shared: Company) -> None:
    at(shared, FRIDAY)
    found = {
        (name, way): kinds
        for name in MAY_FIND
        for way, kinds in _everything_found(shared.person(name)).items()
    }
    expected = {(name, way): kinds for name in MAY_FIND for way, kinds in _expected(name).items()}
    assert found == expected
    (told,) = digests(shared.person("ada").reads("#general"))
    assert _kinds(told, TIP) == {"open"}
    assert _kinds(told, WAITING) == {"open", "members"}


def test_nothing_of_a_closed_channel_stands_anywhere_outside_it(shared: Company) -> None:
    at(shared, FRIDAY)
    for name, may_find in MAY_FIND.items():
        person = shared.person(name)
        for conversation in _present(person):
            read = str(person.reads(conversation))
            assert _kinds(read, TIP) <= may_find
            assert _kinds(read, WAITING) | _kinds(read, ANSWERED) <= _askable(name)


def test_a_steward_reads_no_reported_tip_of_a_channel_they_are_not_in(shared: Company) -> None:
    for where, kind in (("#random", "turned"), ("#leads", "private"), ("#learning", "open")):
        noor = shared.person("noor")
        tip = next(each for each in noor.reads(where) if TIP.format(kind) in each["text"])
        noor.presses("Report", tip, where)
        assert noor.submits(text=f"wrong about {kind}") == {}
        noor.closes()
    shared.settle()
    told = words([each.get("blocks", []) for each in shared.person("ada").told_by_potluck()])
    assert "wrong about turned" in told
    assert _kinds(told, TIP) == {"open"}


def _everything_found(person: Person) -> dict[str, set[str]]:
    """Look everywhere as somebody would, and name the kinds of channels that show."""
    searches = {
        "words": "service canary",
        "a tag": "#deploy",
        "an author": "from:@meera",
        "a slip": "canray",
        "nothing": "",
    }
    found = {way: _kinds(_searched(person, typed), TIP) for way, typed in searches.items()}
    home = words(person.home())
    return found | {
        "what is alike": _kinds(_alike(person), TIP),
        "what is known": _kinds(_known(person, "canary for the service"), TIP),
        "what was answered": _kinds(_known(person, "who rotates certificates"), ANSWERED),
        "saved on Home": _kinds(home, TIP),
        "waiting on Home": _kinds(home, WAITING),
        "one's digest": _kinds(_digest(person), TIP),
        "waiting in one's digest": _kinds(_digest(person), WAITING),
    }


def _expected(name: str) -> dict[str, set[str]]:
    may_find, askable = MAY_FIND[name], _askable(name)
    everybodys = set() if name == "gus" else {"open"}
    return {
        **dict.fromkeys(("words", "a tag", "a slip", "nothing"), may_find),
        "an author": may_find & {"open", "members"},
        "what is alike": may_find,
        "what is known": may_find,
        "what was answered": set([kind for kind in KINDS if kind in askable][-3:]),
        "saved on Home": may_find,
        "waiting on Home": askable,
        "one's digest": everybodys,
        "waiting in one's digest": everybodys and {"open", "members"},
    }


def _askable(name: str) -> set[str]:
    """Name the kinds of channels whose questions somebody may see: a public channel's are everybody's."""
    return MAY_FIND[name] | (set() if name == "gus" else {"members"})


def _kinds(shown: str, text: str) -> set[str]:
    return {kind for kind in KINDS if text.format(kind) in shown}


def _present(person: Person) -> list[str]:
    """Name the conversations that somebody is in."""
    return [each["id"] for each in person.ask("GET", "/conversations") if person.id in each["members"]]


def _save(company: Company, where: str) -> None:
    for name in MAY_FIND:
        person = company.person(name)
        if CHANNELS[where] in _present(person):
            person.presses("Save", person.last(where), where)


def _ask(company: Company, person: Person, text: str, channel: str) -> None:
    person.types(f"/ask-peers {text}", channel)
    if "Is it among these?" in words(person.window):
        assert person.submits() == {}
    assert person.submits(channel=channel) == {}
    person.closes()
    company.settle()


def _searched(person: Person, typed: str) -> str:
    person.types(f"/find-tip {typed}", "#learning")
    return words(person.last("#learning").get("blocks", []))


def _alike(person: Person) -> str:
    person.types("/share-tip")
    assert person.submits(text="service wants its canary") == {}
    shown = words(person.window)
    person.closes()
    return shown if "Already here?" in shown else ""


def _known(person: Person, typed: str) -> str:
    person.types(f"/ask-peers {typed}")
    shown = words(person.window)
    person.closes()
    return shown


def _digest(person: Person) -> str:
    return "\n".join(digests(person.told_by_potluck()))
