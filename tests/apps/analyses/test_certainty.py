"""How surely an adopted cut sorts: in the technical report and beside a study, or what is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tauliah.apps.analyses.actions import order_run
from tauliah.apps.analyses.asking import asked
from tauliah.apps.analyses.certainty import (
    CutOn,
    adopted_certainty,
    certainty_at,
    certainty_section,
)
from tauliah.apps.analyses.documents import report_pdf
from tauliah.apps.analyses.making import make_run
from tauliah.apps.analyses.report import technical_report
from tauliah.apps.itembank.queries import current_items
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.standards.models import Study
from tests.services import examhall, panel
from tests.services.scored_sittings import AT, WINDOW, score_sittings


def analysed(kind, **settings):
    id = order_run(SYSTEM, asked(kind, "PUM", WINDOW, settings=settings), at=AT)
    assert make_run(id, clock=lambda: AT) == "made"


@pytest.fixture
def adopted(db):
    """A cut of 7 of the 12 points of a form, adopted before anybody has sat it."""
    examhall.publish()
    codes = [item.code for item in current_items("PUM", "secure")[:12]]
    return panel.adopted(panel.panel_people(), cut="7", codes=codes, at=AT)


def names(found):
    return [name.en.partition(" (")[0] for name, _ in found.found]


def test_too_few_scores_are_told_with_their_number(adopted):
    score_sittings(30)

    found = adopted_certainty("PUM", WINDOW, at=AT)

    assert (found.found, found.persons) == ((), 0)
    assert "30 of the 30 candidates" in found.missing[0].en
    assert "at least 50" in certainty_section(found).notes[0].en


def test_what_is_missing_is_said_until_it_is_there(adopted):
    score_sittings(300)

    before = adopted_certainty("PUM", WINDOW, at=AT)
    assert names(before) == []
    assert "make an item analysis first" in before.missing[0].en
    assert "settled calibration" in before.missing[1].en
    analysed("items")
    analysed("calibration", model="1PL", has_priors=False)
    after = adopted_certainty("PUM", WINDOW, at=AT)

    assert names(after) == ["Livingston and Lewis", "Rudner", "Lee"]
    assert after.missing == ()
    accuracies = [one.accuracy for _, one in after.found]
    assert all(0.7 < one < 0.95 for one in accuracies)
    assert max(accuracies) - min(accuracies) < 0.06  # three ways to the same thing
    for _, one in after.found:
        assert one.accuracy + one.false_pass + one.false_fail == pytest.approx(1)


def test_the_technical_report_says_it_at_the_adopted_cut(adopted):
    score_sittings(120)
    analysed("items")

    report = technical_report("PUM", WINDOW, at=AT)

    assert report.adopted.facts[0][1] == "7 / 12"
    assert report.adopted.tables[0].rows[0][0].en == "Livingston and Lewis (1995)"
    assert report_pdf(report, "ms", at=AT).startswith(b"%PDF")
    assert adopted_certainty("PIN", "", at=AT) is None


def test_a_cut_that_is_only_proposed_is_told_the_same_way(adopted):
    score_sittings(60)
    analysed("items")
    study = Study.objects.get()
    versions = tuple(study.items.values_list("version", flat=True))

    found = certainty_at(CutOn("PUM", study.content, 6.4, 12, versions), at=AT)

    assert names(found) == ["Livingston and Lewis"]
    assert found.persons == 60
    assert Decimal(found.passed) > 0
