"""What is owed is said, once, whatever the weather."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from handlers.outgoing import Kind, NotNow
from handlers.views.blocks import Message
from models import bank, dispatch, outbox, prompts
from models.base import Sessions, connect
from models.lanes import UNHURRIED
from models.outbox import Importance, Owed, Step
from tests.conftest import START, Company, until
from tests.people import Person

REFUSALS = (
    "account_inactive",
    "cannot_dm_bot",
    "channel_not_found",
    "is_archived",
    "msg_too_long",
    "not_in_channel",
    "restricted_action",
    "token_revoked",
    "user_disabled",
    "user_not_found",
)


def owe(company: Company, key: str = "tip:999", **changes: object) -> None:
    with company.potluck.sessions.begin() as session:
        outbox.owe(
            session,
            **{  # type: ignore[arg-type]  # a test's own message
                "team_id": "T0LOCAL",
                "key": key,
                "kind": "prompts.post",
                "ref": prompting(company),
                "to": "C0LEARNING",
                "due": company.workspace.now(),
                **changes,
            },
        )


def prompting(company: Company) -> int:
    """Give a prompt that can be rendered; its own message is not what is tested."""
    company.schedule_prompts()

    with company.potluck.sessions.begin() as session:
        prompts.ask_due(session, bank.shared().prompts, now=START + timedelta(minutes=5))
        owed = session.scalars(select(Owed).where(Owed.kind == "prompts.post")).first()
        assert owed is not None
        if owed.key.startswith("prompting:"):
            owed.due_at = None
        return int(owed.ref)


def row(company: Company, key: str = "tip:999") -> Owed:
    with company.potluck.sessions.begin() as session:
        found = outbox.by_key(session, "T0LOCAL", key)
        assert found is not None
        return found


def posts(company: Company) -> int:
    ada = company.person("ada")
    return sum(message["text"].startswith("This week's prompt") for message in ada.reads())


def later(company: Company, **amount: float) -> None:
    company.set_clock(company.workspace.now() + timedelta(**amount))


def test_owing_the_same_key_twice_says_it_once(company: Company) -> None:
    owe(company)
    owe(company)
    company.settle()
    company.settle()
    assert posts(company) == 1
    assert row(company).step == Step.SAID


def test_a_post_that_was_taken_but_never_answered_for_is_not_repeated(company: Company) -> None:
    owe(company)
    company.workspace.trouble("chat.postMessage", "timeout")
    company.settle()
    assert row(company).step == Step.CHECK
    later(company, minutes=1)
    assert row(company).step == Step.SAID
    assert posts(company) == 1
    assert row(company).ts is not None


def test_a_post_that_was_not_taken_is_repeated_after_a_look(company: Company) -> None:
    owe(company)
    company.workspace.trouble("chat.postMessage", "internal_error")
    company.settle()
    assert posts(company) == 0
    later(company, minutes=1)
    assert posts(company) == 1


def test_a_process_that_died_after_posting_left_a_row_that_is_looked_for(company: Company) -> None:
    owe(company)
    with company.potluck.sessions.begin() as session:
        claimed = dispatch.claim(session, teams=["T0LOCAL"], pace=UNHURRIED, now=company.workspace.now())
    assert claimed is not None
    company.potluck.delivery._attempt(*claimed)  # noqa: SLF001 - the process dies before it notes what came of it
    company.settle()
    assert row(company).step == Step.CHECK
    later(company, seconds=61)
    assert posts(company) == 1
    assert row(company).step == Step.SAID


def test_a_late_workers_result_is_refused(company: Company) -> None:
    owe(company)
    with company.potluck.sessions.begin() as session:
        claimed = dispatch.claim(session, teams=["T0LOCAL"], pace=UNHURRIED, now=company.workspace.now())
    assert claimed is not None
    later(company, seconds=61)
    with company.potluck.sessions.begin() as session:
        assert dispatch.held(session, claimed[0]) is None


@pytest.mark.parametrize(("importance", "said"), [(Importance.MUST_ARRIVE, 2), (Importance.NEVER_TWICE, 1)])
def test_without_history_doubt_is_settled_as_the_message_asks(
    poor_company: Company, importance: Importance, said: int
) -> None:
    owe(poor_company, importance=importance)
    poor_company.workspace.trouble("chat.postMessage", "timeout")
    poor_company.settle()
    later(poor_company, minutes=1)
    assert posts(poor_company) == said


def test_a_rate_limit_is_waited_out(company: Company) -> None:
    owe(company)
    company.workspace.trouble("chat.postMessage", "ratelimited", retry_after=30)
    company.settle()
    later(company, seconds=28)
    assert posts(company) == 0
    later(company, seconds=3)
    assert posts(company) == 1


def test_what_comes_too_late_is_dropped(company: Company) -> None:
    owe(company, not_after=company.workspace.now() + timedelta(minutes=5))
    later(company, minutes=0)
    assert posts(company) == 1
    owe(company, "tip:1000", not_after=company.workspace.now() - timedelta(seconds=1))
    company.settle()
    assert posts(company) == 1
    assert row(company, "tip:1000").step == Step.DROPPED


def test_many_changes_of_one_message_are_one_update(company: Company) -> None:
    owe(company)
    company.settle()
    for _ in range(20):
        with company.potluck.sessions.begin() as session:
            outbox.refresh(session, "T0LOCAL", "tip:999", now=company.workspace.now())
    company.settle()
    assert len(company.workspace.calls("chat.update")) == 1


def test_a_change_during_the_post_is_not_lost(company: Company) -> None:
    owe(company)
    with company.potluck.sessions.begin() as session:
        claimed = dispatch.claim(session, teams=["T0LOCAL"], pace=UNHURRIED, now=company.workspace.now())
    assert claimed is not None
    note = company.potluck.delivery._attempt(*claimed)  # noqa: SLF001 - the change comes between the two
    with company.potluck.sessions.begin() as session:
        outbox.refresh(session, "T0LOCAL", "tip:999", now=company.workspace.now())
    with company.potluck.sessions.begin() as session:
        held = dispatch.held(session, claimed[0])
        assert held is not None
        note(session, held, company.workspace.now())
    company.settle()
    assert len(company.workspace.calls("chat.update")) == 1


def test_a_message_taken_back_while_in_doubt_is_looked_for_and_removed(company: Company) -> None:
    owe(company)
    company.workspace.trouble("chat.postMessage", "timeout")
    company.settle()
    with company.potluck.sessions.begin() as session:
        outbox.retract(session, "T0LOCAL", "tip:999", now=company.workspace.now())
    later(company, minutes=1)
    assert posts(company) == 0
    assert row(company).step == Step.DROPPED


def test_a_message_that_cannot_be_made_is_given_up_in_the_end_and_holds_nobody_up(
    new_company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_session: object, _owed: Owed, _now: datetime) -> None:
        raise ZeroDivisionError

    company, delivery = new_company, new_company.potluck.delivery
    delivery._kinds = {**delivery._kinds, "broken": Kind(broken)}  # noqa: SLF001
    owe(company, "broken:1", kind="broken")
    owe(company)
    company.settle()
    assert posts(company) == 1
    for _ in range(12):
        later(company, minutes=11)
    assert row(company, "broken:1").step == Step.REFUSED
    assert "ZeroDivisionError" in caplog.text


def use(company: Company, kind: Kind) -> None:
    """Let messages of the kind "own" be these."""
    company.potluck.delivery._kinds = {**company.potluck.delivery._kinds, "own": kind}  # noqa: SLF001


def own(_session: Session, _owed: Owed, _now: datetime) -> Message:
    return Message(text="This week's prompt, of our own", blocks=[])


def test_a_kind_that_cannot_note_its_post_does_not_have_it_said_again(
    poor_company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_session: Session, _owed: Owed) -> None:
        raise ZeroDivisionError

    use(poor_company, Kind(own, posted=broken))
    owe(poor_company, kind="own")
    for _ in range(4):
        later(poor_company, minutes=2)
    assert posts(poor_company) == 1
    assert row(poor_company).step == Step.SAID
    assert "ZeroDivisionError" in caplog.text


def test_what_came_of_a_post_is_noted_once_the_database_answers_again(poor_company: Company) -> None:
    away = iter([True, True, False])

    def note(session: Session, _owed: Owed) -> None:
        if next(away):
            raise OperationalError("COMMIT", {}, ConnectionError("the server closed the connection"))
        session.flush()

    use(poor_company, Kind(own, posted=note))
    owe(poor_company, kind="own")
    for _ in range(3):
        later(poor_company, minutes=2)
    assert posts(poor_company) == 1
    assert next(away, None) is None


@pytest.mark.parametrize("whose", ["own", "unknown"])
def test_a_refusal_that_nobody_can_note_and_a_kind_that_is_gone_still_end(
    company: Company, whose: str, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_session: Session, _owed: Owed, _now: datetime) -> None:
        raise ZeroDivisionError

    use(company, Kind(own, undeliverable=broken))
    owe(company, kind=whose, to="C0NOWHERE")
    for _ in range(12):
        later(company, minutes=11)
    assert row(company).step == Step.REFUSED
    assert "could not note" in caplog.text


def test_a_message_that_waits_waits_and_one_that_stands_is_left_as_it_is(company: Company) -> None:
    paused: list[datetime] = []

    def render(session: Session, owed: Owed, now: datetime) -> Message | NotNow:
        return NotNow(paused[0], "paused") if paused and now < paused[0] else own(session, owed, now)

    use(company, Kind(render))
    paused.append(company.workspace.now() + timedelta(days=2))
    owe(company, kind="own", budget="channel")
    company.settle()
    assert (posts(company), row(company).due_at) == (0, paused[0])
    owe(company, "own:2", kind="own", budget="channel", due=paused[0] + timedelta(hours=1))
    later(company, days=2)
    assert posts(company) == 1
    paused.append(paused.pop() + timedelta(days=2))
    with company.potluck.sessions.begin() as session:
        outbox.refresh(session, "T0LOCAL", "tip:999", now=company.workspace.now())
    company.settle()
    later(company, minutes=5)
    assert posts(company) == 1
    assert row(company).step == Step.UPDATE
    later(company, days=2)
    assert posts(company) == 1
    assert row(company).step == Step.SAID


def test_what_waits_takes_nothing_from_the_weeks_allowance(company: Company) -> None:
    def render(session: Session, owed: Owed, now: datetime) -> Message | NotNow:
        waits = owed.key == "own:1"
        return NotNow(now + timedelta(days=3), "paused") if waits else own(session, owed, now)

    use(company, Kind(render))
    owe(company, "own:1", kind="own", budget="channel")
    owe(company, "own:2", kind="own", budget="channel")
    company.settle()
    assert posts(company) == 1


def test_a_message_is_found_although_the_clock_was_hours_ahead_when_it_was_posted(company: Company) -> None:
    owe(company)
    right, delivery = company.potluck.clock, company.potluck.delivery
    delivery._clock = lambda: right() + timedelta(hours=5)  # noqa: SLF001 - the machine's clock is wrong
    company.workspace.trouble("chat.postMessage", "timeout")
    company.settle()
    delivery._clock = right  # noqa: SLF001 - and put right
    later(company, hours=6)
    assert posts(company) == 1
    assert row(company).step == Step.SAID


def test_a_post_that_cannot_follow_any_more_is_not_called_undeliverable(company: Company) -> None:
    told: list[str | None] = []
    use(company, Kind(own, undeliverable=lambda _session, owed, _now: told.append(owed.reason)))
    owe(company, kind="own", to="C0LEARNING")
    company.settle()
    company.workspace.trouble("chat.update", "is_archived")
    with company.potluck.sessions.begin() as session:
        outbox.refresh(session, "T0LOCAL", "tip:999", now=company.workspace.now())
    company.settle()
    assert row(company).reason == "is_archived"
    owe(company, "tip:1000", kind="own", to="C0LEARNING")
    company.workspace.trouble("chat.postMessage", "is_archived")
    company.settle()
    assert told == ["is_archived"], "of the second alone"


@pytest.mark.parametrize("error", REFUSALS)
def test_every_definite_refusal_ends_the_row_and_reaches_its_kind(company: Company, error: str) -> None:
    told: list[str | None] = []
    use(company, Kind(own, undeliverable=lambda _session, owed, _now: told.append(owed.reason)))
    for number, (method, to) in enumerate(
        [("conversations.open", "U0BEN"), ("chat.postMessage", "C0LEARNING")]
    ):
        company.workspace.trouble(method, error)
        owe(company, f"own:{number}", kind="own", to=to)
        company.settle()
        assert row(company, f"own:{number}").step == Step.REFUSED
    assert told == [error, error]


def test_a_prompt_that_could_not_be_said_in_time_is_told_to_its_stewards(company: Company) -> None:
    company.schedule_prompts()
    ada = company.person("ada")
    company.workspace.trouble("chat.postMessage", "internal_error")
    company.set_clock(START + timedelta(minutes=5))
    later(company, hours=7)
    assert posts(company) == 0
    assert "was not posted in" in ada.told_by_potluck()[-1]["text"]


def test_a_direct_message_opens_its_conversation_first(company: Company, ben: Person) -> None:
    owe(company, to="U0BEN")
    company.settle()
    assert ben.told_by_potluck()[-1]["text"].startswith("This week's prompt")
    assert row(company).channel_id is not None


def test_a_deactivated_person_ends_the_row_with_the_reason(company: Company) -> None:
    owe(company, to="U0OLGA")
    company.settle()
    assert row(company).step == Step.REFUSED
    assert row(company).reason == "user_disabled"


def test_the_delivery_thread_says_what_is_owed_and_outlives_a_lost_database(
    new_company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    company, delivery = new_company, new_company.potluck.delivery
    whole, delivery._sessions = delivery._sessions, Sessions(connect("sqlite:////nowhere/at/all.db"))  # noqa: SLF001
    delivery.start()
    until(lambda: "the database is away" in caplog.text)
    delivery._sessions = whole  # noqa: SLF001 - the database is back
    owe(company)
    delivery.wake()
    until(lambda: posts(company) == 1)
    delivery.stop(timeout=5)
