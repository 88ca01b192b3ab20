"""Whether a designation may be conferred, by its audit alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tauliah.core.audit.auditing import Audit, audit
from tauliah.core.audit.sharing import JointAudit, UniqueShortage, audit_all
from tauliah.core.audit.sharing.limits import limits_of
from tauliah.core.kernel import Entry, LocalText, Refused
from tauliah.core.programme import Programme


def conferral_refusal(audit: Audit, *, shortages: Sequence[UniqueShortage] = ()) -> Refused | None:
    """Why the designation may not be conferred on the person of this audit; None if it may.

    Where designations limit what they share, the audit and the shortages are those of the joint
    audit: an audit alone counts every exam.
    """
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
    short = [one.sentence for one in shortages if one.designation == audit.designation.code]
    if short:
        return Refused(
            "exams-of-its-own-missing",
            LocalText(en=" ".join(one.en for one in short), ms=" ".join(one.ms for one in short)),
        )
    return None


def claimable(joint: JointAudit) -> dict[str, Audit]:
    """What may be conferred on the person of this joint audit now, by designation."""
    return {
        one.designation.code: one
        for one in joint.audits
        if conferral_refusal(one, shortages=joint.shortages) is None
    }


def audit_to_confer(
    programme: Programme, designation: str, *, entries: Iterable[Entry], on: date
) -> Audit | Refused:
    """The audit by which a designation may be conferred on the person of these entries, or why not.

    Where nothing is limited that designations share, only this one is audited, which is quicker for
    many people and no different. KeyError for a designation without rules in force.
    """
    if limits_of(programme).any:
        joint = audit_all(programme, entries, on)
        found = joint.audit(designation)
        return conferral_refusal(found, shortages=joint.shortages) or found
    alone = audit(programme, designation, entries=entries, on=on)
    if alone is None:
        raise KeyError(designation)
    return conferral_refusal(alone) or alone
