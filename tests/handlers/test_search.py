"""Finding tips in the workspace: pages, authors, slips, channels that close, what is already here."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import local, slack
from handlers import channels, people
from models.tips import Tip
from tests.conftest import Company
from tests.handlers.test_tips import TIP, share
from tests.people import Json, Person, words


def looks(person: Person, typed: str, where: str = "#learning") -> str:
    person.types(f"/find-tip {typed}", where)
    return shown(person.last(where))


def shown(message: Json) -> str:
    return words(message["blocks"]) if message.get("blocks") else str(message["text"])


def test_pages_turn_in_place(company: Company, ada: Person, ben: Person) -> None:
    for number in range(7):
        share(company, ada, f"tip number {number} of many words{number}")
    first = looks(ben, "many")
    assert "Next" in first
    assert "Back" not in first
    before = len(ben.reads())
    ben.presses("Next", ben.last())
    second = shown(ben.last())
    assert len(ben.reads()) == before
    assert "Back" in second
    assert "Next" not in second
    assert all(
        (f"tip number {number} of" in first) != (f"tip number {number} of" in second) for number in range(7)
    )
    ben.presses("Back", ben.last())
    assert shown(ben.last()) == first


def test_what_was_looked_for_is_bold_in_a_part_of_the_text(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada, "long words " * 40 + "then a worktree at last <!channel> *x*")
    ben.types("/find-tip worktre")
    pieces = ben.last()["blocks"][1]["elements"][0]["elements"]
    assert [piece["text"] for piece in pieces if piece.get("style")] == ["worktree"]
    assert pieces[0]["text"] == "…"
    assert {piece["type"] for piece in pieces} == {"text"}


def test_an_author_is_found_by_name_or_by_mention(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    share(company, ben, "bisect finds the commit")
    assert TIP in looks(ben, "from:@ada")
    assert "bisect" not in looks(ben, "from:ada")
    assert "bisect" in looks(ada, "from:<@U0BEN>")
    assert "I know nobody who is called “nobody”" in looks(ada, "from:@nobody")


def test_a_slip_is_understood_and_said(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    said = looks(ben, "wrktree")
    assert "Nothing has “wrktree”" in said
    assert "Tips with “worktree”" in said


@pytest.mark.parametrize(
    ("typed", "word"),
    [("?!", "There is no word"), ("x " * 2000, "at most 1,000"), ("<@", "There is no word")],
)
def test_what_cannot_be_looked_for_is_explained(ben: Person, typed: str, word: str) -> None:
    assert word in looks(ben, typed)


def test_without_words_the_newest_and_what_helped_are_shown(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada, "the one that helped")
    ben.presses("This helped", ben.last())
    for number in range(6):
        share(company, ada, f"tip number {number} of many words{number}")
    said = looks(ben, "")
    assert said.index("number 5") < said.index("Helped most lately") < said.index("the one that helped")


def test_a_channel_that_has_become_private_keeps_its_tips(company: Company, ada: Person, ben: Person) -> None:
    daniel = company.person("daniel")
    share(company, ada, where="#engineering", channel="C0ENGINEERING")
    assert TIP in looks(daniel, "worktree", "#general")
    kept = daniel.last("#general")
    company.workspace.make_private("C0ENGINEERING")
    assert "No tip with" in looks(daniel, "worktree", "#general")
    assert TIP not in looks(daniel, "", "#general")
    assert TIP in looks(ben, "worktree")
    daniel.presses("Open", kept, "#general")
    assert "for the present members" in daniel.last("#general")["text"]


def test_a_saved_tip_of_a_channel_that_has_become_private_is_gone(company: Company, ada: Person) -> None:
    daniel = company.person("daniel")
    share(company, ada, where="#engineering", channel="C0ENGINEERING")
    looks(daniel, "worktree", "#general")
    daniel.presses("Open", daniel.last("#general"), "#general")
    daniel.presses("Save")
    daniel.closes()
    assert TIP in words(daniel.home())
    company.workspace.make_private("C0ENGINEERING")
    assert TIP not in words(daniel.home())


def test_a_look_that_forgets_who_may_see_it_shows_nothing_and_ends(company: Company, ada: Person) -> None:
    share(company, ada, where="#engineering", channel="C0ENGINEERING")
    company.workspace.make_private("C0ENGINEERING")
    client = slack.client(local.BOT_TOKEN, f"{company.workspace.url}/api/", timeout=2)
    daniel = people.asker(client, "T0LOCAL", "U0DANIEL")

    def everything(session: Session) -> Sequence[Tip]:
        return session.scalars(select(Tip)).all()

    with pytest.raises(channels.LeakError):
        channels.found(client, company.potluck.sessions, "T0LOCAL", daniel, everything, lambda tips: tips)


def test_a_guest_finds_what_is_in_their_channels(company: Company, ada: Person) -> None:
    gus = company.person("gus")
    share(company, ada, where="#general", channel="C0GENERAL")
    assert "No tip with" in looks(gus, "worktree")
    share(company, ada, "worktrees for guests too")
    assert "for guests too" in looks(gus, "worktree")


def test_much_the_same_is_shown_before_it_is_posted_and_nothing_is_lost(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada)
    ben.types("/share-tip")
    fields = {
        "text": "With git worktrees one saves a stash",
        "tags": "#git #stash",
        "link": "https://git-scm.com",
    }
    assert ben.submits(**fields, audience="channel") == {}
    assert "Already here?" in words(ben.window)
    assert TIP in words(ben.window)
    state = ben.window["state"]["values"]
    assert {name: state[name][name]["value"] for name in fields} == fields
    assert state["audience"]["audience"]["selected_option"]["value"] == "channel"
    company.settle()
    assert "<@U0BEN> shared" not in words(ben.reads())
    assert ben.submits() == {}
    assert "Thank you" in words(ben.window)
    company.settle()
    assert "With git worktrees one saves a stash" in words(ben.last()["blocks"])


def test_what_is_alike_but_not_ones_to_see_is_not_shown(company: Company, ada: Person, ben: Person) -> None:
    ada.ask("POST", "/conversations/C0LEADS/invite", {"user": "U0POTLUCK"})
    share(company, ada, channel="C0LEADS")
    ben.types("/share-tip")
    assert ben.submits(text="git worktrees save a stash") == {}
    assert "Thank you" in words(ben.window)


@pytest.mark.parametrize("typed", ['many "' + '"' * 990, "many \\" * 100, "many 🎉" * 100])
def test_whatever_was_typed_the_next_page_is_of_the_same(
    company: Company, ada: Person, ben: Person, typed: str
) -> None:
    for number in range(7):
        share(company, ada, f"tip number {number} of many 🎉 words{number}")
    assert "tip number" in looks(ben, typed)
    ben.presses("Next", ben.last())
    assert "Back" in shown(ben.last())
    assert "tip number" in shown(ben.last())


def test_a_page_of_the_longest_tips_is_one_message_that_slack_takes(
    company: Company, ada: Person, ben: Person
) -> None:
    for number in range(7):
        text = f"{number} words{number} " + "git x" * 2 + " git" * 200
        tags = " ".join(f"#{number}{'t' * 36}{letter}" for letter in "abcdefghij")
        share(company, ada, text, tags=tags, link=f"https://example.org/{number}/" + "l" * 1900)
    assert "Next" in looks(ben, "git")
    assert "example.org" in shown(ben.last())
    assert "The newest tips" in looks(ben, "")


def test_a_saved_tip_that_is_retired_says_so(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    ben.presses("Save", ben.last())
    ada.presses("Edit", ada.last())
    ada.presses("Retire this tip")
    ben.presses_on_home("Open")
    assert "This tip is retired" in words(ben.window)
