"""Prompts that members propose."""

from datetime import timedelta
from typing import Any

from tests.conftest import START, Company
from tests.handlers.test_prompt_schedules import FORM, direct, posts, steward, told
from tests.people import Json, Person, words

QUESTION = "Which log line do you look for first? <!here>"
PROPOSED: dict[str, Any] = {
    "question": QUESTION,
    "format": "short text",
    "theme": "everyday",
    "choices": "",
    "button": "",
    "channel": "C0LEARNING",
    "wishes": ["named"],
}


def proposes(person: Person, **chosen: Any) -> dict[str, str]:
    person.types("/potluck prompts")
    person.presses("Propose a prompt")
    return person.submits(**{**PROPOSED, **chosen})


def decides(company: Company, ada: Person, button: str, word: str = "") -> Json:
    """Let the steward answer; give what she was asked."""
    question = told(company, ada)
    ada.presses(button, question, direct(ada))
    assert ada.submits(word=word) == {}
    ada.closes()
    return question


def own_bank(ada: Person) -> None:
    ada.types("/potluck prompts")
    ada.presses("Change")
    plan = {name: value for name, value in FORM.items() if name != "channel"}
    assert ada.submits(**{**plan, "weekday": "0", "at": "09:00", "source": "own"}) == {}
    ada.closes()


def test_an_accepted_prompt_goes_live_and_names_its_proposer(company: Company, ben: Person) -> None:
    ada = steward(company)
    assert proposes(ben) == {}
    assert "is with the stewards" in words(ben.window)
    decides(company, ada, "Accept", word="Lovely, short.")
    answer = words(told(company, ben)["blocks"])
    assert "<@U0ADA> has accepted the prompt you proposed" in answer
    assert "Lovely, short." in answer
    own_bank(ada)
    company.set_clock(START + timedelta(minutes=5))
    post = posts(ada, "#learning")[-1]
    assert QUESTION in words(post["blocks"])
    assert "from <@U0BEN>" in words(post["blocks"])
    assert "<!here>" not in post["text"]


def test_who_does_not_like_to_be_named_is_not(company: Company, ben: Person) -> None:
    ada = steward(company)
    proposes(ben, wishes=["anonymous"])
    decides(company, ada, "Accept")
    own_bank(ada)
    company.set_clock(START + timedelta(minutes=5))
    shown = words(posts(ada, "#learning")[-1]["blocks"])
    assert QUESTION in shown
    assert "<@U0BEN>" not in shown
    assert "you may leave your name out" in shown


def test_a_declined_prompt_is_told_with_the_stewards_word_and_never_asked(
    company: Company, ben: Person
) -> None:
    ada = steward(company)
    proposes(ben)
    question = decides(company, ada, "Decline", word="We asked it in May.")
    answer = words(told(company, ben)["blocks"])
    assert "would rather not ask the prompt you proposed" in answer
    assert "We asked it in May." in answer
    again = next(each for each in ada.told_by_potluck() if each["ts"] == question["ts"])
    assert words(again["blocks"]) == "<@U0ADA> has declined the prompt that <@U0BEN> proposed."
    own_bank(ada)
    company.set_clock(START + timedelta(minutes=5))
    assert QUESTION not in words(posts(ada, "#learning")[-1]["blocks"])


def test_a_proposed_poll_is_voted_on(company: Company, ben: Person) -> None:
    ada = steward(company)
    proposes(ben, choices="Tea\nCoffee\n\nWater")
    decides(company, ada, "Accept")
    own_bank(ada)
    company.set_clock(START + timedelta(minutes=5))
    ben.presses("Coffee", posts(ada, "#learning")[-1])
    company.set_clock(START + timedelta(minutes=6, seconds=1))
    assert "1  Coffee" in words(posts(ada, "#learning")[-1]["blocks"])


def test_what_cannot_be_asked_is_explained_beside_its_field(company: Company, ben: Person) -> None:
    steward(company)
    assert proposes(ben, question="  ").keys() == {"question"}
    assert proposes(ben, choices="only one").keys() == {"choices"}
    assert proposes(ben, choices="a\nb", wishes=["anonymous"]).keys() == {"question"}
    assert proposes(ben, channel="C0LEADS").keys() == {"channel"}


def test_a_guest_proposes_nothing(company: Company) -> None:
    steward(company)
    assert proposes(company.person("gus")).keys() == {"question"}


def test_five_may_wait_at_once(company: Company, ben: Person) -> None:
    ada = steward(company)
    for number in range(5):
        assert proposes(ben, question=f"Question {number}?") == {}
    assert "wait for a steward" in proposes(ben, question="One more?")["question"]
    ada.types("/potluck prompts")
    ada.presses("Proposed prompts")
    assert "Question 4?" in words(ada.window)
