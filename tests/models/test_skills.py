"""Skills: one name for what people type in many ways, and what a question asks for."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from models import consents, questions, questions_naming, search_index, skills
from models.base import Sessions
from models.consents import Programme
from models.errors import RuleError
from models.questions_naming import Naming
from models.skills_asking import APART
from tests.conftest import MONDAY


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("k8s", "Kubernetes"),
        ("KUBERNETES", "Kubernetes"),
        ("js", "JavaScript"),
        ("node js", "Node.js"),
        ("c sharp", "C#"),
        ("postgres", "PostgreSQL"),
        ("code-reviews", "Code review"),
        ("sourdough  bread", "sourdough bread"),
    ],
)
def test_a_skill_has_one_name(typed: str, name: str) -> None:
    assert skills.name(typed) == name
    assert skills.key(typed) == skills.key(name)


def test_every_spelling_in_the_file_belongs_to_one_skill() -> None:
    lines = [
        line for line in skills.FILE.read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    whose: dict[str, str] = {}
    for line in lines:
        name, _, rest = line.partition(":")
        for spelling in [name, *rest.replace(";", ",").split(",")]:
            folded = " ".join(word.folded for word in search_index.words(spelling))
            if folded:
                assert whose.setdefault(folded, name) == name, spelling
    assert len(whose) > 500


@pytest.mark.parametrize(
    ("text", "key", "there"),
    [
        ("how do I rebase a stack?", "Git", True),
        ("our k8s pods restart", "Kubernetes", True),
        ("who can review my TypeScript pull request", "TypeScript", True),
        ("how do I go about it", "Go", False),
        ("is Go fast enough for this", "Go", True),
        ("where are the tests for public speaking", "Public speaking", True),
        ("the git", "GitHub", False),
    ],
)
def test_a_question_asks_for_skills(text: str, key: str, *, there: bool) -> None:
    assert (skills.key(key) in skills.asked_for(text)) == there


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("K8s", "kubernetes"),
        ("C#", "c"),
        ("csharp", "csharp"),
        ("Reviews", "reviews"),
        ("ux", "ux"),
        ("🎉", "🎉"),
    ],
)
def test_tags_are_kept_by_the_known_name(typed: str, tag: str) -> None:
    assert skills.tag(typed.split("#", maxsplit=1)[0]) == tag
    assert skills.tag(tag) == tag


def test_offering_replaces_what_was_offered(sessions: Sessions) -> None:
    with sessions.begin() as session:
        skills.offer(session, "T1", "UADA", "k8s, Kubernetes; public speaking\n, ,", now=MONDAY)
        skills.offer(session, "T1", "UADA", "Kubernetes, sourdough", now=MONDAY)
        assert [each.name for each in skills.offered_by(session, "T1", "UADA")] == ["Kubernetes", "sourdough"]
        skills.offer(session, "T1", "UADA", "", now=MONDAY)
        assert skills.offered_by(session, "T1", "UADA") == []


@pytest.mark.parametrize("typed", ["x" * 61, ",".join(f"skill{n}x" for n in range(21))])
def test_too_much_is_refused(sessions: Sessions, typed: str) -> None:
    with sessions.begin() as session, pytest.raises(RuleError, match=r"skills|too long"):
        skills.offer(session, "T1", "UADA", typed, now=MONDAY)


def test_many_who_ask_at_once_name_somebody_once(sessions: Sessions) -> None:
    with sessions.begin() as session:
        for user_id in ("U1", "U2", "U3", "U4"):
            skills.offer(session, "T1", user_id, "git", now=MONDAY)
            consents.give(session, "T1", user_id, Programme.NAMING, now=MONDAY)
    together = Barrier(8)

    def ask(number: int) -> None:
        together.wait()
        with sessions.begin() as session:
            questions.ask(
                session,
                team_id="T1",
                author_id="UADA",
                text="how do I rebase?",
                anonymous=False,
                channel_id="C1",
                private_channel=False,
                present=["U4", "U2", "U3", "U1"] if number % 2 else ["U1", "U2", "U3", "U4"],
                submission=f"V{number}",
                token=f"token{number}",
                now=MONDAY,
            )

    threads = [Thread(target=ask, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sessions.read() as session:
        named = dict(session.execute(select(Naming.user_id, func.count()).group_by(Naming.user_id)).all())
        most = session.scalar(
            select(func.count(Naming.user_id))
            .group_by(Naming.question_id)
            .order_by(func.count(Naming.user_id).desc())
            .limit(1)
        )
        free = questions_naming.candidates(session, "T1", "rebase", but="UADA", now=MONDAY + APART)
        still = questions_naming.candidates(
            session, "T1", "rebase", but="UADA", now=MONDAY + APART - timedelta(seconds=1)
        )
    assert named == dict.fromkeys(["U1", "U2", "U3", "U4"], 1)
    assert most == 3
    assert len(free) == 4
    assert still == []
