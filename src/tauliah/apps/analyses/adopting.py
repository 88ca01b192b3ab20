"""Figures of a run made to count by a second person: parameters for the bank, equatings for the cut."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tauliah.apps.analyses.actions import subject_of
from tauliah.apps.analyses.asking import POINT_MODELS
from tauliah.apps.analyses.models import RunAdoption
from tauliah.apps.analyses.queries import Run
from tauliah.apps.itembank.calibrated import keep_parameters
from tauliah.apps.itembank.queries import current_items, pilot_items
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Actor, Permission, System, name_of, require
from tauliah.apps.results.equating_forms import CalibratedWorth, keep_calibrated_equating
from tauliah.core.exam.reported_scores import EquatingMethod, FormEquating
from tauliah.core.kernel import LocalText, Refused

LONGEST_REASON = 1_000
EQUATED_BY: tuple[EquatingMethod, ...] = ("irt-true-score", "irt-observed-score")


@transaction.atomic
def adopt_parameters(actor: Actor, run: Run, *, reason: str, at: datetime) -> int | Refused:
    """Put the parameters of a made calibration beside the versions that are in use or on pilot.

    How many were kept. Items whose version is no longer in use are passed over, and so are those
    without an estimate, with a discrimination not above 0, or that were held at what the bank has.
    Refused for who asked for the run, without a reason, for another kind of run, for one that is not
    made or did not settle, and where no version is left.
    """
    require(actor, Permission.BANK_MANAGE)
    if refused := _refusal(actor, run, reason):
        return refused
    if run.kind != "calibration" or not run.results.get("has_converged"):
        return _NOT_TO_BE_USED
    if run.results["model"] in POINT_MODELS:
        return _BY_POINTS
    in_use = {
        str(one.version): one.code
        for one in (*current_items(run.course, "secure"), *pilot_items(run.course))
    }
    parameters = {
        in_use[version]: (one["a"], one["b"], one["c"])
        for one in run.results["items"]
        if (version := run.responses["versions"][one["item"]]) in in_use
        if one["a"] is not None and one["a"] > 0 and one["b"] is not None
        if not one.get("is_held")
    }
    if not parameters:
        return _NONE_IN_USE
    source = f"{run.results['model']}, {run.course} {run.window or '*'}, {run.id}"
    kept = keep_parameters(actor, parameters, source=source, at=at)
    if isinstance(kept, Refused):
        return kept
    _adopt(actor, run, "parameters", reason=reason, details={"versions": kept}, at=at)
    return kept


@transaction.atomic
def adopt_equating(
    actor: Actor, run: Run, *, by: str, reason: str, at: datetime
) -> FormEquating | Refused:
    """Let the cut reach the new form of an equating through this run, and score what waited for it.

    `by` is one of EQUATED_BY. Results that were given stay as they are. Refused for who asked for the
    run, without a reason, for a run that is not made, did not settle or has no standard errors, and as
    `keep_calibrated_equating` does.
    """
    require(actor, Permission.STANDARDS_MANAGE)
    if refused := _refusal(actor, run, reason):
        return refused
    forms = run.results.get("forms", {})
    if run.kind != "equating" or not all(one["has_converged"] for one in forms.values()):
        return _NO_EQUATING
    if by not in EQUATED_BY:
        return _NO_EQUATING
    if not run.results.get("errors"):
        return _NO_ERRORS
    way = EQUATED_BY.index(by)
    kept = keep_calibrated_equating(
        actor,
        run.course,
        CalibratedWorth(
            new=forms["new"]["form"],
            base=forms["base"]["form"],
            method=EQUATED_BY[way],
            equivalents=tuple(point[1 + way] for point in run.results["equivalents"]),
            errors=tuple(point[way] for point in run.results["errors"]),
            basis={
                "run": str(run.id),
                "persons": forms["new"]["persons"],
                "persons_through": forms["base"]["persons"],
                "shared": len(run.results["common"]),
                "reason": reason.strip(),
            },
        ),
        at=at,
    )
    if isinstance(kept, Refused):
        return kept
    equating, results = kept
    details = {
        "from": equating.from_form,
        "to": equating.to_form,
        "method": equating.method,
        "results": results,
    }
    _adopt(actor, run, "equating", reason=reason, details=details, at=at)
    return equating


def may_adopt(actor: Actor, run: Run) -> bool:
    """Whether somebody is another person than who asked for the run."""
    return isinstance(actor, System) or name_of(actor) != run.asker


def _refusal(actor: Actor, run: Run, reason: str) -> Refused | None:
    if not may_adopt(actor, run):
        return _SECOND_PERSON
    if not reason.strip() or len(reason) > LONGEST_REASON:
        return _NO_REASON
    return None


def _adopt(
    actor: Actor, run: Run, what: str, *, reason: str, details: dict[str, Any], at: datetime
) -> None:
    RunAdoption.objects.create(
        run_id=run.id,
        what=what,
        reason=reason.strip(),
        details=details,
        adopted_by=None if isinstance(actor, System) else actor,
        adopted_at=at,
    )
    write_audit_entry(
        actor,
        "analysis.adopted",
        subject=subject_of(run.id),
        at=at,
        details={"what": what, "reason": reason.strip(), **details},
    )


_SECOND_PERSON = Refused(
    "second-person",
    LocalText(
        en="A second person decides: somebody else than who asked for this analysis.",
        ms="Orang kedua yang membuat keputusan: bukan orang yang meminta analisis ini.",
    ),
)
_NO_REASON = Refused(
    "no-reason",
    LocalText(
        en=f"Say why, in at most {LONGEST_REASON} characters: the reason stays with the analysis.",
        ms=f"Nyatakan sebabnya, selebih-lebihnya {LONGEST_REASON} aksara: sebab itu disimpan bersama "
        "analisis.",
    ),
)
_NOT_TO_BE_USED = Refused(
    "not-to-be-used",
    LocalText(
        en="Only a calibration that was made and has settled gives parameters for forms.",
        ms="Hanya penentukuran yang selesai dan menumpu memberikan parameter untuk set soalan.",
    ),
)
_BY_POINTS = Refused(
    "by-points",
    LocalText(
        en="The bank keeps parameters of the 1PL, 2PL and 3PL, by which forms are assembled; those of "
        "several categories stay with this analysis.",
        ms="Bank menyimpan parameter 1PL, 2PL dan 3PL, yang digunakan untuk menyusun set soalan; "
        "parameter bagi beberapa kategori kekal bersama analisis ini.",
    ),
)
_NONE_IN_USE = Refused(
    "none-in-use",
    LocalText(
        en="None of these items is in use any more, so nothing was kept.",
        ms="Tiada satu pun item ini masih digunakan, maka tiada apa-apa disimpan.",
    ),
)
_NO_EQUATING = Refused(
    "not-to-be-used",
    LocalText(
        en="Only an equating that was made, and whose two calibrations have settled, carries a cut.",
        ms="Hanya penyamaan yang selesai, dan kedua-dua penentukurannya menumpu, membawa markah lulus.",
    ),
)
_NO_ERRORS = Refused(
    "no-errors",
    LocalText(
        en="This equating has no standard errors, and a reported score needs them. Make it again with "
        "replications.",
        ms="Penyamaan ini tiada ralat piawai, sedangkan skor yang dilaporkan memerlukannya. Buat semula "
        "dengan ulangan.",
    ),
)
