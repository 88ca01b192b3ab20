"""A sealed attempt has a signed receipt; whatever is altered later is found, and named."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from django.db import connection

from tauliah.apps.awards.keys import make_signing_key, signing_key
from tauliah.apps.results.actions import submit_and_score
from tauliah.apps.sittings.actions import issue_missing_receipts, submit_attempt, void_attempt
from tauliah.apps.sittings.documents import receipt_pdf
from tauliah.apps.sittings.models import SealReceipt
from tauliah.apps.sittings.seals import (
    attempts_to_check,
    check_number,
    check_receipt,
    receipt_document,
    receipt_for,
    seal_faults,
    sealing_key,
)
from tests.services import examhall
from tests.services.examhall import MORNING, account, candidate

SOON = MORNING + timedelta(minutes=30)


@pytest.fixture(autouse=True)
def key(settings, tmp_path):
    """A key of the house, for this test alone."""
    settings.SIGNING_KEY_FILE = tmp_path / "signing.key"
    make_signing_key(settings.SIGNING_KEY_FILE)


@pytest.fixture
def sealed(aisyah, attempt):
    """Aisyah's attempt, answered and handed in."""
    examhall.give_answers(aisyah, attempt, right=40)
    assert not hasattr(submit_attempt(aisyah, attempt.pk, at=SOON), "code")
    return attempt


@pytest.fixture
def receipt(aisyah, sealed):
    found = receipt_for(aisyah, sealed.pk)
    assert found is not None
    return found


def file_of(receipt, **changes):
    document = receipt_document(receipt)
    document["receipt"] = document["receipt"] | changes
    return json.dumps(document).encode()


def faults():
    return [
        (id, found.number, found.fault) for id, found in seal_faults(attempts_to_check()) if found
    ]


def alter(sql):
    """What somebody with the database in hand might do, past the triggers."""
    table = sql.split()[1] if sql.startswith("UPDATE") else sql.split()[2]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")


def test_the_receipt_counts_and_names_the_head(sealed, receipt):
    facts = receipt.facts

    assert facts["answers"] == 50
    assert facts["events"] == 52
    assert facts["sealed_as"] == "submitted"
    sealed.refresh_from_db()
    assert facts["head"] == sealed.head


def test_it_is_genuine_by_its_file_and_by_its_number(receipt):
    assert check_receipt(file_of(receipt)).code == "genuine"
    assert check_number(receipt.number.lower(), receipt.facts["head"]).code == "genuine"


@pytest.mark.parametrize(
    "change",
    [{"answers": 49}, {"head": "sha256:" + "0" * 64}, {"candidate": "C999999"}, {"events": 53}],
)
def test_an_altered_receipt_is_forged(receipt, change):
    assert check_receipt(file_of(receipt, **change)).code == "forged"


def test_a_receipt_signed_by_another_key_is_nobodys(receipt):
    from tauliah.core.credentials import SigningKey
    from tauliah.core.exam import receipt_of

    other = SigningKey(b"7" * 32)
    text = receipt_of(receipt.facts).signed_text()
    document = receipt_document(receipt) | {
        "key": other.public.multibase,
        "signature": base64.urlsafe_b64encode(other.sign(text)).decode(),
    }

    assert check_receipt(json.dumps(document).encode()).code == "unknown-key"


def test_the_key_of_credentials_cannot_sign_a_receipt():
    assert sealing_key().public != signing_key().public


@pytest.mark.parametrize(
    "data",
    [
        b"", b"null", b"[]", b"{", b"\xff", b"[" * 9000, b'{"receipt": {}, "key": 1, "signature": 2}',
        b'{"receipt": [], "key": "", "signature": ""}', b'{"receipt": {"number": "R"}}',
    ],
)  # fmt: skip
def test_what_is_no_receipt_is_unreadable(data):
    assert check_receipt(data).code == "unreadable"


def test_odd_keys_and_signatures_are_forged_and_do_no_harm(receipt):
    for key, signature in [
        (5, "x"),
        ("", ""),
        ("zzz", "AA"),
        (receipt.key, "é"),
        (receipt.key, None),
    ]:
        document = receipt_document(receipt) | {"key": key, "signature": signature}
        assert check_receipt(json.dumps(document).encode()).code == "forged"


