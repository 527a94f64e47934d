"""Whatever people told of themselves, Slack takes their group's introduction, and nothing in it rings."""

import json
from datetime import timedelta

import pytest

from handlers.views import mixers_introduction as views
from handlers.views import mixers_times
from handlers.views.limits import message_problems, view_problems
from models import mixers_together
from models.mixers import Mixer, State, Together
from models.mixers_page import Companion, Page, Time
from models.mixers_rounds import Group, Round
from models.mixers_times import Strain
from tests.conftest import START
from tests.people import words

NASTY = "<!channel> & *x* @here https://example.com/?a=1&b=2 :wave: "


def page(number: int, *, together: Together = Together.TALK, typed: str = "", asks: bool = False) -> Page:
    people = [f"U0PERSON{number}X" for number in range(number)]
    fill = (typed * 300)[:300]
    strains = dict.fromkeys(people, Strain.OFF) if asks else {}
    longest = max(mixers_together.shelf(together).ideas, key=lambda each: len(str(each)))
    return Page(
        mixer=Mixer(name=(typed * 60)[:60] or "Coffee", together=together, state=State.RUNNING),
        round_=Round(id=7, ends_at=START + timedelta(days=14)),
        group=Group(id=5, starter_id=people[0], sequence=0, meets_at=None),
        people=[Companion(who, fill[:100], fill[:100], [fill[:60]] * 20, fill) for who in people],
        new=True,
        idea=longest,
        times=[Time(START + timedelta(days=days), strains) for days in (1, 2, 3)],
        meets=None,
    )


@pytest.mark.parametrize("together", Together)
@pytest.mark.parametrize("typed", ["", "x", NASTY, "&", "\u05d0 "])
def test_slack_takes_it_for_two_to_eight_people(together: Together, typed: str) -> None:
    for number in range(2, 9):
        shown = page(number, together=together, typed=typed, asks=True)
        message = views.introduction(shown)
        assert message_problems(message.blocks) == []
        assert len(json.dumps(message.blocks, ensure_ascii=False)) < views.TREE
        assert view_problems(mixers_times.form(shown, START)) == []


def test_nothing_that_was_typed_rings() -> None:
    message = views.introduction(page(3, typed=NASTY))
    sections = [each["text"] for each in message.blocks if each["type"] == "section"]
    assert all(each["verbatim"] for each in sections)
    assert not any("<!channel>" in each["text"] for each in sections)
    assert "@here" not in message.text
    assert "<!channel>" not in message.text


def test_many_are_told_less_of_each_than_few() -> None:
    few, many = (words(views.introduction(page(number, typed="word ")).blocks) for number in (3, 7))
    assert few.count("word") / 3 > many.count("word") / 7


def test_who_told_nothing_is_simply_named() -> None:
    shown = page(2)._replace(people=[Companion(who, "", "", [], "") for who in ("U0ADA", "U0BEN")], new=False)
    text = words(views.introduction(shown).blocks)
    assert "Glad to be asked" not in text
    assert "Why you" not in text


@pytest.mark.parametrize(
    ("teams", "said"),
    [
        (("A", "B", "C"), "work in three different teams"),
        (("A", "B", "a"), "work in two teams"),
        (("A", "A", "A"), ""),
        (("A", "", "B"), "work in two teams"),
        (("A", "", ""), ""),
    ],
)
def test_why_them_is_true_of_them(teams: tuple[str, ...], said: str) -> None:
    people = [Companion(f"U{number}", team, "", [], "") for number, team in enumerate(teams)]
    text = words(views.introduction(page(3)._replace(people=people)).blocks)
    assert said in text
    assert ("work in" in text) == bool(said)
    assert "have not been in a group together before" in text


@pytest.mark.parametrize("together", Together)
def test_a_group_reads_what_to_do_together(together: Together) -> None:
    shown = page(3, together=together)
    said = words(views.introduction(shown).blocks)
    assert shown.idea is not None
    assert views.TOGETHER[together] in said
    assert all(each.replace("&", "&amp;") in said for each in (shown.idea.text, *shown.idea.steps))


def test_a_group_reads_what_each_is_glad_to_be_asked_about() -> None:
    shown = page(2)
    ben = Companion("U0BEN", "Oven", "Hamburg", ["Bread", "Cake"], "Ask me about crumbs")
    said = words(views.introduction(shown._replace(people=[ben, *shown.people[1:]])).blocks)
    assert "*<@U0BEN>*  ·  Oven  ·  Hamburg\nGlad to be asked about Bread, Cake" in said
    assert "Ask me about crumbs" in said
