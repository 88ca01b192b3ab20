"""Item analysis of an exam: items, options, reliability, and how surely the cut sorts."""

from __future__ import annotations

from typing import Any

import numpy as np

from tauliah.core.kernel import LocalText
from tauliah.core.psychometrics.arrays import Whole
from tauliah.core.psychometrics.classification import livingston_lewis
from tauliah.core.psychometrics.consistency import alpha, measurement_error, omega
from tauliah.core.psychometrics.item_analysis import distractor_analysis, item_figures, key_check
from tauliah.core.psychometrics.presmoothing import distribution_of_scores
from tauliah.core.psychometrics.random_forms import random_forms_reliability
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.runs.needs import ITEM_ANALYSIS, too_few
from tauliah.core.psychometrics.runs.plain import number, numbers, words
from tauliah.core.psychometrics.runs.response_table import (
    ResponseTable,
    Watch,
    distribution_facts,
    forms_of,
    unwatched,
)

PARTS = 4


def analyse_items(table: ResponseTable, *, watch: Watch = unwatched) -> dict[str, Any]:
    """Every figure of an item analysis as plain values.

    `items`: one entry for each item with at least 50 responses; `too_few` names the others. `forms`:
    those with at least 50 persons, with alpha and omega, and how surely their own cut sorts.
    `reliability`: that of the exam as it was given, or None with `not_reliable` in words.
    `distribution`: persons by number of right answers, None where exams differ in length.
    `classification`: at the cut that every candidate had. `left_open`: the shares of candidates who
    answered everything, and three quarters, None where it is not known. Raises NotEstimable where no
    item has enough responses.
    """
    counts = (table.scores >= 0).sum(0)
    kept = np.flatnonzero(counts >= ITEM_ANALYSIS.fewest)
    if not kept.size:
        most = int(counts.max()) if counts.size else 0
        raise too_few(
            ITEM_ANALYSIS,
            en=f"{len(table.persons)} sittings are scored, and no item has more than {most} "
            f"responses; {ITEM_ANALYSIS.fewest} are needed.",
            ms=f"{len(table.persons)} peperiksaan telah diberi markah dan tiada item mempunyai "
            f"lebih daripada {most} respons; {ITEM_ANALYSIS.fewest} diperlukan.",
        )
    watch(0, PARTS)
    found = item_figures(table.scores)
    watch(1, PARTS)
    options, suspicions = _options(table)
    watch(2, PARTS)
    items = [
        {
            "item": table.items[place],
            "responses": int(counts[place]),
            "is_pilot": not bool(table.is_scored[:, place].any()),
            "difficulty": number(found.difficulty[place]),
            "difficulty_error": number(found.difficulty_error[place]),
            "point_biserial": number(found.point_biserial[place]),
            "discrimination": number(found.discrimination[place]),
            "options": options.get(place, []),
            "suspicion": suspicions.get(place),
        }
        for place in kept.tolist()
    ]
    forms = [
        _form(table, one.name) for one in forms_of(table) if one.persons >= ITEM_ANALYSIS.fewest
    ]
    watch(3, PARTS)
    whole = _whole(table, forms)
    watch(4, PARTS)
    return {
        "items": items,
        "too_few": [
            {"item": table.items[place], "responses": int(counts[place])}
            for place in np.flatnonzero(counts < ITEM_ANALYSIS.fewest).tolist()
        ],
        "forms": forms,
        "left_open": _left_open(table),
        **whole,
    }


def _options(
    table: ResponseTable,
) -> tuple[dict[int, list[dict[str, Any]]], dict[int, dict[str, str]]]:
    """What the options of each item attract, and which keys look wrong, by column."""
    if not table.keys or not table.choices:
        return {}, {}
    columns = sorted(table.keys)
    rows = [[row[column] for column in columns] for row in table.choices]
    found = distractor_analysis(
        rows, [table.keys[column] for column in columns], items=[str(one) for one in columns]
    )
    options: dict[int, list[dict[str, Any]]] = {}
    for one in found:
        options.setdefault(int(one.item), []).append(
            {
                "option": one.option,
                "is_key": one.is_key,
                "count": one.count,
                "share": number(one.share),
                "discrimination": number(one.discrimination),
                "by_fifth": numbers(one.by_fifth),
            }
        )
    return options, {int(one.item): words(one.reason) for one in key_check(found)}


