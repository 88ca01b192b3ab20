"""The technical report of an exam: the newest run of each kind, part by part, each figure with its run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tauliah.apps.analyses.certainty import Certainty, adopted_certainty, certainty_section
from tauliah.apps.analyses.queries import Run, runs_of_exam, settings_in_words
from tauliah.apps.analyses.telling import Section, sections_of
from tauliah.apps.analyses.telling.sections import text
from tauliah.apps.catalogue.queries import programme
from tauliah.core.kernel import LocalText

NOT_IN_REPORT = ("trace",)
KINDS_IN_REPORT = ("items", "calibration", "languages", "equating")
KINDS_WHERE_MADE = ("drift", "persons")
"""They stand in the report where somebody made them; a report without them lacks nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one run adds to the report: its sections, and how it was made."""

    run: Run
    settings: LocalText
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class TechnicalReport:
    """The report of a course in one window ("" for all of them).

    `missing` are the kinds of analysis that have no made run. `is_mixed` where the runs did not all
    start from the same responses: sittings were scored in between. `certainty` says how surely the
    adopted cut sorts, None where none is adopted.
    """

    course: str
    title: LocalText
    window: str
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    is_mixed: bool
    certainty: Certainty | None

    @property
    def adopted(self) -> Section | None:
        """How surely the adopted cut sorts, in words and figures."""
        return certainty_section(self.certainty) if self.certainty else None


def technical_report(course: str, window: str, *, at: datetime) -> TechnicalReport:
    """The report of an exam from the runs that are made; without parts where there is none."""
    runs = runs_of_exam(course, window, at=at)
    parts = tuple(
        Part(
            run,
            settings_in_words(run.kind, run.settings),
            tuple(one for one in sections_of(run) if one.key not in NOT_IN_REPORT),
        )
        for kind in (*KINDS_IN_REPORT, *KINDS_WHERE_MADE)
        for run in runs.get(kind, ())
    )
    titles = {one.code: one.title for one in programme().courses}
    return TechnicalReport(
        course=course,
        title=titles.get(course, text(course, course)),
        window=window,
        parts=parts,
        missing=tuple(kind for kind in KINDS_IN_REPORT if kind not in runs),
        is_mixed=len({part.run.digest for part in parts}) > 1,
        certainty=adopted_certainty(course, window, at=at) if parts else None,
    )
