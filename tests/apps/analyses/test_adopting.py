"""What a second person makes of a run: parameters for the bank, and an equating for the cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tauliah.apps.analyses.adopting import adopt_equating, adopt_parameters
from tauliah.apps.analyses.models import RunAdoption
from tauliah.apps.analyses.queries import adoptions_of
from tauliah.apps.itembank.models import Item, VersionParameters
from tauliah.apps.people.models import AuditEntry
from tauliah.apps.results.equating_forms import forms_beside
from tauliah.core.kernel import Refused
from tests.services import examhall
from tests.services.panel import ROLES, adopted
from tests.services.scored_sittings import AT, score_sittings

WHY = "The fit is sound."


@pytest.fixture
def zaleha(officer):
    return examhall.account("Zaleha", role="bank-officer")


def test_parameters_stand_beside_the_versions_in_use(made, zaleha):
    score_sittings(150, items=5)
    run = made("calibration", model="1PL")
    gone = run.results["items"][0]["item"].partition(" ")[0]
    Item.objects.filter(code=gone).update(live=None, state="retired")

    assert adopt_parameters(zaleha, run, reason=WHY, at=AT) == 4

    kept = VersionParameters.objects.get(
        version=run.responses["versions"][run.results["items"][1]["item"]]
    )
    assert kept.difficulty == pytest.approx(run.results["items"][1]["b"])
    assert str(run.id) in kept.source
    (adoption,) = adoptions_of(run.id)
    assert (adoption.what, adoption.reason, adoption.adopted_by) == ("parameters", WHY, "Zaleha")
    entry = AuditEntry.objects.get(event="analysis.adopted")
    assert (entry.subject, entry.details["versions"]) == (f"analysis:{run.id}", 4)


def test_who_asked_for_a_run_does_not_adopt_it_and_nobody_without_a_reason(made, officer, zaleha):
    score_sittings(110, items=5)
    run = made("calibration", model="1PL")

    assert adopt_parameters(officer, run, reason=WHY, at=AT).code == "second-person"
    assert adopt_parameters(zaleha, run, reason="  ", at=AT).code == "no-reason"
    assert adopt_parameters(zaleha, made("items"), reason=WHY, at=AT).code == "not-to-be-used"
    by_points = replace(run, results={**run.results, "model": "graded"})
    assert adopt_parameters(zaleha, by_points, reason=WHY, at=AT).code == "by-points"
    assert not VersionParameters.objects.exists()


def test_an_adoption_never_changes(made, zaleha):
    score_sittings(110, items=5)
    adopt_parameters(zaleha, made("calibration", model="1PL"), reason=WHY, at=AT)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RunAdoption.objects.update(reason="another")


def test_pilot_items_come_onto_the_scale_of_the_bank(made, zaleha):
    score_sittings(120, items=6)
    first = made("calibration", model="1PL")
    adopt_parameters(zaleha, first, reason=WHY, at=AT)
    score_sittings(150, items=9, window="2026-2", ability=0.5, seed=2)

    run = made("calibration", window="2026-2", model="1PL", is_anchored=True)

    held = [one for one in run.results["items"] if one["is_held"]]
    assert [one["b"] for one in held] == pytest.approx([one["b"] for one in first.results["items"]])
    assert run.results["populations"][0]["mean"] > 0.2
    assert str(first.id) in run.results["held_by"][0]
    assert adopt_parameters(zaleha, run, reason=WHY, at=AT) == 3
    lacking = made("calibration", window="2026-2", model="2PL", is_anchored=True)
    assert lacking.state == "refused"


def test_without_parameters_in_the_bank_nothing_can_be_held(made):
    score_sittings(110, items=5)
    run = made("calibration", model="1PL", is_anchored=True)

    assert run.state == "refused"
    assert "have the parameters adopted" in run.reason.en


def codes_and_name(places):
    """The codes of these items of the pool, and the name of the form of them."""
    from tauliah.apps.itembank.queries import current_items
    from tauliah.apps.results.responses import form_name

    pool = current_items("PUM", "secure")
    return [pool[at].code for at in places], form_name(pool[at].version for at in places)


def test_a_cut_reaches_a_form_through_an_equating_that_was_adopted(made, officer, zaleha):
    score_sittings(400, items=range(6))
    score_sittings(400, items=range(3, 9), seed=2)
    others = {key: one for key, one in ROLES.items() if key != "officer"}
    people = {key: examhall.account(name, role=role) for key, (name, role) in others.items()}
    people["officer"] = officer
    on_base, base = codes_and_name(range(6))
    on_new, new = codes_and_name(range(3, 9))
    asked = {"new": new, "base": base, "model": "1PL", "method": "mean-sigma"}
    plain = made("equating", **asked)
    run = made("equating", **asked, replications=100, seed=7)

    def tried(minutes, *, of=run, by=zaleha):
        at = AT + timedelta(minutes=minutes)
        return adopt_equating(by, of, by="irt-true-score", reason=WHY, at=at)

    assert tried(0).code == "no-standard"
    for minutes, cut, codes, told in (
        (1, "4", on_new, "no-such-form"),
        (2, "3", on_base[:5], "leads-nowhere"),
        (3, "4", on_base, None),
    ):
        adopted(people, cut=cut, codes=codes, at=AT + timedelta(minutes=minutes))
        if told:
            assert tried(minutes).code == told
    assert tried(4, of=plain).code == "no-errors"
    assert tried(4, by=officer).code == "second-person"
    equating = tried(4)

    assert not isinstance(equating, Refused), equating
    assert [float(one) for one in equating.equated] == pytest.approx(
        [point[1] for point in run.results["equivalents"]], abs=1e-4
    )
    found, groups = forms_beside("PUM", at=AT + timedelta(minutes=5))
    led = {group.name[:8]: group.equating.method for group in groups}
    assert led == {base: "identity", new: "irt-true-score"}
    entry = AuditEntry.objects.get(event="equating.kept")
    assert (entry.details["run"], entry.details["reason"]) == (str(run.id), WHY)
    (adoption,) = adoptions_of(run.id)
    assert adoption.details["to"] == found.standard.form
