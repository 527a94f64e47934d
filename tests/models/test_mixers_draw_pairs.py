"""As many pairs as there can be, among those who may be paired."""

from collections.abc import Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from models.mixers_draw import Person
from models.mixers_draw_matching import paired
from models.mixers_draw_pairs import new_pairs
from models.mixers_draw_wishes import Room

DICE = st.integers(min_value=0, max_value=2**32 - 1)


def linked(number: int, share: float, chance: Random) -> list[int]:
    links = [0] * number
    for one in range(number):
        for other in range(one):
            if chance.random() < share:
                links[one] |= 1 << other
                links[other] |= 1 << one
    return links


def most(links: Sequence[int], left: int) -> int:
    """Count the pairs that there can be, by trying all."""
    if not left:
        return 0
    one = left.bit_length() - 1
    rest = left ^ 1 << one
    found = most(links, rest)
    for other in range(one):
        if links[one] & rest & 1 << other:
            found = max(found, 1 + most(links, rest ^ 1 << other))
    return found


@given(dice=DICE, number=st.integers(0, 9), share=st.floats(0.1, 0.6))
def test_no_more_pairs_are_possible(dice: int, number: int, share: float) -> None:
    chance = Random(dice)
    links = linked(number, share, chance)
    partner = paired(links, [-1] * number, chance)
    assert all(partner[other] == one for one, other in enumerate(partner) if other >= 0)
    assert all(links[one] & 1 << other for one, other in enumerate(partner) if other >= 0)
    assert sum(other >= 0 for other in partner) == 2 * most(links, (1 << number) - 1)


@given(dice=DICE, number=st.integers(4, 60))
def test_rings_of_an_odd_number_are_opened_at_the_right_place(dice: int, number: int) -> None:
    """Two rings, joined by one link: everybody has a partner only if that link is a pair."""
    chance = Random(dice)
    half = 2 * (number // 2) + 1
    links = [0] * (2 * half)
    pairs = [(start + at, start + (at + 1) % half) for start in (0, half) for at in range(half)]
    for one, other in [*pairs, (chance.randrange(half), half + chance.randrange(half))]:
        links[one] |= 1 << other
        links[other] |= 1 << one
    assert -1 not in paired(links, [-1] * len(links), chance)


def test_who_has_met_everybody_still_has_a_partner_where_the_number_is_odd() -> None:
    """Two who met all are of no pair that is new, but of the round."""
    everybody, both = range(13), (0, 1)
    met = [dict.fromkeys(everybody if at in both else both, 20) for at in everybody]
    room = Room([Person(f"U{place:02}") for place in everybody], met, [()] * 13, 2)
    groups = [[0, 1, 2], *([at, at + 1] for at in range(3, 13, 2))]
    assert sorted(each for group in new_pairs(room, groups, Random(1)) for each in group) == list(everybody)
