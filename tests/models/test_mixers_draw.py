"""Who sits together in a round: everybody, evenly, and never two who are apart."""

import os
import subprocess
import sys
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.mixers_draw import Met, Person, Sheet, draw, sizes
from models.mixers_draw_apart import Hall
from tests.conftest import few, long
from tests.mixers_draw import Life, grouped, lived, pairs_of, thrown, together, ways

DICE = st.integers(min_value=0, max_value=2**32 - 1)
SIZES = st.integers(min_value=2, max_value=6)


def everybody(sheet: Sheet) -> list[str]:
    return sorted(each.user_id for each in sheet.people)


def plain(number: int, size: int) -> Sheet:
    return Sheet([Person(f"U{place:03}") for place in range(number)], size, {})


@few(12)
@given(dice=DICE, number=st.integers(0, 40), size=SIZES)
def test_everybody_is_in_exactly_one_group_or_hears_that_there_is_none(
    dice: int, number: int, size: int
) -> None:
    chance = Random(dice)
    sheet = thrown(number, size, chance, met=chance.random(), apart=chance.random() ** 2)
    drawn = draw(sheet, dice)
    seated = [each for group in grouped(drawn) for each in group]
    assert sorted([*seated, *drawn.left_out]) == everybody(sheet)
    assert not set(together(grouped(drawn))) & set(sheet.apart)
    assert all(2 <= len(group) <= size + 1 for group in grouped(drawn))
    assert all(group.starter in group.people for group in drawn.groups)


