"""The audit: what counts, what is missing, and why, as a pure function of rules and entries."""

from tauliah.core.audit.attempts import (
    attempt_warnings,
    missing_prerequisites,
    prerequisite_refusal,
)
from tauliah.core.audit.auditing import Audit, Finding, audit
from tauliah.core.audit.cases import case_problems, load_tried_programme
from tauliah.core.audit.comparison import Comparison
from tauliah.core.audit.conferral import audit_to_confer, claimable, conferral_refusal
from tauliah.core.audit.conferral_of_many import (
    AuditsToConfer,
    Grounds,
    StoredRecord,
    grounds_of,
)
from tauliah.core.audit.consequences import Consequence, consequences
from tauliah.core.audit.continuing import Continuing
from tauliah.core.audit.effects import Direction, Effect, days_of_change, effect_on, effects_alone
from tauliah.core.audit.letter import Letter, LetterPart, letter
from tauliah.core.audit.reaudit import Reaudit
from tauliah.core.audit.sharing import (
    CreditAccount,
    CreditAnswer,
    CreditUse,
    JointAudit,
    UniqueShortage,
    audit_all,
    credit_accounts,
)
from tauliah.core.audit.standing import Standing, effective, standing_of
from tauliah.core.audit.tally import Tally, joined_tallies, tally_of
from tauliah.core.audit.telling import told
from tauliah.core.audit.unknown import UnknownEntry, unknown_entries

__all__ = [
    "Audit",
    "AuditsToConfer",
    "Comparison",
    "Consequence",
    "Continuing",
    "CreditAccount",
    "CreditAnswer",
    "CreditUse",
    "Direction",
    "Effect",
    "Finding",
    "Grounds",
    "JointAudit",
    "Letter",
    "LetterPart",
    "Reaudit",
    "Standing",
    "StoredRecord",
    "Tally",
    "UniqueShortage",
    "UnknownEntry",
    "attempt_warnings",
    "audit",
    "audit_all",
    "audit_to_confer",
    "case_problems",
    "claimable",
    "conferral_refusal",
    "consequences",
    "credit_accounts",
    "days_of_change",
    "effect_on",
    "effective",
    "effects_alone",
    "grounds_of",
    "joined_tallies",
    "letter",
    "load_tried_programme",
    "missing_prerequisites",
    "prerequisite_refusal",
    "standing_of",
    "tally_of",
    "told",
    "unknown_entries",
]
