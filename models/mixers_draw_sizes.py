"""How large the groups of a draw are."""

PAIR = 2
"""Nobody is a group alone."""


def sizes(number: int, size: int) -> list[int]:
    """Share out so many people evenly, none alone, no group larger than its size and one more."""
    if number < PAIR:
        return []
    groups = max(1, number // size, -(-number // (size + 1)))
    return [number // groups + (place < number % groups) for place in range(groups)]
