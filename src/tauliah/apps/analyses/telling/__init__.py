"""The results of a run in words, part by part."""

from tauliah.apps.analyses.queries import Run
from tauliah.apps.analyses.telling.of_calibration import sections_of_calibration
from tauliah.apps.analyses.telling.of_drift import sections_of_drift
from tauliah.apps.analyses.telling.of_equating import sections_of_equating
from tauliah.apps.analyses.telling.of_items import sections_of_items
from tauliah.apps.analyses.telling.of_languages import sections_of_languages
from tauliah.apps.analyses.telling.of_persons import sections_of_persons
from tauliah.apps.analyses.telling.sections import Section

__all__ = ["Section", "sections_of"]

_BY_KIND = {
    "items": sections_of_items,
    "calibration": sections_of_calibration,
    "languages": sections_of_languages,
    "equating": sections_of_equating,
    "drift": sections_of_drift,
    "persons": sections_of_persons,
}


def sections_of(run: Run) -> tuple[Section, ...]:
    """What a made run found; empty for any other."""
    return _BY_KIND[run.kind](run.results) if run.results else ()
