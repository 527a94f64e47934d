"""Joining a mixer and leaving it, this once, and skipping: with a yes, with one tap, until the draw."""

from datetime import UTC, datetime, timedelta

import pytest

from models import mixers_rounds, mixers_sheet, pauses, silences
from models.consents import Programme
from models.mixers import Mixer
from models.mixers_rounds import Part, Round, Stand, State
from models.outbox import Owed
from models.reminders import KIND
from tests.conftest import START, Company
from tests.handlers.test_pressing import Press, forged
from tests.mixers import (
    TEAM,
    direct,
    invitation,
    invited,
    joins,
    kept,
    mixer,
    moves_on,
    rounds,
    told,
)
from tests.people import Json, Person, words

HEADS_UP = datetime(2027, 3, 2, 15, tzinfo=UTC)
"""Tuesday, when everybody who takes part is at work."""
DRAW = datetime(2027, 3, 4, 10, tzinfo=UTC)


def eligible(company: Company) -> list[str]:
    """Name who would be drawn now."""
    with company.potluck.sessions.read() as session:
        round_ = next(each for each in rounds(company) if each.state == State.OPEN)
        return mixers_sheet.eligible(session, round_, now=company.workspace.now())


def stands(company: Company) -> dict[str, Stand]:
    return {each.user_id: Stand(each.stand) for each in kept(company, Part)}


def test_the_invitation_says_what_it_is_and_when(company: Company, ben: Person) -> None:
    invited(company)
    said = words(invitation(ben)["blocks"])
    assert "groups of 3 from different teams, to talk, every two weeks." in said
    assert "Thursday, 4 March, 10:00 UTC" in said
    assert "take part" not in said
    assert "nobody is told" in said


def test_joining_takes_a_yes_that_says_what_it_means(company: Company, ben: Person) -> None:
    invited(company)
    ben.presses("Join", invitation(ben))
    said = words(ben.window)
    for line in ("What", "How often", "Who sees it", "How to stop"):
        assert f"*{line}:*" in said
    assert eligible(company) == []
    assert ben.submits() == {}
    assert "You are in *Coffee*" in words(ben.window)
    assert "Thursday, 4 March, 10:00 UTC" in words(ben.window)
    assert "2 March" in words(ben.window)
    assert eligible(company) == ["U0BEN"]


@pytest.mark.parametrize("label", ["Join", "Just this once"])
def test_who_left_the_channel_with_the_form_open_does_not_get_in(
    company: Company, ben: Person, label: str
) -> None:
    invited(company)
    ben.presses(label, invitation(ben))
    company.workspace.kick("C0LEARNING", ben.id)
    ben.submits()
    assert "for the members of its channel" in words(ben.window)
    assert eligible(company) == []


def test_the_invitation_follows_who_joins_at_most_once_a_minute(company: Company) -> None:
    invited(company)
    for name in ("ben", "noor", "lei", "greta"):
        joins(company, name)
    company.settle()
    yael = joins(company, "yael")
    company.settle()
    assert "take part" not in words(invitation(yael)["blocks"])
    moves_on(company, START + timedelta(minutes=2))
    assert "5 colleagues take part." in words(invitation(yael)["blocks"])


def test_pressing_join_again_answers_with_a_word(company: Company) -> None:
    invited(company)
    ben = joins(company, "ben")
    ben.closes()
    ben.presses("Join", invitation(ben))
    assert ben.windows == []
    assert "You are in this mixer" in ben.last()["text"]
    ben.presses("Just this once", invitation(ben))
    assert "You are in this mixer" in ben.last()["text"]


def test_guests_and_visitors_are_not_drawn(company: Company) -> None:
    invited(company)
    gus = company.person("gus")
    for label in ("Join", "Just this once"):
        gus.presses(label, invitation(gus))
        assert "not for guests" in gus.last()["text"]
    assert gus.windows == []
    assert eligible(company) == []


def test_just_this_once_is_for_one_round(company: Company) -> None:
    invited(company)
    ben = joins(company, "ben", button="Just this once")
    assert "You are in *Coffee* this once." in words(ben.window)
    assert eligible(company) == ["U0BEN"]
    assert stands(company) == {"U0BEN": Stand.ONCE}
    ben.closes()
    ben.types("/mixer")
    assert "You are in this once." in words(ben.window)
    ben.presses("Not this time")
    assert "You are in this once." not in words(ben.window)
    assert eligible(company) == []


