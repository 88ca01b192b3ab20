"""The code on a certificate: short enough for a QR code, and believed only as it was signed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.credentials import (
    CertificateFacts,
    CheckedCode,
    CheckName,
    Outcome,
    SigningKey,
    blank_status_list,
    certificate_code,
    check_certificate_code,
)
from tauliah.core.credentials.certificate_codes import LONGEST_READ, MOST_LETTERS

KEY = SigningKey(b"k" * 32)
ISSUER = "did:web:body.example"
ADDRESS = "https://credentials.body.example/en/verify/API-2026-000123/"
DAY = date(2026, 3, 3)
INDEX = 131_071
LISTS = {
    ("revocation", 1): blank_status_list(),
    ("suspension", 1): blank_status_list(),
}


def facts(**changes: object) -> CertificateFacts:
    told = {
        "number": "API-2026-000123",
        "letters": "API",
        "conferred_on": DAY,
        "list_number": 1,
        "list_index": INDEX,
        "name": "Aisyah binti Rahman",
    }
    return CertificateFacts(**(told | changes))  # type: ignore[arg-type]


def code(
    *, says_name: bool = True, key: SigningKey = KEY, issuer: str = ISSUER, **changes: object
) -> str:
    return certificate_code(
        facts(**changes), key, issuer=issuer, address=ADDRESS, says_name=says_name
    )


def checked(text: str, *, on: date = DAY, **known: object) -> CheckedCode:
    told = {"issuer": ISSUER, "keys": [KEY.public], "lists": LISTS} | known
    return check_certificate_code(text, on=on, **told)  # type: ignore[arg-type]


def failure(answer: CheckedCode) -> str:
    """The code of the one check that failed."""
    (check,) = answer.answer.failed
    assert check.message.en != check.message.ms
    return check.code


def test_it_says_what_stands_on_the_certificate() -> None:
    answer = checked(code())

    assert answer.answer.valid
    assert answer.facts == facts()


def test_a_phone_reads_an_address_in_it_and_a_page_the_rest_alone() -> None:
    address, _, rest = code().partition("#")

    assert address == ADDRESS
    assert checked(rest).facts == facts()
    assert checked(f"  {rest}\n").facts == facts()


def test_the_same_facts_give_the_same_code() -> None:
    assert code() == code()


@pytest.mark.parametrize(
    "name",
    ["Ng", "Aisyah binti Rahman", "Nguyễn Thị Hạnh", "لطيفة بنت أحمد", "李明", "அன்பு", "X" * 120],
)
@pytest.mark.parametrize("says_name", [True, False])
def test_it_is_short_enough_for_a_printed_code(name: str, says_name: bool) -> None:
    text = code(name=name, says_name=says_name)

    assert len(text) <= MOST_LETTERS
    assert text.isascii()
    assert checked(text).answer.valid


def test_a_name_that_is_kept_back_stands_nowhere_in_it_and_can_be_compared() -> None:
    text = code(says_name=False)

    found = checked(text).facts
    assert found is not None
    assert found.name == ""
    assert found.is_of("AISYAH  binti rahman ")
    assert not found.is_of("Aisyah binti Rahmat")
    assert not found.is_of("")


def test_the_digest_of_a_name_differs_from_award_to_award() -> None:
    one, other = (checked(code(says_name=False, number=n)).facts for n in ("API-1", "API-2"))

    assert one is not None
    assert other is not None
    assert one.name_digest != other.name_digest


@given(st.text(max_size=120), st.text(min_size=1, max_size=15), st.booleans())
def test_whatever_name_and_letters_are_they_come_out_as_they_went_in(
    name: str, letters: str, says_name: bool
) -> None:
    try:
        text = code(name=name, letters=letters, says_name=says_name)
    except UnicodeEncodeError:
        return  # half a surrogate pair: no name, and no letter
    found = checked(text).facts
    if found is None:
        assert failure(checked(text)) == "no-code"  # control characters or nothing at all
    else:
        assert found.letters == letters
        assert found.is_of(name)


@given(st.data())
def test_whatever_is_changed_behind_the_address_it_is_not_believed(data: st.DataObject) -> None:
    text = code()
    at = data.draw(st.integers(text.index("#") + 1, len(text) - 1))
    sign = data.draw(st.sampled_from("ABCxyz019-_.#% \n"))
    altered = text[:at] + sign + text[at + 1 :]

    answer = checked(altered)

    if altered.strip() != text:
        assert not answer.answer.valid
        assert answer.facts is None


def test_one_signed_with_a_strangers_key_is_not_believed() -> None:
    assert failure(checked(code(key=SigningKey(b"x" * 32)))) == "foreign-key"


def test_one_signed_in_the_name_of_another_body_with_the_same_key_is_not_believed() -> None:
    assert failure(checked(code(issuer="did:web:other.example"))) == "altered"


def test_a_signature_of_a_credential_is_none_of_a_code() -> None:
    """Each is made over bytes that begin with what it is for."""
    text = code()
    said, _, _ = text.rpartition(".")
    import base64

    plain = base64.urlsafe_b64encode(KEY.sign(said.encode())).decode().rstrip("=")
    assert failure(checked(f"{said}.{plain}")) == "altered"


def test_an_earlier_key_that_is_still_listed_is_believed() -> None:
    newer = SigningKey(b"n" * 32)

    assert checked(code(), keys=[newer.public, KEY.public]).answer.valid


@pytest.mark.parametrize(
    ("purpose", "word"), [("revocation", "revoked"), ("suspension", "suspended")]
)
def test_what_was_decided_since_is_told_by_the_lists(purpose: str, word: str) -> None:
    lists = LISTS | {(purpose, 1): blank_status_list().marking([INDEX])}

    answer = checked(code(), lists=lists)

    assert failure(answer) == word
    assert answer.facts is not None


def test_without_the_list_nothing_is_said_of_its_standing() -> None:
    answer = checked(code(), lists={})

    assert not answer.answer.valid
    assert answer.answer.failed == ()
    assert answer.answer.check(CheckName.REVOCATION).outcome is Outcome.NOT_CHECKED


def test_a_place_that_the_list_does_not_have_is_refused() -> None:
    assert failure(checked(code(list_index=131_072))) == "bad-status-list"


def test_a_day_to_come_is_refused() -> None:
    assert failure(checked(code(), on=DAY - timedelta(days=1))) == "not-yet"


@pytest.mark.parametrize(
    "text",
    ["", "#", ADDRESS, "T1", "T1.a.b.c", code().replace("#T1", "#T2"),
     code().replace("20260303", "20261303"), code()[:-1], code() + "A", code() * 30,
     "#" * 50_000_000, "T1." + "A" * LONGEST_READ, "\ud800" + code()],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_code_is_said_to_be_none(text: str) -> None:
    answer = checked(text)

    if text.endswith(code()) and len(text) <= LONGEST_READ:
        assert answer.answer.valid  # what stands in front of # is no part of it
    else:
        assert failure(answer) == "no-code"
        assert len(answer.answer.checks) == 5
