"""What a group does together comes from text files that anybody can edit."""

import pytest

from models import mixers_together
from models.base import Sessions
from models.mixers import Mixer, Together
from models.mixers_rounds import Group, Round
from tests import mixers
from tests.conftest import MONDAY

FEWEST = {"talk": 20, "problem": 12, "worksheet": 6, "lunch": 8, "ice_breakers": 12}


@pytest.mark.parametrize("name", mixers_together.FILES)
def test_there_is_enough_to_do_of_each_kind_and_no_line_is_broken(name: str) -> None:
    shelf = mixers_together.shelf(name)
    assert not shelf.problems
    assert len(shelf.ideas) >= FEWEST[name]
    assert len({each.text for each in shelf.ideas}) == len(shelf.ideas)


def test_a_worksheet_has_two_to_four_steps() -> None:
    assert {len(each.steps) for each in mixers_together.shelf("worksheet").ideas} <= {2, 3, 4}


def test_a_broken_line_is_named_and_the_rest_works() -> None:
    lines = [
        "# a note",
        "",
        "good | Do this.",
        "no words",
        "good | Do that.",
        f"long | {'x' * 301}",
        "bytes | caf\ufffd",
        "sheet | One step is none. | Only this",
        "last | What for. | First | Then",
    ]
    read = mixers_together.read("worksheet", lines)
    assert [each.name for each in read.ideas] == ["last"]
    assert read.ideas[0].steps == ("First", "Then")
    assert [problem.partition(":")[0] for problem in read.problems] == [
        "line 3",
        "line 4",
        "line 5",
        "line 6",
        "line 7",
        "line 8",
    ]
    assert [each.name for each in mixers_together.read("talk", lines).ideas] == ["good", "sheet", "last"]


def drawn(sessions: Sessions, mixer: Mixer, number: int, *, seed: int) -> list[str]:
    """Let a round of so many groups have what they do together."""
    with sessions.begin() as session:
        round_ = session.query(Round).filter_by(mixer_id=mixer.id).first()
        assert round_ is not None
        chosen = mixers_together.ideas(session, mixer, number, seed=seed)
        session.add_all(
            Group(team_id=mixer.team_id, round_id=round_.id, starter_id="U1", idea=each) for each in chosen
        )
    return chosen


def test_nothing_is_done_twice_in_a_mixer_before_everything_was_done(sessions: Sessions) -> None:
    mixer = mixers.mixer(sessions, ["U0BEN"], now=MONDAY, together=Together.LUNCH)
    there = {each.name for each in mixers_together.shelf("lunch").ideas}
    done: list[str] = []
    for seed in range(8):
        done += drawn(sessions, mixer, 3, seed=seed)
    for begin in range(0, len(done) - len(there), len(there)):
        assert set(done[begin : begin + len(there)]) == there


def test_two_mixers_choose_each_for_themselves_and_the_same_seed_gives_the_same(sessions: Sessions) -> None:
    one = mixers.mixer(sessions, ["U0BEN"], now=MONDAY)
    other = mixers.mixer(sessions, ["U0BEN"], now=MONDAY, name="Tea")
    assert drawn(sessions, one, 4, seed=3) == drawn(sessions, other, 4, seed=3)


def test_more_groups_than_ideas_share_them_evenly(sessions: Sessions) -> None:
    mixer = mixers.mixer(sessions, ["U0BEN"], now=MONDAY, together=Together.WORKSHEET)
    there = len(mixers_together.shelf("worksheet").ideas)
    chosen = drawn(sessions, mixer, 3 * there, seed=1)
    assert {chosen.count(each) for each in chosen} == {3}


def test_an_idea_that_was_taken_out_of_the_file_gives_way_to_another() -> None:
    first = mixers_together.shelf("talk").ideas[0]
    assert mixers_together.named("talk", "gone") == first
    assert mixers_together.named("talk", "teach-me") != first


def test_a_silence_is_broken_with_another_question_each_time() -> None:
    number = len(mixers_together.shelf("ice_breakers").ideas)
    said = [mixers_together.ice_breaker(turn) for turn in range(number)]
    assert len(set(said)) == number
    assert mixers_together.ice_breaker(number) == said[0]
