"""What differs between two states of a programme, in words."""

from __future__ import annotations

from collections.abc import Iterable

from tauliah.core.programme.differences.about import about_differences
from tauliah.core.programme.differences.courses import course_differences
from tauliah.core.programme.differences.designations import designation_differences
from tauliah.core.programme.differences.items import item_differences
from tauliah.core.programme.differences.matching import DIFFERENCE_KINDS, Difference, DifferenceKind
from tauliah.core.programme.differences.pages import page_differences
from tauliah.core.programme.items import PooledItem
from tauliah.core.programme.model import Programme

__all__ = ["DIFFERENCE_KINDS", "Difference", "DifferenceKind", "differences"]


def differences(
    before: Programme,
    after: Programme,
    *,
    items_before: Iterable[PooledItem],
    items_after: Iterable[PooledItem],
) -> tuple[Difference, ...]:
    """Every difference, sorted by kind (as in `DIFFERENCE_KINDS`) and subject.

    Within one subject they stand as the text is read. None where the two are the same; the order in
    which either keeps its courses, pages and other named parts plays no role.
    """
    found = [
        *about_differences(before.about, after.about),
        *designation_differences(before, after),
        *course_differences(before, after),
        *item_differences(items_before, items_after),
        *page_differences(before, after),
    ]
    order = {kind: place for place, kind in enumerate(DIFFERENCE_KINDS)}
    return tuple(sorted(found, key=lambda one: (order[one.kind], one.subject)))
