"""Anyone checks a certificate: the PDF by what is attached to it, the paper by the text of its code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tauliah.apps.awards.actions import revoke
from tauliah.apps.awards.documents import certificate, transcript
from tauliah.apps.awards.issuing import check_address, signed_code
from tauliah.apps.awards.models import Award
from tauliah.apps.people.queries import User
from tests.web.programme import confer_api
from tests.web.reading import words

pytestmark = pytest.mark.usefixtures("signing_key")


@pytest.fixture
def conferred(aisyah: User, farid: User, moment: datetime) -> Callable[..., Award]:
    """Confers API on Aisyah."""
    return partial(confer_api, aisyah, registrar=farid, at=moment)


@pytest.fixture
def award(conferred: Callable[..., Award]) -> Award:
    return conferred()


@pytest.fixture
def upload(client: Client, published: Any) -> Callable[..., str]:
    """Sends a PDF to the verification page; the words of the answer."""

    def send(data: bytes, *, language: str = "en") -> str:
        file = SimpleUploadedFile("certificate.pdf", data)
        response = client.post(f"/{language}/verify/", {"file": file, "email": ""})
        assert response.status_code == 200
        return words(response)

    return send


def code_of(award: Award) -> str:
    address = check_address(award.number, "en")
    return signed_code(award, letters="API", address=address)


def asked(client: Client, code: str, *, name: str = "", language: str = "en") -> str:
    response = client.post(f"/{language}/verify/", {"code": code, "name": name})
    assert response.status_code == 200
    assert not response.cookies
    return words(response)


# The PDF


@pytest.mark.parametrize(
    ("language", "verdict"), [("en", "Genuine and in force"), ("ms", "Tulen dan berkuat kuasa")]
)
def test_a_certificate_is_checked_by_what_is_attached_to_it(
    upload: Callable[..., str], award: Award, language: str, verdict: str
) -> None:
    text = upload(certificate(award, language), language=language)

    assert verdict in text
    assert "Aisyah binti Rahman" in text


def test_it_is_said_that_the_page_around_it_is_not_signed(
    upload: Callable[..., str], award: Award
) -> None:
    assert "The page itself is not signed" in upload(certificate(award, "en"))


def test_of_a_revoked_award_an_old_certificate_says_so(
    upload: Callable[..., str], award: Award, farid: User, moment: datetime
) -> None:
    data = certificate(award, "en")
    revoke(award.number, reason="A broken code", actor=farid, at=moment)

    text = upload(data)

    assert "Revoked The file is genuine" in text
    assert "A broken code" not in text


def test_a_pdf_without_a_credential_is_answered_with_what_to_do(
    upload: Callable[..., str], aisyah: User, award: Award, moment: datetime
) -> None:
    text = upload(transcript(aisyah, "en", at=moment))

    assert "Not a credential" in text
    assert "No credential is attached to this PDF" in text
    assert "Enter the number that stands on it" in text
    assert "Aisyah" not in text


def test_a_locked_pdf_is_answered_with_what_to_do(upload: Callable[..., str], award: Award) -> None:
    text = upload(certificate(award, "en") + b"/Encrypt 9 0 R")

    assert "The PDF is locked" in text


# The code


def test_a_code_is_checked_and_says_what_it_says(client: Client, award: Award) -> None:
    text = asked(client, code_of(award))

    assert "Genuine and in force" in text
    assert "The page itself is not signed" in text
    assert "Aisyah binti Rahman" in text
    assert "3 March 2026" in text
    assert award.number in text
    assert text.count(": passed") == 5


def test_a_code_is_checked_in_malay(client: Client, award: Award) -> None:
    text = asked(client, code_of(award), language="ms")

    assert "Tulen dan berkuat kuasa" in text
    assert "3 Mac 2026" in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("aisyah  binti Rahman", "Name on the certificate: passed"),
        ("Nurul binti Rahman", "Genuine, but for another name"),
        ("", "The holder keeps the name back."),
    ],
)
def test_a_name_that_is_kept_back_can_be_compared(
    client: Client, conferred: Callable[..., Award], name: str, said: str
) -> None:
    text = asked(client, code_of(conferred(show_name=False)), name=name)

    assert said in text
    assert "Aisyah" not in text


def test_a_code_that_was_changed_is_not_to_be_relied_on(client: Client, award: Award) -> None:
    text = asked(client, code_of(award).replace("20260303", "20250303"), name="Aisyah")

    assert "Do not rely on this code" in text
    assert "Name on the certificate: not checked" in text
    assert "Aisyah binti Rahman" not in text


def test_a_code_of_a_revoked_award_says_so(
    client: Client, award: Award, farid: User, moment: datetime
) -> None:
    revoke(award.number, reason="A broken code", actor=farid, at=moment)

    text = asked(client, code_of(award))

    assert "Revocation: failed" in text


@pytest.mark.parametrize("code", ["API-2026-000001", "x", "<script>alert(1)</script>", "T1.." * 99])
def test_what_is_no_code_is_said_to_be_none(client: Client, published: Any, code: str) -> None:
    assert "Not a code of a certificate" in asked(client, code)


def test_a_form_without_a_code_says_what_is_missing(client: Client, published: Any) -> None:
    response = client.post("/en/verify/", {"code": "", "name": ""})

    assert response.status_code == 400
    assert "Paste the text of the code first." in words(response)
    assert b"<details open>" in response.content


def test_a_whole_code_may_be_given_as_a_number(client: Client, award: Award) -> None:
    response = client.get("/en/verify/", {"number": code_of(award)})

    assert response.status_code == 302
    assert response["Location"] == f"/en/verify/{award.number}/"
