"""Certificate and transcript: what they say, in both languages, on one page, for readers too."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pypdf
import pytest

from tauliah.apps.awards.actions import confer, revoke
from tauliah.apps.awards.documents import UnprintableText, certificate, qr_svg, transcript
from tauliah.apps.awards.models import Award
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import matriculate
from tests.apps.credited import grant_credit
from tests.services.lengths import soon

LONG_NAME = "Tengku Puteri Nur Sharifah Aminah binti Tengku Abdul Rahman X"
LONGEST_NAME = "Tunku Muhammad Hishammuddin bin Almarhum Tunku Abdul Rahman Shah Al-Haj ".ljust(
    120, "i"
)


def read(document: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(document))


def text_of(document: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(document).pages).split())


# The certificate


def test_the_certificate_in_english(award: Award, settings: Any) -> None:
    text = text_of(certificate(award, "en"))

    assert "Aisyah binti Rahman" in text
    assert "has been awarded the designation Associate API" in text
    assert "accepted the code of professional conduct" in text
    assert f"Credential number {award.number}" in text
    assert "Conferred on 3 March 2026" in text
    assert f"{settings.ADDRESS}/en/verify/{award.number}/" in text


def test_the_certificate_in_malay(award: Award, settings: Any) -> None:
    text = text_of(certificate(award, "ms"))

    assert "Aisyah binti Rahman" in text
    assert "telah dianugerahi gelaran Rakan API" in text
    assert "menerima kod tatalaku profesional" in text
    assert f"Nombor kredensial {award.number}" in text
    assert "Dianugerahkan pada 3 Mac 2026" in text
    assert f"{settings.ADDRESS}/ms/verify/{award.number}/" in text


@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_certificate_carries_the_name_also_of_a_holder_who_keeps_it_from_the_public(
    conferred: Callable[..., Award], aisyah: User, language: str
) -> None:
    award = conferred(aisyah, show_name=False)

    assert "Aisyah binti Rahman" in text_of(certificate(award, language))


@pytest.mark.parametrize("language", ["en", "ms"])
def test_of_a_designation_without_ethics_it_does_not_say_that_a_code_was_accepted(
    aisyah: User, farid: User, moment: datetime, language: str
) -> None:
    matriculate(aisyah, "AINS", actor=aisyah, at=moment)
    grant_credit(aisyah, "PIN", source="Diploma", reason="Same", actor=farid, at=moment)
    award = confer(aisyah, "AINS", actor=aisyah, at=moment, language="en", show_name=True)
    assert isinstance(award, Award)

    text = text_of(certificate(award, language))

    assert "AINS" in text
    assert "code" not in text
    assert "kod" not in text


@pytest.mark.parametrize("language", ["en", "ms"])
@pytest.mark.parametrize("name", soon(["W" * 60, LONGEST_NAME, "Ng", LONG_NAME], first=2))
def test_whatever_the_length_of_the_name_it_is_one_page_with_all_of_it(
    award: Award, name: str, language: str
) -> None:
    award.holder_name = name

    document = certificate(award, language)

    assert len(read(document).pages) == 1
    assert name.replace(" ", "").strip() in text_of(document).replace(" ", "")


@pytest.mark.parametrize("name", ["Zoë Łukasz O’Brien-Ñuñez", "Nguyễn Thị Hạnh", "Şule İnönü"])
def test_a_name_in_latin_letters_of_any_country_is_printed(award: Award, name: str) -> None:
    award.holder_name = name

    assert name in text_of(certificate(award, "en"))


def test_letters_for_which_there_is_no_typeface_are_refused_clearly(award: Award) -> None:
    award.holder_name = "Aisyah \U00016e80"  # Medefaidrin, which no common typeface has

    with pytest.raises(UnprintableText, match="could not be displayed"):
        certificate(award, "en")


def test_markup_in_a_name_stays_text(award: Award) -> None:
    award.holder_name = "#panic() *Aisyah* $x$"

    assert "#panic() *Aisyah* $x$" in text_of(certificate(award, "en"))


@pytest.mark.parametrize("language", ["en", "ms"])
def test_screen_readers_are_served(award: Award, language: str) -> None:
    pdf = read(certificate(award, language))

    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.xmp_metadata.stream.get_data()  # type: ignore[union-attr]
    assert award.number in pdf.metadata.title  # type: ignore[union-attr, operator]


def test_the_same_award_gives_the_same_bytes(award: Award) -> None:
    assert certificate(award, "en") == certificate(award, "en")


def test_it_is_a4_across(award: Award) -> None:
    box = read(certificate(award, "en")).pages[0].mediabox

    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (297, 210)


def test_a_code_has_the_quiet_border_that_readers_need() -> None:
    # ISO/IEC 18004: four modules; version 4, which this address needs, has 33, so 41 in all
    assert 'viewBox="0 0 41 41"' in qr_svg("http://localhost:8000/en/verify/API-2026-000001/")


# The transcript


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Transcript", "Candidate number", "As of 4 March 2026", "credit granted",
                "Course PIN", "Associate API", "in force", "3 March 2026"]),
        ("ms", ["Transkrip", "Nombor calon", "Setakat 4 Mac 2026", "kredit diberikan",
                "Kursus PIN", "Rakan API", "berkuat kuasa", "3 Mac 2026"]),
    ],
)  # fmt: skip
def test_the_transcript_names_what_was_credited_and_conferred(
    award: Award, aisyah: User, moment: datetime, language: str, words: list[str]
) -> None:
    text = text_of(transcript(aisyah, language, at=moment + timedelta(days=1)))

    assert "Aisyah binti Rahman" in text
    assert aisyah.candidate_number in text
    assert award.number in text
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(("language", "word"), [("en", "revoked"), ("ms", "dibatalkan")])
def test_the_transcript_says_that_a_designation_was_revoked(
    award: Award, aisyah: User, farid: User, moment: datetime, language: str, word: str
) -> None:
    revoke(award.number, reason="A broken code", actor=farid, at=moment)

    text = text_of(transcript(aisyah, language, at=moment))

    assert word in text
    assert "A broken code" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["No exam is passed yet.", "No designation is conferred yet."]),
        ("ms", ["Belum ada peperiksaan yang lulus.", "Belum ada gelaran dianugerahkan."]),
    ],
)
def test_the_transcript_of_a_newcomer_says_so(
    nurul: User, moment: datetime, language: str, words: list[str]
) -> None:
    text = text_of(transcript(nurul, language, at=moment))

    assert [word for word in words if word not in text] == []


def test_the_transcript_is_tagged_too(award: Award, aisyah: User, moment: datetime) -> None:
    pdf = read(transcript(aisyah, "ms", at=moment))

    assert pdf.trailer["/Root"]["/Lang"] == "ms"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.xmp_metadata.stream.get_data()  # type: ignore[union-attr]
