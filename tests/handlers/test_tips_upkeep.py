"""Keeping tips true: what their owners are asked, and what happens to what nobody looks after."""

from datetime import timedelta

from models.tips import REVIEW_AFTER
from models.tips_upkeep import ASKED_AT_ONCE, STALE_AFTER
from tests.conftest import START, Company
from tests.handlers.test_tips import TIP, share
from tests.people import Json, Person, words

A_MINUTE = timedelta(minutes=10)


def later(company: Company, by: timedelta) -> None:
    company.set_clock(START + by + A_MINUTE)
    company.settle()


def questions(person: Person) -> list[Json]:
    """Find what somebody was asked about their tips."""
    return [each for each in person.told_by_potluck() if "in your care" in words(each["blocks"])]


def direct(person: Person) -> str:
    return next(
        str(each["id"])
        for each in person.ask("GET", "/conversations")
        if "U0POTLUCK" in each["members"] and each["kind"] == "im"
    )


def asked(company: Company, owner: Person) -> Json:
    later(company, REVIEW_AFTER)
    (question,) = questions(owner)
    return question


def finds(person: Person, word: str = "worktree") -> bool:
    person.types(f"/find-tip {word}")
    return TIP in words(person.last()["blocks"])


def test_after_half_a_year_the_owner_is_asked_once(company: Company, ada: Person) -> None:
    share(company, ada)
    later(company, REVIEW_AFTER - timedelta(days=1))
    assert questions(ada) == []
    asked(company, ada)
    later(company, REVIEW_AFTER + timedelta(days=20))
    assert len(questions(ada)) == 1


def test_several_tips_come_in_one_question(company: Company, ada: Person) -> None:
    share(company, ada)
    share(company, ada, "bisect finds the commit")
    shown = words(asked(company, ada)["blocks"])
    assert shown.startswith("These tips are in your care. Are they still true?")
    assert TIP in shown
    assert "bisect finds the commit" in shown


def test_the_question_waits_while_the_owner_has_heard_enough_this_week(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada)
    later(company, REVIEW_AFTER - timedelta(days=1))
    for text in ("bisect with a script", "rebase before you push"):
        ada.types(text)
        ben.reacts("bulb", ada.last())
        company.settle()
    later(company, REVIEW_AFTER)
    assert questions(ada) == []
    later(company, REVIEW_AFTER + timedelta(days=7))
    assert len(questions(ada)) == 1


def test_still_true_is_shown_to_who_searches_and_the_question_closes(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada)
    ada.presses("Still true", asked(company, ada), direct(ada))
    company.settle()
    assert "Thank you: nothing is left to check here." in words(ada.told_by_potluck())
    ben.types("/find-tip worktree")
    assert "checked" in words(ben.last()["blocks"])
    later(company, REVIEW_AFTER + STALE_AFTER + timedelta(days=30))
    assert finds(ben)


def test_a_retired_tip_is_found_no_more_and_can_be_restored(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada)
    ada.presses("Retire", asked(company, ada), direct(ada))
    company.settle()
    assert not finds(ben)
    assert words(ada.home()).count(TIP) == 1
    post = next(each for each in ada.reads() if TIP in words(each.get("blocks", [])))
    assert "This tip is retired" in words(post["blocks"])
    ada.presses_on_home("Restore")
    company.settle()
    assert finds(ben)


def test_a_tip_that_nobody_checks_or_uses_is_archived_and_its_owner_told(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada)
    asked(company, ada)
    later(company, REVIEW_AFTER + STALE_AFTER + timedelta(days=1))
    told = ada.told_by_potluck()[-1]
    assert "I have archived this tip in your care" in words(told["blocks"])
    assert not finds(ben)
    ada.presses("Restore", told, direct(ada))
    assert finds(ben)
    company.settle()
    assert "nothing is left to restore here" in words(ada.told_by_potluck())


def test_whatever_is_archived_on_a_day_is_told_in_one_message(company: Company, ada: Person) -> None:
    for text in (TIP, "bisect finds the commit", "rebase before you push"):
        share(company, ada, text)
    asked(company, ada)
    before = len(ada.told_by_potluck())
    later(company, REVIEW_AFTER + STALE_AFTER + timedelta(days=1))
    (told,) = ada.told_by_potluck()[before:]
    shown = words(told["blocks"])
    assert "I have archived these tips in your care" in shown
    assert all(text in shown for text in (TIP, "bisect finds the commit", "rebase before you push"))
    assert "nothing is left to check here" in words(ada.told_by_potluck()[before - 1]["blocks"])


