"""Programme text: from files to a checked, immutable programme."""

from tauliah.core.programme.links import MARKDOWN, link_targets
from tauliah.core.programme.loading import Loaded, load_programme, pooled
from tauliah.core.programme.model import (
    AnnualWindow, BlueprintRow, Course, Designation, EthicsCode, ExamPolicy, GlossaryTerm, Item,
    Lesson, Option, Page, PageText, Pool, PooledItem, Programme, RuleVersion,
)  # fmt: skip
from tauliah.core.programme.rules import (
    RULE_KEYS, AllOf, AnyOf, AtLeast, CourseCompleted, DesignationHeld, EthicsAccepted, ExamPassed,
    Leaf, OnePathwayOf, Pathway, Requirement, leaves, parts, pathways,
)  # fmt: skip

__all__ = [
    "MARKDOWN", "RULE_KEYS", "AllOf", "AnnualWindow", "AnyOf", "AtLeast", "BlueprintRow", "Course",
    "CourseCompleted", "Designation", "DesignationHeld", "EthicsAccepted", "EthicsCode",
    "ExamPassed", "ExamPolicy", "GlossaryTerm", "Item", "Leaf", "Lesson", "Loaded", "OnePathwayOf",
    "Option", "Page", "PageText", "Pathway", "Pool", "PooledItem", "Programme", "Requirement",
    "RuleVersion", "leaves", "link_targets", "load_programme", "parts", "pathways", "pooled",
]  # fmt: skip
