"""Setting a mixer up, changing it, stopping it, and what happens when its channel takes no post."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import mixers_changes, mixers_joining, stewards
from models.audit import Act
from models.errors import RuleError
from models.mixers import Across, Member, Mixer, Plan, Together
from models.mixers import State as MixerState
from models.mixers_rounds import Part, Round, Stand, State
from models.outbox import Owed
from tests.conftest import START, Company
from tests.handlers.test_pressing import Press, forged, sent
from tests.mixers import (
    FORM,
    STEWARD,
    TEAM,
    direct,
    invitation,
    invited,
    joins,
    kept,
    moves_on,
    rounds,
    sets_up,
    steward,
    told,
)
from tests.people import Json, Person, words

HEADS_UP = datetime(2027, 3, 2, 15, tzinfo=UTC)
DRAW = datetime(2027, 3, 4, 10, tzinfo=UTC)


def mixer(company: Company) -> Mixer:
    (only,) = kept(company, Mixer)
    assert isinstance(only, Mixer)
    return only


def opened(company: Company) -> Round:
    (only,) = [each for each in rounds(company) if each.state == State.OPEN]
    return only


def changes(person: Person, **chosen: Any) -> dict[str, str]:
    """Change the one mixer."""
    person.types("/mixer")
    person.presses("Change")
    form = {name: value for name, value in FORM.items() if name != "channel"}
    return person.submits(**{**form, **chosen})


def acts(company: Company) -> list[str]:
    with company.potluck.sessions.read() as session:
        return list(session.scalars(select(Act.act).order_by(Act.id)))


def last(person: Person) -> Json:
    return person.told_by_potluck()[-1]


def test_a_steward_sets_a_mixer_up_and_reads_what_happens_next(company: Company) -> None:
    ada = steward(company)
    assert sets_up(ada, country="de") == {}
    said = words(ada.window)
    assert "*Coffee* is set up. <#C0LEARNING> is invited as soon as it has room" in said
    assert "the first groups are drawn on <!date^1804154400^" in said
    assert "2 March> everybody in it is reminded" in said
    found = mixer(company)
    assert found.plan == Plan(
        "Coffee",
        "C0LEARNING",
        3,
        found.plan.at,
        "UTC",
        size=3,
        every=2,
        country="DE",
        across=Across.TEAM,
        together=Together.TALK,
    )
    assert opened(company).draws_at == DRAW
    assert acts(company) == ["mixers.set_up"]


def test_who_sets_it_up_joins_from_there(company: Company) -> None:
    ada = steward(company)
    sets_up(ada)
    ada.presses("Join it yourself")
    assert ada.submits() == {}
    assert [each.user_id for each in kept_members(company)] == ["U0ADA"]


def kept_members(company: Company) -> list[Member]:
    with company.potluck.sessions.read() as session:
        return list(session.scalars(select(Member).order_by(Member.user_id)))


def test_the_form_begins_with_what_suits_most_in_ones_own_zone(company: Company) -> None:
    ada = steward(company)
    ada.types("/mixer")
    ada.presses("Set up a mixer")
    assert ada.submits(name="Coffee", channel="C0LEARNING") == {}
    plan = mixer(company).plan
    assert (plan.weekday, f"{plan.at:%H:%M}", plan.zone, plan.size, plan.every) == (
        1,
        "10:00",
        "Europe/Berlin",
        3,
        2,
    )


@pytest.mark.parametrize(
    ("chosen", "field", "word"),
    [
        ({"name": "   "}, "name", "Give it a name"),
        ({"zone": "Mars/Olympus"}, "zone", "Europe/Berlin"),
        ({"country": "ZZ"}, "country", "two letters"),
        ({"country": "DE-XX"}, "country", "region"),
        ({"weekday": "6"}, "weekday", "Nobody works on this day"),
        ({"weekday": "4", "country": "IL"}, "weekday", "Nobody works on this day"),
        ({"channel": "C0RANDOM"}, "channel", "a channel that you are in"),
        ({"channel": "C0LEADS"}, "channel", "where I am too"),
    ],
)
def test_a_mistake_is_told_beside_its_field(
    company: Company, chosen: dict[str, str], field: str, word: str
) -> None:
    errors = sets_up(steward(company), **chosen)
    assert list(errors) == [field]
    assert word in errors[field]
    assert kept(company, Mixer) == []


def test_a_name_that_is_too_long_is_told_beside_it(company: Company) -> None:
    invited(company)
    found = mixer(company)
    plan = found.plan._replace(name="x" * 61)
    with company.potluck.sessions.begin() as session, pytest.raises(RuleError, match="at most 60") as error:
        mixers_changes.change(session, TEAM, found.id, plan, by=STEWARD, now=START)
    assert error.value.field == "name"


def test_a_channel_that_potluck_is_not_in_is_told_beside_its_field(company: Company, ben: Person) -> None:
    assert "/invite @Potluck" in sets_up(ben, channel="C0RANDOM")["channel"]
    ben.ask("POST", "/conversations/C0RANDOM/invite", {"user": "U0POTLUCK"})
    assert ben.submits(**{**FORM, "channel": "C0RANDOM"}) == {}
    assert acts(company) == []


def test_who_made_another_channel_cannot_set_one_up_here(company: Company, ben: Person) -> None:
    steward(company)
    assert "A steward or the channel's creator" in sets_up(ben, channel="C0LEARNING")["channel"]


def test_an_archived_channel_is_told_beside_its_field(company: Company) -> None:
    company.workspace.archive("C0LEARNING")
    assert "archived" in sets_up(steward(company))["channel"]


def test_a_form_sent_twice_is_one_mixer(company: Company) -> None:
    steward(company)
    plan = Plan("Coffee", "C0LEARNING", 3, DRAW.time(), "UTC")
    for _ in range(2):
        with company.potluck.sessions.begin() as session:
            mixers_changes.set_up(
                session, TEAM, plan, by=STEWARD, creator_id=None, submission="V1", seed=1, now=START
            )
    assert mixer(company).name == "Coffee"
    assert len(rounds(company)) == 1
    assert acts(company) == ["mixers.set_up"]


def test_a_channel_has_one_mixer_of_a_name(company: Company) -> None:
    ada = invited(company)
    assert "a mixer of this name" in sets_up(ada, name=" COFFEE ")["name"]
    assert ada.submits(**{**FORM, "name": "Tea"}) == {}


def test_a_change_holds_from_the_next_round_on_and_who_skips_still_does(company: Company) -> None:
    ada = invited(company)
    ben = joins(company, "ben")
    ben.closes()
    ben.types("/mixer")
    ben.presses("Skip the next one")
    assert changes(ada, name="Tea", size="2", weekday="4", together="lunch") == {}
    assert "Kept. The next groups of *Tea* are drawn on <!date^1804240800^" in words(ada.window)
    assert opened(company).day == date(2027, 3, 5)
    (part,) = kept(company, Part)
    assert (part.user_id, part.stand) == ("U0BEN", Stand.SKIPS)
    moves_on(company, START + timedelta(minutes=5))
    said = words(invitation(ben, "Tea")["blocks"])
    assert "pairs from different teams, over lunch" in said
    assert "Friday, 5 March, 10:00 UTC" in said
    assert acts(company) == ["mixers.set_up", "mixers.change"]


def test_a_change_of_other_things_leaves_the_day_as_it_is(company: Company) -> None:
    ada = invited(company)
    assert changes(ada, size="4") == {}
    assert opened(company).draws_at == DRAW
    assert opened(company).heads_up_at is not None


def test_a_day_for_which_no_heads_up_would_come_in_time_is_a_week_later(company: Company) -> None:
    ada = invited(company)
    assert changes(ada, weekday="1") == {}
    assert opened(company).day == date(2027, 3, 9)


def test_who_was_told_of_a_draw_that_moves_is_told_anew(company: Company) -> None:
    ada = invited(company)
    ben = joins(company, "ben")
    moves_on(company, HEADS_UP)
    first = last(ben)
    assert changes(ada, weekday="4") == {}
    assert opened(company).day == date(2027, 3, 5)
    company.settle()
    assert "has another date: the next groups are drawn" in told(ben)
    moves_on(company, HEADS_UP + timedelta(days=1))
    assert last(ben)["ts"] != first["ts"]
    assert "and you are in." in told(ben)


def test_another_hour_after_the_heads_up_keeps_the_day(company: Company) -> None:
    ada = invited(company)
    ben = joins(company, "ben")
    moves_on(company, HEADS_UP)
    assert changes(ada, at="15:00") == {}
    assert opened(company).draws_at == DRAW + timedelta(hours=5)
    moves_on(company, HEADS_UP + timedelta(minutes=10))
    assert "Thursday, 4 March, 15:00 UTC" in told(ben)
    assert "and you are in." in told(ben)


def test_a_round_that_runs_lasts_until_the_draw_that_was_moved(company: Company) -> None:
    ada = invited(company)
    with company.potluck.sessions.begin() as session:
        running = Round(
            team_id=TEAM,
            mixer_id=mixer(company).id,
            day=date(2027, 2, 18),
            state=State.DRAWN,
            draws_at=DRAW - timedelta(weeks=2),
            drawn_at=DRAW - timedelta(weeks=2),
            asks_at=DRAW - timedelta(days=2),
            ends_at=DRAW,
            seed=1,
        )
        session.add(running)
    assert changes(ada, weekday="4") == {}
    first = next(each for each in rounds(company) if each.state == State.DRAWN)
    assert first.ends_at == opened(company).draws_at == DRAW + timedelta(days=1)
    assert first.asks_at == opened(company).heads_up_at


def test_another_rhythm_counts_from_the_last_draw(company: Company) -> None:
    ada = invited(company)
    for name in ("ben", "noor", "lei"):
        joins(company, name)
    moves_on(company, DRAW + timedelta(minutes=1))
    assert opened(company).day == date(2027, 3, 18)
    assert changes(ada, every="1") == {}
    assert opened(company).day == date(2027, 3, 11)
    first = next(each for each in rounds(company) if each.state == State.DRAWN)
    assert first.ends_at == opened(company).draws_at
    assert first.asks_at == opened(company).heads_up_at


def test_the_invitation_names_the_next_draw_once_one_is_over(company: Company, ben: Person) -> None:
    invited(company)
    for name in ("noor", "lei"):
        joins(company, name)
    moves_on(company, DRAW - timedelta(minutes=5))
    assert "Thursday, 4 March, 10:00 UTC" in words(invitation(ben)["blocks"])
    moves_on(company, DRAW + timedelta(minutes=2))
    assert "Thursday, 18 March, 10:00 UTC" in words(invitation(ben)["blocks"])


def test_only_who_runs_a_mixer_changes_and_stops_it(company: Company) -> None:
    invited(company)
    noor = company.person("noor")
    noor.types("/mixer")
    shown = [
        each["text"]["text"]
        for block in noor.window["blocks"]
        for each in block.get("elements", [])
        if each.get("type") == "button"
    ]
    assert {"Change", "Stop"}.isdisjoint(shown)
    for act in (mixers_changes.stop, mixers_changes.resume):
        with company.potluck.sessions.begin() as session, pytest.raises(RuleError, match="Ask one of them"):
            act(session, TEAM, mixer(company).id, by="U0NOOR", now=START)


def test_stopping_calls_the_open_round_off_and_tells_everybody_in_it(company: Company) -> None:
    ada = invited(company)
    ben = joins(company, "ben")
    moves_on(company, HEADS_UP)
    ada.types("/mixer")
    ada.presses("Stop")
    assert "*Coffee* has ended. Everybody in it is told" in words(ada.window)
    assert "small groups of colleagues" in words(ada.window)
    (round_,) = rounds(company)
    assert (round_.state, round_.next_at) == (State.CALLED_OFF, None)
    moves_on(company, HEADS_UP + timedelta(hours=1))
    said = words(ben.told_by_potluck())
    assert "*Coffee* draws no groups on" in said
    assert "*Coffee* has ended: who runs it has stopped it." in said
    assert "*Coffee* has ended." in words(invitation(ben)["blocks"])
    assert kept_members(company) == []
    assert acts(company) == ["mixers.set_up", "mixers.stop"]
    ben.closes()
    ada.closes()


def test_a_mixer_that_has_ended_answers_old_buttons_with_a_word(company: Company, ben: Person) -> None:
    ada = invited(company)
    post = invitation(ben)
    ada.types("/mixer")
    ada.presses("Stop")
    ben.presses("Join", post)
    assert "This mixer has ended" in ben.last()["text"]
    assert ben.windows == []


@pytest.mark.parametrize("trouble", ["archived", "removed"])
def test_a_mixer_whose_channel_takes_no_post_rests_until_it_is_mended(
    company: Company, trouble: str, ben: Person
) -> None:
    ada = steward(company)
    sets_up(ada)
    ada.closes()
    if trouble == "archived":
        company.workspace.archive("C0LEARNING")
    else:
        company.workspace.kick("C0LEARNING", "U0POTLUCK")
    company.settle()
    assert mixer(company).state == MixerState.RESTING
    company.settle()
    notice = last(ada)
    said = words(notice["blocks"])
    assert "*Coffee* rests, since I cannot post in <#C0LEARNING>" in said
    assert ("is archived" if trouble == "archived" else "/invite @Potluck") in said
    moves_on(company, DRAW - timedelta(hours=1))
    assert last(ada)["ts"] == notice["ts"]
    company.workspace.archive("C0LEARNING", archived=False, silently=True)
    if trouble == "removed":
        ada.ask("POST", "/conversations/C0LEARNING/invite", {"user": "U0POTLUCK"})
    ada.presses("Go on", notice, direct(ada))
    assert "*Coffee* goes on. The next groups are drawn" in last(ada)["text"]
    company.settle()
    assert mixer(company).state == MixerState.RUNNING
    assert opened(company).day == date(2027, 3, 11)
    assert "Join" in words(invitation(ben)["blocks"])


def test_while_a_mixer_rests_nobody_joins_or_is_told(company: Company) -> None:
    ada = invited(company)
    ben = joins(company, "ben")
    ben.closes()
    noor = company.person("noor")
    post = invitation(noor)
    with company.potluck.sessions.begin() as session:
        mixers_changes.rest(session, session.get_one(Mixer, mixer(company).id), "is_archived", now=START)
    noor.presses("Join", post)
    assert "rests until its channel takes posts again" in noor.last()["text"]
    moves_on(company, HEADS_UP)
    assert ben.told_by_potluck() == []
    ben.types("/mixer")
    assert "Rests: who runs it knows" in words(ben.window)
    ada.types("/mixer")
    assert "Rests: the channel is archived." in words(ada.window)
    ada.presses("Go on")
    assert "*Coffee* goes on." in words(ada.window)
    moves_on(company, HEADS_UP + timedelta(minutes=5))
    assert "Thursday, 11 March" in words(invitation(noor)["blocks"])
    assert "Join" in words(invitation(noor)["blocks"])


def test_who_was_told_early_may_skip_again_once_a_mixer_goes_on(company: Company) -> None:
    ada = invited(company)
    assert sets_up(ada, name="Tea", weekday="4") == {}
    ben = joins(company, "ben")
    ben.closes()
    tea = next(each for each in kept(company, Mixer) if each.name == "Tea")
    with company.potluck.sessions.begin() as session:
        mixers_joining.join(session, TEAM, tea.id, "U0BEN", now=START)
    moves_on(company, HEADS_UP)
    assert "*Tea*: the next groups are drawn on" in told(ben)
    now = company.workspace.now()
    with company.potluck.sessions.begin() as session:
        mixers_changes.rest(session, session.get_one(Mixer, tea.id), "is_archived", now=now)
    message = last(ben)
    company.settle()
    assert "*Tea* draws no groups for now." in words(ben.told_by_potluck())
    with company.potluck.sessions.begin() as session:
        mixers_changes.resume(session, TEAM, tea.id, by=STEWARD, now=now)
    company.settle()
    again = next(each for each in ben.told_by_potluck() if each["ts"] == message["ts"])
    assert "*Tea*: the next groups are drawn on" in words(again["blocks"])


def test_who_comes_just_this_once_hears_too_that_a_mixer_is_stopped(company: Company) -> None:
    ada = invited(company)
    ben = joins(company, "ben", button="Just this once")
    ada.types("/mixer")
    ada.presses("Stop")
    moves_on(company, HEADS_UP)
    assert "*Coffee* has ended" in told(ben)


def test_who_was_told_of_a_draw_hears_that_it_does_not_come(company: Company) -> None:
    ada = invited(company)
    ben, noor = (joins(company, name) for name in ("ben", "noor"))
    ben.closes()
    noor.closes()
    moves_on(company, HEADS_UP)
    noor.types("/mixer")
    noor.presses("Leave")
    with company.potluck.sessions.begin() as session:
        now = company.workspace.now()
        mixers_changes.rest(session, session.get_one(Mixer, mixer(company).id), "is_archived", now=now)
    moves_on(company, HEADS_UP + timedelta(minutes=5))
    first, second = (words(each.get("blocks", [])) for each in ben.told_by_potluck()[-2:])
    assert "*Coffee* draws no groups for now." in first
    assert "Skip this one" not in first
    assert "I cannot post in its channel. Who runs it knows" in second
    assert "I cannot post" not in words(noor.told_by_potluck())
    moves_on(company, DRAW + timedelta(minutes=5))
    assert [each.state for each in rounds(company)] == [State.CALLED_OFF]
    ada.types("/mixer")
    ada.presses("Go on")
    assert opened(company).day == date(2027, 3, 18)


def test_all_who_may_run_it_hear_of_a_mixer_whose_keeper_is_none_any_more(company: Company) -> None:
    invited(company)
    with company.potluck.sessions.begin() as session:
        for who in ("U0NOOR", "U0LEI"):
            stewards.appoint(session, TEAM, who, now=START)
        found = session.get_one(Mixer, mixer(company).id)
        found.by_id, found.creator_id = "", None
        for minutes in (0, 5):  # refused twice, told once
            mixers_changes.rest(session, found, "is_archived", now=START + timedelta(minutes=minutes))
    told_ = [each.recipients for each in kept(company, Owed) if each.kind == "mixers.rests"]
    assert sorted(told_) == ["U0ADA", "U0LEI", "U0NOOR"]


def test_members_see_what_a_steward_did_to_a_mixer(company: Company, ben: Person) -> None:
    ada = invited(company)
    assert changes(ada, size="4") == {}
    assert sets_up(ada, name="Tea & talk") == {}
    said = words(ben.home())
    assert "set up the mixer “Coffee” in <#C0LEARNING>" in said
    assert "changed the mixer “Coffee” in <#C0LEARNING>" in said
    assert "set up the mixer “Tea &amp; talk” in <#C0LEARNING>" in said


def test_what_a_mixer_is_called_is_told_to_nobody_beyond_its_channel(company: Company, ben: Person) -> None:
    invited(company)
    company.workspace.kick("C0LEARNING", "U0BEN")
    assert "set up a mixer in <#C0LEARNING>" in words(ben.home())
    assert "Coffee" not in words(ben.home())


@pytest.mark.parametrize("who", ["noor", "gus"])
@pytest.mark.parametrize("action", ["edit", "stop", "resume"])
def test_a_stolen_button_of_who_runs_it_changes_nothing(company: Company, who: str, action: str) -> None:
    invited(company)
    person = company.person(who)
    forged(company, person, f"mixers_changes.{action}", Press("{0}"), str(mixer(company).id))
    assert "A steward or the channel's creator can do this" in person.last()["text"]
    assert person.windows == []
    assert mixer(company).state == MixerState.RUNNING


def test_a_forged_form_changes_nothing(company: Company) -> None:
    invited(company)
    typed = {**FORM, "name": "Mine", "country": ""}
    answer = sent(company, "U0NOOR", "mixers_changes.save", str(mixer(company).id), typed)
    assert "Ask one of them" in str(answer["errors"])
    assert mixer(company).name == "Coffee"
