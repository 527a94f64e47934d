"""Asking peers: what is known first, who is named, answers, thanks, and questions that wait."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import questions, questions_answers
from models.errors import RuleError
from models.questions import Question
from tests.conftest import START, Company
from tests.handlers.test_prompt_answers import everything
from tests.handlers.test_tips import TIP, share
from tests.people import Json, Person, buttons, words

QUESTION = "how do I rebase a stack of branches?"
TWO_WORKING_DAYS = timedelta(days=2, minutes=2)


def ask(company: Company, person: Person, text: str = QUESTION, **fields: Any) -> Json:
    """Ask in #learning, and give the post."""
    person.types(f"/ask-peers {text}")
    if "Is it among these?" in words(person.window):
        assert person.submits() == {}
    assert person.submits(**fields) == {}
    person.closes()
    company.settle()
    return post(company, fields.get("channel", "#learning"))


def post(company: Company, where: str = "#learning") -> Json:
    return next(
        each for each in reversed(company.person("ada").reads(where)) if " ask" in each["text"].split(":")[0]
    )


def offers(person: Person, skills: str, *, named: bool = True) -> None:
    person.types("/potluck skills")
    assert person.submits(offered=skills, named=["yes"] if named else []) == {}
    person.closes()


def answers(company: Company, person: Person, question: Json, text: str = "git rebase --update-refs") -> None:
    person.presses("I can answer", question)
    assert person.submits(text=text) == {}
    person.closes()
    company.settle()


def settles(company: Company, person: Person, question: Json, answered_by: str | None) -> dict[str, str]:
    person.presses("It is answered", question)
    errors = person.submits(answered_by=answered_by)
    company.settle()
    return errors


def later(company: Company, after: timedelta) -> None:
    company.set_clock(START + after)
    company.settle()


def test_a_question_is_posted_with_its_authors_name(company: Company, ada: Person) -> None:
    said = ask(company, ada, "what is <!channel> for? & why @here")
    assert words(said["blocks"]).splitlines()[:2] == [
        "*<@U0ADA> asks*",
        "what is <!channel> for? & why @here",
    ]
    assert "<!channel>" not in said["text"]
    assert "@here" not in said["text"]


def test_what_is_known_is_shown_first_and_thanked_for(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada, "git rebase --update-refs carries a stack of branches along #git")
    ben.types(f"/ask-peers {QUESTION}")
    assert "--update-refs carries a stack" in words(ben.window)
    ben.presses("That answers it")
    assert "nobody needs to be asked" in words(ben.window)
    company.settle()
    assert not [each for each in ada.reads() if "asks" in each["text"]]
    assert "one colleague said that a tip of yours helped" in words(ada.home())


def test_asking_anyway_keeps_the_words(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada, "rebase the stack from its lowest branch up")
    ben.types(f"/ask-peers {QUESTION}")
    ben.submits()
    assert ben.window["state"]["values"]["text"]["text"]["value"] == QUESTION


def test_a_question_that_was_answered_is_shown_to_the_next_one(
    company: Company, ada: Person, ben: Person
) -> None:
    question = ask(company, ada)
    answers(company, ben, question)
    assert settles(company, ada, post(company), "U0BEN") == {}
    company.person("noor").types("/ask-peers can one rebase stacks of branches")
    shown = words(company.person("noor").window)
    assert QUESTION in shown
    assert "git rebase --update-refs" in shown
    assert "answered by <@U0BEN>" in shown


def test_an_open_question_answers_nothing(company: Company, ada: Person, ben: Person) -> None:
    ask(company, ada)
    ben.types(f"/ask-peers {QUESTION}")
    assert "Is it among these?" not in words(ben.window)


@pytest.mark.parametrize("surface", ["tip", "question"])
def test_what_is_known_in_a_private_channel_is_for_its_members(
    company: Company, ada: Person, surface: str
) -> None:
    ada.ask("POST", "/conversations/C0LEADS/invite", {"user": "U0POTLUCK"})
    if surface == "tip":
        share(company, ada, "rebase a stack from below", channel="C0LEADS")
    else:
        ada.types(f"/ask-peers {QUESTION}")
        assert ada.submits(channel="C0LEADS") == {}
        ada.closes()
        company.settle()
        said = next(each for each in reversed(ada.reads("#leads")) if "asks" in each["text"])
        ada.presses("It is answered", said, "#leads")
        assert ada.submits(answered_by=None) == {}
        ada.closes()
    outsider = company.person("greta")
    assert "C0LEADS" not in channels_of(outsider)
    ada.types(f"/ask-peers {QUESTION}")
    assert "Is it among these?" in words(ada.window)
    outsider.types(f"/ask-peers {QUESTION}")
    assert "Is it among these?" not in words(outsider.window)


