"""Responses written as tokens: one small number for what a person gave to a group of items.

A person's likelihood is then a product of a few table rows instead of one factor for each item,
which is where the speed of calibration comes from. A group without any response has no token.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Runner, Scores, Tokens, Truths, Whole, frozen
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.responses import (
    MISSING,
    Responses,
    scores_of,
    weights_in,
    weights_of,
)

MOST_ROWS = 65_536  # a token is 16 bits
MOST_PIECES = 64
FEW_RESPONSES = 200_000  # persons x items that take less time than loading the compiler
RESPONSES_IN_PIECE = 300_000  # persons x items; below it a piece costs more than it saves
ENOUGH_PIECES = 8  # for the cores of one machine; from here on each piece has four times as many
LARGEST_TABLE = 5_000  # rows; more no longer stay in a processor's cache at 48 nodes


@dataclass(frozen=True, slots=True)
class Layout:
    """How `items` items are grouped: `size` items to a token, each of them in one of `kinds` states:
    its `categories` (wrong and right) and, where there is one state more, missing.
    """

    items: int
    size: int
    kinds: int
    categories: int = 2

    @property
    def groups(self) -> int:
        """How many groups there are; the last may be filled up with items that nobody has."""
        return -(-self.items // self.size)

    @property
    def rows_of_group(self) -> int:
        """How many different tokens a group has."""
        return int(self.kinds**self.size)

    @property
    def rows(self) -> int:
        """How many different tokens there are."""
        return self.groups * self.rows_of_group

    @property
    def is_of_everyone(self) -> bool:
        """Whether it has no place for missing responses, because every person has every item."""
        return self.kinds == self.categories and self.size > 1

    def digits(self) -> Scores:
        """The state of each item in each token of a group: (rows_of_group, size), -1 for missing."""
        codes = np.arange(self.rows_of_group)[:, None]
        places = self.kinds ** np.arange(self.size - 1, -1, -1)
        states = codes // places % self.kinds
        return np.asarray(np.where(states >= self.categories, MISSING, states), np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """What is to be known of a partition before its persons are counted: how many `rows` there are,
    their `weight`, that of those with a response (`heard`), and `tallies` of the tokens, (rows of
    the layout,).
    """

    layout: Layout
    rows: int
    weight: float
    heard: float
    tallies: Floats
    group: int


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Some persons: `tokens` from starts[n] to starts[n + 1] are those of person n, who counts
    `weights[n]` times. All are of one `group`, counted from 0.
    """

    layout: Layout
    tokens: Tokens
    starts: Whole
    weights: Floats
    group: int = 0

    def __len__(self) -> int:
        return self.starts.size - 1

    def tallied(self) -> Floats:
        """How many persons, by weight, have each token: (rows,)."""
        weights = np.repeat(self.weights, np.diff(self.starts))
        counted = np.bincount(self.tokens, weights=weights, minlength=self.layout.rows)
        return np.asarray(counted, np.float64)

    def summary(self) -> Summary:
        """What is to be known before the persons are counted."""
        return Summary(
            self.layout,
            len(self),
            float(self.weights.sum()),
            float(self.weights[np.diff(self.starts) > 0].sum()),
            self.tallied(),
            self.group,
        )

    def thinned(self, step: int) -> Partition:
        """Every step-th person."""
        begins, ends = self.starts[:-1:step], self.starts[1::step]
        lengths = ends - begins
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.repeat(begins - starts[:-1], lengths) + np.arange(starts[-1])
        return Partition(self.layout, self.tokens[places], starts, self.weights[::step], self.group)

    def scores(self, begin: int, end: int) -> Scores:
        """The responses of the persons from `begin` up to `end`, (persons, items), -1 if missing."""
        lengths = np.diff(self.starts[begin : end + 1])
        tokens = self.tokens[self.starts[begin] : self.starts[end]].astype(np.int64)
        group, code = np.divmod(tokens, self.layout.rows_of_group)
        table = np.full((end - begin, self.layout.groups, self.layout.size), MISSING, dtype=np.int8)
        table[np.repeat(np.arange(end - begin), lengths), group] = self.layout.digits()[code]
        return table.reshape(end - begin, -1)[:, : self.layout.items]


