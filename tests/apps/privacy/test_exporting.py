"""A person's data given to them: all of it, nothing of others, and no secret."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps

from tauliah.apps.people.queries import User
from tauliah.apps.privacy import rows as reading
from tauliah.apps.privacy.declared import personal_tables
from tauliah.apps.privacy.exporting import note_export, write_export
from tauliah.apps.privacy.rows import rows_of
from tests.apps.privacy.conftest import EMPLOYER, FILE, REASON, WORDS


def archive_of(person: User, at: datetime) -> zipfile.ZipFile:
    written = io.BytesIO()
    write_export(person, written, at=at)
    return zipfile.ZipFile(written)


def data_of(person: User, at: datetime) -> dict[str, Any]:
    return json.loads(archive_of(person, at).read("data.json"))


def rows_in(data: dict[str, Any], model: str) -> list[dict[str, Any]]:
    return next(one["rows"] for one in data["held"] if one["table"] == model)


def rows_that_name(person: User) -> set[tuple[str, str]]:
    """Every row of the database in which some column holds this account's id, found by force."""
    id = UUID(str(person.pk))
    found = set()
    for model in apps.get_models():
        for row in model._default_manager.all():
            values = [getattr(row, field.attname) for field in model._meta.concrete_fields]
            if any(str(value) == str(id) for value in values):
                found.add((model._meta.label, str(row.pk)))
    return found


def test_every_row_that_names_the_person_is_in_the_export(
    aisyah: User, nurul: User, client: Any, moment: datetime
) -> None:
    client.force_login(aisyah)

    exported = {
        (table.model, str(row.pk))
        for table in personal_tables()
        for row, _ in rows_of(table, aisyah)
    }

    assert rows_that_name(aisyah) <= exported
    # and what hangs on these rows
    hanging = ("sittings.Attempt", "sittings.AttemptEvent", "sittings.CurrentAnswer",
               "sittings.SealReceipt", "marking.Mark", "sessions.Session")  # fmt: skip
    assert set(hanging) <= {model for model, _ in exported}


def test_every_table_about_a_person_has_rows_in_the_archive(
    aisyah: User, client: Any, moment: datetime
) -> None:
    from tauliah.apps.privacy.erasing import ask_for_erasure

    client.force_login(aisyah)
    ask_for_erasure(aisyah, words="Please", actor=aisyah, at=moment)

    data = data_of(aisyah, moment)

    about = [table for table in personal_tables() if table.people or table.rows]
    assert [one["table"] for one in data["held"]] == [one.model for one in personal_tables()]
    for table in about:
        rows = rows_in(data, table.model)
        expected = sum(1 for _ in rows_of(table, aisyah))
        assert len(rows) == expected, table.model
        for row in rows:
            assert set(row) == set(table.fields), table.model


def test_what_the_person_wrote_and_what_was_written_of_them_can_be_read(
    aisyah: User, moment: datetime
) -> None:
    text = archive_of(aisyah, moment).read("data.json").decode()

    for words in (EMPLOYER, WORDS, REASON, aisyah.email, aisyah.full_name):
        assert words in text


def test_files_that_the_person_sent_are_in_the_archive(aisyah: User, moment: datetime) -> None:
    archive = archive_of(aisyah, moment)

    (file,) = [name for name in archive.namelist() if name.startswith("files/")]
    assert file.endswith("/surat-kenari.pdf")
    assert archive.read(file) == FILE


def test_secrets_are_named_and_not_given(aisyah: User, client: Any, moment: datetime) -> None:
    from django.contrib.sessions.models import Session

    client.force_login(aisyah)
    archive = archive_of(aisyah, moment)
    data = json.loads(archive.read("data.json"))
    everything = "".join(archive.read(name).decode("latin-1") for name in archive.namelist())

    assert rows_in(data, "people.User")[0]["password"] == "held, not given"
    assert rows_in(data, "mfa.Authenticator")[0]["data"] == "held, not given"
    assert rows_in(data, "sessions.Session")[0]["session_key"] == "held, not given"
    assert "JBSWY3DPEHPK3PXP" not in everything
    assert aisyah.password not in everything
    assert Session.objects.get().session_key not in everything


