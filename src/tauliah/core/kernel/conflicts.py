"""The smallest set of statements that conflict, found by asking what is possible without others.

A smallest conflict hits every correction: every set of statements without which all is possible.
So the smallest set that hits the corrections known is guessed, and either it conflicts, or it is
grown until it nearly does, and what is then left out is one correction more (Ignatiev, Previti,
Liffiton and Marques-Silva, 2015, "Smallest MUS extraction with minimal hitting set dualization").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

_MOST_GUESSES = 60
"""Past this many guesses a conflict from which nothing can be left out is told as it is."""


def smallest_conflict(
    statements: Sequence[T], is_possible: Callable[[frozenset[T]], bool]
) -> tuple[T, ...]:
    """The fewest statements that cannot hold together, in their order.

    All together they must conflict, and more statements must never make more possible. Of equally
    small sets the one that comes first is taken.
    """
    core = _without_what_is_not_needed(statements, is_possible)
    corrections: list[list[T]] = []
    for _ in range(_MOST_GUESSES):
        guess = _hitting(corrections, most=len(core) - 1)
        if guess is None:
            break
        if not is_possible(frozenset(guess)):
            core = [one for one in statements if one in guess]
            break
        kept = _grown(frozenset(guess), list(statements), is_possible)
        corrections.append([one for one in statements if one not in kept])
    return tuple(core)


def _without_what_is_not_needed(
    statements: Sequence[T], is_possible: Callable[[frozenset[T]], bool]
) -> list[T]:
    """A conflict from which nothing can be left out."""
    core: frozenset[T] = frozenset()
    others = list(statements)
    while is_possible(core):
        few, many = 0, len(others)
        while many - few > 1:
            middle = (few + many) // 2
            if is_possible(core | frozenset(others[:middle])):
                few = middle
            else:
                many = middle
        # with the last of them all that is kept conflicts, and without it nothing does
        core |= {others[many - 1]}
        others = others[: many - 1]
    return [one for one in statements if one in core]


def _grown(
    kept: frozenset[T], others: list[T], is_possible: Callable[[frozenset[T]], bool]
) -> frozenset[T]:
    """As many of the others, which conflict with what is kept, as possible with it, by halves."""
    if len(others) == 1:
        return kept
    middle = len(others) // 2
    for half in (others[:middle], others[middle:]):
        wider = kept | frozenset(half)
        kept = wider if is_possible(wider) else _grown(kept, half, is_possible)
    return kept


def _hitting(sets: Sequence[Sequence[T]], *, most: int) -> list[T] | None:
    """The smallest choice of one element or more of each set; None where it takes more than most."""
    for size in range(most + 1):
        found = _hitting_with(sets, size, [])
        if found is not None:
            return found
    return None


def _hitting_with(sets: Sequence[Sequence[T]], left: int, taken: list[T]) -> list[T] | None:
    missed = next((one for one in sets if not any(each in taken for each in one)), None)
    if missed is None:
        return taken
    if left == 0:
        return None
    for element in missed:
        found = _hitting_with(sets, left - 1, [*taken, element])
        if found is not None:
            return found
    return None
