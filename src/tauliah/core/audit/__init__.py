"""The audit: what counts, what is missing, and why, as a pure function of rules and entries."""

from tauliah.core.audit.auditing import Audit, Finding, audit
from tauliah.core.audit.conferral import conferral_refusal
from tauliah.core.audit.standing import Standing, effective, standing_of
from tauliah.core.audit.telling import told

__all__ = [
    "Audit", "Finding", "Standing", "audit", "conferral_refusal", "effective", "standing_of", "told",
]  # fmt: skip
