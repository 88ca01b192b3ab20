"""What pages of blueprints share: the texts in force, the bank beside each cell, what would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tauliah.apps.catalogue.queries import released_file
from tauliah.apps.itembank.coverage import FEWEST_FORMS, counted_items
from tauliah.apps.itembank.queries import exam_items_of
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import LocalText
from tauliah.core.programme import Programme, differences
from tauliah.core.programme.asked_blueprint import (
    AskedBlueprint,
    BlueprintFault,
    blueprint_faults,
    programme_with,
)
from tauliah.core.programme.blueprint_text import PROGRAMME_FILE, course_file
from tauliah.core.programme.items import LEVELS
from tauliah.web.bank_desk import way
from tauliah.web.permissions import permissions_in

PROPOSAL_STATES = {
    "open": (gettext_lazy("Waits for a release"), "info"),
    "in-force": (gettext_lazy("In force"), "success"),
    "overtaken": (gettext_lazy("Overtaken"), "warning"),
    "declined": (gettext_lazy("Declined"), "danger"),
    "taken-back": (gettext_lazy("Taken back"), "warning"),
}
_NONE = (0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Beside:
    """The bank beside a cell: exam items in use, those on their way, and how many should be there.

    `needed` is what the forms take together that have no item in common; 0 where none is asked for.
    """

    used: int
    coming: int
    needed: int

    @property
    def is_short(self) -> bool:
        """Whether fewer are in use than are needed."""
        return self.used < self.needed


def texts_in_force(course: str) -> dict[str, str]:
    """The texts of the release in force in which a course's numbers stand."""
    paths = (course_file(course), PROGRAMME_FILE)
    return {path: released_file(path).decode() for path in paths}


def beside_cells(
    course: str, asked: AskedBlueprint
) -> dict[str, tuple[Beside, tuple[Beside, ...]]]:
    """Topic -> the bank beside its number of items, and beside each of its levels."""
    counts, forms = counted_items(course), max(FEWEST_FORMS, asked.forms)
    found = {}
    for row in asked.rows:
        cells = [counts.get((row.topic, level), _NONE) for level in LEVELS]
        levels = tuple(
            Beside(used, sum(coming), forms * row.levels.get(level, 0))
            for level, (used, *coming) in zip(LEVELS, cells, strict=True)
        )
        whole = Beside(
            sum(one.used for one in levels), sum(one.coming for one in levels), forms * row.items
        )
        found[row.topic] = whole, levels
    return found


def faults_of(asked: AskedBlueprint, published: Programme) -> tuple[BlueprintFault, ...]:
    """What is wrong with numbers, in themselves and against the exam items in use."""
    return blueprint_faults(asked, published, exam_items_of(asked.course))


def words_of_change(
    before: AskedBlueprint, asked: AskedBlueprint, published: Programme
) -> list[LocalText]:
    """What would change from the one numbers to the others, in sentences."""
    old, new = programme_with(published, before), programme_with(published, asked)
    found = differences(old, new, items_before=(), items_after=())
    return [one.sentence for one in found]


def blueprint_trail(request: HttpRequest, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """The breadcrumbs: from the item bank for who works in it, from releases for a registrar."""
    if Permission.BANK_READ in permissions_in(request):
        return way(*steps)
    releases = (_("Releases"), reverse("registrar-releases"))
    return [{"label": label, "url": url} for label, url in (releases, *steps)]


def title_of(published: Programme, code: str) -> Any:
    """The title of a course; its code where the release in force has it no more."""
    course = published.course_by_code.get(code)
    return course.title if course else code
