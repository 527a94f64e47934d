"""Saving a colleague's message as a tip: the author is asked, and nothing is kept without their yes."""

import pytest

from tests.conftest import START, Company
from tests.people import Json, Person, RefusedError, words

WORDS = "You can bisect with a script: git bisect run"


def message(person: Person, text: str = WORDS, where: str = "#learning") -> Json:
    person.types(text, where)
    return person.last(where)


def save(person: Person, said: Json, where: str = "C0LEARNING") -> None:
    person.ask("POST", "/shortcuts", {"callback_id": "tips.save_message", "channel": where, "ts": said["ts"]})


def question(company: Company, author: Person) -> Json:
    company.settle()
    return author.told_by_potluck()[-1]


def test_the_author_is_asked_and_nothing_is_published_before_their_yes(
    company: Company, ada: Person, ben: Person
) -> None:
    said = message(ada)
    save(ben, said)
    assert "I have asked <@U0ADA>" in words(ben.last())
    asked = question(company, ada)
    shown = words(asked["blocks"])
    assert "<@U0BEN> would like to keep your message in <#C0LEARNING> as a tip, under your name." in shown
    assert WORDS in shown
    assert ada.thread(said["ts"]) == []


def test_a_yes_publishes_under_the_message_and_puts_it_on_the_savers_list(
    company: Company, ada: Person, ben: Person
) -> None:
    said = message(ada)
    save(ben, said)
    asked = question(company, ada)
    ada.presses("Keep as is", asked, direct_of(ada))
    company.settle()
    post = ada.thread(said["ts"])[-1]
    assert words(post["blocks"]).splitlines()[:2] == ["<@U0ADA> shared a tip", WORDS]
    assert "is kept as a tip" in words(ada.told_by_potluck()[0]["blocks"])
    assert "<@U0ADA> said yes" in words(ben.told_by_potluck()[-1]["blocks"])
    assert WORDS in words(ben.home())


def test_the_author_may_change_the_words_first(company: Company, ada: Person, ben: Person) -> None:
    said = message(ada)
    save(ben, said)
    ada.presses("Edit first", question(company, ada), direct_of(ada))
    assert ada.submits(text="git bisect run finds it alone", tags="#git") == {}
    company.settle()
    assert "git bisect run finds it alone" in words(ada.thread(said["ts"])[-1]["blocks"])


def test_a_no_keeps_nothing_and_tells_the_saver_kindly(company: Company, ada: Person, ben: Person) -> None:
    said = message(ada)
    save(ben, said)
    ada.presses("No", question(company, ada), direct_of(ada))
    company.settle()
    assert ada.thread(said["ts"]) == []
    assert "would rather not keep" in words(ben.told_by_potluck()[-1]["blocks"])
    ben.types("/find-tip bisect")
    assert "No tip with" in words(ben.last())


def test_nobody_is_asked_twice_about_one_message(company: Company, ada: Person, ben: Person) -> None:
    said = message(ada)
    save(ben, said)
    before = question(company, ada)
    save(company.person("noor"), said)
    save(ben, said)
    assert "nobody is asked twice" in words(ben.last())
    company.settle()
    assert ada.told_by_potluck()[-1]["ts"] == before["ts"]


def test_a_question_without_an_answer_ends_kindly_after_a_week(
    company: Company, ada: Person, ben: Person
) -> None:
    save(ben, message(ada))
    asked = question(company, ada)
    company.set_clock(START.replace(day=9))
    company.settle()
    assert "has ended, and nothing was kept" in words(ada.told_by_potluck()[0]["blocks"])
    assert "did not answer within a week" in words(ben.told_by_potluck()[-1]["blocks"])
    assert asked["ts"] == ada.told_by_potluck()[0]["ts"]


def test_ones_own_message_opens_the_form_at_once(ada: Person) -> None:
    save(ada, message(ada, "a stash has names #git"))
    state = ada.window["state"]["values"]
    assert state["text"]["text"]["value"] == "a stash has names"
    assert state["channel"]["channel"]["selected_conversation"] == "C0LEARNING"


