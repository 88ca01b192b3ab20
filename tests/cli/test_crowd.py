"""A crowd of invented candidates gives the analyses something to start from."""

from __future__ import annotations

import pytest

from tests.services import assembling, examhall
from tests.services.examhall import MORNING


@pytest.mark.usefixtures("db")
def test_a_crowd_sits_two_approved_forms_in_both_languages(monkeypatch):
    examhall.publish(examhall.programme_files(windows=examhall.ALL_YEAR))
    from tauliah.apps.analyses.tables import exam_forms, table_of
    from tauliah.apps.people.models import User
    from tauliah.cli.journeys import House, crowd

    # the hall's course has few items beyond those of one form
    monkeypatch.setattr(crowd, "SHARED", assembling.SHARED)
    registrar = examhall.account("Farid", role="registrar")
    officers = [examhall.account(name, role="bank-officer") for name in ("Azman", "Zaleha")]
    told = []

    crowd.let_a_crowd_sit(
        House(registrar, registrar, None),
        crowd.Sitters(*officers),
        people=8,
        until=MORNING,
        sat=lambda: told.append(1),
    )

    assert len(told) == 8
    table, _ = table_of("PUM", "")
    assert sorted(set(table.languages)) == ["en", "ms"]
    assert [one.persons for one in exam_forms("PUM", "")] == [4, 4]
    first, second = (set(form) for form in _items_by_form(table))
    assert len(first & second) >= len(first) / 5
    shares = table.scores[table.scores >= 0].mean()
    assert 0.3 < shares < 0.95
    people = User.objects.filter(email__startswith="crowd")
    assert not any(one.has_usable_password() for one in people)


def _items_by_form(table):
    """The items of each form, by the candidates who had it."""
    for name in sorted(set(table.forms)):
        row = table.forms.index(name)
        yield [
            item for item, score in zip(table.items, table.scores[row], strict=True) if score >= 0
        ]