def test_those_who_offer_it_and_like_to_be_named_are_named(
    company: Company, ada: Person, ben: Person
) -> None:
    offers(ben, "Git, public speaking")
    offers(company.person("noor"), "git", named=False)
    offers(company.person("tomas"), "Terraform")
    said = words(ask(company, ada)["blocks"])
    assert "Perhaps <@U0BEN> (Git) can help" in said
    assert "U0NOOR" not in said
    assert "U0TOMAS" not in said


def test_nobody_is_named_twice_within_seven_days(company: Company, ada: Person, ben: Person) -> None:
    offers(ben, "git")
    assert "U0BEN" in words(ask(company, ada)["blocks"])
    later(company, timedelta(days=7, seconds=-1))
    assert "U0BEN" not in words(ask(company, ada, "may one rebase twice?")["blocks"])
    later(company, timedelta(days=7, minutes=1))
    assert "U0BEN" in words(ask(company, ada, "may one rebase thrice?")["blocks"])


def test_three_are_named_at_most(company: Company, ada: Person) -> None:
    for name in ("ben", "noor", "tomas", "meera", "lei"):
        offers(company.person(name), "git")
    assert words(ask(company, ada)["blocks"]).count("(Git)") == 3


def channels_of(person: Person) -> set[str]:
    return {each["id"] for each in person.ask("GET", "/conversations") if each["member"]}


def test_nobody_is_named_where_they_are_not(company: Company, ada: Person) -> None:
    daniel = company.person("daniel")
    assert "C0LEARNING" not in channels_of(daniel)
    offers(daniel, "git")
    assert "Perhaps" not in words(ask(company, ada)["blocks"])


def test_who_asks_is_not_named(company: Company, ada: Person) -> None:
    offers(ada, "git")
    assert "Perhaps" not in words(ask(company, ada)["blocks"])


def test_who_takes_the_tick_away_before_the_question_is_said_is_not_named(
    company: Company, ada: Person, ben: Person
) -> None:
    offers(ben, "git")
    ada.types(f"/ask-peers {QUESTION}")
    assert ada.submits() == {}
    ada.closes()
    offers(ben, "git", named=False)
    company.settle()
    assert "Perhaps" not in words(post(company)["blocks"])


def test_taking_the_tick_away_takes_the_name_out_of_a_question_that_waits(
    company: Company, ada: Person, ben: Person
) -> None:
    offers(ben, "git")
    assert "U0BEN" in words(ask(company, ada)["blocks"])
    offers(ben, "git", named=False)
    company.settle()
    assert "U0BEN" not in words(post(company)["blocks"])


def test_taking_the_tick_away_ends_the_naming(company: Company, ada: Person, ben: Person) -> None:
    offers(ben, "git")
    offers(ben, "git", named=False)
    assert "U0BEN" not in words(ask(company, ada)["blocks"])


def test_an_anonymous_asker_is_known_to_the_question_alone(
    company: Company, ada: Person, ben: Person, caplog: pytest.LogCaptureFixture
) -> None:
    noor = company.person("noor")
    with caplog.at_level(logging.INFO):
        said = ask(company, noor, anonymous=["yes"])
        answers(company, ben, said)
        assert settles(company, noor, post(company), "U0BEN") == {}
        ben.presses("Keep it as a tip", ben.told_by_potluck()[-1], direct(ben))
        company.settle()
    assert words(said["blocks"]).startswith("*Somebody asks, without their name*")
    assert "U0NOOR" not in caplog.text
    assert "U0NOOR" not in str(company.workspace.calls("chat.postMessage"))
    for person in (ada, ben):
        assert "U0NOOR" not in str([each for each in person.reads() if each["user"] != "U0NOOR"])
    assert "U0NOOR" not in str(ben.told_by_potluck())
    rows = everything(company)
    assert "U0NOOR" in rows
    with company.potluck.sessions.engine.connect() as connection:
        for table in ("questions", "outbox"):
            connection.exec_driver_sql(f"UPDATE {table} SET {holder(table)} = ''")  # noqa: S608
        connection.commit()
    assert "U0NOOR" not in everything(company)


