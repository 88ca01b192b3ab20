"""Every field of every model says what it holds of a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tauliah.apps.holdings import Says
from tauliah.apps.privacy import declared
from tauliah.config.settings import RETENTION


def test_every_field_of_every_model_says_what_it_holds_of_a_person() -> None:
    missing = declared.missing()

    assert not missing, "\n\n".join(missing)


def without(monkeypatch: pytest.MonkeyPatch, model: str, field: str | None) -> str:
    """What is told to be missing when that field, or the whole model, is not declared."""
    left = []
    for table in declared.tables():
        if table.model == model and field is not None:
            fields = {name: one for name, one in table.fields.items() if name != field}
            left.append(replace(table, fields=fields))
        elif table.model != model:
            left.append(table)
    monkeypatch.setattr(declared, "tables", lambda: tuple(left))
    return "\n".join(declared.missing())


def test_a_field_without_a_declaration_is_named_with_what_to_write(monkeypatch: Any) -> None:
    told = without(monkeypatch, "study.LessonRead", "lesson")

    assert 'tauliah/apps/study/privacy.py: Table(model="study.LessonRead").fields lacks' in told
    assert '"lesson": describes("What it is", "Apa itu")' in told


def test_a_model_without_a_declaration_is_named_with_what_to_write(monkeypatch: Any) -> None:
    told = without(monkeypatch, "sittings.Booking", None)

    assert "tauliah/apps/sittings/privacy.py: HELD lacks a table for sittings.Booking" in told
    assert '"person": whose("...", "..."),' in told


def test_a_field_that_leads_to_an_account_cannot_be_declared_as_nothing(monkeypatch: Any) -> None:
    from tauliah.apps.holdings import nothing

    tables = [
        replace(one, fields={**one.fields, "marker": nothing})
        if one.model == "marking.Mark"
        else one
        for one in declared.tables()
    ]
    monkeypatch.setattr(declared, "tables", lambda: tuple(tables))

    assert '"marker" of marking.Mark leads to an account' in "\n".join(declared.missing())


def test_what_a_person_can_read_has_words_in_both_languages() -> None:
    for table in declared.tables():
        for name, holding in table.fields.items():
            assert (holding.label is None) == (holding.says is Says.NOTHING), (table.model, name)


def test_everything_with_an_end_has_a_setting_and_every_setting_ends_something() -> None:
    assert {due.setting for due in declared.dues()} == set(RETENTION)
