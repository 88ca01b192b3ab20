"""The code on a certificate: what stands on it, signed, in a text short enough for a QR code.

The text is the address at which the award is checked, `#`, and nine parts with a dot between them:
the mark of this form, number, letters, day, place on the status lists, name or its digest, the mark
of the key, and the Ed25519 signature over all before it. What follows `#` is never sent to a server,
so a phone opens the address and learns what stands now, and a page without a network reads the rest.

It proves that the body said this of the award when the certificate was made. It does not prove that
the award is still in force, nor anything about the paper around it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from tauliah.core.credentials.answers import (
    IS_NOT_REVOKED,
    IS_OURS,
    NEEDS_LIST,
    NEEDS_SIGNATURE,
    REVOKED,
    SUSPENDED,
    Check,
    CheckName,
    Outcome,
    failed,
    passed,
    unmade,
)
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.status import PURPOSES, REVOCATION
from tauliah.core.credentials.verification import Verification
from tauliah.core.kernel import LocalText, Refused, spoken_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tauliah.core.credentials.keys import PublicKey, SigningKey
    from tauliah.core.credentials.status import StatusList

MOST_LETTERS = 300
"""Of a code that says the name; where that is not enough, it carries the digest of the name."""

LONGEST_READ = 2_000

_FORM = "T1"
_SIGNED_FOR = "tauliah certificate code\n"
_NAMED_FOR = "tauliah name\n"
_PARTS = re.compile(
    r"T1\.(?P<number>[A-Z0-9-]{1,30})\.(?P<letters>[\w-]{1,60})\.(?P<day>[0-9]{8})"
    r"\.(?P<list>[0-9]{1,9})-(?P<index>[0-9]{1,9})\.(?P<kind>[nd])(?P<name>[\w-]{1,700})"
    r"\.(?P<key>[\w-]{8})\.(?P<signature>[\w-]{86})",
    re.ASCII,
)


NO_CODE = Refused(
    "no-code",
    LocalText(
        en="This is not the text of a code on a certificate, or it is cut short. The whole text has some 200 letters, with # in its midst.",
        ms="Ini bukan teks kod pada sijil, atau teks ini tidak lengkap. Teks penuhnya kira-kira 200 huruf, dengan # di tengahnya.",
    ),
)
CODE_IS_READABLE = LocalText(
    en="It is the code of a certificate and can be read.",
    ms="Ini kod sijil dan dapat dibaca.",
)
_NEEDS_READING = LocalText(
    en="Not checked, because the code cannot be read.",
    ms="Tidak disemak kerana kod ini tidak dapat dibaca.",
)
CODE_IS_SIGNED = LocalText(
    en="The signature fits: nothing in the code was changed since this body signed it. The paper around it is not signed.",
    ms="Tandatangan sepadan: tiada apa-apa dalam kod ini diubah sejak ditandatangani oleh badan ini. Kertas di sekelilingnya tidak ditandatangani.",
)
CODE_ALTERED = Refused(
    "altered",
    LocalText(
        en="The signature does not fit: the code was changed after it was signed, or was never signed by this body.",
        ms="Tandatangan tidak sepadan: kod ini diubah selepas ditandatangani, atau tidak pernah ditandatangani oleh badan ini.",
    ),
)
CODE_FOREIGN_KEY = Refused(
    "foreign-key",
    LocalText(
        en="The code was signed with a key that is none of this body's. It may come from another body; ask there.",
        ms="Kod ini ditandatangani dengan kunci yang bukan milik badan ini. Mungkin ia daripada badan lain; tanya di sana.",
    ),
)
IS_CONFERRED = LocalText(
    en="It was conferred by the day of this check.",
    ms="Ia telah dianugerahkan setakat hari semakan ini.",
)
_NO_SUCH_PLACE = Refused(
    "bad-status-list",
    LocalText(
        en="It names a place that the list of revocations does not have.",
        ms="Ia menamakan tempat yang tiada dalam senarai pembatalan.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What a code says of an award; `list_number` and `list_index` are its place on status lists.

    `name` is empty where the holder keeps it back; then `name_digest` tells whether a name that
    somebody reads on the certificate is the one.
    """

    number: str
    letters: str
    conferred_on: date
    list_number: int
    list_index: int
    name: str = ""
    name_digest: bytes = b""

    def is_of(self, name: str) -> bool:
        """Whether that is the name; small and capital letters, and spaces, make no difference."""
        if self.name:
            return _folded(name) == _folded(self.name)
        return digest_of_name(name, self.number) == self.name_digest


@dataclass(frozen=True, slots=True)
class CheckedCode:
    """The answer to a code, and what it says; None unless its signature holds."""

    answer: Verification
    facts: CertificateFacts | None


def certificate_code(
    facts: CertificateFacts, key: SigningKey, *, issuer: str, address: str, says_name: bool
) -> str:
    """The text of the code; `facts` are given with the name, which it says only where it may."""
    digest = digest_of_name(facts.name, facts.number)
    hidden = _signed(facts, "d" + _text_of(digest), key, issuer=issuer, address=address)
    if not says_name:
        return hidden
    named = _signed(facts, "n" + _text_of(facts.name.encode()), key, issuer=issuer, address=address)
    return named if len(named) <= MOST_LETTERS else hidden