def test_nothing_of_others_is_given(
    aisyah: User, nurul: User, farid: User, salmah: User, moment: datetime
) -> None:
    archive = archive_of(aisyah, moment)
    everything = "".join(archive.read(name).decode("latin-1") for name in archive.namelist())

    for other in (nurul, farid, salmah):
        assert str(other.pk) not in everything
        assert other.email not in everything
    granted = rows_in(json.loads(archive.read("data.json")), "people.Accommodation")[0]
    assert granted["granted_by"] == "someone else"


def test_who_acted_is_given_what_they_did_and_nothing_of_whom_it_was_about(
    aisyah: User, farid: User, moment: datetime
) -> None:
    data = data_of(farid, moment)
    everything = json.dumps(data)

    (granted,) = rows_in(data, "people.Accommodation")
    assert granted["granted_by"] == "you"
    assert set(granted) == {"id", "person", "granted_by", "granted_at"}
    for words in (REASON, EMPLOYER, WORDS, aisyah.email, str(aisyah.pk), aisyah.full_name):
        assert words not in everything


@pytest.mark.parametrize(
    ("language", "heading", "account"),
    [("en", "All that we hold of", "Account"), ("ms", "Semua data", "Akaun")],
)
def test_the_page_reads_in_each_language(
    aisyah: User, moment: datetime, language: str, heading: str, account: str
) -> None:
    page = archive_of(aisyah, moment).read(f"data.{language}.html").decode()

    assert f'<html lang="{language}">' in page
    assert heading in page
    assert f"<h2>{account}</h2>" in page
    assert EMPLOYER in page
    for table in personal_tables():
        assert table.title.in_language(language) in page.replace("&#x27;", "'")


def test_what_is_not_held_is_said_at_the_end(nurul: User, moment: datetime) -> None:
    page = archive_of(nurul, moment).read("data.en.html").decode()

    held, none = page.split("<h2>Of these nothing is held</h2>")
    assert "Bookings of exams" in held
    assert "<li>Awards</li>" in none


def test_text_that_is_no_text_is_exported_too(
    aisyah: User, moment: datetime, database: str
) -> None:
    from tauliah.apps.study.models import PracticeAnswer

    if database == "postgresql":
        pytest.skip("PostgreSQL keeps no half of a surrogate pair")
    PracticeAnswer.objects.update(value="half \ud83d of a pair")

    archive = archive_of(aisyah, moment)

    (answer,) = rows_in(json.loads(archive.read("data.json")), "study.PracticeAnswer")
    assert answer["value"] == "half \ud83d of a pair"
    assert "half ? of a pair" in archive.read("data.en.html").decode()


def test_what_a_person_wrote_is_no_part_of_the_page(aisyah: User, moment: datetime) -> None:
    User.objects.filter(pk=aisyah.pk).update(full_name="<script>alert(1)</script>")
    aisyah.refresh_from_db()

    page = archive_of(aisyah, moment).read("data.en.html").decode()

    assert "<script>" not in page


def test_an_export_is_noted_without_what_it_holds(aisyah: User, moment: datetime) -> None:
    from tauliah.apps.people.models import AuditEntry

    note_export(aisyah, actor=aisyah, at=moment)

    noted = AuditEntry.objects.get(event="account.exported")
    assert (noted.subject, noted.details) == (str(aisyah.pk), {})


def test_nobody_takes_the_data_of_another(aisyah: User, nurul: User, moment: datetime) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        note_export(aisyah, actor=nurul, at=moment)


def test_rows_are_read_in_portions(aisyah: User, moment: datetime, monkeypatch: Any) -> None:
    whole = data_of(aisyah, moment)

    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 2)

    assert data_of(aisyah, moment) == whole
