"""How alike two words are spelled: the trigrams that they share.

As PostgreSQL's pg_trgm counts them: a word stands between two spaces before it and one behind it,
and the similarity of two words is the share of all their different trigrams that both have (the
index of Jaccard, 1901).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def trigrams(word: str) -> frozenset[str]:
    """Every three letters that follow one another in a word, with spaces around it."""
    spaced = f"  {word} "
    return frozenset(spaced[at : at + 3] for at in range(len(spaced) - 2))


def similarity(one: str, other: str) -> float:
    """The share of the trigrams of both that both have: 1 for the same word, 0 for none in common."""
    here, there = trigrams(one), trigrams(other)
    return len(here & there) / len(here | there)


def edits(one: str, other: str) -> int:
    """How many letters are put in, left out, changed or swapped with the next to get from one to the other.

    The distance of optimal string alignment (Damerau 1964).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [at]
        for there, sign in enumerate(other, 1):
            cost = min(row[there - 1] + 1, before[there] + 1, before[there - 1] + (letter != sign))
            is_swapped = at > 1 and there > 1 and letter == other[there - 2] and one[at - 2] == sign
            row.append(min(cost, last[there - 2] + 1) if is_swapped else cost)
    return row[-1]


def by_trigram(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The words that have each trigram."""
    having: dict[str, list[str]] = {}
    for word in words:
        for trigram in trigrams(word):
            having.setdefault(trigram, []).append(word)
    return {trigram: tuple(found) for trigram, found in having.items()}


def most_alike(
    word: str, having: Mapping[str, tuple[str, ...]], *, at_least: float
) -> tuple[tuple[str, float], ...]:
    """The words whose similarity to this one is at least so much, the most alike first."""
    wanted = trigrams(word)
    shared: dict[str, int] = {}
    for trigram in wanted:
        for other in having.get(trigram, ()):
            shared[other] = shared.get(other, 0) + 1
    alike = (
        (other, common / (len(wanted) + len(trigrams(other)) - common))
        for other, common in shared.items()
    )
    found = [(other, share) for other, share in alike if share >= at_least]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0])))
