"""A prompt in its channel, and every way to answer it."""

from datetime import UTC, datetime, timedelta

from slack_bolt import BoltRequest

from tests.conftest import START, Company
from tests.people import Json, Person, words


def asked(company: Company) -> Json:
    company.schedule_prompts()
    company.set_clock(START + timedelta(minutes=5))
    return company.person("ada").last()


def count(company: Company) -> str:
    company.set_clock(datetime.fromtimestamp(company.workspace.now().timestamp() + 61, UTC))
    prompts = [m for m in company.person("ada").reads() if m["text"].startswith("This week's prompt")]
    return words(prompts[-1]["blocks"]).splitlines()[-1]


def test_on_monday_at_nine_the_prompt_is_in_its_channel(company: Company, ada: Person) -> None:
    company.schedule_prompts()
    before = ada.last()
    company.set_clock(START + timedelta(minutes=4))
    assert ada.last() == before
    company.set_clock(START + timedelta(minutes=5))
    assert "Answer in the thread" in words(ada.last()["blocks"])
    company.set_clock(START + timedelta(minutes=6))
    assert len(company.workspace.calls("chat.postMessage")) == 1


def test_an_answer_by_the_button_stands_in_the_thread_with_its_author(
    company: Company, ada: Person, ben: Person
) -> None:
    prompt = asked(company)
    ben.presses("Answer", prompt)
    assert ben.submits(text="ctrl-r, and <!here>") == {}
    assert "Thank you" in words(ben.window)
    company.settle()
    answer = ada.thread(prompt["ts"])[-1]
    assert words(answer["blocks"]) == "<@U0BEN> answered\nctrl-r, and <!here>"
    assert "<!here>" not in answer["text"]
    assert count(company).startswith("1 person has answered")


def test_an_answer_in_the_thread_counts_and_one_elsewhere_does_not(
    company: Company, ada: Person, ben: Person
) -> None:
    prompt = asked(company)
    ben.types("ctrl-r", thread=prompt["ts"])
    ben.types("and again", thread=prompt["ts"])
    ada.types("good morning")
    assert count(company).startswith("1 person has answered")


def test_another_bots_answer_does_not_count(company: Company) -> None:
    prompt = asked(company)
    body = {
        "type": "event_callback",
        "team_id": "T0LOCAL",
        "event": {
            "type": "message",
            "channel": "C0LEARNING",
            "user": "U0DEPLOY",
            "bot_id": "B0DEPLOY",
            "ts": "9.9",
            "thread_ts": prompt["ts"],
        },
    }
    assert company.potluck.app.dispatch(BoltRequest(mode="socket_mode", body=body)).status == 200
    assert count(company).startswith("Answer in the thread")


def test_a_deleted_answer_does_not_count(company: Company, ben: Person) -> None:
    prompt = asked(company)
    ben.types("ctrl-r", thread=prompt["ts"])
    reply = next(each for each in ben.thread(prompt["ts"]) if each["user"] == ben.id)
    ben.ask("POST", f"/conversations/C0LEARNING/messages/{reply['ts']}/delete")
    assert count(company).startswith("Answer in the thread")


def test_a_reaction_is_an_answer_until_it_is_taken_back(company: Company, ada: Person, ben: Person) -> None:
    prompt = asked(company)
    ben.reacts("eyes", prompt)
    ada.reacts("tada", prompt)
    assert count(company).startswith("2 people have answered")
    ben.reacts("eyes", prompt, on=False)
    assert count(company).startswith("1 person has answered")


def test_without_history_scopes_the_button_still_works(poor_company: Company) -> None:
    prompt = asked(poor_company)
    ben = poor_company.person("ben")
    ben.types("not heard", thread=prompt["ts"])
    ben.presses("Answer", prompt)
    ben.submits(text="ctrl-r")
    assert count(poor_company).startswith("1 person has answered")
    assert "ctrl-r" in words(ben.thread(prompt["ts"])[-1]["blocks"])


def test_an_empty_answer_is_explained_beside_its_field(company: Company, ben: Person) -> None:
    ben.presses("Answer", asked(company))
    assert ben.submits(text="  ").keys() == {"text"}


def test_next_week_asks_something_else(company: Company, ada: Person) -> None:
    first = asked(company)
    company.set_clock(START + timedelta(weeks=1, minutes=5))
    assert words(ada.last()["blocks"]) != words(first["blocks"])
