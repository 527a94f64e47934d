"""Nobody meets again while there is anybody else; and who meets suits as well as can be."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.mixers_draw import Person, Sheet, draw, sizes
from models.mixers_draw_wishes import shared
from tests.conftest import few, long
from tests.mixers_draw import Groups, grouped, lived, pairs_of, thrown, together, ways

DICE = st.integers(min_value=0, max_value=2**32 - 1)


def repeats(sheet: Sheet, groups: Groups) -> tuple[int, int]:
    """Count those within twelve weeks, and the earlier ones."""
    ago = [sheet.met[two] for two in together(groups) if two in sheet.met]
    late = sum(weeks < 12 for weeks in ago)
    return late, len(ago) - late


def unwanted(sheet: Sheet, groups: Groups) -> tuple[int, ...]:
    """Say all that is unwanted in groups, what matters most first."""
    who = {each.user_id: each for each in sheet.people}
    both = [(who[one], who[other]) for one, other in together(groups)]
    again = [(one, other) for one, other in both if (one.user_id, other.user_id) in sheet.met]
    hours = [shared(one.hours, other.hours) if one.hours and other.hours else 240 for one, other in both]
    liked = [20 * min(2, len({*one.topics} & {*other.topics})) for one, other in both]
    return (
        *repeats(sheet, groups),
        sum(one.first + other.first for one, other in again),
        -sum(sheet.met[one.user_id, other.user_id] for one, other in again),
        sum(
            (one.kind == other.kind != "") + (one.user_id in other.line or other.user_id in one.line)
            for one, other in both
        ),
        sum(each < 60 for each in hours),
        -sum(min(each, 240) // 4 for each in hours) - sum(liked),
    )


def evenly(sheet: Sheet) -> list[Groups]:
    """List all ways to seat the people of a sheet in groups of the usual lengths."""
    ids = sorted(each.user_id for each in sheet.people)
    lengths = sizes(len(ids), sheet.size)
    apart = set(sheet.apart)
    return [
        way
        for way in ways(ids, range(lengths[-1], lengths[0] + 1))
        if len(way) == len(lengths) and apart.isdisjoint(together(way))
    ]


@few(60)
@given(dice=DICE, number=st.integers(3, 9), size=st.integers(3, 6))
def test_no_groups_of_a_few_people_could_be_better(dice: int, number: int, size: int) -> None:
    chance = Random(dice)
    sheet = thrown(number, size, chance, met=chance.random(), apart=0.1)
    possible = evenly(sheet)
    if possible:
        best = min(unwanted(sheet, way) for way in possible)
        assert unwanted(sheet, grouped(draw(sheet, dice))) == best


@few(20)
@given(dice=DICE, number=st.integers(2, 10))
def test_no_pairs_of_a_few_people_repeat_less(dice: int, number: int) -> None:
    chance = Random(dice)
    sheet = thrown(number, 2, chance, met=chance.random(), apart=0.1)
    possible = evenly(sheet)
    if possible:
        best = min(repeats(sheet, way) for way in possible)
        assert repeats(sheet, grouped(draw(sheet, dice))) == best


def hidden(number: int, size: int, met: float, dice: int) -> Sheet:
    """Let nearly everybody have met, but for the people of groups that are to be found."""
    chance = Random(dice)
    sheet = thrown(number, size, chance, met=met)
    ids = [each.user_id for each in sheet.people]
    chance.shuffle(ids)
    ends = [0]
    for length in sizes(number, size):
        ends.append(ends[-1] + length)
    new = {two for start, end in pairwise(ends) for two in pairs_of(ids[start:end])}
    return sheet._replace(met={two: weeks for two, weeks in sheet.met.items() if two not in new})


@few(10)
@given(dice=DICE, number=st.integers(11, 60), met=st.floats(0.5, 0.95))
def test_new_pairs_are_found_wherever_there_are_any(dice: int, number: int, met: float) -> None:
    sheet = hidden(number, 2, met, dice)
    assert repeats(sheet, grouped(draw(sheet, dice))) == (0, 0)


def test_new_pairs_are_found_where_nearly_all_of_hundreds_have_met() -> None:
    sheet = hidden(260, 2, 0.996, 1)
    assert repeats(sheet, grouped(draw(sheet, 1))) == (0, 0)


@few(10)
@given(dice=DICE, number=st.integers(11, 60), size=st.integers(3, 6))
def test_new_groups_are_found_where_half_of_all_who_could_meet_have_met(
    dice: int, number: int, size: int
) -> None:
    sheet = hidden(number, size, 1 / size, dice)
    assert repeats(sheet, grouped(draw(sheet, dice))) == (0, 0)


def drawn(sheet: Sheet, seed: int) -> Groups:
    return grouped(draw(sheet, seed))


@pytest.mark.parametrize("number", [10, 20, long(30), long(50), long(100)])
def test_in_all_rounds_of_pairs_everybody_meets_everybody_once(number: int) -> None:
    assert lived(drawn, number, 2, number - 1, away=0.0, dice=number).repeats <= 2


@pytest.mark.parametrize(
    ("number", "size", "rounds"),
    [(30, 2, 26), (100, 2, 6), (120, 4, 5), long(100, 2, 52), long(300, 4, 52)],
)
def test_with_some_skipping_each_round_nobody_meets_twice(number: int, size: int, rounds: int) -> None:
    assert lived(drawn, number, size, rounds, away=0.1, dice=number).repeats == 0


@pytest.mark.long
@pytest.mark.parametrize(("number", "rounds"), [(60, 15), (100, 26)])
def test_even_where_nearly_all_have_met_hardly_anybody_meets_twice(number: int, rounds: int) -> None:
    life = lived(drawn, number, 4, rounds, away=0.1, dice=1)
    assert life.repeats <= 0.005 * life.meetings


def test_when_everybody_met_those_meet_again_who_met_longest_ago() -> None:
    ids = [f"U{place:02}" for place in range(30)]
    old = {(ids[at], ids[at + 1]) for at in range(0, 30, 2)}
    met = {two: 90 if two in old else 20 for two in pairs_of(ids)}
    groups = grouped(draw(Sheet([Person(each) for each in ids], 2, met), 1))
    assert set(together(groups)) == old


@pytest.mark.parametrize("number", [4, 14])
@pytest.mark.parametrize("lucky", [1, 2, 3])
def test_where_somebody_must_meet_again_it_is_nobody_who_goes_first(number: int, lucky: int) -> None:
    ids = [f"U{place:02}" for place in range(number)]
    new = {(ids[0], ids[place]) for place in (1, 2, 3)} | set(pairs_of(ids[4:]))
    met = dict.fromkeys(sorted(set(pairs_of(ids)) - new), 20)
    people = [Person(each, first=place == lucky) for place, each in enumerate(ids)]
    groups = grouped(draw(Sheet(people, 2, met), 1))
    assert repeats(Sheet(people, 2, met), groups) == (0, 1)
    assert (ids[0], ids[lucky]) in groups


@given(dice=DICE, size=st.integers(2, 6))
def test_nobody_sits_with_a_manager_while_there_is_anybody_else(dice: int, size: int) -> None:
    chance = Random(dice)
    ids = [f"U{place:02}" for place in range(36)]
    chance.shuffle(ids)
    above = {ids[place]: [ids[(place - 1) // 3], ids[0]] for place in range(1, 36)}
    people = [Person(each, line=above[each]) for each in ids[1:]]
    groups = grouped(draw(Sheet(people, size, {}), dice))
    assert not [two for two in together(groups) if two[0] in above[two[1]] or two[1] in above[two[0]]]


def test_a_boss_of_the_same_team_is_one_more_reason_to_sit_with_somebody_else() -> None:
    people = [Person(f"U{place:02}", kind="A", line=["U00"] if place < 20 else []) for place in range(40)]
    for seed in range(5):
        [group] = [each for each in drawn(Sheet(people, 4, {}), seed) if "U00" in each]
        assert all(who == "U00" or who >= "U20" for who in group)


def test_those_who_have_the_same_manager_are_not_each_others_line() -> None:
    people = [Person(f"U{place:02}", kind=f"T{place % 2}", line=["U99"]) for place in range(20)]
    met = {
        two: 20
        for two in pairs_of(each.user_id for each in people)
        if int(two[0][1:]) // 2 != int(two[1][1:]) // 2
    }
    sheet = Sheet([*people, Person("U98"), Person("U99")], 2, met)
    assert set(drawn(sheet, 1)) == {(f"U{at:02}", f"U{at + 1:02}") for at in [*range(0, 20, 2), 98]}


def odd_company(what: str, number: int, size: int) -> Sheet:
    """Let a company with teams and a history have what no draw can help."""
    sheet = teams(number, size, 9)
    one, *others = sheet.people
    both = [(one.user_id, other.user_id) for other in others]
    if what == "one team":
        return sheet._replace(people=[each._replace(kind="A") for each in sheet.people])
    if what == "one boss":
        return sheet._replace(people=[one, *(each._replace(line=[one.user_id]) for each in others)])
    if what == "two bosses":
        two, *rest = others
        above = [one.user_id, two.user_id]
        below = [each._replace(line=above) for each in rest]
        return sheet._replace(people=[one, two._replace(kind="", line=above[:1]), *below])
    if what == "knows everybody":
        return sheet._replace(met={**sheet.met, **dict.fromkeys(both, 20)})
    return sheet._replace(apart=both)


@pytest.mark.parametrize("size", [2, 4, 6])
@pytest.mark.parametrize("what", ["one team", "one boss", "two bosses", "knows everybody", "apart from all"])
def test_what_cannot_be_helped_happens_no_more_often_than_it_must(what: str, size: int) -> None:
    least = {"one boss": (0, size - 1), "two bosses": (0, 2 * size - 3), "knows everybody": (size - 1, 0)}
    sheet = odd_company(what, 240, size)
    result = draw(sheet, 1)
    line = {each.user_id: each.line for each in sheet.people}
    above = sum(one in line[other] or other in line[one] for one, other in together(grouped(result)))
    assert (sum(repeats(sheet, grouped(result))), above) == least.get(what, (0, 0))
    assert len(result.left_out) == (what == "apart from all")
    assert alike(sheet, grouped(result)) == (len(together(grouped(result))) if what == "one team" else 0)


def alike(sheet: Sheet, groups: Groups) -> int:
    team = {each.user_id: each.kind for each in sheet.people}
    return sum(team[one] == team[other] for one, other in together(groups))


def teams(number: int, size: int, people: int) -> Sheet:
    """Let teams of a size join, with a history of a year among people of all teams."""
    chance = Random(number)
    there = [Person(f"U{place:04}", kind=f"T{place // people}") for place in range(number)]
    ids = [each.user_id for each in there]
    met = {}
    for _ in range(number * min(52, number // 20) // 2):
        one, other = sorted(chance.sample(ids, 2))
        met[one, other] = chance.randint(1, 52)
    return Sheet(there, size, met)


@pytest.mark.parametrize("size", [2, 3, 4, 6])
@pytest.mark.parametrize(("number", "people"), [(40, 9), (200, 9), (60, 40), (300, 110), (1_000, 9)])
def test_as_many_as_can_be_meet_somebody_of_another_team(number: int, people: int, size: int) -> None:
    sheet = teams(number, size, people)
    groups = grouped(draw(sheet, 1))
    team = {each.user_id: each.kind for each in sheet.people}
    across = sum(team[one] != team[other] for one, other in together(groups))
    assert repeats(sheet, groups) == (0, 0)
    assert across >= 0.99 * most_across(sheet)


def most_across(sheet: Sheet) -> int:
    """Tell how many meetings can be across teams at most: if each team is spread evenly."""
    lengths = sizes(len(sheet.people), sheet.size)
    kinds = [each.kind for each in sheet.people]
    alike = 0
    for kind in set(kinds):
        each, more = divmod(kinds.count(kind), len(lengths))
        alike += len(lengths) * each * (each - 1) // 2 + more * each
    return sum(length * (length - 1) // 2 for length in lengths) - alike


def test_colleagues_in_one_time_zone_meet_before_those_who_share_no_hour() -> None:
    zones = [(480, 960), (960, 1500)]
    people = [Person(f"U{place:02}", kind=str(place % 5), hours=zones[place % 2]) for place in range(40)]
    hours = {each.user_id: each.hours for each in people}
    groups = grouped(draw(Sheet(people, 4, {}), 1))
    assert all(len({hours[who] for who in group}) == 1 for group in groups)


def test_who_likes_to_talk_about_the_same_meets_more_often_than_by_luck() -> None:
    topics = [["tea"], ["chess"], ["rust"], ["bread"]]
    people = [Person(f"U{place:02}", topics=topics[place % 4]) for place in range(40)]
    about = {each.user_id: each.topics for each in people}
    met = sum(
        about[one] == about[other]
        for seed in range(5)
        for one, other in together(grouped(draw(Sheet(people, 2, {}), seed)))
    )
    assert met >= 60