def holder(table: str) -> str:
    return "author_id" if table == "questions" else "recipients"


def direct(person: Person) -> str:
    return next(
        str(each["id"])
        for each in person.ask("GET", "/conversations")
        if "U0POTLUCK" in each["members"] and each["kind"] == "im"
    )


def test_words_to_an_anonymous_asker_do_not_say_which_question_is_theirs(company: Company) -> None:
    noor = company.person("noor")
    answers(company, company.person("ben"), ask(company, noor, anonymous=["yes"]))
    with company.potluck.sessions.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT key, ref FROM outbox WHERE recipients = 'U0NOOR'").all()
    assert len(rows) == 1
    assert not re.search(r"question:\d", str(rows))
    assert not rows[0].ref.isdecimal()


def test_only_who_asked_settles_and_edits_and_the_refusal_names_nobody(
    company: Company, ada: Person, ben: Person
) -> None:
    said = ask(company, ada, anonymous=["yes"])
    for label in ("It is answered", "Edit"):
        ben.presses(label, said)
        assert ben.last()["text"].startswith("Only who asked a question")
        assert "ADA" not in str(ben.last())


def test_who_asked_hears_of_the_first_answer_and_the_rest_is_added(
    company: Company, ada: Person, ben: Person
) -> None:
    said = ask(company, ada)
    answers(company, ben, said)
    first = ada.told_by_potluck()[-1]
    assert "A colleague has answered your question in <#C0LEARNING>." in words(first["blocks"])
    assert "git rebase --update-refs" in words(first["blocks"])
    number = len(ada.told_by_potluck())
    company.person("noor").types("or use a tool", thread=said["ts"])
    company.settle()
    told = ada.told_by_potluck()
    assert len(told) == number
    assert "2 colleagues have answered" in words(told[-1]["blocks"])
    assert "or use a tool" not in everything(company)


def test_an_answer_stands_in_the_thread_with_its_authors_name(
    company: Company, ada: Person, ben: Person
) -> None:
    said = ask(company, ada)
    answers(company, ben, said, "see <!here> https://git-scm.com")
    assert words(ada.thread(said["ts"])[-1]["blocks"]).startswith(
        "<@U0BEN> answers\nsee <!here> https://git-scm"
    )


def test_a_deleted_answer_counts_no_more(company: Company, ada: Person, ben: Person) -> None:
    said = ask(company, ada)
    ben.types("like so", thread=said["ts"])
    company.settle()
    reply = ada.thread(said["ts"])[-1]
    ben.ask("POST", f"/conversations/C0LEARNING/messages/{reply['ts']}/delete")
    later(company, timedelta(minutes=5))
    assert "no answer yet" in words(post(company)["blocks"])


def test_an_answered_question_thanks_who_answered_and_becomes_a_tip_by_their_press(
    company: Company, ada: Person, ben: Person
) -> None:
    said = ask(company, ada)
    answers(company, ben, said)
    assert settles(company, ada, post(company), "U0BEN") == {}
    assert "Answered, by <@U0BEN>" in words(post(company)["blocks"])
    thanks = ben.told_by_potluck()[-1]
    assert "<@U0ADA> says that your answer in <#C0LEARNING> helped" in words(thanks["blocks"])
    ada.types("/find-tip rebase")
    assert "No tip with" in ada.last()["text"]
    for _ in range(2):
        ben.presses("Keep it as a tip", thanks, direct(ben))
    company.settle()
    ada.types("/find-tip rebase stack")
    assert words(ada.last()["blocks"]).count("git rebase --update-refs") == 1
    told = [words(each.get("blocks", [])) for each in ben.told_by_potluck()]
    assert not any("Keep it as a tip" in each for each in told)
    assert "git rebase --update-refs" in words(ada.home())


def test_an_answer_from_the_thread_is_read_again_only_by_its_authors_press(
    company: Company, ada: Person, ben: Person
) -> None:
    said = ask(company, ada)
    ben.types("start at the lowest branch", thread=said["ts"])
    settles(company, ada, post(company), "U0BEN")
    assert "lowest branch" not in everything(company)
    ben.presses("Edit first", ben.told_by_potluck()[-1], direct(ben))
    assert ben.window["state"]["values"]["text"]["text"]["value"] == f"{QUESTION}\nstart at the lowest branch"
    assert ben.submits(tags="#k8s") == {}
    company.settle()
    company.person("noor").types("/find-tip lowest #kubernetes")
    assert "start at the lowest branch" in words(company.person("noor").last()["blocks"])


