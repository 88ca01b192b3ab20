"""Whether a designation may be conferred, by its audit alone."""

from __future__ import annotations

from tauliah.core.audit.auditing import Audit
from tauliah.core.kernel import LocalText, Refused


def conferral_refusal(audit: Audit) -> Refused | None:
    """Why the designation may not be conferred on the person of this audit; None if it may."""
    letters = audit.designation.letters
    if audit.held:
        return Refused(
            "already-conferred",
            LocalText(
                en=f"{letters} is conferred already.", ms=f"{letters} sudah pun dianugerahkan."
            ),
        )
    if audit.revoked:
        return Refused(
            "revoked",
            LocalText(
                en=f"{letters} was revoked. Only the registrar can reinstate it.",
                ms=f"{letters} telah dibatalkan. Hanya pendaftar boleh memulihkannya.",
            ),
        )
    if not audit.matriculated:
        return Refused(
            "not-matriculated",
            LocalText(
                en=f"Matriculate for {letters} first.", ms=f"Bermatrikulasi untuk {letters} dahulu."
            ),
        )
    if not audit.met:
        return Refused(
            "requirements-missing",
            LocalText(
                en=" ".join([audit.sentence.en, *(f.sentence.en for f in audit.missing)]),
                ms=" ".join([audit.sentence.ms, *(f.sentence.ms for f in audit.missing)]),
            ),
        )
    return None
