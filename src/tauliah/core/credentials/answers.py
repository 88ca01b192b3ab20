"""The checks that are made of a file, and the words in which each is answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tauliah.core.kernel import LocalText, Refused


class CheckName(StrEnum):
    """The checks, in the order in which they are made."""

    READABLE = "readable"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    EXPIRY = "expiry"
    REVOCATION = "revocation"


class Outcome(StrEnum):
    """What came of one check."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class Check:
    """One question about the file: its answer, a stable code for programs, and plain words."""

    name: CheckName
    outcome: Outcome
    code: str
    message: LocalText


def passed(name: CheckName, message: LocalText) -> Check:
    return Check(name, Outcome.PASSED, "passed", message)


def failed(name: CheckName, refused: Refused) -> Check:
    return Check(name, Outcome.FAILED, refused.code, refused.message)


def unmade(first: int, why: LocalText) -> tuple[Check, ...]:
    """The checks from that number on, none of them made."""
    return tuple(
        Check(name, Outcome.NOT_CHECKED, "not-checked", why) for name in list(CheckName)[first:]
    )


def stranger(issuer: str) -> Refused:
    return Refused(
        "unknown-issuer",
        LocalText(
            en=f"It says that it was issued by {issuer[:200]}, which is not known here.",
            ms=f"Ia menyatakan bahawa ia dikeluarkan oleh {issuer[:200]}, yang tidak dikenali di sini.",
        ),
    )


IS_READABLE = LocalText(
    en="The file is a credential and can be read.",
    ms="Fail ini ialah kredensial dan dapat dibaca.",
)
IS_SIGNED = LocalText(
    en="The signature fits: nothing in the file was changed since the issuer signed it.",
    ms="Tandatangan sepadan: tiada apa-apa dalam fail ini diubah sejak ditandatangani oleh pengeluar.",
)
IS_OURS = LocalText(
    en="It was issued by this body.",
    ms="Ia dikeluarkan oleh badan ini.",
)
IS_IN_FORCE = LocalText(
    en="It is in force at the date of this check.",
    ms="Ia berkuat kuasa pada tarikh semakan ini.",
)
IS_NOT_REVOKED = LocalText(
    en="It is not on the issuer's list of revoked credentials.",
    ms="Ia tiada dalam senarai kredensial yang dibatalkan oleh pengeluar.",
)
CANNOT_BE_REVOKED = LocalText(
    en="The issuer keeps no list of revoked credentials for it.",
    ms="Pengeluar tidak menyimpan senarai kredensial yang dibatalkan baginya.",
)
REVOKED = Refused(
    "revoked",
    LocalText(en="The issuer revoked it.", ms="Pengeluar telah membatalkannya."),
)
RESPELLED = Refused(
    "respelled",
    LocalText(
        en="The signature fits what the file says, but the file was written anew in another way than this body writes it. Ask for the file as it was issued.",
        ms="Tandatangan sepadan dengan isi fail ini, tetapi fail ini ditulis semula dengan cara yang lain daripada cara badan ini menulisnya. Minta fail seperti yang dikeluarkan.",
    ),
)
NEEDS_READING = LocalText(
    en="Not checked, because the file cannot be read as a credential.",
    ms="Tidak disemak kerana fail ini tidak dapat dibaca sebagai kredensial.",
)
NEEDS_KEYS = LocalText(
    en="Not checked, because the keys of the issuer are not known here.",
    ms="Tidak disemak kerana kunci pengeluar tidak diketahui di sini.",
)
NEEDS_ISSUER = LocalText(
    en="Not checked, because the issuer is not known here.",
    ms="Tidak disemak kerana pengeluar tidak dikenali di sini.",
)
NEEDS_SIGNATURE = LocalText(
    en="Not checked, because without a valid signature nothing in the file can be relied on.",
    ms="Tidak disemak kerana tanpa tandatangan yang sah, tiada apa-apa dalam fail ini boleh dipercayai.",
)
NEEDS_LIST = LocalText(
    en="Not checked, because the issuer's list of revoked credentials is not at hand.",
    ms="Tidak disemak kerana senarai kredensial yang dibatalkan oleh pengeluar tidak tersedia.",
)