def test_a_tip_that_helps_meanwhile_is_not_archived(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    post = ada.last()
    asked(company, ada)
    ben.presses("This helped", post)
    later(company, REVIEW_AFTER + STALE_AFTER + timedelta(days=1))
    assert finds(ben)


def test_a_tip_given_to_somebody_is_theirs_to_check_and_change(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada)
    question = asked(company, ada)
    ada.presses("Give to somebody", question, direct(ada))
    assert ada.submits(to="U0GUS")["to"].startswith("This is for colleagues")
    assert ada.submits(to="U0BEN") == {}
    company.settle()
    assert TIP not in words(questions(ada))
    theirs = ben.told_by_potluck()[-1]
    assert TIP in words(theirs["blocks"])
    ben.presses("Edit", theirs, direct(ben))
    assert ben.submits(text="git worktree, and it shares the hooks") == {}
    company.settle()
    assert "it shares the hooks" in words(ada.last()["blocks"])


def test_who_looks_after_a_tip_cannot_delete_it(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    ada.presses("Give to somebody", asked(company, ada), direct(ada))
    ada.submits(to="U0BEN")
    company.settle()
    ben.presses("Edit", ben.told_by_potluck()[-1], direct(ben))
    ben.presses("Delete this tip")
    assert "Only its author can delete a tip" in words(ben.window)
    assert finds(ben)


def test_an_edit_over_somebody_elses_edit_is_refused_with_the_words_kept(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada)
    ada.presses("Give to somebody", asked(company, ada), direct(ada))
    ada.submits(to="U0BEN")
    company.settle()
    ada.presses("Edit", ada.reads()[-1])
    ben.presses("Edit", ben.told_by_potluck()[-1], direct(ben))
    assert ben.submits(text="Ben's words") == {}
    refused = ada.submits(text="Ada's words")
    assert "Somebody has changed this tip" in refused["text"]
    assert ada.window["state"]["values"]["text"]["text"]["value"] == "Ada's words"


def test_a_tip_of_somebody_who_left_goes_to_who_saved_it(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    ben.presses("Save", ben.last())
    company.workspace.trouble("conversations.open", "user_disabled")
    later(company, REVIEW_AFTER)
    assert questions(ada) == []
    later(company, REVIEW_AFTER + timedelta(minutes=10))
    (question,) = questions(ben)
    assert TIP in words(question["blocks"])
    ben.presses("Still true", question, direct(ben))
    assert finds(ben)


def test_who_looks_after_many_tips_of_somebody_who_left_hears_of_a_few_a_week(
    company: Company, ada: Person, ben: Person
) -> None:
    for number in range(7):
        share(company, ada, f"tip number {number} of many words{number}")
        ben.presses("Save", ben.last())
    company.workspace.trouble("conversations.open", "user_disabled")
    later(company, REVIEW_AFTER)
    later(company, REVIEW_AFTER + timedelta(minutes=10))
    (question,) = questions(ben)
    assert words(question["blocks"]).count("tip number") == ASKED_AT_ONCE
    later(company, REVIEW_AFTER + timedelta(weeks=1))
    assert len(questions(ben)) == 2


def test_a_channels_tip_is_given_to_its_members_only(company: Company, ada: Person) -> None:
    ada.ask("POST", "/conversations/C0LEADS/invite", {"user": "U0POTLUCK"})
    share(company, ada, where="#leads", channel="C0LEADS")
    ada.presses("Edit", ada.last("#leads"), "#leads")
    ada.presses("Give to somebody")
    assert "for the members of its channel" in ada.submits(to="U0BEN")["to"]
    assert ada.submits(to="U0NOOR") == {}


def test_a_steward_who_is_not_in_a_channel_looks_after_its_tip_without_reading_it(
    company: Company, ada: Person, ben: Person
) -> None:
    ben.types("/potluck settings")
    ben.closes()
    ada.ask("POST", "/conversations/C0LEADS/invite", {"user": "U0POTLUCK"})
    share(company, ada, where="#leads", channel="C0LEADS")
    company.workspace.trouble("conversations.open", "user_disabled")
    later(company, REVIEW_AFTER)
    later(company, REVIEW_AFTER + timedelta(minutes=10))
    (question,) = questions(ben)
    assert "for the members of <#C0LEADS> alone" in words(question["blocks"])
    for label in ("Open", "Edit", "Give to somebody"):
        ben.presses(label, question, direct(ben))
        assert "for the present members of its channel" in words(ben.told_by_potluck()[-1])
    assert TIP not in str(ben.told_by_potluck())
    ben.presses("Retire", question, direct(ben))
    assert TIP not in words(ben.home())