@pytest.mark.parametrize("others", [["U0BEN"], ["U0BEN", "U0NOOR"]])
def test_what_is_said_in_private_is_not_saved_but_ones_own_words_may_be_shared(
    company: Company, ada: Person, ben: Person, others: list[str]
) -> None:
    talk = ada.ask("POST", "/conversations", {"users": others})["id"]
    said = message(ada, WORDS, talk)
    before = ada.told_by_potluck()
    save(ben, said, talk)
    assert "What is said in private is not saved" in ben.last(talk)["text"]
    company.settle()
    assert ada.told_by_potluck() == before
    save(ada, said, talk)
    assert ada.window["state"]["values"]["text"]["text"]["value"] == WORDS
    assert ada.submits(channel="C0LEARNING") == {}


def test_the_bulb_asks_the_author_too(company: Company, ada: Person, ben: Person) -> None:
    said = message(ada)
    ben.reacts("bulb", said)
    assert WORDS in words(question(company, ada)["blocks"])
    assert "I have asked <@U0ADA>" in words(ben.last())


def test_another_emoji_asks_nobody(company: Company, ada: Person, ben: Person) -> None:
    before = ada.told_by_potluck()
    ben.reacts("tada", message(ada))
    company.settle()
    assert ada.told_by_potluck() == before


def test_without_leave_to_read_the_author_writes_it_themselves(poor_company: Company) -> None:
    company, ada, ben = poor_company, poor_company.person("ada"), poor_company.person("ben")
    said = message(ada)
    ben.reacts("bulb", said)
    asked = question(company, ada)
    shown = words(asked["blocks"])
    assert WORDS not in shown
    assert "The message" in shown
    ada.presses("Write it as a tip", asked, direct_of(ada))
    assert ada.submits(text="bisect with a script", tags="") == {}
    company.settle()
    assert "bisect with a script" in words(ada.thread(said["ts"])[-1]["blocks"])


def test_only_the_author_answers(company: Company, ada: Person, ben: Person) -> None:
    save(ben, message(ada))
    asked = question(company, ada)
    with pytest.raises(RefusedError):
        ben.presses("Keep as is", asked, direct_of(ada))
    company.settle()
    ben.types("/find-tip bisect")
    assert "No tip with" in words(ben.last())


def test_mentions_in_a_saved_message_ring_nobody(company: Company, ada: Person, ben: Person) -> None:
    said = message(ada, "ask <@U0BEN> & read <#C0GENERAL>, then a < b")
    save(ben, said)
    ada.presses("Keep as is", question(company, ada), direct_of(ada))
    company.settle()
    shown = words(ada.thread(said["ts"])[-1]["blocks"])
    assert "<@U0BEN>" not in shown
    assert "a < b" in shown


def direct_of(person: Person) -> str:
    return next(
        str(each["id"])
        for each in person.ask("GET", "/conversations")
        if "U0POTLUCK" in each["members"] and each["kind"] == "im"
    )


def test_a_message_that_is_deleted_meanwhile_is_kept_by_its_authors_yes_all_the_same(
    company: Company, ada: Person, ben: Person
) -> None:
    said = message(ada)
    save(ben, said)
    asked = question(company, ada)
    ada.ask("POST", f"/conversations/C0LEARNING/messages/{said['ts']}/delete")
    ada.presses("Keep as is", asked, direct_of(ada))
    company.settle()
    assert words(ben.last()["blocks"]).splitlines()[:2] == ["<@U0ADA> shared a tip", WORDS]
    ben.types("/find-tip bisect")
    assert WORDS in words(ben.last()["blocks"])
    assert "could not post" not in words(ada.told_by_potluck())


def test_a_message_of_a_hundred_tags_or_of_tags_alone_is_kept_as_it_is(
    company: Company, ada: Person, ben: Person
) -> None:
    for text in ("bisect " + " ".join(f"#tag{number}" for number in range(100)), "#bisect #git"):
        said = message(ada, text)
        save(ben, said)
        ada.presses("Keep as is", question(company, ada), direct_of(ada))
        company.settle()
        assert words(ada.thread(said["ts"])[-1]["blocks"]).startswith("<@U0ADA> shared a tip")