def _form(table: ResponseTable, name: str) -> dict[str, Any]:
    """One form: its scores, and its reliability from complete responses."""
    rows, columns = table.rows_of(name), table.columns_of(name)
    scores = table.scores[np.ix_(rows, columns)]
    totals = scores.sum(1)
    facts: dict[str, Any] = {
        "form": name,
        "persons": int(rows.size),
        "items": int(columns.size),
        **{key: number(value) for key, value in distribution_facts(totals).items()},
        "alpha": None,
        "omega": None,
        "error": None,
        "classification": None,
    }
    try:
        reliability = alpha(scores)
        facts["alpha"] = number(reliability)
        facts["error"] = number(measurement_error(scores, reliability=reliability))
        cuts = {table.pass_marks[row] for row in rows.tolist()}
        facts |= _classified(totals, int(columns.size), reliability=reliability, cuts=cuts)
        facts["omega"] = number(omega(scores).omega)
    except NotEstimable as refusal:
        facts["not_reliable"] = words(refusal.refused.message)
    return facts


def _left_open(table: ResponseTable) -> dict[str, Any] | None:
    """The shares who answered every item that counts, and at least three quarters; None where not known.

    Candidates take the items in an order of their own and come back to them, so that what was not
    reached cannot be told from what was left out: Swineford's rule (Rindler, 1979) is read on what was
    left open altogether, which is not less.
    """
    answered = table.answered
    if not answered.size:
        return None
    everything, three_quarters = float((answered == 1).mean()), float((answered >= 0.75).mean())
    return {
        "everything": everything,
        "three_quarters": three_quarters,
        "is_speeded": everything < 0.80 or three_quarters < 1,
    }


def _whole(table: ResponseTable, forms: list[dict[str, Any]]) -> dict[str, Any]:
    """Scores, reliability and classification of all persons together."""
    lengths = set(table.lengths.tolist())
    if len(lengths) > 1 or lengths == {0}:
        return {
            "distribution": None,
            "reliability": None,
            "classification": None,
            "not_reliable": words(_LENGTHS_DIFFER),
        }
    length = lengths.pop()
    distribution = distribution_of_scores(table.totals, highest=length)
    told: dict[str, Any] = {
        "distribution": [int(count) for count in distribution.counts.tolist()],
        "reliability": None,
        "classification": None,
    }
    is_one_form = len(set(table.forms)) == 1
    try:
        if is_one_form and forms and forms[0]["alpha"] is not None:
            coefficient, reliability, error = "alpha", forms[0]["alpha"], forms[0]["error"]
        else:
            found = random_forms_reliability(table.totals, length=length)
            coefficient, reliability, error = "KR-21", found.reliability, found.error
        told["reliability"] = {
            "coefficient": coefficient,
            "value": number(reliability),
            "error": number(error),
            "persons": len(table.persons),
            "highest": length,
            "mean": number(distribution.mean),
            "deviation": number(distribution.deviation),
        }
    except NotEstimable as refusal:
        told["not_reliable"] = words(refusal.refused.message)
        return told
    cuts = set(table.pass_marks)
    return told | _classified(table.totals, length, reliability=reliability, cuts=cuts)


def _classified(
    totals: Whole, length: int, *, reliability: float, cuts: set[int]
) -> dict[str, Any]:
    """How surely the one cut of these persons sorts; in words where they had several or none."""
    if len(cuts) > 1 or cuts == {0}:
        return {"not_classified": words(_NO_ONE_CUT)}
    (cut,) = cuts
    distribution = distribution_of_scores(totals, highest=length)
    try:
        found = livingston_lewis(distribution, reliability=reliability, cut=cut)
    except NotEstimable as refusal:
        return {"not_classified": words(refusal.refused.message)}
    return {
        "classification": {
            "method": "Livingston-Lewis",
            "cut": cut,
            "passed": int((totals >= cut).sum()),
            "accuracy": number(found.accuracy),
            "false_pass": number(found.false_pass),
            "false_fail": number(found.false_fail),
            "consistency": number(found.consistency),
            "kappa": number(found.kappa),
            "effective_length": found.effective_length,
        }
    }


_LENGTHS_DIFFER = LocalText(
    en="The exams of this period differ in length, so their scores have no one reliability.",
    ms="Peperiksaan dalam tempoh ini berbeza panjangnya, maka skornya tidak mempunyai satu "
    "kebolehpercayaan.",
)
_NO_ONE_CUT = LocalText(
    en="These candidates did not all have the same cut in right answers. Where forms differ in "
    "difficulty so do their cuts, and each form is judged by its own.",
    ms="Tidak semua calon ini mempunyai markah lulus yang sama dalam bilangan jawapan betul. Apabila "
    "set soalan berbeza kesukarannya, markah lulusnya juga berbeza, dan setiap set dinilai dengan "
    "markahnya sendiri.",
)
