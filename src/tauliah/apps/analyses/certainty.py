"""How surely a cut sorts candidates: at the adopted one in a technical report, and beside a study."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor
from uuid import UUID

import numpy as np

from tauliah.apps.analyses.asking import KIND_NAMES
from tauliah.apps.analyses.booklets import parameters_of
from tauliah.apps.analyses.queries import (
    Run,
    exams_with_runs,
    newest_run,
    newest_settled_calibration,
)
from tauliah.apps.analyses.telling.sections import (
    CANDIDATES,
    Section,
    figure,
    in_hundred,
    text,
)
from tauliah.apps.results.responses import form_name
from tauliah.apps.results.standard_scores import scores_on
from tauliah.apps.standards.in_force import standard_of, versions_of
from tauliah.core.kernel import Fact, LocalText, Table
from tauliah.core.psychometrics import (
    Classification,
    Grid,
    Items,
    NotEstimable,
    ability_at,
    distribution_of_scores,
    items,
    lee,
    livingston_lewis,
    normal_grid,
    rudner,
    total_information,
)

FEWEST_PERSONS = 50
NODES = 400


@dataclass(frozen=True, slots=True)
class CutOn:
    """A cut in points of a set of items: by the name of the set, of so many points, its versions, and the
    standard error of the panel, 0 where it has none.
    """

    course: str
    content: str
    cut: float
    of: int
    versions: tuple[UUID, ...]
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class Certainty:
    """How surely a cut sorts, by each method for which there is enough; what is `missing`, in sentences.

    `runs` are those that its figures come from, beside the results of the candidates. `passed` of
    `persons` candidates reach the cut; both are 0 where too few have a score, and then there are no
    `counts` of them by whole points. `error` is that of the panel's cut.
    """

    cut: float
    of: int
    persons: int
    passed: int
    found: tuple[tuple[LocalText, Classification], ...]
    missing: tuple[LocalText, ...]
    runs: tuple[Run, ...] = ()
    error: float = 0.0
    counts: tuple[int, ...] = ()


def adopted_certainty(course: str, window: str, *, at: datetime) -> Certainty | None:
    """How surely the cut sorts that holds for a course now, in one window where given; None without one."""
    found = standard_of(course, at=at)
    if found is None:
        return None
    standard = found.standard
    versions = tuple(versions_of(found.study))
    cut = CutOn(
        course, standard.form, float(standard.cut), standard.of, versions, float(standard.error)
    )
    return certainty_at(cut, window, at=at)


def certainty_at(on: CutOn, window: str = "", *, at: datetime) -> Certainty:
    """How surely a cut sorts the candidates who have a score on its items.

    Livingston and Lewis (1995) from those scores and the reliability of the newest item analysis; where
    a settled calibration has every item, Rudner (2001) from its abilities, and Lee (2010) where all
    candidates sat these items themselves.
    """
    scores = scores_on(on.course, on.content, window)
    points = [float(one) for one in scores.points.values()]
    if len(points) < FEWEST_PERSONS:
        return Certainty(on.cut, on.of, 0, 0, (), (_too_few(len(points), scores.results),))
    # whole steps from the cut, so that who passes stays who passes
    whole = np.clip([floor(one - on.cut + 1e-9) + ceil(on.cut) for one in points], 0, on.of)
    found: list[tuple[LocalText, Classification]] = []
    missing: list[LocalText] = []
    runs: list[Run] = []
    analysis = _newest(on.course, window, "items", at=at)
    reliability = _reliability(on, analysis)
    if isinstance(reliability, LocalText):
        missing.append(reliability)
    elif analysis is not None:
        try:
            by_scores = livingston_lewis(
                distribution_of_scores(whole, highest=on.of), reliability=reliability, cut=on.cut
            )
            found.append((_LIVINGSTON_LEWIS, by_scores))
            runs.append(analysis)
        except NotEstimable as refusal:
            missing.append(refusal.refused.message)
    run = _calibration(on.course, window, at=at)
    of = _calibrated(run, on.versions) if run else None
    if run is None or of is None:
        missing.append(_NO_CALIBRATION)
    else:
        try:
            found += _by_abilities(run, of, on, has_sat=scores.are_own)
            runs.append(run)
        except NotEstimable as refusal:
            missing.append(refusal.refused.message)
    passed = sum(one >= on.cut for one in points)
    return Certainty(
        on.cut,
        on.of,
        len(points),
        passed,
        tuple(found),
        tuple(missing),
        runs=tuple(runs),
        error=on.error,
        counts=tuple(np.bincount(whole, minlength=on.of + 1).tolist()),
    )


def certainty_section(found: Certainty) -> Section:
    """The same in words and figures."""
    facts: list[Fact] = [
        (
            text("Adopted cut score, in points", "Skor lulus yang diterima pakai, dalam mata"),
            f"{found.cut:g} / {found.of}",
        )
    ]
    tables: tuple[Table, ...] = ()
    if found.persons:
        share = in_hundred(found.passed / found.persons)
        facts.append((CANDIDATES, str(found.persons)))
        facts.append(
            (text("At or above it", "Mencapainya"), f"{found.passed} / {found.persons} ({share})")
        )
    facts += [(KIND_NAMES[run.kind], f"{run.course} {run.window}, {run.id}") for run in found.runs]
    if found.found:
        tables = (certainty_table(found),)
    title = text("How surely the adopted cut score sorts", "Kepastian pengelasan skor lulus")
    return Section("adopted-cut", title, tuple(facts), tables, found.missing)


def certainty_table(found: Certainty) -> Table:
    """Accuracy and consistency by each method."""
    return Table(
        text("Accuracy and consistency", "Ketepatan dan ketekalan"),
        (
            text("Method", "Kaedah"),
            text("Sorted as true scores would be", "Dikelaskan selaras dengan skor sebenar"),
            text("Passed, though truly below", "Lulus walaupun sebenarnya di bawah"),
            text("Failed, though truly at it", "Gagal walaupun sebenarnya mencukupi"),
            text("Sorted alike by another form", "Dikelaskan sama oleh set soalan lain"),
            text("Beyond chance (kappa)", "Melebihi kebetulan (kappa)"),
        ),
        tuple(
            (
                name,
                in_hundred(one.accuracy),
                in_hundred(one.false_pass),
                in_hundred(one.false_fail),
                in_hundred(one.consistency),
                figure(one.kappa if one.kappa == one.kappa else None, 2),
            )
            for name, one in found.found
        ),
    )


def _by_abilities(
    run: Run, of: Items, on: CutOn, *, has_sat: bool
) -> list[tuple[LocalText, Classification]]:
    """By the abilities of the calibration's candidates, which its 200 quantiles stand for."""
    told = run.results["ability"]["quantiles"]
    theta = np.array([one for one in told if one is not None], np.float64)
    # an exam asks a part of the items on which the cut is set, and gives so much of their information
    part = 1.0 if has_sat else min(1.0, _length(run) / len(of))
    # estimates are means after the population's normal prior, which counts as information of 1
    error = 1 / np.sqrt(total_information(theta, of) * part + 1)
    found = [(_RUDNER, rudner(theta, error, cut=ability_at(on.cut, of)))]
    if has_sat and on.of == len(of):
        # abilities spread as their estimates do and as far again as these may be off
        spread = float(np.sqrt(theta.var() + (error**2).mean()))
        normal = normal_grid(NODES)
        grid = Grid(theta.mean() + spread * normal.nodes, normal.weights)
        found.append((_LEE, lee(of, cut=on.cut, grid=grid)))
    return found