@few(12)
@given(dice=DICE, number=st.integers(2, 60), size=SIZES)
def test_groups_are_as_even_as_can_be_and_nobody_is_left_out(dice: int, number: int, size: int) -> None:
    drawn = draw(thrown(number, size, Random(dice), met=0.3), dice)
    lengths = sorted(map(len, grouped(drawn)), reverse=True)
    assert lengths == sizes(number, size)
    assert not drawn.left_out
    assert lengths[0] - lengths[-1] <= 1
    assert len(lengths) == max(1, number // size) or lengths[0] <= size


@pytest.mark.parametrize(
    ("number", "size", "lengths"),
    [
        (0, 2, []),
        (1, 2, []),
        (2, 2, [2]),
        (3, 2, [3]),
        (5, 2, [3, 2]),
        (2, 6, [2]),
        (4, 6, [4]),
        (5, 3, [3, 2]),
        (7, 4, [4, 3]),
        (15, 8, [8, 7]),
        (16, 3, [4, 3, 3, 3, 3]),
    ],
)
def test_so_many_people_sit_in_groups_like_these(number: int, size: int, lengths: list[int]) -> None:
    drawn = draw(plain(number, size), 1)
    assert sorted(map(len, grouped(drawn)), reverse=True) == lengths
    assert len(drawn.left_out) == number - sum(lengths)


@few(12)
@given(dice=DICE, number=st.integers(0, 40), size=SIZES)
def test_the_same_people_in_any_order_get_the_same_groups(dice: int, number: int, size: int) -> None:
    chance = Random(dice)
    sheet = thrown(number, size, chance, met=chance.random() / 2, apart=chance.random() / 10)
    there, met, apart = list(sheet.people), list(sheet.met.items()), list(sheet.apart)
    for each in (there, met, apart):
        chance.shuffle(each)
    turned = [each._replace(topics=[*each.topics][::-1]) for each in there]
    assert draw(Sheet(turned, size, dict(met), apart), dice) == draw(sheet, dice)
    kept = Met((*two, weeks) for two, weeks in met)
    assert dict(kept) == sheet.met
    assert draw(Sheet(turned, size, kept, apart), dice) == draw(sheet, dice)


def test_the_same_people_get_the_same_groups_in_another_process() -> None:
    code = (
        "from random import Random\n"
        "from models.mixers_draw import draw\n"
        "from tests.mixers_draw import thrown\n"
        "print([draw(thrown(n, s, Random(n), met=0.4, apart=0.1), 5) for n, s in ((9, 3), (30, 2), (41, 4))])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


@few(15)
@given(dice=DICE, number=st.integers(2, 7), size=SIZES)
def test_as_few_as_can_be_are_left_out_and_of_the_first_as_few_as_can_be(
    dice: int, number: int, size: int
) -> None:
    chance = Random(dice)
    sheet = thrown(number, size, chance, met=0.3, apart=chance.random())
    first = {each.user_id for each in sheet.people if each.first}
    apart = set(sheet.apart)
    fewest = min(
        (sum(map(len, alone)), sum(each in first for group in alone for each in group))
        for way in ways(everybody(sheet), range(1, size + 2))
        if apart.isdisjoint(together(way))
        for alone in [[group for group in way if len(group) == 1]]
    )
    left_out = draw(sheet, dice).left_out
    assert (len(left_out), len(first.intersection(left_out))) == fewest


@few(12)
@given(dice=DICE, number=st.integers(12, 60), size=SIZES)
def test_who_is_apart_from_a_few_sits_with_others(dice: int, number: int, size: int) -> None:
    chance = Random(dice)
    sheet = thrown(number, size, chance, met=0.2, apart=0.1)
    assert not draw(sheet, dice).left_out


@few(12)
@given(dice=DICE, number=st.integers(12, 60), size=SIZES)
def test_who_is_apart_from_everybody_is_left_out_alone(dice: int, number: int, size: int) -> None:
    sheet = thrown(number, size, Random(dice))
    lonely = Random(dice).choice(everybody(sheet))
    apart = [two for two in pairs_of(everybody(sheet)) if lonely in two]
    drawn = draw(sheet._replace(apart=apart), dice)
    assert list(drawn.left_out) == [lonely]
    assert sorted(map(len, grouped(drawn)), reverse=True) == sizes(number - 1, size)


def test_somebody_changes_groups_so_that_who_is_apart_from_them_has_a_seat() -> None:
    hall = Hall([[0, 1], [2, 3]], [4], [{4}, (), {4}, {4}, {0, 2, 3}], (), 3)
    hall.seat()
    assert not hall.standing
    assert sorted(map(sorted, hall.groups)) == [[0, 2, 3], [1, 4]]


def test_when_all_are_apart_nobody_sits_anywhere() -> None:
    sheet = plain(30, 3)
    drawn = draw(sheet._replace(apart=pairs_of(everybody(sheet))), 1)
    assert not drawn.groups
    assert list(drawn.left_out) == everybody(sheet)


@few(12)
@given(dice=DICE)
def test_who_was_left_out_last_time_is_not_left_out_again_while_somebody_else_can_be(dice: int) -> None:
    sheet = plain(21, 2)
    ids = everybody(sheet)
    chance = Random(dice)
    crowd = chance.sample(ids, 15)
    first = set(chance.sample(crowd, 4))
    people = [each._replace(first=each.user_id in first) for each in sheet.people]
    drawn = draw(sheet._replace(people=people, apart=pairs_of(crowd)), dice)
    assert len(drawn.left_out) == 9
    assert not first.intersection(drawn.left_out)


def test_more_than_fit_one_room_are_seated_by_the_same_rules() -> None:
    chance = Random(3)
    sheet = thrown(2_001, 4, chance)
    sheet = sheet._replace(
        people=[Person(each, kind=f"T{at // 9}") for at, each in enumerate(everybody(sheet))]
    )
    apart = [(min(two), max(two)) for two in (chance.sample(everybody(sheet), 2) for _ in range(1_500))]
    lonely = pairs_of(everybody(sheet)[:2])
    drawn = draw(sheet._replace(apart=[*apart, *lonely]), 3)
    team = {each.user_id: each.kind for each in sheet.people}
    assert sorted(map(len, grouped(drawn)), reverse=True) == sizes(2_001, 4)
    assert not set(together(grouped(drawn))) & {*apart, *lonely}
    assert not [two for two in together(grouped(drawn)) if team[two[0]] == team[two[1]]]


@given(dice=DICE, number=st.integers(2, 30), size=SIZES)
def test_whoever_started_least_often_starts(dice: int, number: int, size: int) -> None:
    sheet = thrown(number, size, Random(dice))
    started = {each.user_id: each.started for each in sheet.people}
    for group in draw(sheet, dice).groups:
        assert started[group.starter] == min(map(started.__getitem__, group.people))


def test_who_starts_is_the_luck_of_the_draw_where_all_started_equally_often() -> None:
    assert len({draw(plain(2, 2), seed).groups[0].starter for seed in range(20)}) == 2


def starter_first(sheet: Sheet, seed: int) -> list[list[str]]:
    return [
        [group.starter, *(each for each in group.people if each != group.starter)]
        for group in draw(sheet, seed).groups
    ]


@pytest.mark.parametrize(
    ("number", "size", "rounds"),
    [(40, 2, 20), long(33, 3, 15), long(60, 2, 52), long(150, 4, 40), long(91, 3, 40)],
)
def test_over_a_year_all_start_about_equally_often(number: int, size: int, rounds: int) -> None:
    life: Life = lived(starter_first, number, size, rounds, away=0.0, dice=number)
    often = Counter(life.started)
    assert len(often) == number
    assert max(often.values()) - min(often.values()) <= 2
