"""Programme text: from files to a checked, immutable programme."""

from tauliah.core.programme.cases import Case, ContinuingState, Expectation
from tauliah.core.programme.differences import (
    DIFFERENCE_KINDS,
    Difference,
    DifferenceKind,
    differences,
)
from tauliah.core.programme.differences.rule_words import spoken_requirement, spoken_times
from tauliah.core.programme.folder import Placed
from tauliah.core.programme.links import MARKDOWN, link_targets
from tauliah.core.programme.loading import Loaded, load_programme, pooled, read_cases
from tauliah.core.programme.model import (
    AnnualWindow,
    BlueprintRow,
    Course,
    Designation,
    EthicsCode,
    ExamPolicy,
    GlossaryTerm,
    Item,
    Lesson,
    Option,
    Page,
    PageText,
    Pool,
    PooledItem,
    Programme,
    RuleVersion,
)
from tauliah.core.programme.rules import (
    RULE_KEYS,
    AllOf,
    AnyOf,
    AtLeast,
    ClassAttended,
    CourseCompleted,
    Credits,
    DesignationHeld,
    EthicsAccepted,
    ExamPassed,
    ExperienceAsked,
    ExperienceGained,
    Leaf,
    OnePathwayOf,
    Pathway,
    Requirement,
    Timed,
    leaves,
    named,
    parts,
    pathways,
)
from tauliah.core.programme.terms import (
    ContinuingEducation,
    Equivalence,
    Lapse,
    OtherCourse,
    SharingLimit,
)

__all__ = [
    "DIFFERENCE_KINDS", "MARKDOWN", "RULE_KEYS", "AllOf", "AnnualWindow", "AnyOf", "AtLeast",
    "BlueprintRow", "Case", "ClassAttended", "ContinuingEducation", "ContinuingState", "Course",
    "CourseCompleted", "Credits", "Designation", "DesignationHeld", "Difference", "DifferenceKind",
    "Equivalence", "EthicsAccepted", "EthicsCode", "ExamPassed", "ExamPolicy", "Expectation",
    "ExperienceAsked", "ExperienceGained", "GlossaryTerm", "Item", "Lapse", "Leaf", "Lesson",
    "Loaded", "OnePathwayOf", "Option", "OtherCourse", "Page", "PageText", "Pathway", "Placed",
    "Pool", "PooledItem", "Programme", "Requirement", "RuleVersion", "SharingLimit", "Timed",
    "differences", "leaves", "link_targets", "load_programme", "named", "parts", "pathways",
    "pooled",
    "spoken_requirement",
    "spoken_times", "read_cases",
]  # fmt: skip
