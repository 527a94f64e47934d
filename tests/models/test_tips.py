"""Sharing, finding, changing and thanking, as the rules have it."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from models import search, tips, tips_thanks
from models.audiences import Asker, Audience
from models.base import Sessions
from models.errors import RuleError
from models.outbox import Owed, Step
from models.tips import Draft, Tip
from models.tips_thanks import Helped
from tests.conftest import MONDAY


def share(sessions: Sessions, text: str = "git worktree saves a stash", **changes: Any) -> Tip:
    given: dict[str, Any] = {
        "team_id": "T1",
        "author_id": "UADA",
        "text": text,
        "tags": ["git"],
        "audience": Audience.WORKSPACE,
        "channel_id": "C1",
        "private_channel": False,
        "submission": f"V-{text}",
        "now": MONDAY,
    }
    with sessions.begin() as session:
        return tips.share(session, **(given | changes))


def find(sessions: Sessions, words: str, *, asker: str = "UBEN", channels: Collection[str] = ()) -> list[str]:
    with sessions.read() as session:
        found = search.find(session, "T1", Asker(asker, channels), search.parse(words), now=MONDAY)
        return [tip.text for tip in found.tips]


@pytest.mark.parametrize(
    ("typed", "text", "tags"),
    [
        ("git worktree saves a stash #git", "git worktree saves a stash", ["git"]),
        ("use #git like this #Git #CI-2", "use #git like this", ["git", "ci-2"]),
        ("a channel like #learning is fine here", "a channel like #learning is fine here", ["learning"]),
        ("C# and issue #12.", "C# and issue #12.", []),
        ("say it (#not-this) #c++ #v1.2.", "say it (#not-this) #c++ #v1.2.", ["c++", "v1.2"]),
        ("#git", "#git", ["git"]),
        ("", "", []),
    ],
)
def test_tags_are_read_from_what_is_typed(typed: str, text: str, tags: list[str]) -> None:
    assert tips.draft(typed) == Draft(text, tags)


@pytest.mark.parametrize("typed", ["#git #Review", "git, review", "git;review git", "  GIT\nreview"])
def test_tags_may_be_typed_in_any_way(typed: str) -> None:
    assert tips.parse_tags(typed) == ["git", "review"]


def test_the_same_form_sent_twice_is_one_tip(sessions: Sessions) -> None:
    with ThreadPoolExecutor(4) as threads:
        shared = list(threads.map(lambda _: share(sessions), range(4)))
    assert len({tip.id for tip in shared}) == 1
    with sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Tip)) == 1
        assert session.scalar(select(func.count()).select_from(Owed)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " \n "}, "text"),
        ({"text": "x" * 3001}, "text"),
        ({"tags": [str(number) for number in range(11)]}, "tags"),
        ({"tags": ["x" * 41]}, "tags"),
    ],
)
def test_what_is_no_tip_is_explained_beside_its_field(
    sessions: Sessions, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleError) as caught:
        share(sessions, **changes)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("audience", "private", "asker", "channels", "seen"),
    [
        (Audience.WORKSPACE, False, "UBEN", [], True),
        (Audience.CHANNEL, False, "UBEN", [], False),
        (Audience.CHANNEL, False, "UBEN", ["C1"], True),
        (Audience.CHANNEL, False, "UADA", [], True),
        (Audience.WORKSPACE, True, "UBEN", [], False),
        (Audience.WORKSPACE, True, "UBEN", ["C1"], True),
        (Audience.WORKSPACE, True, "UBEN", ["C2"], False),
    ],
)
def test_a_channels_tip_is_found_by_its_present_members(
    sessions: Sessions, *, audience: Audience, private: bool, asker: str, channels: list[str], seen: bool
) -> None:
    share(sessions, audience=audience, private_channel=private)
    assert bool(find(sessions, "worktree", asker=asker, channels=channels)) is seen


def test_one_workspace_never_finds_anothers_tips(sessions: Sessions) -> None:
    tip = share(sessions, team_id="T2")
    assert find(sessions, "worktree") == []
    with pytest.raises(RuleError), sessions.read() as session:
        tips.get(session, "T1", tip.id)


def test_thanks_count_once_a_person_and_not_from_the_author(sessions: Sessions) -> None:
    tip = share(sessions)
    for _ in range(2):
        with sessions.begin() as session:
            tips_thanks.thank(session, "T1", tip.id, by="UBEN", now=MONDAY)
    with pytest.raises(RuleError), sessions.begin() as session:
        tips_thanks.thank(session, "T1", tip.id, by="UADA", now=MONDAY)
    with sessions.read() as session:
        assert len(tips.get(session, "T1", tip.id).thanks) == 1
        assert tips_thanks.helped_by(session, "T1", "UADA") == Helped(1, 0)


def test_a_colleague_helped_by_two_tips_is_one_colleague(sessions: Sessions) -> None:
    for text in ("one", "two"):
        tip = share(sessions, text)
        with sessions.begin() as session:
            tips_thanks.thank(session, "T1", tip.id, by="UBEN", now=MONDAY)
    with sessions.read() as session:
        assert tips_thanks.helped_by(session, "T1", "UADA") == Helped(1, 0)


def test_only_the_author_changes_or_deletes_a_tip(sessions: Sessions) -> None:
    tip = share(sessions)
    with pytest.raises(RuleError), sessions.begin() as session:
        tips.edit(session, "T1", tip.id, by="UBEN", text="mine now", tags=[], version=0, now=MONDAY)
    with pytest.raises(RuleError), sessions.begin() as session:
        tips.delete(session, "T1", tip.id, by="UBEN", now=MONDAY)
    assert find(sessions, "worktree") == ["git worktree saves a stash"]


def test_an_edited_tip_is_found_by_its_new_words_and_tags(sessions: Sessions) -> None:
    tip = share(sessions)
    with sessions.begin() as session:
        tips.edit(
            session,
            "T1",
            tip.id,
            by="UADA",
            text="jj needs no stash",
            tags=["jj", "git"],
            version=0,
            now=MONDAY,
        )
    assert find(sessions, "#jj #git") == ["jj needs no stash"]
    assert find(sessions, "worktree") == []


def test_a_deleted_tips_number_is_never_given_again(sessions: Sessions) -> None:
    first = share(sessions)
    with sessions.begin() as session:
        tips.delete(session, "T1", first.id, by="UADA", now=MONDAY)
    second = share(sessions, "another")
    assert second.id != first.id
    with sessions.read() as session:
        steps = {owed.key: owed.step for owed in session.scalars(select(Owed))}
    assert steps == {first.key: Step.DROPPED, second.key: Step.POST}
