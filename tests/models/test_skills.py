"""Skills: one name for what people type in many ways, and what a question asks for."""

import time
from collections.abc import Sequence
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from models import consents, questions, questions_naming, search_index, skills, skills_meant
from models.base import Sessions, insert_missing
from models.consents import Programme
from models.errors import RuleError
from models.questions_naming import Naming
from models.skills import Level, Named, Skill
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


def levels(found: Sequence[Named]) -> dict[str, str]:
    return {each.name: each.level for each in found}


def test_a_skill_in_both_lists_of_one_side_is_a_deep_one(sessions: Sessions) -> None:
    with sessions.begin() as session:
        skills.offer(session, "T1", "UADA", "k8s, excel", deepen="Kubernetes, negotiating", now=MONDAY)
        skills.want(session, "T1", "UADA", "kubernetes, Excel", deepen="EXCEL", now=MONDAY)
        assert levels(skills.offered_by(session, "T1", "UADA")) == {
            "Excel": Level.START,
            "Kubernetes": Level.DEEPEN,
            "Negotiation": Level.DEEPEN,
        }
        assert levels(skills.wanted_by(session, "T1", "UADA")) == {
            "Excel": Level.DEEPEN,
            "Kubernetes": Level.START,
        }


def test_a_level_changes_and_since_when_stays(sessions: Sessions) -> None:
    with sessions.begin() as session:
        skills.offer(session, "T1", "UADA", "git", now=MONDAY)
    with sessions.begin() as session:
        skills.offer(session, "T1", "UADA", "", deepen="Git", now=MONDAY + timedelta(days=9))
    with sessions.read() as session:
        (git,) = skills.offered_by(session, "T1", "UADA")
    assert (git.level, git.since) == (Level.DEEPEN, MONDAY)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Backen、料理\uff0cExcel\uff1b 木工", ["Backen", "Excel", "料理", "木工"]),
        ("الطبخ، العربية؛ Git", ["Arabic", "Git", "الطبخ"]),
        ("- knitting\n- Excel\n• C++\n", ["C++", "Excel", "knitting"]),
        ("🍞, 🍞 , Excel", ["Excel", "🍞"]),
        ("ВЫШИВАНИЕ, вышивание", ["вышивание"]),
        (". , --, git", ["Git"]),
    ],
)
def test_skills_are_told_apart_in_any_script(sessions: Sessions, typed: str, names: list[str]) -> None:
    with sessions.begin() as session:
        skills.want(session, "T1", "UADA", typed, now=MONDAY)
        assert sorted(each.name for each in skills.wanted_by(session, "T1", "UADA")) == names


@pytest.mark.parametrize(
    ("fields", "field", "word"),
    [
        ({"deepen": ",".join(f"skill{n}x" for n in range(100))}, "wanted_deeply", "These are 100 skills"),
        ({"deepen": "x" * 1000}, "wanted_deeply", "too long for a skill"),
        ({"typed": "git, " + "木" * 61}, "wanted", "too long for a skill"),
        ({"typed": "\U0001f1e9\U0001f1ea"}, "wanted", "write it in letters"),
        (
            {
                "typed": ",".join(f"one{n}x" for n in range(12)),
                "deepen": "a1x,b2x,c3x,d4x,e5x,f6x,g7x,h8x,i9x",
            },
            "wanted",
            "These are 21 skills",
        ),
    ],
)
def test_what_cannot_be_a_skill_is_explained_beside_its_list(
    sessions: Sessions, fields: dict[str, str], field: str, word: str
) -> None:
    with sessions.begin() as session, pytest.raises(RuleError, match=word) as refused:
        skills.want(session, "T1", "UADA", **{"typed": "", **fields}, now=MONDAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Kubernets", "Kubernetes"),
        ("java scirpt", "JavaScript"),
        ("negotation", "Negotiation"),
        ("Pyhton", "Python"),
        ("public speeking", "Public speaking"),
        ("acounting", "Accounting"),
        ("sourdogh", "sourdough"),
        ("sourdough bakin", "Sourdough baking"),
        ("juggling", None),
        ("gti", None),
        ("🍞", None),
        ("木工", None),
    ],
)
def test_a_slip_is_asked_about_and_kept_as_typed(sessions: Sessions, typed: str, name: str | None) -> None:
    with sessions.begin() as session:
        skills.offer(session, "T1", "UBEN", "Sourdough baking, sourdough", now=MONDAY)
        skills.want(session, "T1", "UBEN", "Sourdogh", now=MONDAY)
        skills.offer(session, "T2", "UOTHER", "jugglin", now=MONDAY)
        skills.offer(session, "T1", "UADA", typed, now=MONDAY)
        found = skills_meant.meant(session, "T1", "UADA", since=MONDAY)
        assert [each.name for each in skills.offered_by(session, "T1", "UADA")] == [typed]
        later = skills_meant.meant(session, "T1", "UADA", since=MONDAY + timedelta(seconds=1))
    assert [each.name for each in found] == ([name] if name else [])
    assert later == [], "one is asked once"


def test_one_tap_takes_what_was_meant_on_both_sides_and_the_deeper_level(sessions: Sessions) -> None:
    with sessions.begin() as session:
        skills.offer(session, "T1", "UADA", "kubernetes", deepen="kubernets", now=MONDAY)
        skills.want(session, "T1", "UADA", "kubernets", now=MONDAY)
        (slip,) = skills_meant.meant(session, "T1", "UADA", since=MONDAY)
        skills_meant.take(session, "T1", "UADA", slip.key, slip.name, now=MONDAY)
    with sessions.begin() as session:
        assert levels(skills.offered_by(session, "T1", "UADA")) == {"Kubernetes": Level.DEEPEN}
        assert levels(skills.wanted_by(session, "T1", "UADA")) == {"Kubernetes": Level.START}
        assert skills_meant.meant(session, "T1", "UADA", since=MONDAY) == []
        with pytest.raises(RuleError, match="not in your profile any more"):
            skills_meant.take(session, "T1", "UADA", slip.key, slip.name, now=MONDAY)


def test_slips_are_found_fast_where_thousands_have_skills(sessions: Sessions) -> None:
    with sessions.begin() as session:
        rows = [
            {"team_id": "T1", "user_id": f"U{n}", "key": f"kubernet{n:05}", "name": f"K{n}", "since": MONDAY}
            for n in range(2_000)
        ]
        insert_missing(session, Skill, rows)
        skills.offer(session, "T1", "UADA", ",".join(f"kubernetx{n:03}y" for n in range(20)), now=MONDAY)
        started = time.process_time()
        skills_meant.meant(session, "T1", "UADA", since=MONDAY)
    assert time.process_time() - started < 2
