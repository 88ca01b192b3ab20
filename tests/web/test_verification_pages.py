"""What anyone may check, what machines read of the issuer, and what a holder may take away."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tauliah.apps.awards.actions import revoke, suspend
from tauliah.apps.awards.issuer import issuer_document
from tauliah.apps.awards.models import Award
from tauliah.apps.people.queries import User, audit_trail
from tauliah.web.pages import issuer, verification
from tests.web.programme import confer_api
from tests.web.reading import links, words

pytestmark = pytest.mark.usefixtures("signing_key")

NUMBER = "API-2026-000001"
UNKNOWN = "API-2026-000999"
Upload = Callable[..., Any]


@pytest.fixture
def conferred(aisyah: User, farid: User, moment: datetime) -> Callable[..., Award]:
    """Confers API on Aisyah."""
    return partial(confer_api, aisyah, registrar=farid, at=moment)


@pytest.fixture
def award(conferred: Callable[..., Award]) -> Award:
    return conferred()


@pytest.fixture
def revoked(award: Award, farid: User, moment: datetime) -> Award:
    outcome = revoke(award.number, reason="A broken code", actor=farid, at=moment)
    assert isinstance(outcome, Award)
    return outcome


@pytest.fixture
def upload(client: Client, published: Any) -> Upload:
    """Sends a file to the verification page, as its form does."""

    def send(content: str | bytes, *, language: str = "en", email: str = "", **extra: Any) -> Any:
        data = content.encode() if isinstance(content, str) else content
        form = {"file": SimpleUploadedFile("credential.json", data), "email": email}
        return client.post(f"/{language}/verify/", form, **extra)

    return send


# The way in


@pytest.mark.parametrize("language", ["en", "ms"])
def test_anyone_may_verify_and_gets_no_cookie(
    client: Client, published: Any, language: str
) -> None:
    response = client.get(f"/{language}/verify/")

    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        "api-2026-000001",
        "  API 2026 000001 ",
        "API–2026–000001",
        "API - 2026 - 000001",
        "http://localhost:8000/en/verify/API-2026-000001/",
        "No. API-2026-000001 (API)",
    ],
)
def test_a_number_leads_to_its_page_however_it_is_written(
    client: Client, published: Any, written: str
) -> None:
    response = client.get("/ms/verify/", {"number": written})

    assert response.status_code == 302
    assert response.headers["Location"] == f"/ms/verify/{NUMBER}/"


@pytest.mark.parametrize("written", ["", "hello", "12345", "API-26-1", "x" * 300, "<script>"])
def test_what_is_no_number_is_said_to_be_none(client: Client, published: Any, written: str) -> None:
    response = client.get("/en/verify/", {"number": written})

    assert response.status_code == 400
    assert b'aria-invalid="true"' in response.content
    assert b"<script>\n" not in response.content


# An award by its number


def test_an_award_in_force(client: Client, award: Award) -> None:
    response = client.get(f"/en/verify/{NUMBER}/")

    text = words(response)
    assert response.status_code == 200
    assert "In force As of 3 March 2026, 10:00 (UTC+8)" in text
    assert "Aisyah binti Rahman" in text
    assert "Associate in Personal Insurance (API)" in text
    assert "Conferred on 3 March 2026" in text
    assert "Institute of Insurance Designations" in text
    assert "/en/designations/api/" in links(response)


def test_an_award_in_malay(client: Client, award: Award) -> None:
    text = words(client.get(f"/ms/verify/{NUMBER}/"))

    assert "Rakan Bersekutu dalam Insurans Peribadi (API)" in text
    assert "3 Mac 2026" in text
    assert "Institut Gelaran Insurans" in text


def test_a_name_that_the_holder_keeps_back_is_not_shown(
    client: Client, conferred: Callable[..., Award]
) -> None:
    conferred(show_name=False)

    response = client.get(f"/en/verify/{NUMBER}/")

    assert "The holder keeps the name back." in words(response)
    assert b"Aisyah" not in response.content


def test_a_suspended_award_says_so_and_since_when_and_never_why(
    client: Client, award: Award, farid: User, moment: datetime
) -> None:
    suspend(award.number, reason="Under inquiry", actor=farid, at=moment)

    response = client.get(f"/en/verify/{NUMBER}/")

    assert "Suspended Since 3 March 2026 the letters may not be used." in words(response)
    assert "Suspended on 3 March 2026" in words(response)
    assert "Digantung" in words(client.get(f"/ms/verify/{NUMBER}/"))
    assert b"inquiry" not in response.content
    facts = client.get(f"/credentials/{NUMBER}", headers={"accept": "application/json"}).json()
    assert (facts["status"], facts["suspended_on"]) == ("suspended", "2026-03-03")


def test_a_revoked_award_says_so_and_since_when(client: Client, revoked: Award) -> None:
    response = client.get(f"/en/verify/{NUMBER}/")

    text = words(response)
    assert "Revoked Since 3 March 2026 the letters may not be used." in text
    assert "In force" not in text
    assert b"verdict-revoked" in response.content
    assert b"A broken code" not in response.content


def test_machines_read_who_holds_what_only_while_it_is_in_force(
    client: Client, award: Award, farid: User, moment: datetime
) -> None:
    before = client.get(f"/en/verify/{NUMBER}/").content.decode()
    revoke(NUMBER, reason="A broken code", actor=farid, at=moment)
    after = client.get(f"/en/verify/{NUMBER}/").content.decode()

    assert '"hasCredential"' in before
    assert '"hasCredential"' not in after
    assert 'og:title" content="Aisyah binti Rahman, API: in force"' in before
    assert 'og:title" content="Aisyah binti Rahman, API: revoked"' in after


def test_search_engines_are_not_to_keep_a_holders_page(client: Client, award: Award) -> None:
    assert b'name="robots" content="noindex"' in client.get(f"/en/verify/{NUMBER}/").content


def test_a_page_about_standing_is_asked_for_anew_each_time(client: Client, award: Award) -> None:
    assert "no-cache" in client.get(f"/en/verify/{NUMBER}/").headers["Cache-Control"]


def test_a_number_in_small_letters_leads_to_the_one_address(client: Client, award: Award) -> None:
    response = client.get(f"/en/verify/{NUMBER.lower()}/")

    assert response.headers["Location"] == f"/en/verify/{NUMBER}/"


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_number_that_was_never_given_is_answered_with_help(
    client: Client, published: Any, language: str
) -> None:
    response = client.get(f"/{language}/verify/{UNKNOWN}/")

    assert response.status_code == 404
    assert UNKNOWN in words(response)
    assert f"/{language}/verify/" in links(response)


def test_the_code_of_an_award_is_a_picture(client: Client, award: Award) -> None:
    response = client.get(f"/en/verify/{NUMBER}/qr.svg")

    assert response.headers["Content-Type"] == "image/svg+xml"
    assert client.get(f"/en/verify/{UNKNOWN}/qr.svg").status_code == 404


# A file


def test_a_genuine_file(upload: Upload, award: Award) -> None:
    response = upload(award.credential)

    text = words(response)
    assert "Genuine and in force" in text
    assert "Aisyah binti Rahman" in text
    assert "Associate in Personal Insurance" in text
    assert "Conferred by Institute of Insurance Designations" in text
    assert all(f"{name}: passed" in text for name in ("Signature", "Issuer", "Dates", "Revocation"))
    assert f"/en/verify/{NUMBER}/" in links(response)
    assert not response.cookies


def test_a_genuine_file_in_malay(upload: Upload, award: Award) -> None:
    text = words(upload(award.credential, language="ms"))

    assert "Tandatangan sepadan" in text
    assert "Ia dikeluarkan oleh badan ini." in text


@pytest.mark.parametrize(
    ("email", "answer"),
    [
        ("Aisyah@Example.com", "It was issued to the e-mail address that you gave."),
        ("nurul@example.com", "It was not issued to the e-mail address that you gave."),
    ],
)
def test_a_file_is_compared_with_the_e_mail_address_of_a_person(
    upload: Upload, conferred: Callable[..., Award], email: str, answer: str
) -> None:
    award = conferred(show_name=False)

    text = words(upload(award.credential, email=email))

    assert "The holder keeps the name back." in text
    assert answer in text


def test_an_altered_file_is_not_to_be_relied_on_and_what_it_says_is_not_shown(
    upload: Upload, award: Award
) -> None:
    tampered = award.credential.replace("Aisyah binti Rahman", "Nurul Huda")

    response = upload(tampered, email="nurul@example.com")

    text = words(response)
    assert "Do not rely on this file" in text
    assert "Signature: failed" in text
    assert "Holder: not checked" in text
    assert "anybody may have invented the name" in text
    assert "Nurul" not in text
    assert "Associate" not in text


def test_a_file_of_an_issuer_that_is_not_known_here(upload: Upload, award: Award) -> None:
    document = json.loads(award.credential)
    document["issuer"]["id"] = "did:web:diplomas.example"

    text = words(upload(json.dumps(document)))

    assert "Issuer not known here" in text
    assert "did:web:diplomas.example, which is not known here" in text
    assert "Aisyah" not in text


def test_a_revoked_file(upload: Upload, revoked: Award) -> None:
    text = words(upload(revoked.credential))

    assert "Revoked The file is genuine, but the issuer has revoked the award." in text
    assert "Signature: passed" in text
    assert "Revocation: failed" in text


@pytest.mark.parametrize(
    "content", [b"", b"Dear Sir", b"[]", b"{}", b'{"a": 0.5}', b"\xff\xfe\x00", b"null"]
)
def test_a_file_that_is_no_credential(upload: Upload, content: bytes) -> None:
    response = upload(content)

    assert response.status_code == 200
    assert "Not a credential" in words(response)
    assert "Form of the file: failed" in words(response)


def test_with_a_pdf_the_number_on_it_is_asked_for(upload: Upload) -> None:
    text = words(upload(b"%PDF-1.7\n..."))

    assert "This is a PDF" in text
    assert "Enter the number that stands on it" in text


def test_markup_in_a_file_stays_text(upload: Upload, published: Any) -> None:
    document = {"@context": ["x"], "issuer": "<script>alert(1)</script>"}

    assert b"<script>alert" not in upload(json.dumps(document)).content


def test_a_form_without_a_file_says_what_is_missing(client: Client, published: Any) -> None:
    response = client.post("/en/verify/", {"email": ""})

    assert response.status_code == 400
    assert "Choose the file first." in words(response)


def test_of_five_megabytes_not_one_byte_is_read(client: Client, published: Any) -> None:
    class Unreadable:
        def read(self, *_: int) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    response = client.generic(
        "POST",
        "/en/verify/",
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Unreadable(), "CONTENT_LENGTH": "5000000"},  # type: ignore[arg-type]
    )

    assert response.status_code == 413
    assert "You sent 5.0 MB. At most 1 MB is read here" in words(response)


def test_a_file_just_over_the_limit_is_not_looked_into(upload: Upload) -> None:
    text = words(upload(b"{" + b" " * 999_999 + b"}"))

    assert "1,000,001 bytes; at most 1,000,000 are read" in text


def test_checking_leaves_no_trace(upload: Upload, client: Client, award: Award) -> None:
    before = len(audit_trail())

    upload(award.credential)
    client.get(f"/en/verify/{NUMBER}/")

    assert len(audit_trail()) == before


def test_an_address_that_sends_too_many_files_is_asked_to_wait(
    upload: Upload, monkeypatch: pytest.MonkeyPatch, moment: datetime
) -> None:
    monkeypatch.setattr(verification, "UPLOADS_A_MINUTE", 2)

    statuses = [upload(b"x").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    response = upload(b"x", language="ms")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert upload(b"x", REMOTE_ADDR="203.0.113.9").status_code == 200
    with time_machine.travel(moment + timedelta(minutes=1), tick=False):
        assert upload(b"x").status_code == 200


def test_a_household_counts_as_one_address(upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "UPLOADS_A_MINUTE", 1)

    addresses = ["2001:db8:1:2::3", "2001:db8:1:2:ffff::9", "2001:db8:1:3::3"]

    assert [upload(b"x", REMOTE_ADDR=one).status_code for one in addresses] == [200, 429, 200]


# What machines read


def test_the_keys_of_the_issuer_are_published(client: Client, published: Any) -> None:
    response = client.get("/.well-known/did.json")

    assert response.json() == issuer_document()
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_status_lists_are_published_where_credentials_say(
    client: Client, award: Award, settings: Any
) -> None:
    for status in json.loads(award.credential)["credentialStatus"]:
        address = status["statusListCredential"]

        response = client.get(address.removeprefix(settings.ADDRESS))

        assert json.loads(response.content)["id"] == address
        assert response.headers["Content-Type"] == "application/vc"


def test_a_status_list_may_be_kept_until_the_next_one_is_published(
    client: Client, award: Award, moment: datetime
) -> None:
    with time_machine.travel(moment + timedelta(minutes=4), tick=False):
        response = client.get("/credentials/status/1")

    assert response.headers["Cache-Control"] == "public, max-age=660"


@pytest.mark.parametrize(
    ("path", "seconds"),
    [
        ("/.well-known/did.json", 300),
        ("/credentials/status/1", 900),
        ("/credentials/status/1/suspension", 900),
    ],
)
def test_answers_to_machines_may_be_kept_and_carry_no_cookie(
    client: Client, award: Award, path: str, seconds: int
) -> None:
    response = client.get(path)

    assert response.headers["Cache-Control"] == f"public, max-age={seconds}"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


def test_an_unchanged_list_is_not_sent_again(
    client: Client, award: Award, farid: User, moment: datetime
) -> None:
    known = client.get("/credentials/status/1").headers["ETag"]

    unchanged = client.get("/credentials/status/1", headers={"if-none-match": known})
    revoke(NUMBER, reason="A broken code", actor=farid, at=moment)
    with time_machine.travel(moment + timedelta(seconds=1), tick=False):
        changed = client.get("/credentials/status/1", headers={"if-none-match": known})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200


def test_a_list_that_does_not_exist_is_not_found(client: Client, award: Award) -> None:
    assert client.get("/credentials/status/2").status_code == 404


@pytest.mark.parametrize(
    ("languages", "language"), [("ms,en;q=0.5", "ms"), ("en-GB", "en"), ("fr", "en"), ("", "en")]
)
def test_the_name_of_a_credential_leads_people_to_its_page_in_their_language(
    client: Client, award: Award, settings: Any, languages: str, language: str
) -> None:
    name = json.loads(award.credential)["id"]

    response = client.get(
        name.removeprefix(settings.ADDRESS),
        headers={"accept-language": languages, "accept": "text/html,*/*;q=0.8"},
    )

    assert response.status_code == 303
    assert response.headers["Location"] == f"/{language}/verify/{NUMBER}/"
    assert {"Accept", "Accept-Language"} <= set(response.headers["Vary"].split(", "))


def test_the_name_of_a_credential_gives_machines_the_public_facts_and_not_the_credential(
    client: Client, award: Award
) -> None:
    response = client.get(f"/credentials/{NUMBER}", headers={"accept": "application/json"})

    assert response.json() == {
        "number": NUMBER,
        "status": "in-force",
        "designation": {
            "letters": "API",
            "title": {
                "en": "Associate in Personal Insurance",
                "ms": "Rakan Bersekutu dalam Insurans Peribadi",
            },
        },
        "holder": "Aisyah binti Rahman",
        "conferred_on": "2026-03-03",
        "revoked_on": None,
        "suspended_on": None,
        "pages": {
            "en": f"http://localhost:8000/en/verify/{NUMBER}/",
            "ms": f"http://localhost:8000/ms/verify/{NUMBER}/",
        },
    }
    assert "Cookie" not in response.headers["Vary"]


def test_facts_for_machines_keep_back_what_pages_keep_back(
    client: Client, conferred: Callable[..., Award], farid: User, moment: datetime
) -> None:
    conferred(show_name=False)
    revoke(NUMBER, reason="A broken code", actor=farid, at=moment)

    facts = client.get(f"/credentials/{NUMBER}", headers={"accept": "application/json"}).json()

    assert (facts["holder"], facts["status"]) == (None, "revoked")
    assert facts["revoked_on"] == "2026-03-03"


def test_a_name_of_no_credential_is_a_problem_to_machines_and_a_page_to_people(
    client: Client, published: Any
) -> None:
    machine = client.get(f"/credentials/{UNKNOWN}", headers={"accept": "application/json"})
    person = client.get(f"/credentials/{UNKNOWN}", headers={"accept": "text/html"})

    assert (machine.status_code, person.status_code) == (404, 404)
    assert machine.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/.well-known/did.json", "/credentials/status/1",
                                  f"/credentials/{NUMBER}", f"/en/verify/{NUMBER}/"])  # fmt: skip
def test_these_are_only_for_reading(client: Client, award: Award, path: str) -> None:
    assert client.post(path, secure=False).status_code in {403, 405}
    assert client.put(path).status_code == 405


# What the holder takes away


def test_the_holder_gets_the_credential_letter_by_letter(her_browser: Client, award: Award) -> None:
    response = her_browser.get(f"/en/my/awards/{NUMBER}/credential.json")

    assert response.content == award.credential.encode()
    assert response.headers["Content-Type"] == "application/vc"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{NUMBER}.json"'
    assert response.headers["Cache-Control"] == "private, no-store"


def test_the_holder_gets_the_same_as_a_token_that_can_be_checked(
    her_browser: Client, award: Award, upload: Callable[..., Any]
) -> None:
    response = her_browser.get(f"/en/my/awards/{NUMBER}/credential.jwt")

    assert response.headers["Content-Type"] == "application/vc+jwt"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{NUMBER}.jwt"'
    assert "Genuine and in force" in words(upload(response.content))


@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_holder_gets_the_certificate_in_both_languages(
    her_browser: Client, award: Award, language: str
) -> None:
    response = her_browser.get(f"/en/my/awards/{NUMBER}/certificate.{language}.pdf")

    assert response.content.startswith(b"%PDF-")
    assert f'filename="{NUMBER}.{language}.pdf"' in response.headers["Content-Disposition"]


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_candidate_gets_the_own_transcript(
    her_browser: Client, aisyah: User, language: str
) -> None:
    response = her_browser.get(f"/ms/my/transcript.{language}.pdf")

    name = f"transcript-{aisyah.candidate_number}.{language}.pdf"
    assert response.content.startswith(b"%PDF-")
    assert name in response.headers["Content-Disposition"]


PICTURE_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_holder_gets_a_badge_that_anyone_can_verify(
    her_browser: Client, upload: Upload, award: Award, form: str
) -> None:
    response = her_browser.get(f"/en/my/awards/{NUMBER}/badge.{form}")

    assert response.headers["Content-Type"] == PICTURE_TYPES[form]
    assert response.headers["Content-Disposition"] == f'attachment; filename="{NUMBER}.{form}"'
    assert response.headers["Cache-Control"] == "private, no-store"
    text = words(upload(response.content))
    assert "Genuine and in force" in text
    assert "Aisyah binti Rahman" in text


def test_the_page_of_awards_leads_to_the_badges(her_browser: Client, award: Award) -> None:
    found = links(her_browser.get("/ms/my/awards/"))

    assert {f"/ms/my/awards/{NUMBER}/badge.{form}" for form in PICTURE_TYPES} <= set(found)


def test_a_picture_without_a_credential_is_said_to_have_none(upload: Upload) -> None:
    text = words(upload('<svg xmlns="http://www.w3.org/2000/svg"></svg>', language="ms"))

    assert "Tiada kredensial Open Badges 3.0 dibenamkan dalam gambar ini." in text


def test_an_altered_badge_is_not_to_be_relied_on(
    her_browser: Client, upload: Upload, award: Award
) -> None:
    badge = her_browser.get(f"/en/my/awards/{NUMBER}/badge.svg").content

    text = words(upload(badge.replace(b"Aisyah binti Rahman", b"Nurul Huda")))

    assert "Do not rely on this file" in text
    assert "Nurul" not in text


PAPERS = [
    "credential.json", "credential.jwt", "certificate.en.pdf", "certificate.ms.pdf", "badge.svg",
    "badge.png",
]  # fmt: skip


@pytest.mark.parametrize("paper", PAPERS)
def test_another_candidate_finds_nothing(
    browser_of: Callable[[User], Client], nurul: User, award: Award, paper: str
) -> None:
    response = browser_of(nurul).get(f"/en/my/awards/{NUMBER}/{paper}")

    assert response.status_code == 404


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_are_the_holders_and_not_the_registrars(
    browser_of: Callable[[User], Client], farid: User, award: Award, paper: str
) -> None:
    assert browser_of(farid).get(f"/en/my/awards/{NUMBER}/{paper}").status_code == 403


@pytest.mark.parametrize(
    "path", ["certificate.fr.pdf", "certificate.pdf", "other.json", "badge.gif"]
)
def test_a_paper_that_is_not_made_is_not_found(
    her_browser: Client, award: Award, path: str
) -> None:
    assert her_browser.get(f"/en/my/awards/{NUMBER}/{path}").status_code == 404


def test_a_transcript_in_another_language_is_not_found(her_browser: Client) -> None:
    assert her_browser.get("/en/my/transcript.fr.pdf").status_code == 404


def test_of_a_revoked_award_no_certificate_is_made(her_browser: Client, revoked: Award) -> None:
    response = her_browser.get(f"/en/my/awards/{NUMBER}/certificate.en.pdf")

    assert response.status_code == 410
    assert f"The award {NUMBER} was revoked on 3 March 2026." in words(response)
    assert her_browser.get(f"/en/my/awards/{NUMBER}/badge.png").status_code == 410
    assert her_browser.get(f"/en/my/awards/{NUMBER}/credential.json").status_code == 200


def test_a_name_that_cannot_be_printed_is_explained(her_browser: Client, award: Award) -> None:
    Award.objects.filter(pk=award.pk).update(holder_name="\U00016e80")

    response = her_browser.get(f"/en/my/awards/{NUMBER}/certificate.en.pdf")

    assert response.status_code == 422
    assert "Ask the registrar to enter your name in Latin letters" in words(response)


@pytest.mark.parametrize(
    ("limit", "address"),
    [
        ("NUMBERS_A_MINUTE", "/en/verify/API-2026-000001/"),
        ("OFFLINE_PAGES_A_MINUTE", "/en/verify/offline.html"),
    ],
)
def test_numbers_and_pages_to_keep_are_given_out_so_many_a_minute(
    award: Award, client: Client, monkeypatch: pytest.MonkeyPatch, limit: str, address: str
) -> None:
    monkeypatch.setattr(verification, limit, 1)

    first, second = client.get(address), client.get(address)

    assert (first.status_code, second.status_code) == (200, 429)
    assert second.headers["Retry-After"] == "60"
    assert "public" not in second.headers.get("Cache-Control", "")
    assert "wait for one" in words(second)


def test_credentials_are_read_by_their_addresses_so_many_a_minute(
    award: Award, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuer, "READINGS_A_MINUTE", 1)

    answers = [client.get(f"/credentials/{award.number}") for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 429]
