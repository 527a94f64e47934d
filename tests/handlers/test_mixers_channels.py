"""A mixer whose channel is archived, deleted or left by Potluck while its invitation stands there."""

from datetime import UTC, datetime, timedelta

import pytest

from models.mixers import Mixer, State
from models.mixers_rounds import State as RoundState
from models.outbox import Owed
from tests.conftest import Company
from tests.mixers import direct, invitation, invited, joins, kept, moves_on, rounds, told
from tests.people import Person, words

HEADS_UP = datetime(2027, 3, 2, 15, tzinfo=UTC)
DRAW = datetime(2027, 3, 4, 10, tzinfo=UTC)
LEARNING = "C0LEARNING"


def loses(company: Company, trouble: str) -> None:
    match trouble:
        case "archived":
            company.workspace.archive(LEARNING)
        case "deleted":
            company.workspace.lose(LEARNING)
        case _:
            company.workspace.kick(LEARNING, "U0POTLUCK")
    company.settle()


def state(company: Company) -> State:
    (only,) = kept(company, Mixer)
    return State(only.state)


def invitations(company: Company) -> list[Owed]:
    return [each for each in kept(company, Owed) if each.kind == "mixers.invitation"]


def posted(person: Person) -> int:
    """Count the invitations in #learning."""
    return sum("Coffee" in words(each.get("blocks", [])) for each in person.reads())


@pytest.mark.parametrize(
    ("trouble", "word"),
    [
        ("archived", "Unarchive it, and it goes on"),
        ("deleted", "if it is deleted, stop the mixer"),
        ("removed", "/invite @Potluck"),
    ],
)
def test_a_mixer_rests_whose_channel_is_lost_and_who_runs_it_and_who_expects_a_group_hear_it_once(
    company: Company, trouble: str, word: str
) -> None:
    ada = invited(company)
    ben = joins(company, "ben")
    moves_on(company, HEADS_UP)
    loses(company, trouble)
    assert state(company) == State.RESTING
    company.settle()
    assert word in told(ada)
    moves_on(company, HEADS_UP + timedelta(minutes=5))
    assert "draws no groups for now: I cannot post in its channel." in words(ben.told_by_potluck())
    heard = len(ada.told_by_potluck()), len(ben.told_by_potluck())
    moves_on(company, DRAW + timedelta(minutes=5))
    assert (len(ada.told_by_potluck()), len(ben.told_by_potluck())) == heard
    assert [each.state for each in rounds(company)] == [RoundState.CALLED_OFF]


def test_a_mixer_goes_on_by_itself_once_its_channel_is_back(company: Company, ben: Person) -> None:
    ada = invited(company)
    loses(company, "archived")
    company.settle()
    notice = ada.told_by_potluck()[-1]
    company.workspace.archive(LEARNING, archived=False)
    company.settle()
    assert state(company) == State.RUNNING
    (again,) = ada.told_by_potluck()
    assert again["ts"] == notice["ts"]
    assert "*Coffee* goes on. The next groups are drawn" in words(again["blocks"])
    assert "Go on" not in words(again["blocks"])
    assert posted(ben) == 1
    assert "Join" in words(invitation(ben)["blocks"])


def test_a_channel_that_potluck_was_removed_from_is_not_back_when_it_is_unarchived(company: Company) -> None:
    invited(company)
    loses(company, "removed")
    company.workspace.archive(LEARNING)
    company.workspace.archive(LEARNING, archived=False)
    assert state(company) == State.RESTING


@pytest.mark.parametrize("error", ["is_archived", "is_inactive", "not_in_channel"])
def test_what_slack_did_not_tell_is_found_out_when_the_invitation_cannot_follow(
    company: Company, ben: Person, error: str
) -> None:
    ada = invited(company)
    for name in ("ben", "noor", "lei", "greta", "yael"):
        joins(company, name)
    company.workspace.trouble("chat.update", error)
    moves_on(company, HEADS_UP)
    assert state(company) == State.RESTING
    company.settle()
    notice = next(each for each in ada.told_by_potluck() if "rests" in words(each.get("blocks", [])))
    ada.presses("Go on", notice, direct(ada))
    company.settle()
    assert state(company) == State.RUNNING
    assert posted(ben) == 1, "the one that stands there follows again"
    assert "5 colleagues take part." in words(invitation(ben)["blocks"])
    assert [each.step for each in invitations(company)] == ["said"]
