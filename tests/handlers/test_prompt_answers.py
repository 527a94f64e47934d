"""Answers to a prompt: without a name, by vote, kept as a tip; the count and the summary."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import text

from models import tables
from tests.conftest import START, Company
from tests.handlers.test_prompt_proposals import decides, own_bank, proposes
from tests.handlers.test_prompt_schedules import posts, steward
from tests.people import Json, Person, words

ASKED = START + timedelta(minutes=5)


def asked(company: Company, **chosen: object) -> Json:
    """Ask a prompt that was proposed with what is chosen."""
    ada = steward(company)
    greta = company.person("greta")
    proposes(greta, wishes=[], **chosen) if "wishes" not in chosen else proposes(greta, **chosen)
    decides(company, ada, "Accept")
    own_bank(ada)
    company.set_clock(ASKED)
    return posts(ada, "#learning")[-1]


def now_shown(company: Company, prompt: Json) -> Json:
    return next(each for each in company.person("ada").reads() if each["ts"] == prompt["ts"])


def everything(company: Company) -> str:
    """Write down every row of the database."""
    with company.potluck.sessions.engine.connect() as connection:
        names = [table.name for table in tables.METADATA.sorted_tables]
        rows = [connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in names]  # noqa: S608
    return repr(rows)


def test_an_answer_without_a_name_leaves_none_anywhere(
    company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    prompt = asked(company, wishes=["anonymous"])
    noor = company.person("noor")
    before = everything(company).count("U0NOOR")
    with caplog.at_level(logging.INFO):
        noor.presses("Answer", prompt)
        assert noor.submits(text="nobody explained the pager", anonymous=["yes"]) == {}
        company.set_clock(ASKED + timedelta(minutes=2))
        company.settle()
    assert "Keep this as a tip" not in words(noor.window)
    answer = noor.thread(prompt["ts"])[-1]
    assert words(answer["blocks"]) == "Somebody answered, without their name\nnobody explained the pager"
    assert "nobody explained the pager" in everything(company)
    assert everything(company).count("U0NOOR") == before == 0
    assert "U0NOOR" not in caplog.text
    said = str(company.workspace.calls("chat.postMessage"))
    assert "nobody explained the pager" in said
    assert "U0NOOR" not in said
    assert words(now_shown(company, prompt)["blocks"]).splitlines()[-1].startswith("1 person has answered")


def test_an_answer_that_cannot_be_posted_is_given_back_to_its_author(company: Company, ben: Person) -> None:
    prompt = asked(company)
    ben.presses("Answer", prompt)
    company.workspace.archive("C0LEARNING")
    assert ben.submits(text="grep the request id first") == {}
    company.settle()
    told = words(ben.told_by_potluck()[-1]["blocks"])
    assert "I could not post it in <#C0LEARNING>" in told
    assert "grep the request id first" in told


def test_where_names_are_asked_for_there_is_no_way_without(company: Company, ben: Person) -> None:
    prompt = asked(company)
    ben.presses("Answer", prompt)
    assert "anonymous" not in ben.window["state"]["values"]


def test_a_vote_counts_once_a_person_and_may_change(company: Company, ben: Person) -> None:
    prompt = asked(company, choices="tabs\nspaces", format="poll")
    for label in ("tabs", "tabs", "spaces"):
        ben.presses(label, prompt)
        assert label in ben.last()["text"]
    company.person("noor").presses("spaces", prompt)
    company.set_clock(ASKED + timedelta(minutes=2))
    company.settle()
    shown = words(now_shown(company, prompt)["blocks"])
    assert "2 people have answered" in shown
    assert "spaces: 2" in shown or "spaces 2" in shown or "2  spaces" in shown


def test_an_answer_from_the_form_becomes_a_tip_with_one_tap(company: Company, ben: Person) -> None:
    prompt = asked(company)
    ben.presses("Answer", prompt)
    ben.submits(text="grep the request id first #logs")
    ben.presses("Keep this as a tip")
    company.settle()
    tip = ben.thread(prompt["ts"])[-1]
    assert words(tip["blocks"]).splitlines()[:3] == [
        "<@U0BEN> shared a tip",
        "grep the request id first",
        "#logs",
    ]
    ben.types("/find-tip grep #logs")
    assert "grep the request id first" in words(ben.last()["blocks"])


def test_an_answer_in_the_thread_is_offered_once_to_be_kept_and_only_its_author_keeps_it(
    company: Company, ben: Person
) -> None:
    prompt = asked(company)
    for said in ("grep the request id first", "and then the host"):
        ben.types(said, thread=prompt["ts"])
    offers = [
        each for each in ben.thread(prompt["ts"]) if "Keep this as a tip" in words(each.get("blocks", []))
    ]
    assert len(offers) == 1
    ben.presses("Keep this as a tip", offers[0])
    company.settle()
    assert "<@U0BEN> shared a tip\ngrep the request id first" in words(
        [each.get("blocks", []) for each in ben.thread(prompt["ts"])]
    )


def test_the_count_changes_at_most_once_a_minute_and_is_right_in_the_end(company: Company) -> None:
    prompt = asked(company)
    before = len(company.workspace.calls("chat.update"))
    people = [company.person(name) for name in ("noor", "tomas", "meera", "lei", "sofia", "arjun")]
    for second, person in enumerate(people):
        company.set_clock(ASKED + timedelta(seconds=100 + 5 * second))
        person.reacts("eyes", prompt)
        company.settle()
    assert len(company.workspace.calls("chat.update")) - before == 1
    company.set_clock(ASKED + timedelta(seconds=165))
    company.settle()
    assert len(company.workspace.calls("chat.update")) - before == 2
    assert "6 people have answered" in words(now_shown(company, prompt)["blocks"])


@pytest.mark.parametrize(("people", "summed_up"), [(2, False), (3, True)])
def test_two_working_days_later_three_answers_are_summed_up_once(
    company: Company, ben: Person, *, people: int, summed_up: bool
) -> None:
    prompt = asked(company)
    for name in ("noor", "tomas", "meera")[:people]:
        company.person(name).reacts("eyes", prompt)
    company.set_clock(ASKED + timedelta(days=2) - timedelta(minutes=1))
    company.settle()
    assert ben.thread(prompt["ts"]) == []
    for minutes in (6, 12):
        company.set_clock(ASKED + timedelta(days=2, minutes=minutes))
        company.settle()
    said = words([each["blocks"] for each in ben.thread(prompt["ts"])])
    assert said.count("3 people") == int(summed_up)
