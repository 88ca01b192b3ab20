"""Programme text: from files to a checked, immutable programme."""

from tauliah.core.programme.cases import Case, Expectation
from tauliah.core.programme.differences import (
    DIFFERENCE_KINDS,
    Difference,
    DifferenceKind,
    differences,
)
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
    CourseCompleted,
    DesignationHeld,
    EthicsAccepted,
    ExamPassed,
    Leaf,
    OnePathwayOf,
    Pathway,
    Requirement,
    leaves,
    parts,
    pathways,
)

__all__ = [
    "DIFFERENCE_KINDS", "MARKDOWN", "RULE_KEYS", "AllOf", "AnnualWindow", "AnyOf", "AtLeast",
    "BlueprintRow", "Case", "Course", "CourseCompleted", "Designation", "DesignationHeld",
    "Difference", "DifferenceKind", "EthicsAccepted", "EthicsCode", "ExamPassed", "ExamPolicy",
    "Expectation", "GlossaryTerm", "Item", "Leaf", "Lesson", "Loaded", "OnePathwayOf", "Option",
    "Page", "PageText", "Pathway", "Placed", "Pool", "PooledItem", "Programme", "Requirement",
    "RuleVersion", "differences", "leaves", "link_targets", "load_programme", "parts", "pathways",
    "pooled", "read_cases",
]  # fmt: skip
