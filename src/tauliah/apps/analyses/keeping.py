"""Parameters of a calibration put beside the versions in use, for new forms to be assembled by."""

from __future__ import annotations

from datetime import datetime

from tauliah.apps.analyses.queries import Run
from tauliah.apps.itembank.calibrated import keep_parameters
from tauliah.apps.itembank.queries import current_items, pilot_items
from tauliah.apps.people.permissions import Actor
from tauliah.core.kernel import LocalText, Refused


def keep_run_parameters(actor: Actor, run: Run, *, at: datetime) -> int | Refused:
    """Put the parameters of a made calibration beside the versions that are in use or on pilot.

    How many were kept. Items whose version is no longer in use are passed over, and so are those
    without an estimate or with a discrimination not above 0. Refused for another kind of run, for one
    that is not made or did not settle, and where no version is left.
    """
    if run.kind != "calibration" or run.state != "made" or not run.results["has_converged"]:
        return _NOT_TO_BE_USED
    in_use = {
        str(one.version): one.code
        for one in (*current_items(run.course, "secure"), *pilot_items(run.course))
    }
    parameters = {
        in_use[version]: (one["a"], one["b"], one["c"])
        for one in run.results["items"]
        if (version := run.responses["versions"][one["item"]]) in in_use
        if one["a"] is not None and one["a"] > 0 and one["b"] is not None
    }
    if not parameters:
        return _NONE_IN_USE
    source = f"{run.results['model']}, {run.course} {run.window or '*'}, {run.id}"
    return keep_parameters(actor, parameters, source=source, at=at)


_NOT_TO_BE_USED = Refused(
    "not-to-be-used",
    LocalText(
        en="Only a calibration that was made and has settled gives parameters for forms.",
        ms="Hanya penentukuran yang selesai dan menumpu memberikan parameter untuk set soalan.",
    ),
)
_NONE_IN_USE = Refused(
    "none-in-use",
    LocalText(
        en="None of these items is in use any more, so nothing was kept.",
        ms="Tiada satu pun item ini masih digunakan, maka tiada apa-apa disimpan.",
    ),
)
