"""Parallel forms assembled to a blueprint by optimisation, or the demands that conflict.

After van der Linden (2005), *Linear Models for Optimal Test Design*. Not loaded with the package:
it needs the solvers.
"""

from tauliah.core.psychometrics.assembly.assembling import (
    Assembled,
    Progress,
    Undecided,
    assemble,
)
from tauliah.core.psychometrics.assembly.conflicts import Conflict, Impossible, Relaxing
from tauliah.core.psychometrics.assembly.model import Statement
from tauliah.core.psychometrics.assembly.pool import Pool, pool
from tauliah.core.psychometrics.assembly.request import (
    Amount,
    Count,
    Request,
    Target,
    evenly,
    target,
)

__all__ = [
    "Amount",
    "Assembled",
    "Conflict",
    "Count",
    "Impossible",
    "Pool",
    "Progress",
    "Relaxing",
    "Request",
    "Statement",
    "Target",
    "Undecided",
    "assemble",
    "evenly",
    "pool",
    "target",
]