def _length(run: Run) -> float:
    """How many of a calibration's items a candidate had, on average."""
    asked = sum(one["responses"] for one in run.results["items"])
    return float(asked / max(run.results["persons"], 1))


def _reliability(on: CutOn, run: Run | None) -> float | LocalText:
    """By an item analysis: that of the form on which the cut is set where its own is known, else that
    of the exam; in words why there is none.
    """
    if run is None:
        return _NO_ITEM_ANALYSIS
    name = form_name(on.versions)
    own = next((one["alpha"] for one in run.results["forms"] if one["form"] == name), None)
    if own is not None:
        return float(own)
    told = run.results["reliability"]
    if told is not None:
        return float(told["value"])
    return LocalText(**run.results.get("not_reliable", _UNKNOWN_RELIABILITY))


def _calibration(course: str, window: str, *, at: datetime) -> Run | None:
    own = newest_settled_calibration(course, window, at=at)
    if own is not None or window:
        return own
    others = (newest_settled_calibration(course, one, at=at) for one in _windows(course))
    return next((one for one in others if one is not None), None)


def _newest(course: str, window: str, kind: str, *, at: datetime) -> Run | None:
    """The newest run of the exam; of all windows together, else that of the newest window."""
    windows = (window, *(() if window else _windows(course)))
    runs = (newest_run(course, one, kind, at=at) for one in windows)
    return next((one for one in runs if one is not None), None)


def _windows(course: str) -> tuple[str, ...]:
    return tuple(window for code, window in exams_with_runs() if code == course and window)


def _calibrated(run: Run, versions: tuple[UUID, ...]) -> Items | None:
    """The parameters of every one of these versions; None where one has none."""
    known = parameters_of(run)
    if not versions or any(one not in known or known[one][0] <= 0 for one in versions):
        return None
    a, b, c = zip(*(known[one] for one in versions), strict=True)
    return items(a, b, floor=c)


def _too_few(persons: int, results: int) -> LocalText:
    return text(
        f"How surely the cut score sorts is not known yet: {persons} of the {results} candidates with "
        f"a result have a score on the items on which it is set; at least {FEWEST_PERSONS} are needed.",
        f"Kepastian pengelasan skor lulus belum diketahui: {persons} daripada {results} orang calon "
        "yang mempunyai keputusan mempunyai skor bagi item yang digunakan untuk menetapkannya; "
        f"sekurang-kurangnya {FEWEST_PERSONS} diperlukan.",
    )


_LIVINGSTON_LEWIS = text("Livingston and Lewis (1995)", "Livingston dan Lewis (1995)")
_RUDNER = text("Rudner (2001), by abilities", "Rudner (2001), mengikut keupayaan")
_LEE = text("Lee (2010), by calibrated items", "Lee (2010), mengikut item yang ditentukur")
_NO_ITEM_ANALYSIS = text(
    "The method of Livingston and Lewis needs the reliability of the exam: make an item analysis first.",
    "Kaedah Livingston dan Lewis memerlukan kebolehpercayaan peperiksaan: buat analisis item dahulu.",
)
_UNKNOWN_RELIABILITY = {
    "en": "The item analysis gives no reliability, which the method of Livingston and Lewis needs.",
    "ms": "Analisis item tidak memberikan kebolehpercayaan, yang diperlukan oleh kaedah Livingston dan "
    "Lewis.",
}
_NO_CALIBRATION = text(
    "The methods of Rudner and of Lee need a settled calibration of every item on which the cut score "
    "is set; there is none.",
    "Kaedah Rudner dan kaedah Lee memerlukan penentukuran yang menumpu bagi setiap item yang digunakan "
    "untuk menetapkan skor lulus; belum ada.",
)
