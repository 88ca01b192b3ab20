"""Several designations at once: within the limits of sharing, the best use of each exam."""

from tauliah.core.audit.sharing.accounts import CreditAccount, CreditAnswer, credit_accounts
from tauliah.core.audit.sharing.joint import (
    CreditUse,
    JointAudit,
    UniqueShortage,
    audit_all,
    joint_audit,
)
from tauliah.core.audit.sharing.limits import Limit, Limits, limits_of

__all__ = [
    "CreditAccount",
    "CreditAnswer",
    "CreditUse",
    "JointAudit",
    "Limit",
    "Limits",
    "UniqueShortage",
    "audit_all",
    "credit_accounts",
    "joint_audit",
    "limits_of",
]