def test_nobody_else_keeps_an_answer(company: Company, ada: Person, ben: Person) -> None:
    said = ask(company, ada)
    answers(company, ben, said)
    settles(company, ada, post(company), "U0NOOR")
    with company.potluck.sessions.begin() as session:
        question = session.scalars(select(Question)).one()
        with pytest.raises(RuleError, match="Only who gave an answer"):
            questions_answers.check_keeper(question, "U0BEN")
        questions_answers.check_keeper(question, "U0NOOR")


@pytest.mark.parametrize("who", ["U0ADA", "U0POTLUCK"])
def test_an_answer_is_a_colleagues(company: Company, ada: Person, who: str) -> None:
    said = ask(company, ada)
    assert "answered_by" in settles(company, ada, said, who)


def test_after_two_working_days_it_is_asked_once_more_and_then_listed(
    company: Company, ada: Person, ben: Person
) -> None:
    ask(company, ada)
    later(company, TWO_WORKING_DAYS - timedelta(minutes=5))
    assert bumps(ada) == []
    for days in range(4):
        later(company, TWO_WORKING_DAYS + timedelta(days=days))
    assert len(bumps(ada)) == 1
    assert "Colleagues wait for an answer" in words(ben.home())
    assert QUESTION in words(ben.home())
    assert "Colleagues wait for an answer" not in words(ada.home())
    assert "Your open questions" in words(ada.home())
    ben.presses_on_home("I can answer")
    assert ben.submits(text="from below") == {}
    company.settle()
    assert "Colleagues wait for an answer" not in words(ben.home())


def bumps(person: Person) -> list[Json]:
    return [each for each in person.reads() if each["text"].startswith("Nobody has answered this since")]


def test_a_question_of_friday_is_bumped_on_tuesday(company: Company, ada: Person) -> None:
    later(company, timedelta(days=4))
    ask(company, ada)
    later(company, timedelta(days=7, hours=1))
    assert bumps(ada) == []
    later(company, timedelta(days=8, hours=1))
    assert len(bumps(ada)) == 1


def test_a_reply_under_the_reminder_is_an_answer(company: Company, ada: Person, ben: Person) -> None:
    ask(company, ada)
    later(company, TWO_WORKING_DAYS)
    ben.types("from below", thread=bumps(ada)[0]["ts"])
    company.settle()
    assert "A colleague has answered" in words(ada.told_by_potluck()[-1]["blocks"])


def test_what_was_answered_is_not_bumped(company: Company, ada: Person, ben: Person) -> None:
    said = ask(company, ada)
    answers(company, ben, said)
    later(company, TWO_WORKING_DAYS)
    assert bumps(ada) == []


def test_after_four_weeks_who_asked_in_vain_hears_so_once(company: Company, ada: Person) -> None:
    ask(company, ada)
    for days in (27, 28, 29):
        later(company, timedelta(days=days, minutes=1))
    told = [words(each["blocks"]) for each in ada.told_by_potluck()]
    assert sum("in four weeks" in each for each in told) == 1
    assert "after four weeks" in words(post(company)["blocks"])


def test_editing_changes_the_post_and_taking_back_removes_it(company: Company, ada: Person) -> None:
    said = ask(company, ada)
    ada.presses("Edit", said)
    assert ada.submits(text="how does one squash?") == {}
    ada.closes()
    later(company, timedelta(minutes=2))
    assert "how does one squash?" in words(post(company)["blocks"])
    ada.presses("Edit", post(company))
    ada.presses("Take it back")
    company.settle()
    assert not [each for each in ada.reads() if " asks" in each["text"]]
    assert "squash" not in everything(company)


def test_two_windows_on_one_question_do_not_overwrite_each_other(company: Company, ada: Person) -> None:
    ask(company, ada)
    with company.potluck.sessions.begin() as session:
        question = session.scalars(select(Question)).one()
        questions.edit(session, question, text="the first change", version=0, now=START)
        with pytest.raises(RuleError, match="has changed since you opened it"):
            questions.edit(session, question, text="the second", version=0, now=START)
        assert question.text == "the first change"


def test_where_it_cannot_be_posted_who_asked_is_told_how_to_mend_it(company: Company, ada: Person) -> None:
    ada.types(f"/ask-peers {QUESTION}")
    assert ada.submits(channel="C0LEADS") == {}
    company.settle()
    told = ada.told_by_potluck()[-1]
    assert "could not post it in <#C0LEADS>" in words(told["blocks"])
    ada.ask("POST", "/conversations/C0LEADS/invite", {"user": "U0POTLUCK"})
    ada.presses("Post it now", told, direct(ada))
    company.settle()
    assert any("asks" in each["text"] for each in ada.reads("#leads"))


