"""`tauliah sitting emergency`: an operator brings in a candidate's file, or is told why not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tauliah.apps.awards.keys import make_signing_key
from tests.services import examhall
from tests.services.emergency_files import answer, contents, sealed

BECAUSE = ("--reason", "The switch of the room failed at 10:10.")
DEVI = ("--as", "devi@example.test")


@pytest.fixture
def attempt(db: None, settings: Any, tmp_path: Path) -> Any:
    """Aisyah's exam, which runs by the clock of the database; Devi is an invigilator."""
    from tauliah.apps.sittings.queries import exam_time

    settings.SIGNING_KEY_FILE = tmp_path / "signing.key"
    make_signing_key(settings.SIGNING_KEY_FILE)
    at = exam_time() - timedelta(minutes=10)
    examhall.publish(examhall.programme_files(windows=examhall.ALL_YEAR), at=at)
    examhall.account("Devi", role="invigilator", at=at)
    aisyah = examhall.candidate("Aisyah", at=at)
    return examhall.started(aisyah, at=at, window=f"{at.year}-1")


@pytest.fixture
def file(attempt: Any, tmp_path: Path) -> Path:
    """What Aisyah's browser wrote while the network was away: two answers and a flag."""
    from tauliah.apps.sittings.emergency import emergency_public_key
    from tauliah.apps.sittings.queries import attempt_by_id, seats_of

    at = attempt.started_at
    lease = examhall.claimed(attempt.booking.person, attempt, at=at)
    first, second, *_ = (seat.item.code for seat in seats_of(attempt))
    flag = {"flagged": True, "client_sequence": 3, "item": second}
    said = contents(
        str(attempt.pk),
        lease=lease,
        known=attempt_by_id(attempt.pk).head,
        saves=[
            answer(1, first, "a", at=at + timedelta(minutes=1)),
            answer(2, second, "b", at=at + timedelta(minutes=2)),
            flag | {"at": (at + timedelta(minutes=3)).isoformat()},
        ],
        made_at=at + timedelta(minutes=4),
    )
    path = tmp_path / "emergency.json"
    path.write_bytes(sealed(said, public_key=emergency_public_key()))
    return path


def sitting(*arguments: object) -> Result:
    from tauliah.cli.sittings import app

    return CliRunner().invoke(app, [str(one) for one in arguments])


def said(result: Result) -> str:
    return " ".join(result.output.split())


def test_the_answers_of_the_file_are_in_the_chain_which_holds_to_its_receipt(attempt, file):
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.results.actions import submit_and_score
    from tauliah.apps.results.queries import Result as Scored
    from tauliah.apps.sittings.models import SealReceipt
    from tauliah.apps.sittings.queries import answers_in_chain

    taken = sitting("emergency", file, *DEVI, *BECAUSE)

    assert (taken.exit_code, said(taken)) == (0, f"3 saves taken into attempt {attempt.pk}.")
    assert sorted(answers_in_chain(attempt).values()) == ["a", "b"]
    assert isinstance(submit_and_score(SYSTEM, attempt.pk), Scored)
    receipt = SealReceipt.objects.get()
    verified = sitting("verify", receipt.number)
    assert (verified.exit_code, said(verified)) == (0, "1 chain: every link and seal holds.")
    genuine = sitting("receipt", receipt.number, receipt.attempt.head)
    assert (genuine.exit_code, said(genuine)[:23]) == (0, "The receipt is genuine,")


def test_the_operator_and_the_reason_stand_in_the_chain(attempt, file):
    from tauliah.apps.people.queries import person_by_email
    from tauliah.apps.sittings.queries import chain_of

    sitting("emergency", file, *DEVI, *BECAUSE)

    link = next(one for one in chain_of(attempt) if one.act == "emergency")
    officer = person_by_email("devi@example.test")
    assert officer is not None
    assert (link.facts["by"], link.facts["reason"]) == (str(officer.pk), BECAUSE[1])


def test_an_altered_file_is_refused_in_the_language_asked_for_and_nothing_is_taken(attempt, file):
    from tauliah.apps.sittings.queries import answers_in_chain

    altered = file.read_text("utf-8")
    place = altered.index('"sealed"') + 20
    letter = "A" if altered[place] != "A" else "B"
    file.write_text(altered[:place] + letter + altered[place + 1 :], encoding="utf-8")

    english = sitting("emergency", file, *DEVI, *BECAUSE)
    malay = sitting("emergency", file, *DEVI, *BECAUSE, "--language", "ms")

    assert (english.exit_code, malay.exit_code) == (1, 1)
    assert "altered" in said(english)
    assert "diubah" in said(malay)
    assert answers_in_chain(attempt) == {}


def test_a_file_without_a_reason_is_refused(file):
    refused = sitting("emergency", file, *DEVI, "--reason", " ")

    assert refused.exit_code == 1
    assert "reason" in said(refused)


@pytest.mark.parametrize("who", ["nobody@example.test", "aisyah@example.test"])
def test_who_is_no_officer_takes_no_file(attempt, file, who):
    from tauliah.apps.sittings.queries import answers_in_chain

    refused = sitting("emergency", file, "--as", who, *BECAUSE)

    assert refused.exit_code == 1
    assert f"{who}: no registrar or invigilator has this e-mail address" in said(refused)
    assert answers_in_chain(attempt) == {}


def test_what_is_not_asked_for_rightly_is_told_by_its_name(file, tmp_path):
    missing = sitting("emergency", tmp_path / "none.json", *DEVI, *BECAUSE)
    language = sitting("emergency", file, *DEVI, *BECAUSE, "--language", "fr")

    assert (missing.exit_code, language.exit_code) == (2, 2)
    assert "none.json: no such file" in said(missing)
    assert "--language: expected en or ms" in said(language)
