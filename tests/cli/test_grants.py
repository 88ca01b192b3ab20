"""`tauliah record`: a registrar's acts on the command line, and the letter that explains them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from typer.testing import CliRunner, Result

from tests.apps.record.conftest import granting_programme
from tests.web.programme import MOMENT

FARID, SALMAH = ("--as", "farid@example.com"), ("--as", "salmah@example.com")
EVIDENCE = (
    "--what", "Bachelor of Commerce", "--issued-by", "Universiti Malaya",
    "--issued-on", "2021-06-15", "--reason", "The syllabuses were compared.",
)  # fmt: skip
CREDIT = ("--source", "Diploma", "--reason", "The same syllabus.")


@pytest.fixture
def aisyah(db: None) -> Any:
    """A candidate matriculated for API, who holds AINS; Farid and Salmah are registrars."""
    from tauliah.apps.catalogue.actions import Published, publish
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.record.actions import append_entry, matriculate
    from tauliah.core.kernel import EntryKind
    from tests.web.programme import open_account

    assert isinstance(publish(granting_programme(), actor=SYSTEM, at=MOMENT), Published)
    open_account("Farid bin Osman", role="registrar")
    open_account("Salmah binti Idris", role="registrar")
    person = open_account("Aisyah binti Rahman", role="candidate")
    matriculate(person, "API", actor=person, at=MOMENT)
    facts = {"designation": "AINS", "credential": "AINS-2026-000001"}
    append_entry(person, EntryKind.CONFERRED, facts=facts, actor=SYSTEM, at=MOMENT)
    return person


@pytest.fixture
def moment() -> Iterator[None]:
    """Time stands at 10:00 on 3 March 2026 in Kuala Lumpur."""
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def number(aisyah: Any) -> str:
    return str(aisyah.candidate_number)


def record(*arguments: str) -> Result:
    from tauliah.cli.records import app

    return CliRunner().invoke(app, arguments)


def said(result: Result) -> str:
    """All that a command printed, on one line."""
    return " ".join(result.output.split())


def id_in(result: Result) -> str:
    """The first id that a command printed."""
    found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", result.output)
    assert found, result.output
    return found[0]


def entries(person: Any) -> list[str]:
    from tauliah.apps.record.queries import entries_of

    return [str(entry.kind) for entry in entries_of(person)][2:]


def test_an_exemption_takes_two_registrars(aisyah: Any, number: str) -> None:
    made = record("exemption", "propose", number, "pum", *FARID, *EVIDENCE)
    waiting = record("exemption", "waiting")
    alone = record("exemption", "approve", id_in(made), *FARID)
    approved = record("exemption", "approve", id_in(made), *SALMAH)

    assert f"{id_in(made)} {number} Exemption from Course PUM (PUM)" in said(waiting)
    assert (alone.exit_code, approved.exit_code) == (1, 0)
    assert "A second registrar must decide it." in said(alone)
    assert entries(aisyah) == ["exemption-granted"]


def test_an_exemption_is_declined_with_a_reason(aisyah: Any, number: str) -> None:
    made = record("exemption", "propose", number, "pum", *FARID, *EVIDENCE)

    declined = record("exemption", "decline", id_in(made), *SALMAH, "--reason", "Another field.")

    assert declined.exit_code == 0
    assert entries(aisyah) == []
    assert "Nothing waits." in record("waiting").output


def test_credit_is_proposed_and_approved(aisyah: Any, number: str) -> None:
    made = record("credit", number, "OLD", *FARID, *CREDIT, "--earned-on", "2019-05-02")
    record("approve", id_in(made), *SALMAH)

    audit = record("audit", number)
    assert "+ Course PUM (PUM) counts since 2 May 2019, by Old course (OLD)." in said(audit)
    malay = said(record("audit", number, "--language", "ms"))
    account = "granted on 2 May 2019 (entry 3), counts for API as Course PUM (PUM)"
    assert "What each credit counts for: The credit for Old course (OLD)," in said(audit)
    assert account in said(audit)
    assert "Kegunaan setiap kredit: Kredit bagi" in malay


def test_work_courses_classes_hours_and_membership_are_recorded(aisyah: Any, number: str) -> None:
    work = ("--from", "2023-01-01", "--to", "2025-12-31", "--hours-a-week", "40")
    acts = [
        record("experience", number, *FARID, *work, "--employer", "Amal"),
        record("course", number, "pum", *FARID, "--on", "2026-02-20"),
        record("class", number, "pum", *FARID, "--on", "2026-02-20"),
        record("education", number, "ains", *FARID, "--hours", "3", "--title", "Floods"),
        record("joined", number, *FARID),
        record("left", number, *FARID),
    ]

    assert [act.exit_code for act in acts] == [0] * 6, [act.output for act in acts]
    assert entries(aisyah) == [
        "experience-recorded", "course-completed", "class-attended", "education-recorded",
        "member-joined", "member-left",
    ]  # fmt: skip


def test_a_holder_retires_and_resumes(aisyah: Any, number: str, moment: Any) -> None:
    acts = [
        record("retire", number, "ains", *FARID),
        record("retire", number, "ains", *FARID),
        record("resume", number, "ains", *FARID),
    ]

    assert [act.exit_code for act in acts] == [0, 1, 0]
    assert "retired already" in said(acts[1])
    assert entries(aisyah) == ["retired", "resumed"]


def test_a_correction_is_shown_first_and_proposed_only_when_asked(aisyah: Any, number: str) -> None:
    made = record("credit", number, "PUM", *FARID, *CREDIT)
    record("approve", id_in(made), *SALMAH)
    wanted = ("correct", number, "3", *FARID, "--fact", "exam=PPM", "--reason", "The wrong exam.")

    shown = record(*wanted)
    nothing = record("waiting")
    proposed = record(*wanted, "--propose")
    record("approve", id_in(proposed), *SALMAH)

    assert "Now: Credit granted for the exam Course PUM (PUM)" in said(shown)
    assert "Then: Credit granted for the exam Course PPM (PPM)" in said(shown)
    assert "API: Credit for Course PPM (PPM) was granted" in said(shown)
    assert "Nothing is proposed yet: add --propose." in said(shown)
    assert "Nothing waits." in nothing.output
    assert entries(aisyah) == ["credit-granted", "corrected"]


@pytest.mark.parametrize(
    ("number_of_entry", "change", "sentence"),
    [
        ("2", "--withdraw", "Entry 2 carries an award"),
        ("1", "--fact=designation=XYZ", "There is no designation XYZ"),
        ("1", "--fact=seal=1", "“seal=1” cannot stand in this entry. It says: designation"),
        ("9", "--withdraw", "The record has no entry 9."),
    ],
)
def test_a_correction_that_cannot_be_says_why(
    aisyah: Any, number: str, number_of_entry: str, change: str, sentence: str
) -> None:
    answer = record("correct", number, number_of_entry, *FARID, change, "--reason", "Why")

    assert answer.exit_code == 1
    assert sentence in said(answer)


def test_the_letter_is_printed_in_both_languages(aisyah: Any, number: str, moment: Any) -> None:
    english = said(record("letter", number, "api"))
    malay = said(record("letter", number, "api", "--language", "ms"))

    assert "Institute of Trials 3 March 2026 Aisyah binti Rahman Candidate" in english
    assert "Decision on Associate API (API), as of 3 March 2026" in english
    assert "What is missing - The exam Course PIN (PIN) is still to be passed." in english
    assert english.endswith("The registrar Institute of Trials")
    assert "Aisyah binti Rahman yang dihormati," in malay
    assert "Apa yang masih diperlukan" in malay


def test_what_a_candidate_declared_is_confirmed_or_declined(aisyah: Any, number: str) -> None:
    from tauliah.apps.record.applications import declare_education
    from tauliah.apps.record.models import Application

    def declared(title: str) -> str:
        made = declare_education(
            aisyah,
            "AINS",
            hours=3,
            title=title,
            on=MOMENT.date(),
            words="",
            file=None,
            actor=aisyah,
            at=MOMENT,
        )
        assert isinstance(made, Application)
        return str(made.pk)

    first, second = declared("Floods"), declared("Fires")
    waiting = record("waiting")
    record("confirm", first, *FARID)
    record("decline", second, *FARID, "--reason", "Not insurance.")

    assert f"{first} {number} Continuing education declared: 3 hours for AINS" in said(waiting)
    assert entries(aisyah) == ["education-recorded"]
    assert "Nothing waits." in record("waiting").output


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("approve", "x", *FARID), 2, "expected an id"),
        (("approve", "01890000-0000-7000-8000-000000000000", *FARID), 1, "there is none"),
        (("credit", "C1", "PUM", *FARID, *CREDIT), 1, "no candidate has this number"),
        (("left", "aisyah@example.com", "--as", "aisyah@example.com"), 1, "no registrar has"),
        (("letter", "aisyah@example.com", "XYZ"), 1, "no designation with rules in force"),
        (("letter", "aisyah@example.com", "API", "--on", "2999-01-01"), 2, "a day that has come"),
        (("letter", "aisyah@example.com", "API", "--on", "May"), 2, "such as 2026-03-01"),
        (("audit", "aisyah@example.com", "--language", "fr"), 2, "expected en or ms"),
    ],
)
def test_what_is_wrong_ends_the_command_with_one_clear_line(
    aisyah: Any, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    answer = record(*arguments)

    assert answer.exit_code == code
    assert sentence in said(answer)
    assert "Traceback" not in answer.output
