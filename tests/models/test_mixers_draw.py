"""Who sits together in a round, for rounds of every make-up."""

from collections.abc import Sequence
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from models.mixers_draw import Drawn, Person, Sheet, draw

DICE = st.integers(min_value=0, max_value=2**32 - 1)


def people(number: int, chance: Random) -> list[Person]:
    return [
        Person(f"U{place:03}", kind=chance.choice("ABC"), first=chance.random() < 0.2)
        for place in range(number)
    ]


def twos(ids: Sequence[str], share: float, chance: Random) -> list[tuple[str, str]]:
    return [two for two in combinations(sorted(ids), 2) if chance.random() < share]


def thrown(number: int, size: int, chance: Random, *, met: float = 0.0, apart: float = 0.0) -> Sheet:
    there = people(number, chance)
    ids = [each.user_id for each in there]
    known = {two: chance.randint(1, 60) for two in twos(ids, met, chance)}
    return Sheet(there, size, known, twos(ids, apart, chance))


def seated(drawn: Drawn) -> list[str]:
    return [each for group in drawn.groups for each in group.people]


def together(drawn: Drawn) -> list[tuple[str, str]]:
    return [two for group in drawn.groups for two in combinations(group.people, 2)]


@given(dice=DICE, number=st.integers(0, 40), size=st.integers(2, 6))
def test_everybody_is_in_exactly_one_group_or_hears_that_there_is_none(
    dice: int, number: int, size: int
) -> None:
    chance = Random(dice)
    sheet = thrown(number, size, chance, met=chance.random(), apart=chance.random() ** 2)
    drawn = draw(sheet, dice)
    assert sorted(seated(drawn) + list(drawn.left_out)) == [each.user_id for each in sheet.people]
    assert not set(together(drawn)) & set(sheet.apart)
    assert all(2 <= len(group.people) <= size + 1 for group in drawn.groups)
    assert all(group.starter in group.people for group in drawn.groups)


@given(dice=DICE, number=st.integers(0, 40), size=st.integers(2, 6))
def test_the_same_people_in_any_order_get_the_same_groups(dice: int, number: int, size: int) -> None:
    chance = Random(dice)
    sheet = thrown(number, size, chance, met=chance.random() / 2, apart=chance.random() / 10)
    turned = Sheet(
        sheet.people[::-1], size, dict(reversed(list(sheet.met.items()))), list(reversed(list(sheet.apart)))
    )
    assert draw(turned, dice) == draw(sheet, dice)
