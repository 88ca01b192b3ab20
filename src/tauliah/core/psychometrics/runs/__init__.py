"""Analyses as a committee orders them: from a table of responses to plain results that can be kept."""

from tauliah.core.psychometrics.runs.calibration_run import calibrate_items
from tauliah.core.psychometrics.runs.equating_run import equate_forms
from tauliah.core.psychometrics.runs.item_run import analyse_items
from tauliah.core.psychometrics.runs.language_run import compare_languages
from tauliah.core.psychometrics.runs.response_table import (
    FormOfTable,
    ResponseTable,
    Watch,
    forms_of,
    unwatched,
)

__all__ = [
    "FormOfTable",
    "ResponseTable",
    "Watch",
    "analyse_items",
    "calibrate_items",
    "compare_languages",
    "equate_forms",
    "forms_of",
    "unwatched",
]
