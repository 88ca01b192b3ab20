"""What the page of a study shows: where it stands, what its rounds say, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tauliah.apps.analyses.asking import KIND_NAMES
from tauliah.apps.analyses.certainty import Certainty, CutOn, certainty_at, certainty_table
from tauliah.apps.analyses.pictures import pictures_of_certainty
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import people_with
from tauliah.apps.results.standard_scores import results_of
from tauliah.apps.standards.in_force import is_known_by_items
from tauliah.apps.standards.outcomes import Outcome, closed_outcomes
from tauliah.apps.standards.pictures import picture_of
from tauliah.apps.standards.queries import StudyFile, unrated_in_use
from tauliah.apps.standards.rounds import RoundFigures, closed_rounds
from tauliah.apps.standards.telling import told
from tauliah.core.exam.standard_setting import STUDY_STATE_NAMES, decision_refusal
from tauliah.core.exam.study_methods import GROUPS, METHOD_NAMES, SCORE_METHODS
from tauliah.core.kernel import LocalText
from tauliah.web.clock import now
from tauliah.web.drawn import drawn, on_page
from tauliah.web.permissions import PersonRequest, permissions_in
from tauliah.web.standard_forms import ChosenJudge, Decided, NextRound
from tauliah.web.telling import active_language

MOST_AT_ONCE = 5_000
"""Above so many results, how surely a cut sorts is worked out when somebody asks for it."""


def shown_study(request: PersonRequest, found: StudyFile, decision: Decided) -> dict[str, Any]:
    """The context of the page of one study; `decision` is the form of who may decide it."""
    held = permissions_in(request)
    may_manage = Permission.STANDARDS_MANAGE in held
    appointed = {judge.person for judge in found.judges} | {found.panel.opener}
    free = [one for one in people_with("judge") if str(one.pk) not in appointed]
    is_rated = found.line.method == "angoff"
    figures: Sequence[RoundFigures | Outcome]
    figures = closed_rounds(found.line.id) if is_rated else closed_outcomes(found.line.id)
    shown = _shown(figures, request.GET.get("round", ""))
    is_of_groups = found.line.method in GROUPS
    is_long = results_of(found.line.course) > MOST_AT_ONCE and "certainty" not in request.GET
    certainty = None if is_long else _certainty(found, shown)
    unrated, in_use = unrated_in_use(found)
    refused = decision_refusal(found.panel, by=str(request.user.pk), cut=None, reason="why")
    return {
        "study": found,
        "line": found.line,
        "state_name": STUDY_STATE_NAMES[found.line.state],
        "figures": figures,
        "shown": shown,
        **(_round_told(shown) if isinstance(shown, Outcome) else {}),
        "method_name": METHOD_NAMES[found.line.method],
        "source": LocalText(**found.basis["source"]) if "source" in found.basis else None,
        "is_rated": is_rated,
        "is_of_groups": is_of_groups,
        "is_alone": found.line.method in SCORE_METHODS
        and not found.panel.outcome
        and not is_known_by_items(found.content),
        "certainty": certainty,
        "is_certainty_long": is_long and shown is not None,
        "certainty_table": certainty_table(certainty) if certainty else None,
        "certainty_runs": [(run, KIND_NAMES[run.kind]) for run in certainty.runs]
        if certainty
        else [],
        "certainty_pictures": [
            on_page(one) for one in pictures_of_certainty(certainty, active_language())
        ],
        "may_manage": may_manage,
        "unrated": 0 if found.panel.outcome else unrated,
        "in_use": in_use,
        "judge_form": ChosenJudge(free) if free and may_manage else None,
        "round_form": NextRound()
        if may_manage and found.panel.rounds and not is_of_groups
        else None,
        "decision_form": decision
        if Permission.STANDARD_ADOPT in held and refused is None
        else None,
        "waits_for_another": Permission.STANDARD_ADOPT in held
        and refused is not None
        and refused.code == "second-person",
    }


def _round_told(outcome: Outcome) -> dict[str, Any]:
    """A round by another method than Angoff's, in words and as a picture."""
    return {"told": told(outcome), "picture": drawn(picture_of(outcome, active_language()))}


def _certainty(found: StudyFile, shown: RoundFigures | Outcome | None) -> Certainty | None:
    """How surely the adopted cut sorts, or before the decision the one of the round that is shown."""
    cut, error = _cut_of(found, shown)
    if cut is None or not 0 < cut <= found.line.points:
        return None
    on = CutOn(found.line.course, found.content, cut, found.line.points, _versions(found), error)
    return certainty_at(on, at=now())


def _cut_of(found: StudyFile, shown: RoundFigures | Outcome | None) -> tuple[float | None, float]:
    """The cut that is adopted, or before the decision the one of the round that is shown, and the
    panel's error.
    """
    decision = found.decision
    if decision is not None:
        return None if decision.cut is None else float(decision.cut), float(decision.error)
    if isinstance(shown, Outcome):
        return None if shown.panel.refused else shown.panel.cut, shown.panel.error
    return (shown.cut, shown.error) if shown else (None, 0.0)


def _versions(found: StudyFile) -> tuple[UUID, ...]:
    return tuple(item.version for item in found.items)


def _shown(figures: Sequence[RoundFigures | Outcome], number: str) -> RoundFigures | Outcome | None:
    """The closed round that is asked for, or else the newest."""
    asked = (one for one in figures if str(one.number) == number)
    return next(asked, figures[-1] if figures else None)
