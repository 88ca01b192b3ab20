"""The small words that all core packages share."""

from tauliah.core.kernel.calendar import add_months, spoken_day
from tauliah.core.kernel.calendar_file import calendar_file, whole_days
from tauliah.core.kernel.conflicts import smallest_conflict
from tauliah.core.kernel.digests import canonical_json, digest
from tauliah.core.kernel.entries import ChainFault, Entry, EntryKind, chain_faults, seal
from tauliah.core.kernel.problems import Problem
from tauliah.core.kernel.refusals import Refused
from tauliah.core.kernel.rows import (
    EPOCH,
    EntryRow,
    RecordRows,
    entry_of,
    facts_as_text,
    microseconds,
    row_of,
    seal_of,
    sealed_rows,
)
from tauliah.core.kernel.tables import NOTHING, Cell, Fact, Table, cell_in
from tauliah.core.kernel.text import LANGUAGES, Language, LocalText, NonEmpty

__all__ = [
    "EPOCH",
    "LANGUAGES",
    "NOTHING",
    "Cell",
    "ChainFault",
    "Entry",
    "EntryKind",
    "EntryRow",
    "Fact",
    "Language",
    "LocalText",
    "NonEmpty",
    "Problem",
    "RecordRows",
    "Refused",
    "Table",
    "add_months",
    "calendar_file",
    "canonical_json",
    "cell_in",
    "chain_faults",
    "digest",
    "entry_of",
    "facts_as_text",
    "microseconds",
    "row_of",
    "seal",
    "seal_of",
    "sealed_rows",
    "smallest_conflict",
    "spoken_day",
    "whole_days",
]
