"""`tauliah journey` walks five invented candidates through everything."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest


def walked(journey, title: str) -> str:
    """What a journey tells under a title."""
    return journey.stdout.partition(title)[2].partition("\n\n")[0]


def test_both_pathways_end_with_a_verified_credential(journey):
    assert journey.returncode == 0, journey.stderr + journey.stdout
    for pathway in ("Pathway 1, four courses", "Pathway 2, three courses"):
        way = walked(journey, pathway)
        assert "is conferred API: credential API-2025-00000" in way
        assert "the credential verifies (readable, signature, issuer, expiry, revocation)" in way


@pytest.mark.parametrize(
    ("pathway", "courses"),
    [
        ("Pathway 1, four courses", ("PUM", "PPM", "PLI", "PIN")),
        ("Pathway 2, three courses", ("PUM", "PRM", "PFP")),
    ],
)
def test_every_course_of_a_pathway_is_studied_practised_and_its_exam_sat(journey, pathway, courses):
    way = walked(journey, pathway)

    assert re.findall(r"reads 8 lessons of (\w+)", way) == list(courses)
    assert re.findall(r"practises 24 of the \d+ items of (\w+)", way) == list(courses)
    assert re.findall(r"sits (\w+): \d+ of 50 right, pass mark 35: passed", way) == list(courses)
    assert "credit" not in way.partition("is conferred API")[0]


def test_an_exam_of_another_body_is_credited_by_two_registrars(journey):
    way = walked(journey, "An exam is credited")

    assert "is granted credit for FRM, on evidence: two registrars agree" in way
    left = way.partition("what is left for CPCU: ")[2].partition("\n")[0].split(", ")
    assert left == [
        "Insurance Operations",
        "Insurance Law",
        "Insurance Finance and Accounting",
        "Personal Financial Planning",
        "Code of Professional Conduct 2024",
    ]


def test_a_failed_exam_is_retaken_in_the_next_window(journey):
    way = walked(journey, "A failed exam is retaken")

    assert "31 of 50 right, pass mark 35: not passed" in way
    assert "38 of 50 right, pass mark 35: passed" in way


def test_a_fifth_sitting_within_12_months_is_refused_with_the_reason(journey):
    way = walked(journey, "A fifth sitting is refused")

    assert way.count("sits PUM") == 4
    assert "refused: An exam may be sat at most 4 times in any 12 months." in way


def test_the_journey_keeps_credential_certificate_and_transcript(journey, house):
    kept = {path.name for path in (house / "kept").iterdir()}

    assert kept == {
        "API-2025-000001.json",
        "API-2025-000001.en.pdf",
        "API-2025-000001.ms.pdf",
        "transcript.en.pdf",
        "transcript.ms.pdf",
    }


def test_a_kept_credential_is_valid_for_the_installation_that_made_it(journey, tauliah, house):
    answer = tauliah("credential", "verify", str(house / "kept" / "API-2025-000001.json"))

    assert (answer.returncode, answer.stderr) == (0, "")
    assert "The credential is valid." in answer.stdout


def test_an_installation_that_does_not_know_the_issuer_does_not_believe_it(
    journey, tauliah, house, tmp_path
):
    file = house / "kept" / "API-2025-000001.json"

    answer = tauliah("credential", "verify", str(file), TAULIAH_DATA=str(tmp_path))

    assert answer.returncode == 1
    assert "✗ issuer:" in answer.stdout


@pytest.mark.slow
def test_a_second_journey_starts_from_a_fresh_database(journey, tauliah):
    assert tauliah("journey").stdout.count("API-2025-000001") == 1


@pytest.fixture
def altered(journey, house, tmp_path) -> Path:
    credential = json.loads((house / "kept" / "API-2025-000001.json").read_text())
    credential["credentialSubject"]["achievement"]["humanCode"] = "CPCU"
    file = tmp_path / "altered.json"
    file.write_text(json.dumps(credential))
    return file


def test_an_altered_credential_is_refused_for_its_signature(altered, tauliah):
    answer = tauliah("credential", "verify", str(altered))

    assert answer.returncode == 1
    assert "✗ signature:" in answer.stdout


def test_a_credential_file_of_5_megabytes_is_refused_by_its_size(tauliah, tmp_path):
    file = tmp_path / "large.json"
    file.write_bytes(b"{" + b" " * 5_000_000 + b"}")

    answer = tauliah("credential", "verify", str(file))

    assert answer.returncode == 1
    assert "5,000,002 bytes; a credential has at most 1,000,000" in answer.stderr


def test_a_file_that_is_not_json_is_refused_in_plain_malay(tauliah, tmp_path):
    file = tmp_path / "photo.json"
    file.write_bytes(b"\x89PNG\r\n")

    answer = tauliah("credential", "verify", "--language", "ms", str(file))

    assert answer.returncode == 1
    assert "Kredensial ini tidak sah." in answer.stderr
