"""Wishes as people see them: the board, +1, and a wish that becomes a talk."""

from datetime import timedelta

import pytest

from models.lunches_wishes import PAGE
from tests.conftest import START, Company
from tests.handlers.test_lunches_talks import (
    announced,
    announcement,
    dates,
    fills,
    heard,
    later,
    meet,
    offers,
    presses_in_dm,
    talks,
)
from tests.people import Person, buttons, words

TOPIC = "Kubernetes for beginners"


def opens_board(person: Person) -> None:
    person.types("/lunch-signup")
    person.presses("Wishes")


def wishes(person: Person, text: str = TOPIC) -> None:
    """Wish for something that nobody wishes for yet."""
    opens_board(person)
    person.presses("Wish for a topic")
    assert person.submits(text=text) == {}
    assert "is on the board" in words(person.window)
    person.closes()


def votes(person: Person, label: str = "+1") -> None:
    """Press the first such button on the board."""
    opens_board(person)
    person.presses(label)
    person.closes()


def board(person: Person) -> str:
    opens_board(person)
    return words(person.window)


def offers_skill(person: Person, skills: str = "Kubernetes") -> None:
    person.types("/potluck skills")
    assert person.submits(offered=skills, named=["yes"]) == {}
    person.closes()


def test_a_wish_is_on_the_board_without_its_wishers_name(ada: Person, ben: Person) -> None:
    wishes(ada, "<!here> what do @channel and *stars* do?")
    votes(ben)
    shown = board(ben)
    assert "<!here> what do @channel and *stars* do?" in shown
    assert "2 colleagues wish for it  ·  you too" in shown
    assert "U0ADA" not in str(ben.window)
    assert "2 colleagues wish for it  ·  yours" in board(ada)


def test_a_vote_is_undone_with_one_press(ada: Person, ben: Person) -> None:
    wishes(ada)
    votes(ben)
    votes(ben, "Not any more")
    assert "1 colleague wishes for it" in board(ben)


def test_a_wish_like_one_that_is_there_is_shown_before_it_is_kept(ada: Person, ben: Person) -> None:
    wishes(ada)
    opens_board(ben)
    ben.presses("Wish for a topic")
    assert ben.submits(text="somebody please explain k8s") == {}
    assert "Is it one of these?" in words(ben.window)
    assert f"{TOPIC} (1 colleague wishes for it)" in words(ben.window)
    ben.presses("+1")
    assert "2 colleagues wish for it" in board(ben)


def test_a_wish_that_is_different_is_kept_beside_the_one_like_it(ada: Person, ben: Person) -> None:
    wishes(ada)
    opens_board(ben)
    ben.presses("Wish for a topic")
    assert ben.submits(text="k8s") == {}
    assert ben.submits() == {}
    assert "k8s" in board(ben)


def test_the_board_has_pages(ada: Person) -> None:
    for number in range(PAGE + 1):
        wishes(ada, "abcdefghi"[number] * 4)
    assert "aaaa" in board(ada)
    ada.presses("More")
    assert "iiii" in words(ada.window)
    ada.presses("Not any more")
    assert "aaaa" in words(ada.window), "the page is gone, and the last one shows"


def test_who_wished_changes_it_while_nobody_else_wants_it(ada: Person, ben: Person) -> None:
    wishes(ada)
    opens_board(ada)
    ada.presses("Change")
    assert ada.submits(text="Kubernetes, slowly") == {}
    ada.closes()
    opens_board(ada)
    ada.presses("Change")
    votes(ben)
    assert "as it stands" in ada.submits(text="Gardening")["text"]


def test_wishes_become_one_when_who_wished_for_the_smaller_agrees(
    company: Company, ada: Person, ben: Person
) -> None:
    wishes(ada)
    wishes(ben, "Reading dashboards")
    lei = company.person("lei")
    votes(lei)
    opens_board(lei)
    lei.presses("Same as another")
    into = lei.window["blocks"][1]["element"]["options"][0]["value"]
    assert lei.submits(into=into) == {}
    assert "not told who noticed" in words(lei.window)
    company.settle()
    assert "Shall they be one?" in heard(ben)[-1]
    presses_in_dm(ben, "Yes, one wish")
    company.settle()
    assert "is part of" in heard(ben)[-1]
    assert "3 colleagues wish for it" in board(ben)
    assert "Reading dashboards" not in words(ben.window)


def test_a_wish_becomes_a_talk_and_its_wishers_hear_its_date_once(
    company: Company, ada: Person, ben: Person
) -> None:
    meet(company)
    wishes(ada)
    votes(ben)
    kenji = company.person("kenji")
    offers_skill(kenji)
    company.potluck.look()
    asked = heard(kenji)[-1]
    assert f"2 colleagues wish for “{TOPIC}”, and you offer Kubernetes" in asked
    assert "U0ADA" not in asked
    presses_in_dm(kenji, "Yes")
    assert kenji.window["state"]["values"]["title"]["title"]["value"] == TOPIC
    assert fills(kenji, title="Pods, slowly", lunch=str(dates(company)[1].id)) == {}
    kenji.closes()
    company.settle()
    for person in (ada, ben):
        assert sum("You wished for it" in each for each in heard(person)) == 1
    assert TOPIC not in board(ada)
    assert "is taken care of" in heard(kenji)[-1]
    assert not any("You wished for it" in each for each in heard(kenji))


