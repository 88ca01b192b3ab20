"""Calibrations that order the booklet of a Bookmark study, and opening one from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tauliah.apps.analyses.asking import MODELS
from tauliah.apps.analyses.queries import (
    Run,
    exams_with_runs,
    newest_settled_calibration,
    run_of,
)
from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.calibrated import parameters_in_use
from tauliah.apps.people.queries import User
from tauliah.apps.standards.opening import Parameters, open_bookmark_study
from tauliah.apps.standards.refusals import no_such_calibration
from tauliah.core.kernel import LocalText, Refused

IN_BANK = "bank"
"""What is chosen for the parameters that stand beside the items in use."""


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Parameters from which a booklet can be made: of a run, or, without one, those in the bank."""

    course: str
    run: Run | None
    items: int


def calibrations(*, at: datetime) -> tuple[Calibrated, ...]:
    """The newest settled calibration of each exam, newest window first, then what stands in the bank."""
    found = []
    for course, window in exams_with_runs():
        run = newest_settled_calibration(course, window, at=at)
        if run is not None:
            found.append(Calibrated(course, run, len(parameters_of(run))))
    for course in (one.code for one in programme().courses):
        in_bank = parameters_in_use(course)
        if in_bank:
            found.append(Calibrated(course, None, len(in_bank)))
    return tuple(found)


def open_study_from(
    officer: User, course: str, chosen: str, *, border: str, at: datetime
) -> UUID | Refused:
    """A Bookmark study by a calibration run of the course, or by the parameters in the bank ("bank")."""
    if chosen == IN_BANK:
        parameters = parameters_in_use(course)
        source = LocalText(
            en=f"{course}, parameters in the bank", ms=f"{course}, parameter dalam bank"
        )
    else:
        run = _run(chosen, at=at)
        if run is None or run.course != course or not _is_settled(run):
            return no_such_calibration()
        parameters = parameters_of(run)
        named = f"{run.results['model']}, {course} {run.window or '*'}, {run.id}"
        source = LocalText(en=f"calibration {named}", ms=f"penentukuran {named}")
    return open_bookmark_study(
        officer, course, parameters=parameters, source=source, border=border, at=at
    )


def parameters_of(run: Run) -> dict[UUID, Parameters]:
    """The parameters of a made calibration by item version; those without an estimate are left out."""
    versions = run.responses["versions"]
    return {
        UUID(versions[one["item"]]): (one["a"], one["b"], one["c"] or 0.0)
        for one in run.results["items"]
        if one["a"] is not None and one["b"] is not None
    }


def _is_settled(run: Run) -> bool:
    """Whether its curves, of items that are right or wrong, may order a booklet."""
    if run.kind != "calibration" or run.state != "made":
        return False
    return run.results["model"] in MODELS and bool(run.results["has_converged"])


def _run(chosen: str, *, at: datetime) -> Run | None:
    try:
        return run_of(UUID(chosen), at=at)
    except ValueError:
        return None
