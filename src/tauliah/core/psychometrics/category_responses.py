"""Responses in several ordered categories, 0, 1, 2, ..., and persons in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Scores, Whole
from tauliah.core.psychometrics.category_items import CategoryItems
from tauliah.core.psychometrics.items import Items
from tauliah.core.psychometrics.refusals import FaultyResponses
from tauliah.core.psychometrics.responses import (
    MISSING,
    MOST_CATEGORIES,
    MOST_PROBLEMS,
    Responses,
    numbers_of,
    problem,
    scores_of,
    table_of,
    weights_of,
)
from tauliah.core.psychometrics.tokens import Partition, encoded, layout_for, spans


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """Persons in pieces of one group each, and the `labels` of the groups."""

    data: tuple[Partition, ...]
    labels: tuple[str, ...]


def categories_of(
    responses: ArrayLike | Responses,
    *,
    categories: int | Sequence[int] | None = None,
    source: str = "responses",
) -> tuple[Scores, Whole]:
    """Responses as int8 with -1 for missing, and how many categories each item has: those of
    `categories` (of all items, or of each), else one more than the highest that was given.

    Raises FaultyResponses naming each row (counted from 1) that holds something else than missing
    or a whole number from 0 to below the item's number of categories.
    """
    table = table_of(responses, source)
    numbers = numbers_of(table)
    missing = np.isnan(numbers) | (numbers == MISSING)
    whole = np.where(missing, 0, numbers)
    if categories is None:
        high = np.full(table.shape[1], MOST_CATEGORIES)
    else:
        high = np.broadcast_to(np.asarray(categories, np.int64), table.shape[1:])
        if (high < 2).any() or (high > MOST_CATEGORIES).any():
            raise ValueError(f"expected 2 to {MOST_CATEGORIES} categories of each item")
    wrong = (whole != np.floor(whole)) | (whole < 0) | (whole >= high)
    if wrong.any():
        raise FaultyResponses(
            tuple(
                problem(
                    source,
                    int(row) + 1,
                    path=f"item {int(column) + 1}",
                    en=f"expected a whole number from 0 to {high[column] - 1} or missing, "
                    f"got {table[row, column]!s}",
                    ms=f"dijangka nombor bulat dari 0 hingga {high[column] - 1} atau tiada, "
                    f"diberi {table[row, column]!s}",
                )
                for row, column in np.argwhere(wrong)[:MOST_PROBLEMS]
            )
        )
    scores = np.where(missing, MISSING, whole).astype(np.int8)
    found = np.maximum(2, scores.max(0) + 1) if categories is None else high
    return scores, np.asarray(found, np.int64)


def scores_for(responses: ArrayLike | Responses, of: Items | CategoryItems) -> Scores:
    """Responses as int8 with -1 for missing, to exactly these items.

    Raises ValueError for another number of items, and FaultyResponses for responses that the items
    do not have.
    """
    table = table_of(responses, "responses")
    if table.shape[1] != len(of):
        raise ValueError(f"expected responses to {len(of)} items, got {table.shape[1]}")
    if isinstance(of, CategoryItems):
        return categories_of(table, categories=of.categories.tolist())[0]
    return scores_of(table)


def in_groups(
    scores: Scores,
    *,
    weights: ArrayLike | None,
    groups: Sequence[object] | None,
    categories: int,
    source: str = "groups",
) -> Grouped:
    """The persons in pieces that can be counted side by side, each of one group.

    The labels stand in the order in which groups first appear. The pieces depend on the data only,
    never on who counts them. Raises FaultyResponses for persons without a group, by row.
    """
    weight = weights_of(weights, persons=len(scores))
    layout = layout_for(scores, categories=categories)
    if groups is None:
        labels: tuple[str, ...] = ("",)
        members = [np.arange(len(scores))]
    else:
        of_person = _labels(groups, persons=len(scores), source=source)
        labels = tuple(dict.fromkeys(of_person))
        table = np.array(of_person)
        members = [np.flatnonzero(table == label) for label in labels]
    data = []
    for group, rows in enumerate(members):
        for begin, end in spans(rows.size, scores.shape[1]):
            some = rows[begin:end]
            data.append(encoded(scores[some], weight[some], layout=layout, group=group))
    return Grouped(tuple(data), labels)


def _labels(groups: Sequence[object], *, persons: int, source: str) -> list[str]:
    if len(groups) != persons:
        raise FaultyResponses(
            (
                problem(
                    source,
                    0,
                    en=f"expected the groups of {persons} persons, got {len(groups)}",
                    ms=f"dijangka kumpulan bagi {persons} orang, diberi {len(groups)}",
                ),
            )
        )
    labels = ["" if _is_nothing(label) else str(label).strip() for label in groups]
    nameless = [row for row, label in enumerate(labels, start=1) if not label]
    if nameless:
        raise FaultyResponses(
            tuple(
                problem(
                    source,
                    row,
                    en="expected the group of the person, got nothing",
                    ms="dijangka kumpulan orang itu, tiada apa yang diberi",
                )
                for row in nameless[:MOST_PROBLEMS]
            )
        )
    return labels


def _is_nothing(label: object) -> bool:
    # NaN is the one value that differs from itself.
    return label is None or label != label  # noqa: PLR0124
