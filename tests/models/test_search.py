"""Searching, as the rules have it: words, tags and authors, ranks, slips of the keyboard, what is alike."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select, text

from models import audiences, search, search_index, tips, tips_thanks
from models.audiences import Asker, Audience
from models.base import Sessions
from models.errors import RuleError
from models.search import Results
from models.search_index import KnownWord
from models.tips import Tip
from tests.conftest import MONDAY
from tests.models.test_tips import share

BEN = Asker("UBEN", ())


def look(sessions: Sessions, typed: str, asker: Asker = BEN, *, page: int = 0) -> Results:
    with sessions.read() as session:
        return search.find(session, "T1", asker, search.parse(typed), page=page, now=MONDAY)


def find(sessions: Sessions, typed: str, asker: Asker = BEN, *, page: int = 0) -> list[str]:
    return [tip.text for tip in look(sessions, typed, asker, page=page).tips]


def similar(sessions: Sessions, text: str, asker: Asker = BEN) -> list[str]:
    with sessions.read() as session:
        return [tip.text for tip in search.similar(session, "T1", asker, text, limit=3)]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Git WORKTREE", ["git", "worktree"]),
        ("Café naïve", ["cafe", "naive"]),
        ("C++ c# F#", ["cplusplus", "csharp", "fsharp"]),
        ("node.js --onto it's", ["node", "js", "onto", "it", "s"]),
        ("worktrees css redis bus", ["worktree", "css", "redis", "bus"]),
        ("東京タワー", ["東京", "京タ", "タワ", "ワー", "ー"]),
        ("שָׁלוֹם", ["שלום"]),
        ("हिन्दी", ["हिन्दी"]),
        ("🎉", ["🎉"]),
        ("!? … *", []),
    ],
)
def test_words_are_folded_alike_in_every_script(typed: str, folded: list[str]) -> None:
    assert [word.folded for word in search_index.words(typed)] == folded


def test_a_word_knows_its_place_in_the_text() -> None:
    text = "use C++, 東京 and naïve ways"
    assert [text[word.start : word.end] for word in search_index.words(text)][:2] == ["use", "C++"]


@pytest.mark.parametrize(
    "typed",
    [
        "worktree stash",
        "STASH",
        "work",
        "worktrees",
        "#git",
        "#GIT worktree",
        "from:<@UADA|ada> stash",
        "from:<@UADA>",
        "stash from:<@UADA>",
    ],
)
def test_a_tip_is_found_by(sessions: Sessions, typed: str) -> None:
    share(sessions)
    assert find(sessions, typed) == ["git worktree saves a stash"]


@pytest.mark.parametrize(
    "typed", ["worktree nothing", "tree", "#gi", "#git #other", "from:<@UBEN> stash", "worktree #other"]
)
def test_a_tip_is_not_found_by(sessions: Sessions, typed: str) -> None:
    share(sessions)
    assert find(sessions, typed) == []


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("C++ templates are a language", "c++"),
        ("rebase --onto moves a branch", "--onto"),
        ("a OR b, said the parser", "a OR"),
        ('say "hello" twice', '"hello'),
        ("שלום עולם", "שלום"),
        ("東京タワーの写真", "タワー"),
        ("東京タワーの写真", "京"),
        ("🎉🎉", "🎉"),
        ("100% of it", "100%"),
        ("NEAR(a b) AND NOT *", "near and not"),
        ("50 years & <more>", "& more"),
    ],
)
def test_signs_and_scripts_are_words_not_commands(sessions: Sessions, text: str, typed: str) -> None:
    share(sessions, text)
    assert find(sessions, typed) == [text]


@pytest.mark.parametrize("typed", ["?!", '"', "* ^ ~", "()", "…"])
def test_a_search_of_punctuation_alone_is_explained(typed: str) -> None:
    with pytest.raises(RuleError, match="There is no word"):
        search.parse(typed)


def test_a_search_of_four_thousand_characters_is_explained() -> None:
    with pytest.raises(RuleError, match="at most 1,000"):
        search.parse("word " * 800)


@given(typed=st.text(max_size=80))
def test_nothing_typed_breaks_a_search(sessions: Sessions, typed: str) -> None:
    try:
        found = look(sessions, typed.replace("\x00", "").encode("utf-8", "ignore").decode())
    except RuleError:
        return
    assert not found.tips


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_whatever_words_a_tip_has_find_it(sessions: Sessions, text: str) -> None:
    words = [word.folded for word in search_index.words(text)][: search.MOST_TERMS]
    if not words:
        return
    tip = share(sessions, f"unheard {text}", tags=[])
    with sessions.begin() as session:
        found = search.find(session, "T1", BEN, search.Query(("unheard", *words[:11])), now=MONDAY)
        assert tip.id in [each.id for each in found.tips]
        tips.delete(session, "T1", tip.id, by="UADA", now=MONDAY)


def test_a_word_in_the_tags_counts_more(sessions: Sessions) -> None:
    share(sessions, "bisect finds the commit, with git or without", tags=[])
    share(sessions, "a stash keeps what is not ready", tags=["git"])
    assert find(sessions, "git")[0] == "a stash keeps what is not ready"


def test_of_equals_the_fresher_and_the_more_helpful_come_first(sessions: Sessions) -> None:
    old = share(sessions, "how to rebase: one", now=MONDAY - timedelta(days=900))
    share(sessions, "how to rebase: two")
    assert find(sessions, "rebase") == ["how to rebase: two", "how to rebase: one"]
    for reader in range(7):
        with sessions.begin() as session:
            tips_thanks.thank(session, "T1", old.id, by=f"U{reader}", now=MONDAY)
    assert find(sessions, "rebase") == ["how to rebase: one", "how to rebase: two"]


def test_every_match_is_on_one_page_and_pages_end(sessions: Sessions) -> None:
    for number in range(12):
        share(sessions, f"tip {number} of many")
    pages = [look(sessions, "many", page=page) for page in range(3)]
    assert [len(each.tips) for each in pages] == [5, 5, 2]
    assert [each.more for each in pages] == [True, True, False]
    assert len({tip.id for each in pages for tip in each.tips}) == 12


def test_without_words_the_newest_come_and_what_helped_lately(sessions: Sessions) -> None:
    shared = [share(sessions, f"tip {number}", now=MONDAY - timedelta(days=number)) for number in range(9)]
    with sessions.begin() as session:
        tips_thanks.thank(session, "T1", shared[8].id, by="UBEN", now=MONDAY)
    found = look(sessions, "")
    assert [tip.text for tip in found.tips] == [f"tip {number}" for number in range(5)]
    assert [tip.text for tip in found.liked] == ["tip 8"]


@pytest.mark.parametrize("typed", ["worktre", "wrktree", "owrktree", "worktere", "wroktree stahs"])
def test_a_slip_of_the_keyboard_is_understood(sessions: Sessions, typed: str) -> None:
    share(sessions)
    found = look(sessions, typed)
    assert [tip.text for tip in found.tips] == ["git worktree saves a stash"]
    assert typed == "worktre" or found.meant in {"worktree", "worktree stash"}


@pytest.mark.parametrize("typed", ["gut", "branchless", "xyzzy"])
def test_what_is_far_from_every_word_is_not_guessed(sessions: Sessions, typed: str) -> None:
    share(sessions)
    assert look(sessions, typed) == Results((), 0, more=False, terms=(typed,))


def test_what_one_may_not_see_never_shows_through_a_guess(sessions: Sessions) -> None:
    with_secret = share(sessions, "the merger is on", audience=Audience.CHANNEL)
    assert find(sessions, "mergre", Asker("UBEN", ("C1",))) == [with_secret.text]
    assert look(sessions, "mergre") == look(sessions, "mergre", Asker("UNEW", ()))
    assert look(sessions, "mergre").meant is None
    share(sessions, "the merge is on")
    assert look(sessions, "mergre").meant == "merge"


def test_an_edited_tip_loses_its_old_words_and_a_deleted_one_all(sessions: Sessions) -> None:
    tip = share(sessions)
    with sessions.begin() as session:
        tips.edit(session, "T1", tip.id, by="UADA", text="bisect", tags=["ci"], version=0, now=MONDAY)
    assert (find(sessions, "worktree"), find(sessions, "bisect #ci")) == ([], ["bisect"])
    with sessions.begin() as session:
        tips.delete(session, "T1", tip.id, by="UADA", now=MONDAY)
    assert find(sessions, "bisect") == []
    with sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(KnownWord)) == 0


def test_a_word_stays_known_while_another_tip_has_it(sessions: Sessions) -> None:
    tip = share(sessions)
    share(sessions, "a worktree is cheap")
    share(sessions, "stash", team_id="T2")
    with sessions.begin() as session:
        tips.delete(session, "T1", tip.id, by="UADA", now=MONDAY)
    with sessions.read() as session:
        known = set(session.scalars(select(KnownWord.word).where(KnownWord.team_id == "T1")))
    assert known == {"a", "cheap", "git", "is", "worktree"}


@pytest.mark.parametrize(
    "text",
    [
        "git worktree saves a stash",
        "With git worktrees you save a stash",
        "Use a worktree: it saves the stash in Git",
    ],
)
def test_what_says_nearly_the_same_is_similar(sessions: Sessions, text: str) -> None:
    share(sessions)
    assert similar(sessions, text) == ["git worktree saves a stash"]


@pytest.mark.parametrize("text", ["git", "git bisect finds the commit", "cakes in the kitchen", "the and of"])
def test_what_says_something_else_is_not(sessions: Sessions, text: str) -> None:
    share(sessions)
    assert similar(sessions, text) == []


@pytest.mark.parametrize(
    ("asker", "seen"),
    [
        (Asker("UBEN", ()), {"open"}),
        (Asker("UBEN", ("C1",)), {"open", "channel"}),
        (Asker("UADA", ()), {"open", "channel"}),
        (Asker("UGUS", (), guest=True), set()),
        (Asker("UGUS", ("C1",), guest=True), {"open", "channel"}),
        (Asker("UGUS", ("C2",), guest=True), set()),
    ],
)
def test_nobody_finds_more_than_they_may_see_by_any_way(
    sessions: Sessions, asker: Asker, seen: Collection[str]
) -> None:
    texts = {"open": "rebase a stack of open branches", "channel": "rebase a stack of secret branches"}
    share(sessions, texts["open"])
    share(sessions, texts["channel"], audience=Audience.CHANNEL)
    expected = {texts[name] for name in seen}
    ways: dict[str, Any] = {
        "words": find(sessions, "rebase", asker),
        "a tag": find(sessions, "#git", asker),
        "an author": find(sessions, "from:<@UADA>", asker),
        "a slip": find(sessions, "reabse", asker),
        "nothing": find(sessions, "", asker),
        "likeness": similar(sessions, "rebase a stack of branches", asker),
    }
    assert {way: set(found) for way, found in ways.items()} == dict.fromkeys(ways, expected)


def test_a_closed_channels_tips_are_its_members(sessions: Sessions) -> None:
    tip = share(sessions)
    with sessions.begin() as session:
        audiences.close(session, "T1", "C1")
    assert find(sessions, "worktree") == []
    assert find(sessions, "worktree", Asker("UBEN", ("C1",))) == [tip.text]
    with sessions.read() as session, pytest.raises(RuleError, match="present members"):
        tips.seen(session, "T1", tip.id, BEN)


def test_an_archived_tip_is_found_by_nobody(sessions: Sessions) -> None:
    tip = share(sessions)
    with sessions.begin() as session:
        session.get_one(Tip, tip.id).archived_at = MONDAY
    assert find(sessions, "worktree") == find(sessions, "") == similar(sessions, tip.text) == []


def test_whether_others_hold_a_word_is_asked_of_the_index_once_and_not_of_each_tip(
    sqlite_engine: Engine,
) -> None:
    held = search_index._HELD["sqlite"]  # noqa: SLF001 - the query is the secret
    with sqlite_engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {held}"), {"query": '"git"', "team": "T1"}).all()
    assert [row[-1].split()[:2] for row in plan] == [["SCAN", "tip_search"], ["SEARCH", "tips"]]
