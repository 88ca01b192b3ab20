"""Scored sittings as the table that an analysis takes, and the forms among them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tauliah.apps.itembank.queries import version_numbers
from tauliah.apps.results.responses import responses_of, scored_forms
from tauliah.core.psychometrics.runs import FormOfTable, ResponseTable, Watch, unwatched


def table_of(
    course: str, window: str, *, watch: Watch = unwatched
) -> tuple[ResponseTable, dict[str, Any]] | None:
    """The first scored sitting of each person, and what a run keeps of it; None where there is none.

    Items that people mark are left out: they have no one right answer. `watch` hears how many
    sittings are read.
    """
    found = responses_of(course, window, first_only=True, told=watch)
    if found is None:
        return None
    has_scores = np.flatnonzero((found.scores >= 0).any(0))
    names = version_numbers(found.versions)
    labels = ["{} v{}".format(*names[found.versions[place]]) for place in has_scores.tolist()]
    keys = found.keys
    table = ResponseTable(
        persons=tuple(str(one.attempt) for one in found.sittings),
        items=tuple(labels),
        scores=found.scores[:, has_scores],
        is_scored=((found.scores >= 0) & ~found.is_pilot)[:, has_scores],
        forms=found.forms,
        languages=found.languages,
        pass_marks=found.pass_marks,
        choices=found.chosen[:, has_scores].tolist(),
        keys={at: keys[place] for at, place in enumerate(has_scores.tolist()) if place in keys},
        windows=tuple(one.window for one in found.sittings),
        points=found.points[:, has_scores],
        is_answered=found.is_answered[:, has_scores],
    )
    return table, {
        "persons": len(table.persons),
        "items": len(table.items),
        "forms": len(set(table.forms)),
        "responses": table.responses,
        "digest": table.fingerprint(),
        "versions": {
            label: str(found.versions[place])
            for label, place in zip(labels, has_scores.tolist(), strict=True)
        },
    }


def exam_forms(course: str, window: str) -> tuple[FormOfTable, ...]:
    """The forms that candidates of a course had, those of most candidates first."""
    found = [FormOfTable(name, *counts) for name, counts in scored_forms(course, window).items()]
    return tuple(sorted(found, key=lambda one: (-one.persons, one.name)))
