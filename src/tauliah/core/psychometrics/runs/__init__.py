"""Analyses as a committee orders them: from a table of responses to plain results that can be kept."""

from tauliah.core.psychometrics.runs.calibration_run import calibrate_items
from tauliah.core.psychometrics.runs.drift_run import Earlier, anchors_that_drift
from tauliah.core.psychometrics.runs.equating_run import equate_forms
from tauliah.core.psychometrics.runs.item_run import analyse_items
from tauliah.core.psychometrics.runs.kept_steps import NOTHING_KEPT, KeptSteps
from tauliah.core.psychometrics.runs.language_run import compare_languages
from tauliah.core.psychometrics.runs.person_run import fit_of_persons
from tauliah.core.psychometrics.runs.points_run import calibrate_points
from tauliah.core.psychometrics.runs.response_table import (
    FormOfTable,
    ResponseTable,
    Watch,
    forms_of,
    unwatched,
)

__all__ = [
    "NOTHING_KEPT",
    "Earlier",
    "FormOfTable",
    "KeptSteps",
    "ResponseTable",
    "Watch",
    "analyse_items",
    "anchors_that_drift",
    "calibrate_items",
    "calibrate_points",
    "compare_languages",
    "equate_forms",
    "fit_of_persons",
    "forms_of",
    "unwatched",
]