def test_what_is_no_question_is_refused_beside_the_field(ada: Person) -> None:
    ada.types("/ask-peers")
    assert ada.submits(text="  \u2003 ") == {"text": "Write your question: one or two sentences are enough."}


def test_what_is_too_long_for_the_form_is_cut_nowhere_else(ada: Person) -> None:
    ada.types(f"/ask-peers {'long ' * 400}")
    assert len(ada.window["state"]["values"]["text"]["text"]["value"]) == 1500
    assert "1,500 fit here" in words(ada.window)
    assert words(ada.window).count("long") == 100


def test_a_form_sent_twice_asks_once(company: Company) -> None:
    once: dict[str, Any] = {
        "team_id": company.potluck.team_id,
        "author_id": "U0ADA",
        "text": QUESTION,
        "anonymous": False,
        "channel_id": "C0LEARNING",
        "private_channel": False,
        "present": [],
        "submission": "V1",
        "now": START,
    }
    with company.potluck.sessions.begin() as session:
        first = questions.ask(session, token="one", **once)
        assert questions.ask(session, token="two", **once) is first
    company.settle()
    assert len([each for each in company.person("ada").reads() if " asks" in each["text"]]) == 1


def test_help_explains_with_an_example(ada: Person) -> None:
    ada.types("/ask-peers help")
    assert "Example: `/ask-peers" in ada.last()["text"]


def test_a_channel_that_has_become_private_keeps_its_questions(
    company: Company, ada: Person, ben: Person
) -> None:
    ask_in = company.person("daniel")
    ada.types(f"/ask-peers {QUESTION}", "#engineering")
    assert ada.submits(channel="C0ENGINEERING") == {}
    company.settle()
    later(company, TWO_WORKING_DAYS)
    assert QUESTION in words(ask_in.home())
    company.workspace.make_private("C0ENGINEERING")
    assert QUESTION not in words(ask_in.home())
    assert QUESTION in words(ben.home())


def test_a_digest_lists_what_waits(company: Company, ada: Person) -> None:
    ada.types("/potluck settings")
    assert ada.submits(digest_channels=["C0LEARNING"]) == {}
    ada.closes()
    ask(company, ada)
    later(company, TWO_WORKING_DAYS)
    later(company, timedelta(days=4, hours=6, minutes=6))
    said = words([each["blocks"] for each in ada.reads() if "blocks" in each])
    assert "Who can answer?" in said
    assert TIP not in said


def test_who_helped_in_a_private_channel_is_somebody_in_it(company: Company, ada: Person) -> None:
    ada.ask("POST", "/conversations/C0LEADS/invite", {"user": "U0POTLUCK"})
    said = ask(company, ada, channel="C0LEADS")
    ada.presses("It is answered", said, "#leads")
    assert "in the question's channel" in ada.submits(answered_by="U0BEN")["answered_by"]
    assert ada.submits(answered_by="U0NOOR") == {}


def test_nobody_answers_a_question_of_a_channel_that_has_closed(company: Company, ada: Person) -> None:
    ask(company, ada)
    later(company, TWO_WORKING_DAYS)
    daniel = company.person("daniel")
    home = daniel.home()
    assert "I can answer" in words(home["blocks"])
    company.workspace.make_private("C0LEARNING")
    press = next(button for _, button in buttons(home["blocks"]) if button["text"]["text"] == "I can answer")
    where = next(block for block, button in buttons(home["blocks"]) if button is press)
    daniel.ask(
        "POST",
        "/actions",
        {"container": {"type": "home"}, "block_id": where, "action_id": press["action_id"]},
    )
    assert "for the present members of its channel" in words(daniel.window)
    assert QUESTION not in words(daniel.window)


def test_a_question_taken_back_while_its_form_is_open_is_said_beside_the_words(
    company: Company, ada: Person, ben: Person
) -> None:
    said = ask(company, ada)
    ben.presses("I can answer", said)
    ada.presses("Edit", said)
    ada.presses("Take it back")
    assert "This question is gone" in ben.submits(text="git rebase --update-refs")["text"]
    assert ben.window["state"]["values"]["text"]["text"]["value"] == "git rebase --update-refs"
