"""The checks that are made of a file, and the words in which each is answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tauliah.core.kernel import LocalText, Refused


class CheckName(StrEnum):
    """The checks, in the order in which they are made.

    The first five are made of every file; the others where there is something to be checked.
    """

    READABLE = "readable"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    EXPIRY = "expiry"
    REVOCATION = "revocation"
    RELATED = "related"
    CONTAINED = "contained"


ALWAYS = (
    CheckName.READABLE,
    CheckName.SIGNATURE,
    CheckName.ISSUER,
    CheckName.EXPIRY,
    CheckName.REVOCATION,
)
"""The checks that every file gets."""


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
    """The checks that every file gets from that number on, none of them made."""
    return tuple(Check(name, Outcome.NOT_CHECKED, "not-checked", why) for name in ALWAYS[first:])


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
IS_PRESENTED = LocalText(
    en="The holder signed this presentation.",
    ms="Pemegang menandatangani persembahan ini.",
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
SUSPENDED = Refused(
    "suspended",
    LocalText(
        en="The issuer has suspended it for the time being.",
        ms="Pengeluar telah menggantungnya buat sementara waktu.",
    ),
)
NO_PROOF = Refused(
    "no-proof",
    LocalText(en="The file carries no signature.", ms="Fail ini tidak membawa tandatangan."),
)
FOREIGN_KEY = Refused(
    "foreign-key",
    LocalText(
        en="The signature was made with a key that the issuer does not list as its own.",
        ms="Tandatangan ini dibuat dengan kunci yang tidak disenaraikan oleh pengeluar sebagai miliknya.",
    ),
)
ALTERED = Refused(
    "altered",
    LocalText(
        en="The signature does not fit: the file was changed after it was signed, or signed by someone else.",
        ms="Tandatangan tidak sepadan: fail ini diubah selepas ditandatangani, atau ditandatangani oleh pihak lain.",
    ),
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
IS_RELATED = LocalText(
    en="The files that it refers to are the ones that the issuer meant, and it fits its schema.",
    ms="Fail yang dirujuknya ialah fail yang dimaksudkan oleh pengeluar, dan ia sepadan dengan skemanya.",
)
NEEDS_RELATED = LocalText(
    en="Not checked, because a file or a schema that it refers to is not at hand. What the credential itself says is covered by its signature.",
    ms="Tidak disemak kerana fail atau skema yang dirujuknya tidak tersedia. Isi kredensial itu sendiri dilindungi oleh tandatangannya.",
)
CONTAINED_HOLD = LocalText(
    en="Every signed credential within it holds.",
    ms="Setiap kredensial bertandatangan di dalamnya sah.",
)
CONTAINED_UNKNOWN = LocalText(
    en="Not checked, because a credential within it was issued by a body that is not known here, or names no list that is at hand.",
    ms="Tidak disemak kerana satu kredensial di dalamnya dikeluarkan oleh badan yang tidak dikenali di sini, atau senarainya tidak tersedia.",
)


def contained_fails(name: str, why: LocalText) -> Refused:
    """One of the credentials within the file does not hold; `why` is what its own check answered."""
    return Refused(
        "contained-fails",
        LocalText(
            en=f"A credential within it does not hold: {name[:200]}. {why.en}",
            ms=f"Satu kredensial di dalamnya tidak sah: {name[:200]}. {why.ms}",
        ),
    )


ENDORSES_ANOTHER = LocalText(
    en="It endorses something else than the part that carries it.",
    ms="Ia mengesahkan perkara lain, bukan bahagian yang membawanya.",
)
SIGNED_BY_NOBODY = LocalText(
    en="It names another issuer, who did not sign it.",
    ms="Ia menamakan pengeluar lain yang tidak menandatanganinya.",
)