def test_when_the_talk_is_withdrawn_the_wish_waits_again_and_the_message_says_so(
    company: Company, ada: Person, ben: Person
) -> None:
    meet(company)
    wishes(ada)
    opens_board(ben)
    ben.presses("I can tell about this")
    assert "For the wish" in words(ben.window)
    assert fills(ben) == {}
    company.settle()
    count = len(heard(ada))
    ben.presses("Step back")
    assert ben.submits(then="withdraw") == {}
    company.settle()
    assert "stands on the board again" in heard(ada)[-1]
    assert len(heard(ada)) == count
    assert TOPIC in board(ada)


@pytest.mark.parametrize(
    ("label", "answer"), [("Not now", "not now"), ("Don't ask me about this", "not ask you about Kubernetes")]
)
def test_a_no_is_fine_and_nobody_hears_of_it(
    company: Company, ada: Person, ben: Person, label: str, answer: str
) -> None:
    wishes(ada)
    offers_skill(ben)
    company.potluck.look()
    company.settle()
    assert heard(ben) == [], "it is night where he works"
    company.set_clock(START + timedelta(hours=6, minutes=10))
    presses_in_dm(ben, label)
    company.settle()
    assert answer in heard(ben)[-1]
    assert heard(ada) == []


def test_two_who_would_tell_about_it_are_not_both_taken(company: Company, ada: Person, ben: Person) -> None:
    meet(company)
    wishes(company.person("lei"))
    for person in (ada, ben):
        opens_board(person)
        person.presses("I can tell about this")
    for person in (ada, ben):
        assert fills(person) == {}
    assert [talk.wish_id is None for talk in talks(company)] == [False, True]


def test_a_lunch_without_a_talk_names_the_three_most_wanted_and_anybody_may_tell(
    company: Company, ada: Person, ben: Person
) -> None:
    meet(company)
    for topic in ("Gardening", "Knitting", "Chess", "Juggling"):
        wishes(ada, topic)
    votes(ben)
    lunch = dates(company)[0]
    message = announced(company, lunch)
    shown = words(message["blocks"])
    assert all(each in shown for each in ("Gardening (2)", "Knitting (1)", "Chess (1)"))
    assert "Juggling" not in words(message["blocks"])
    ben.presses("I can tell about this", message)
    assert ben.window["state"]["values"]["lunch"]["lunch"]["selected_option"]["value"] == str(lunch.id)
    assert fills(ben) == {}
    later(company, lunch.at - timedelta(days=6))
    assert "I can tell about this" not in [
        button["text"]["text"] for _, button in buttons(announcement(company)["blocks"])
    ]


def test_the_announcement_follows_what_is_wished_for(company: Company, ada: Person) -> None:
    meet(company)
    lunch = dates(company)[0]
    announced(company, lunch)
    wishes(ada)
    company.settle()
    assert f"{TOPIC} (1)" in words(announcement(company)["blocks"])
    votes(ada, "Not any more")
    later(company, lunch.at - timedelta(days=7) + timedelta(minutes=1))
    assert TOPIC not in words(announcement(company)["blocks"])


@pytest.mark.parametrize(("who", "where"), [("gus", "#learning"), ("vera", "C0ORCHARD")])
def test_wishes_are_for_the_workspaces_members(company: Company, ada: Person, who: str, where: str) -> None:
    meet(company, where)
    wishes(ada)
    message = announced(company, dates(company)[0], where)
    stranger = company.person(who)
    stranger.presses("I can tell about this", message, where)
    assert stranger.windows == []


def test_the_speaker_of_ones_own_wish_is_not_told_of_it(company: Company, ada: Person) -> None:
    meet(company)
    wishes(ada)
    opens_board(ada)
    ada.presses("I can tell about this")
    assert fills(ada) == {}
    company.settle()
    assert not any("You wished" in each for each in heard(ada))


def test_a_wish_taken_up_in_a_private_channel_tells_only_its_date(
    company: Company, ada: Person, ben: Person
) -> None:
    ada.ask("POST", "/conversations/C0LEADS/invite", {"user": "U0POTLUCK"})
    meet(company, "#leads")
    wishes(ben)
    opens_board(ada)
    ada.presses("I can tell about this")
    assert fills(ada, title="The secret plan", lunch=str(dates(company)[0].id)) == {}
    company.settle()
    told = heard(ben)[-1]
    assert "secret" not in told
    assert "U0ADA" not in told
    ben.types("/lunch-signup")
    assert "secret" not in words(ben.window)


def test_a_talk_offered_while_nothing_is_wished_changes_no_wish(company: Company, ada: Person) -> None:
    meet(company)
    offers(company, ada, dates(company)[0])
    assert "Nobody wishes for anything yet" in board(ada)
    assert talks(company)[0].offered_at >= START