def test_who_came_just_this_once_may_join_for_good(company: Company) -> None:
    invited(company)
    ben = joins(company, "ben", button="Just this once")
    ben.closes()
    ben.types("/mixer")
    ben.presses("Join")
    assert ben.submits() == {}
    assert stands(company) == {}
    assert eligible(company) == ["U0BEN"]


def test_who_joins_late_is_in_until_the_round_is_drawn(company: Company) -> None:
    invited(company)
    moves_on(company, DRAW - timedelta(minutes=2))
    ben = joins(company, "ben")
    assert "Thursday, 4 March, 10:00 UTC" in words(ben.window)
    assert "I remind you" not in words(ben.window)
    assert eligible(company) == ["U0BEN"]


def test_who_pauses_hears_so_when_joining(company: Company) -> None:
    invited(company)
    with company.potluck.sessions.begin() as session:
        pauses.begin(session, TEAM, "U0BEN", last_day=None, zone="UTC", programme="mixers", now=START)
    ben = joins(company, "ben")
    assert "You are pausing" in words(ben.window)
    assert "`/potluck resume mixers`" in words(ben.window)
    assert eligible(company) == []


def test_who_was_rested_is_back_by_joining(company: Company) -> None:
    invited(company)
    with company.potluck.sessions.begin() as session:
        for _ in range(3):
            silences.unheard(session, TEAM, "U0BEN", Programme.MIXERS, now=START)
    ben = joins(company, "ben")
    assert "Good to have you back" in words(ben.window)
    assert eligible(company) == ["U0BEN"]


def test_leaving_takes_one_tap_and_nobody_hears_of_it(company: Company) -> None:
    ada = invited(company)
    ben = joins(company, "ben")
    ben.closes()
    before = (ada.told_by_potluck(), [each["ts"] for each in ada.reads()])
    ben.types("/mixer")
    ben.presses("Skip the next one")
    ben.presses("Leave")
    assert "You are not in *Coffee* any more. Nobody is told." in words(ben.window)
    assert eligible(company) == []
    assert stands(company) == {}
    moves_on(company, START + timedelta(minutes=5))
    assert (ada.told_by_potluck(), [each["ts"] for each in ada.reads()]) == before


def test_skipping_takes_one_tap_and_can_be_taken_back(company: Company) -> None:
    invited(company)
    ben = joins(company, "ben")
    ben.closes()
    ben.types("/mixer")
    ben.presses("Skip the next one")
    assert "You skip the groups of <!date^" in words(ben.window)
    assert eligible(company) == []
    ben.presses("Come after all")
    assert "You are in." in words(ben.window)
    assert eligible(company) == ["U0BEN"]


def heads_up(company: Company, *names: str) -> list[Person]:
    """Let these join, and be told of the draw."""
    invited(company)
    people = [joins(company, name) for name in names]
    for person in people:
        person.closes()
    moves_on(company, HEADS_UP)
    return people


def last(person: Person) -> Json:
    return person.told_by_potluck()[-1]


def test_two_working_days_before_the_draw_everybody_in_it_is_told_once(company: Company) -> None:
    ben, noor = heads_up(company, "ben", "noor")
    for person in (ben, noor):
        assert "*Coffee*: the next groups are drawn on <!date^1804154400^" in told(person)
        assert "and you are in." in told(person)
    seen = [last(ben)["ts"], last(noor)["ts"]]
    moves_on(company, HEADS_UP + timedelta(hours=3))
    assert [last(ben)["ts"], last(noor)["ts"]] == seen


def test_the_heads_up_skips_with_one_tap_and_follows(company: Company) -> None:
    (ben,) = heads_up(company, "ben")
    ben.presses("Skip this one", last(ben), direct(ben))
    company.settle()
    assert "You skip *Coffee* on <!date^" in told(ben)
    assert eligible(company) == []
    ben.presses("Come after all", last(ben), direct(ben))
    company.settle()
    assert "and you are in." in told(ben)
    assert eligible(company) == ["U0BEN"]


