"""The form of a mock exam as it is drawn for a person: from the practice pool, what is new to them first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import BankItem, enemies_in, pool_item
from tauliah.apps.people.queries import User
from tauliah.apps.study.mock_answers import items_answered
from tauliah.apps.study.queries import practice_items
from tauliah.core.exam import MockForm, arranged, draw_mock, mock_minutes
from tauliah.core.programme import Course
from tauliah.core.programme.items import LEVELS


@dataclass(frozen=True, slots=True)
class DrawnMock:
    """A form, its minutes before anything is added, the pool by code, and what was answered before."""

    form: MockForm
    minutes: int
    pool: Mapping[str, BankItem]
    met: Collection[str]

    def in_order(self, *, seed: str) -> tuple[BankItem, ...]:
        """Its items in the order of a seed; those of a case together."""
        chosen = (pool_item(self.pool[code]) for code in self.form.items)
        return tuple(self.pool[code] for code in arranged(chosen, seed=seed))

    @property
    def is_shorter(self) -> bool:
        """Whether the pool gives fewer items than the exam has."""
        return len(self.form.items) < self.form.asked


def drawn_for(person: User, course: Course, *, seed: str) -> DrawnMock:
    """A form of the course for a person; without items where the practice pool is too small."""
    pool = {item.code: item for item in practice_items(course.code)}
    met = items_answered(person, course.code)
    form = draw_mock(
        map(pool_item, pool.values()),
        {row.topic: row.items for row in course.blueprint},
        seed=seed,
        levels={
            row.topic: {str(level): count for level, count in row.levels.items()}
            for row in course.blueprint
        },
        level_order=LEVELS,
        enemies=enemies_in(course.code),
        met=met,
    )
    whole = programme().about.exam_policy.minutes
    minutes = mock_minutes(whole, items=len(form.items), asked=form.asked)
    return DrawnMock(form, minutes, pool, met)