def layout_for(scores: Scores, *, categories: int = 2, is_complete: bool | None = None) -> Layout:
    """The grouping that gives persons like these the fewest tokens within the size of a cache.

    Where these are only some of the persons, `is_complete` says whether nobody has a missing
    response.
    """
    sample = scores[:: max(1, len(scores) // 1_000)]
    items, most = scores.shape[1], MOST_ROWS // categories
    if items > most:
        raise NotEstimable(
            "too-many-items",
            en=f"{items} items are more than the {most} that one calibration takes.",
            ms=f"{items} item melebihi {most} item yang diterima oleh satu penentukuran.",
        )
    choices = [Layout(items, 1, categories, categories)]
    if (scores >= 0).all() if is_complete is None else is_complete:
        choices += [Layout(items, size, categories, categories) for size in range(2, 8)]
    else:
        choices += [Layout(items, size, categories + 1, categories) for size in range(2, 6)]
    return min(
        (layout for layout in choices if layout.size == 1 or layout.rows <= LARGEST_TABLE),
        key=lambda layout: (_mean_tokens(sample >= 0, layout), layout.rows),
    )


def _mean_tokens(seen: Truths, layout: Layout) -> float:
    padded = np.zeros((len(seen), layout.groups * layout.size), np.bool_)
    padded[:, : layout.items] = seen
    return float(padded.reshape(len(seen), layout.groups, layout.size).any(2).sum(1).mean())


def partition(
    responses: ArrayLike | Responses,
    *,
    weights: ArrayLike | None = None,
    layout: Layout | None = None,
) -> Partition:
    """The tokens of these persons. Pieces of one data set must share one `layout`.

    A layout without the state `missing` refuses responses that are missing, unless each item has
    its own token.
    """
    scores = scores_of(responses)
    weight = weights_of(weights_in(responses, weights), persons=len(scores))
    return encoded(scores, weight, layout=layout or layout_for(scores))


def encoded(scores: Scores, weight: Floats, *, layout: Layout, group: int = 0) -> Partition:
    """The tokens of scores and weights that have been checked, in any number of categories."""
    if scores.shape[1] != layout.items:
        raise ValueError(f"expected {layout.items} items, got {scores.shape[1]}")
    if layout.is_of_everyone and (scores < 0).any():
        raise ValueError("this layout has no place for missing responses")
    if scores.size > FEW_RESPONSES:
        tokens, starts = _encoded(np.ascontiguousarray(scores), layout)
    else:
        tokens, starts = _encoded_few(scores, layout)
    return Partition(layout, frozen(tokens), frozen(starts), frozen(weight.copy()), group)


def _encoded(scores: Scores, layout: Layout) -> tuple[Tokens, Whole]:
    """Tokens and starts by the compiled loop."""
    from tauliah.core.psychometrics.kernels import encode, seen_groups

    starts = np.empty(len(scores) + 1, np.int64)
    seen_groups(scores, layout.size, starts)
    tokens = np.empty(int(starts[-1]), np.uint16)
    encode(scores, layout.size, layout.kinds, starts, tokens)
    return tokens, starts


def _encoded_few(scores: Scores, layout: Layout) -> tuple[Tokens, Whole]:
    """The same without it, for data that take less time than loading it."""
    filled = np.zeros((len(scores), layout.groups * layout.size), np.uint8)
    # Missing, -1, is 255 as an unsigned byte; where it is a state, it is the last.
    np.minimum(scores.view(np.uint8), layout.kinds - 1, out=filled[:, : layout.items])
    codes = np.zeros((len(scores), layout.groups), np.uint16)
    is_seen = np.zeros(codes.shape, np.bool_)
    for place in range(layout.size):
        codes *= layout.kinds
        codes += filled[:, place :: layout.size]
        of_place = scores[:, place :: layout.size] >= 0
        is_seen[:, : of_place.shape[1]] |= of_place
    codes += (np.arange(layout.groups) * layout.rows_of_group).astype(np.uint16)
    starts = np.concatenate([[0], np.cumsum(is_seen.sum(1))])
    return codes[is_seen], starts.astype(np.int64)


def partitions(
    responses: ArrayLike | Responses, *, weights: ArrayLike | None = None, run: Runner = map
) -> tuple[Partition, ...]:
    """The same persons in pieces that can be counted side by side, and by `run` are made so."""
    scores = scores_of(responses)
    weight = weights_of(weights_in(responses, weights), persons=len(scores))
    layout = layout_for(scores)
    rows = [(scores[begin:end], weight[begin:end]) for begin, end in spans(*scores.shape)]
    # few are made sooner than others begin to help
    made_by = run if len(rows) >= ENOUGH_PIECES else map
    return tuple(made_by(partial(_encoded_rows, layout=layout), rows))


def _encoded_rows(rows: tuple[Scores, Floats], *, layout: Layout) -> Partition:
    return encoded(*rows, layout=layout)


def spans(persons: int, items: int) -> Iterator[tuple[int, int]]:
    """The first person of each piece, and the first after it.

    The pieces depend on the size of the data only, never on who counts them, so that every way of
    running gives the same sums to the last digit.
    """
    pieces = how_many_pieces(persons, items)
    return pairwise(np.linspace(0, persons, pieces + 1).astype(int).tolist())


def how_many_pieces(persons: int, items: int) -> int:
    """In how many pieces so many persons and items are counted."""
    smallest = persons * items // RESPONSES_IN_PIECE
    enough = max(min(smallest, ENOUGH_PIECES), smallest // 4, 1)
    return min(MOST_PIECES, enough, persons)


def joined_to(pieces: Sequence[Partition], number: int) -> list[Partition]:
    """The same persons in so many pieces, or in as many as there are."""
    ends = np.linspace(0, len(pieces), min(number, len(pieces)) + 1).astype(int).tolist()
    return [joined(pieces[begin:end]) for begin, end in pairwise(ends)]


def joined(pieces: Sequence[Partition]) -> Partition:
    """All persons of these pieces in one."""
    lengths = np.concatenate([np.diff(piece.starts) for piece in pieces])
    return Partition(
        pieces[0].layout,
        np.concatenate([piece.tokens for piece in pieces]),
        np.concatenate([[0], np.cumsum(lengths)]),
        np.concatenate([piece.weights for piece in pieces]),
    )