@pytest.mark.parametrize(("number", "head"), [("R-0000-0000-0000", "x"), ("", ""), ("' OR 1", "1")])
def test_a_number_without_its_digest_tells_nothing(receipt, number, head):
    assert check_number(number, head).code == "no-such-receipt"
    assert check_number(receipt.number, head).code == "no-such-receipt"
    assert check_number(number, receipt.facts["head"]).code == "no-such-receipt"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("UPDATE sittings_attemptevent SET value = '\"z\"' WHERE number = 3", (3, "altered")),
        ("DELETE FROM sittings_attemptevent WHERE number = 10", (10, "missing")),
        ("DELETE FROM sittings_attemptevent WHERE number = 52", (52, "cut-off")),
        ("UPDATE sittings_attempt SET head = 'sha256:other'", (52, "not-the-head")),
        ("UPDATE sittings_currentanswer SET value = NULL", (52, "other-answers")),
        ("UPDATE sittings_sealreceipt SET signature = 'AA'", (52, "forged-receipt")),
    ],
)
def test_what_was_altered_in_the_record_is_found_at_its_first_break(sealed, receipt, sql, expected):
    assert faults() == []

    alter(sql)

    assert faults() == [(sealed.pk, *expected)]
    assert check_number(receipt.number, receipt.facts["head"]).code == "record-differs"


def test_a_chain_made_anew_in_full_differs_from_its_receipt(aisyah, sealed, receipt):
    """Whoever can write every table can make another whole chain, but not sign it."""
    from tauliah.apps.sittings.queries import chain_of
    from tauliah.core.exam.chain import link

    previous, rows = "", []
    for one in chain_of(sealed):
        value = "z" if one.number == 3 else one.value
        made = link(
            str(sealed.pk), one.act, number=one.number, previous=previous, at=one.server_time,
            client_sequence=one.client_sequence, item=one.item, value=value, facts=one.facts,
        )  # fmt: skip
        previous = made.digest
        rows.append(made)
    for made in rows:
        value = json.dumps(made.value)
        alter(
            f"UPDATE sittings_attemptevent SET value = '{value}', previous = '{made.previous}', "
            f"digest = '{made.digest}' WHERE number = {made.number} AND act = 'answered'"
        )
        alter(
            f"UPDATE sittings_attemptevent SET previous = '{made.previous}', "
            f"digest = '{made.digest}' WHERE number = {made.number} AND act <> 'answered'"
        )
    alter(f"UPDATE sittings_currentanswer SET value = '\"z\"' WHERE item = '{rows[2].item}'")
    alter(f"UPDATE sittings_attempt SET head = '{previous}'")

    assert faults() == [(sealed.pk, 52, "other-than-sealed")]


def test_the_receipt_of_another_is_not_given(sealed):
    assert receipt_for(candidate("Kumar"), sealed.pk) is None


def test_voiding_and_the_end_of_the_time_give_a_receipt_too(aisyah, attempt):
    devi = account("Devi", role="invigilator")
    void_attempt(devi, attempt.pk, reason="alarm", at=SOON)
    kumar = candidate("Kumar")
    his = examhall.started(kumar)
    submit_and_score(kumar, his.pk, at=MORNING + timedelta(hours=4))

    hers, his_receipt = receipt_for(aisyah, attempt.pk), receipt_for(kumar, his.pk)

    assert hers is not None
    assert his_receipt is not None
    assert (hers.facts["sealed_as"], his_receipt.facts["sealed_as"]) == ("voided", "timed-out")
    assert faults() == []


def test_without_the_key_an_attempt_is_sealed_and_its_receipt_follows(
    aisyah, attempt, settings, tmp_path
):
    house = settings.SIGNING_KEY_FILE
    settings.SIGNING_KEY_FILE = tmp_path / "elsewhere.key"
    submit_and_score(aisyah, attempt.pk, at=SOON)
    assert receipt_for(aisyah, attempt.pk) is None

    settings.SIGNING_KEY_FILE = house

    assert issue_missing_receipts(at=SOON) == 1
    assert issue_missing_receipts(at=SOON) == 0
    assert receipt_for(aisyah, attempt.pk) is not None


def test_a_receipt_signed_before_the_key_changed_holds_where_its_key_is_on_file(
    receipt, settings, tmp_path
):
    settings.DATA = tmp_path
    settings.SIGNING_KEY_FILE = tmp_path / "new.key"
    make_signing_key(settings.SIGNING_KEY_FILE)
    assert check_receipt(file_of(receipt)).code == "unknown-key"

    (tmp_path / "earlier-receipt-keys.txt").write_text(receipt.key + "\n", encoding="utf-8")

    assert check_receipt(file_of(receipt)).code == "genuine"


@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_paper_is_the_same_each_time(receipt, language):
    paper = receipt_pdf(receipt, language)

    assert paper.startswith(b"%PDF")
    assert paper == receipt_pdf(receipt, language)


def test_a_receipt_is_never_changed(receipt):
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError), transaction.atomic():
        SealReceipt.objects.filter(pk=receipt.pk).update(signature="x")
