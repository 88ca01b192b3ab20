"""The pathfinder: from a record to designations by the cheapest, fastest or shortest way, exactly.

`find_path` is the one function; what is supposed (`Supposing`) goes into it, too, and `compared`
says what a supposition changes. `calendar_of` makes an iCalendar file of a plan.
"""

from tauliah.core.audit.pathfinder.comparing import PlanComparison, compared, supposed_sentence
from tauliah.core.audit.pathfinder.finding_paths import find_path
from tauliah.core.audit.pathfinder.ical import calendar_of
from tauliah.core.audit.pathfinder.plan import (
    Condition,
    Conflict,
    Milestone,
    NoPlan,
    Plan,
    Step,
    StepKind,
    Totals,
)
from tauliah.core.audit.pathfinder.wishes import (
    OBJECTIVES,
    BookedExam,
    CourseOpenSupposed,
    CreditSupposed,
    ExamSupposed,
    Holiday,
    HoursSupposed,
    Membership,
    MembershipSupposed,
    Objective,
    PathwaySupposed,
    Supposing,
    TargetSupposed,
    Wishes,
)

__all__ = [
    "OBJECTIVES",
    "BookedExam",
    "Condition",
    "Conflict",
    "CourseOpenSupposed",
    "CreditSupposed",
    "ExamSupposed",
    "Holiday",
    "HoursSupposed",
    "Membership",
    "MembershipSupposed",
    "Milestone",
    "NoPlan",
    "Objective",
    "PathwaySupposed",
    "Plan",
    "PlanComparison",
    "Step",
    "StepKind",
    "Supposing",
    "TargetSupposed",
    "Totals",
    "Wishes",
    "calendar_of",
    "compared",
    "find_path",
    "supposed_sentence",
]