def test_who_skips_pauses_rests_or_has_left_is_not_told(company: Company) -> None:
    invited(company)
    people = [joins(company, name) for name in ("ben", "noor", "lei", "greta")]
    for person in people:
        person.closes()
    ben, _, _, greta = people
    ben.types("/mixer")
    ben.presses("Skip the next one")
    greta.types("/mixer")
    greta.presses("Leave")
    with company.potluck.sessions.begin() as session:
        pauses.begin(session, TEAM, "U0NOOR", last_day=None, zone="UTC", programme="mixers", now=START)
        for _ in range(3):
            silences.unheard(session, TEAM, "U0LEI", Programme.MIXERS, now=START)
    moves_on(company, HEADS_UP)
    for person in people:
        assert "the next groups are drawn" not in words(person.told_by_potluck())


def test_who_leaves_after_the_heads_up_finds_it_settled(company: Company) -> None:
    (ben,) = heads_up(company, "ben")
    ben.types("/mixer")
    ben.presses("Leave")
    company.settle()
    assert "You do not come to *Coffee*" in told(ben)
    assert "Skip this one" not in words(last(ben)["blocks"])


def test_five_mixers_are_told_of_in_one_message(company: Company, ben: Person) -> None:
    for number in range(5):  # one a working day
        mixer(company.potluck.sessions, ["U0BEN"], name=f"Mixer {number}", weekday=number, now=START)
    mixer(company.potluck.sessions, ["U0NOOR"], name="Noor's", weekday=4, now=START)
    moves_on(company, HEADS_UP)
    said = told(ben)
    assert "Noor" not in said
    for number in range(5):
        assert f"*Mixer {number}*: the next groups" in said
    ben.presses("Skip this one", last(ben), direct(ben))
    company.settle()
    assert told(ben).count("You skip") == 1
    assert told(ben).count("and you are in.") == 4
    moves_on(company, HEADS_UP + timedelta(days=1))
    reminded = [each for each in kept(company, Owed) if (each.recipients, each.kind) == ("U0BEN", KIND)]
    assert len(reminded) == 1


def test_after_the_draw_an_old_skip_points_to_not_now(company: Company) -> None:
    ben, _ = heads_up(company, "ben", "noor")
    message = last(ben)
    ben.types("/mixer")
    moves_on(company, DRAW + timedelta(minutes=1))
    ben.presses("Skip the next one")
    assert "press Not now where your group talks" in words(ben.window)
    ben.closes()
    ben.presses("Skip this one", message, direct(ben))
    assert "press Not now where your group talks" in ben.reads(direct(ben))[-1]["text"]
    assert Stand.SKIPS not in stands(company).values()


def test_who_is_in_no_mixer_changes_nothing_with_anothers_button(company: Company) -> None:
    invited(company)
    joins(company, "ben").closes()
    noor = company.person("noor")
    round_id = rounds(company)[0].id
    for action in ("mixers_joining.skip", "mixers_joining.come"):
        forged(company, noor, action, Press("{0}"), str(round_id))
        assert "You are not in this mixer" in noor.last()["text"]
    assert eligible(company) == ["U0BEN"]
    assert stands(company) == {}


def test_a_mixer_is_joined_by_the_members_of_its_channel(company: Company) -> None:
    invited(company)
    daniel = company.person("daniel")
    forged(company, daniel, "mixers_joining.join", Press("{0}", window=True), str(kept(company, Mixer)[0].id))
    assert "for the members of its channel" in words(daniel.window)


@pytest.mark.parametrize("state", [State.CALLED_OFF, None])
def test_a_round_that_is_no_more_answers_with_a_word(company: Company, state: State | None) -> None:
    (ben,) = heads_up(company, "ben")
    with company.potluck.sessions.begin() as session:
        round_ = session.get_one(Round, rounds(company)[0].id)
        if state is None:
            session.delete(round_)
        else:
            round_.state = state
            mixers_rounds.plan(round_)
    ben.presses("Skip this one", last(ben), direct(ben))
    assert "This round does not take place" in ben.reads(direct(ben))[-1]["text"]


def test_leaving_outside_the_window_says_so(company: Company) -> None:
    invited(company)
    ben = joins(company, "ben")
    ben.closes()
    forged(company, ben, "mixers_joining.leave", Press("{0}"), str(kept(company, Mixer)[0].id))
    assert "You are not in *Coffee* any more. Nobody is told." in words(ben.window)
    assert eligible(company) == []