def check_certificate_code(
    text: str,
    *,
    issuer: str,
    keys: Iterable[PublicKey],
    lists: Mapping[tuple[str, int], StatusList],
    on: date,
) -> CheckedCode:
    """Checks the text of a code against the keys of its issuer; never raises because of it.

    `lists` are the status lists by purpose and number; `on` is the day of the check.
    """
    try:
        facts, mark, signature, message = _read(text, issuer)
    except CredentialFault as fault:
        checks = (failed(CheckName.READABLE, fault.refused), *unmade(1, _NEEDS_READING))
        return CheckedCode(Verification(checks, None, ""), None)
    readable = passed(CheckName.READABLE, CODE_IS_READABLE)
    of_this_mark = [key for key in keys if _mark_of(key) == mark]
    if not any(key.accepts(signature, message) for key in of_this_mark):
        refused = CODE_ALTERED if of_this_mark else CODE_FOREIGN_KEY
        signed = failed(CheckName.SIGNATURE, refused)
        checks = (readable, signed, *unmade(2, NEEDS_SIGNATURE))
        return CheckedCode(Verification(checks, None, issuer), None)
    checks = (
        readable,
        passed(CheckName.SIGNATURE, CODE_IS_SIGNED),
        passed(CheckName.ISSUER, IS_OURS),
        _check_day(facts, on),
        _check_standing(facts, lists),
    )
    return CheckedCode(Verification(checks, None, issuer), facts)


def digest_of_name(name: str, number: str) -> bytes:
    """16 bytes that tell whether a name is that of the award of this number, and not the name."""
    told = f"{_NAMED_FOR}{number}\n{_folded(name)}"
    return hashlib.sha256(told.encode(errors="surrogatepass")).digest()[:16]


def _signed(
    facts: CertificateFacts, name: str, key: SigningKey, *, issuer: str, address: str
) -> str:
    said = ".".join(
        (
            _FORM,
            facts.number,
            _text_of(facts.letters.encode()),
            f"{facts.conferred_on:%Y%m%d}",
            f"{facts.list_number}-{facts.list_index}",
            name,
            _mark_of(key.public),
        )
    )
    return f"{address}#{said}.{_text_of(key.sign(_message(said, issuer)))}"


def _message(said: str, issuer: str) -> bytes:
    """What is signed: for this use and no other, in the name of one body."""
    return f"{_SIGNED_FOR}{issuer}\n{said}".encode()


def _mark_of(key: PublicKey) -> str:
    return _text_of(hashlib.sha256(key.raw).digest()[:6])


def _read(text: str, issuer: str) -> tuple[CertificateFacts, str, bytes, bytes]:
    """What a code says, the mark of its key, its signature, and the bytes that were signed."""
    code = text[: LONGEST_READ + 1].rpartition("#")[2].strip()
    found = _PARTS.fullmatch(code) if len(text) <= LONGEST_READ else None
    if found is None:
        raise CredentialFault.of(NO_CODE)
    try:
        facts = CertificateFacts(
            number=found["number"],
            letters=_words(found["letters"]),
            conferred_on=datetime.strptime(found["day"], "%Y%m%d").date(),  # noqa: DTZ007 - a day
            list_number=int(found["list"]),
            list_index=int(found["index"]),
            name=_words(found["name"]) if found["kind"] == "n" else "",
            name_digest=_bytes_of(found["name"]) if found["kind"] == "d" else b"",
        )
        signature = _bytes_of(found["signature"])
    except ValueError:
        raise CredentialFault.of(NO_CODE) from None
    said = code.rpartition(".")[0]
    return facts, found["key"], signature, _message(said, issuer)


def _check_day(facts: CertificateFacts, on: date) -> Check:
    if facts.conferred_on <= on:
        return passed(CheckName.EXPIRY, IS_CONFERRED)
    day = spoken_day(facts.conferred_on)
    return failed(
        CheckName.EXPIRY,
        Refused(
            "not-yet",
            LocalText(
                en=f"It says that it was conferred on {day.en}, which is still to come.",
                ms=f"Ia menyatakan tarikh penganugerahan {day.ms}, yang belum tiba.",
            ),
        ),
    )


def _check_standing(facts: CertificateFacts, lists: Mapping[tuple[str, int], StatusList]) -> Check:
    if (REVOCATION, facts.list_number) not in lists:
        return Check(CheckName.REVOCATION, Outcome.NOT_CHECKED, "not-checked", NEEDS_LIST)
    for purpose in PURPOSES:
        listed = lists.get((purpose, facts.list_number))
        if listed is None:
            continue
        if facts.list_index >= len(listed):
            return failed(CheckName.REVOCATION, _NO_SUCH_PLACE)
        if listed.is_marked(facts.list_index):
            return failed(CheckName.REVOCATION, REVOKED if purpose == REVOCATION else SUSPENDED)
    return passed(CheckName.REVOCATION, IS_NOT_REVOKED)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).lower().split())


def _text_of(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes_of(text: str) -> bytes:
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise ValueError(text) from None
    if _text_of(data) != text:
        raise ValueError(text)
    return data


def _words(text: str) -> str:
    words = _bytes_of(text).decode()
    if any(unicodedata.category(sign) == "Cc" for sign in words):
        raise ValueError(text)
    return words
