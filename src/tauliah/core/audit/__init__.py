"""The audit: what counts, what is missing, and why, as a pure function of rules and entries."""

from tauliah.core.audit.auditing import Audit, Finding, audit
from tauliah.core.audit.cases import case_problems, load_tried_programme
from tauliah.core.audit.conferral import claimable, conferral_refusal
from tauliah.core.audit.continuing import Continuing
from tauliah.core.audit.effects import Comparison, Direction, Effect, days_of_change, effect_on
from tauliah.core.audit.sharing import CreditUse, JointAudit, UniqueShortage, audit_all
from tauliah.core.audit.standing import Standing, effective, standing_of
from tauliah.core.audit.telling import told
from tauliah.core.audit.unknown import UnknownEntry, unknown_entries

__all__ = [
    "Audit",
    "Comparison",
    "Continuing",
    "CreditUse",
    "Direction",
    "Effect",
    "Finding",
    "JointAudit",
    "Standing",
    "UniqueShortage",
    "UnknownEntry",
    "audit",
    "audit_all",
    "case_problems",
    "claimable",
    "conferral_refusal",
    "days_of_change",
    "effect_on",
    "effective",
    "load_tried_programme",
    "standing_of",
    "told",
    "unknown_entries",
]
