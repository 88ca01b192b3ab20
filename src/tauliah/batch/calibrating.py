"""Items calibrated from files of responses, wherever the work is done: the same pieces in the same
order give the same estimates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np

from tauliah.batch.held_pieces import workers_at
from tauliah.batch.places import InProcess, Place
from tauliah.batch.response_files import (
    Source,
    Survey,
    partition_of,
    repeated_person,
    sample,
    sources_in,
    survey,
)
from tauliah.core.kernel import LocalText, Problem
from tauliah.core.psychometrics import (
    Calibration,
    FaultyResponses,
    GuessingPriors,
    Layout,
    Priors,
    Reached,
    calibrate,
    calibrate_concurrently,
    layout_for,
)
from tauliah.core.psychometrics.calibrated import Model
from tauliah.core.psychometrics.concurrent_calibration import Running

SAMPLED = 1_000
"""Persons by whom the layout of the tokens is chosen."""

Phase = Literal["looking", "reading"]


@dataclass(frozen=True, slots=True, eq=False)
class FileCalibration:
    """The items by name and what was found of them, in the same order."""

    items: tuple[str, ...]
    persons: int
    responses: int
    calibration: Calibration


def calibrate_files(
    paths: Sequence[Path],
    model: Model,
    *,
    on: Place = InProcess(),  # noqa: B008 - it has no state
    priors: Priors | GuessingPriors | None = None,
    tolerance: float = 3e-5,
    start: Callable[[tuple[str, ...]], Reached | None] = lambda _: None,
    watch: Callable[[tuple[str, ...], Reached], None] = lambda _items, _reached: None,
    done: Callable[[Phase, int, int], None] = lambda _phase, _done, _of: None,
) -> FileCalibration:
    """Calibrate the items of all persons in these files.

    Items stand in the order in which the files name them; an item that a file does not have is
    missing for its persons. `start` gives, once the items are known, where to go on from, and
    `watch` is told after each step where the fit stands. `done` tells how many pieces are looked
    at, then read, of how many. Raises FaultyResponses with the rows that are none, and for a person
    who stands in two pieces; UnreadableFileError, CannotStartError and PartitionFailedError where
    files or workers fail; NotEstimable as `calibrate` does.
    """
    sources = sources_in(paths)
    with workers_at(on) as workers:
        surveys: list[Survey] = []
        for found in workers.run(survey, sources):
            surveys.append(found)
            done("looking", len(surveys), len(sources))
        _require_apart(sources, surveys)
        items = tuple(dict.fromkeys(item for one in surveys for item in one.items))
        layout = _layout(sources, surveys, items)
        read = partial(partition_of, items=items, layout=layout)
        held = workers.hold(read, sources, lambda number: done("reading", number, len(sources)))
        asked: Running = {
            "tolerance": tolerance,
            "run": held.run,
            "start": start(items),
            "watch": partial(watch, items),
        }
        calibration = _calibrated(held.pieces, model, priors, asked)
    return FileCalibration(
        items,
        sum(one.persons for one in surveys),
        sum(one.responses for one in surveys),
        calibration,
    )


def _calibrated(
    pieces: Sequence[Any], model: Model, priors: Priors | GuessingPriors | None, asked: Running
) -> Calibration:
    if model == "3PL":
        found = calibrate_concurrently(pieces, model, priors=priors, **asked)
        return cast(Calibration, found)
    if isinstance(priors, GuessingPriors):
        raise TypeError("expected Priors for the 1PL and 2PL, got GuessingPriors")
    return calibrate(pieces, model, priors=priors, **asked)


def _layout(sources: Sequence[Source], surveys: Sequence[Survey], items: tuple[str, ...]) -> Layout:
    persons = sum(one.persons for one in surveys)
    is_complete = sum(one.responses for one in surveys) == persons * len(items)
    # A few persons of a few pieces tell how responses lie; they are read here.
    some = sources[:: max(1, len(sources) // 4)]
    scores = [sample(one, items, persons=SAMPLED // len(some) + 1) for one in some]
    return layout_for(np.concatenate(scores), is_complete=is_complete)


def _require_apart(sources: Sequence[Source], surveys: Sequence[Survey]) -> None:
    pair = repeated_person(surveys)
    if pair is None:
        return
    first, second = (sources[place] for place in pair)
    places = ", ".join(
        one.name if one.row_group is None else f"{one.name} (row group {one.row_group + 1})"
        for one in dict.fromkeys((first, second))
    )
    raise FaultyResponses(
        (
            Problem(
                second.name,
                0,
                "person",
                LocalText(
                    en=f"the same person stands in two places: {places}; all responses of a person "
                    "belong together",
                    ms=f"orang yang sama berada di dua tempat: {places}; semua respons seseorang "
                    "mesti berada bersama",
                ),
            ),
        )
    )
