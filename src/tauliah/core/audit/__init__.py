"""The audit: what counts, what is missing, and why, as a pure function of rules and entries."""

from tauliah.core.audit.auditing import Audit, Finding, audit
from tauliah.core.audit.cases import case_problems, load_tried_programme
from tauliah.core.audit.conferral import conferral_refusal
from tauliah.core.audit.standing import Standing, effective, standing_of
from tauliah.core.audit.telling import told

__all__ = [
    "Audit",
    "Finding",
    "Standing",
    "audit",
    "case_problems",
    "conferral_refusal",
    "effective",
    "load_tried_programme",
    "standing_of",
    "told",
]
