"""The responses of scored sittings as tables: what every analysis of an exam starts from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np

from tauliah.apps.itembank.queries import (
    BankItem,
    pilots_in_forms,
    places_in_forms,
    versions,
)
from tauliah.apps.results.models import ScoringRun
from tauliah.apps.sittings.queries import (
    Sitting,
    answers_of_attempts,
    languages_of_attempts,
    sittings_of,
)
from tauliah.core.exam.answers import item_score
from tauliah.core.kernel import digest
from tauliah.core.programme.items import ExtendedResponse, SingleChoice

ATTEMPTS_AT_ONCE = 250
FORM_LETTERS = 8
_MISSING = -1
Told: TypeAlias = Callable[[int, int], None]


def _untold(_read: int, _of: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoredResponses:
    """Sittings in rows, versions of items in columns, in the order of their ids.

    `scores` of 0, 1 and -1 for what was not asked, or is marked by people: 1 is full points, and an
    item left open is 0. `points` are those that each answer was worth, -1 where `scores` are. `is_pilot`,
    `is_answered` and `chosen` (the option of a single choice, or None) have the same shape. `forms`
    names the form of each sitting as `form_name` does. `pass_marks` is in right answers, 0 where points
    decide. `texts` are the items by version.
    """

    sittings: tuple[Sitting, ...]
    versions: tuple[UUID, ...]
    scores: Any
    points: Any
    is_pilot: Any
    is_answered: Any
    chosen: Any
    forms: tuple[str, ...]
    languages: tuple[str, ...]
    pass_marks: tuple[int, ...]
    texts: Mapping[UUID, BankItem]

    @property
    def keys(self) -> dict[int, str]:
        """The right option of each single choice, by column."""
        texts = [self.texts[version].text for version in self.versions]
        return {at: one.key for at, one in enumerate(texts) if isinstance(one, SingleChoice)}


def responses_of(
    course: str,
    window: str = "",
    *,
    first_only: bool = False,
    newest: int | None = None,
    told: Told = _untold,
) -> ScoredResponses | None:
    """The responses of every scored sitting of a course, in one window where given.

    With `first_only`, of each person the first sitting alone: analyses take persons to be
    independent. With `newest`, the answers of so many sittings are read at most, the newest. `told` hears how many sittings are read, of how many, and may stop it by raising.
    None where no sitting is scored.
    """
    sittings = _sittings(course, window, first_only=first_only)
    sittings = sittings[-newest:] if newest else sittings
    if not sittings:
        return None
    forms = _Forms.of(sittings)
    order = tuple(sorted(forms.texts))
    table = _filled(sittings, forms, {version: at for at, version in enumerate(order)}, told)
    marks = _pass_marks(course)
    return ScoredResponses(
        sittings=tuple(sittings),
        versions=order,
        **table,
        forms=tuple(forms.name(one.form) for one in sittings),
        pass_marks=tuple(marks.get(one.attempt, 0) for one in sittings),
        texts=forms.texts,
    )


def scored_forms(course: str, window: str = "") -> dict[str, tuple[int, int]]:
    """The forms that people had at their first scored sitting: how many people, how many items count."""
    sittings = _sittings(course, window, first_only=True)
    forms = _Forms.of(sittings)
    found: dict[str, tuple[int, int]] = {}
    for one in sittings:
        name = forms.name(one.form)
        found[name] = found.get(name, (0, 0))[0] + 1, len(forms.scored(one.form))
    return found


def form_name(scored: Iterable[UUID]) -> str:
    """Forms with the same scored versions are one form: the start of the digest over these versions."""
    return digest(sorted(map(str, scored))).rpartition(":")[2][:FORM_LETTERS]


@dataclass(frozen=True, slots=True)
class _Forms:
    """The versions of each form, those on pilot among them, and the items by version."""

    places: Mapping[UUID, tuple[UUID, ...]]
    pilots: Mapping[UUID, frozenset[UUID]]
    texts: Mapping[UUID, BankItem]

    @classmethod
    def of(cls, sittings: Sequence[Sitting]) -> _Forms:
        forms = {one.form for one in sittings}
        places = places_in_forms(forms)
        texts = versions({version for found in places.values() for version in found})
        return cls(places, pilots_in_forms(forms), texts)

    def scored(self, form: UUID) -> frozenset[UUID]:
        """The versions that count and are not marked by people."""
        machine = {one for one in self.places[form] if not _is_read(self.texts[one])}
        return frozenset(machine - self.pilots.get(form, frozenset()))

    def name(self, form: UUID) -> str:
        return form_name(self.scored(form))


def _is_read(item: BankItem) -> bool:
    return isinstance(item.text, ExtendedResponse)


def _sittings(course: str, window: str, *, first_only: bool) -> list[Sitting]:
    """The scored sittings of a course, in the order of their ids."""
    runs = ScoringRun.objects.filter(course=course)
    sittings = [
        one
        for one in sittings_of(runs.values_list("attempt", flat=True).distinct())
        if not window or one.window == window
    ]
    if first_only:
        firsts: dict[UUID, Sitting] = {}
        for one in sittings:
            firsts.setdefault(one.person, one)
        sittings = list(firsts.values())
    return sorted(sittings, key=lambda one: one.attempt)


def _filled(
    sittings: list[Sitting], forms: _Forms, columns: Mapping[UUID, int], told: Told
) -> dict[str, Any]:
    shape = (len(sittings), len(columns))
    scores, is_pilot = np.full(shape, _MISSING, np.int8), np.zeros(shape, np.bool_)
    is_answered = np.zeros(shape, np.bool_)
    points = np.full(shape, float(_MISSING))
    chosen = np.full(shape, None, dtype=object)
    languages: list[str] = []
    for start in range(0, len(sittings), ATTEMPTS_AT_ONCE):
        told(start, len(sittings))
        some = sittings[start : start + ATTEMPTS_AT_ONCE]
        ids = [one.attempt for one in some]
        answers, spoken = answers_of_attempts(ids), languages_of_attempts(ids)
        languages += [spoken.get(attempt, "") for attempt in ids]
        for row, one in enumerate(some, start=start):
            given = answers.get(one.attempt, {})
            for version in forms.places[one.form]:
                item, column = forms.texts[version], columns[version]
                answer = given.get(item.code)
                is_answered[row, column] = answer is not None
                if not _is_read(item):
                    scored = item_score(item.text, answer)
                    scores[row, column] = scored.is_right
                    points[row, column] = float(scored.points or 0)
                if isinstance(item.text, SingleChoice) and isinstance(answer, str):
                    chosen[row, column] = answer
            for version in forms.pilots.get(one.form, ()):
                is_pilot[row, columns[version]] = True
    return {
        "scores": scores,
        "points": points,
        "is_pilot": is_pilot,
        "is_answered": is_answered,
        "chosen": chosen,
        "languages": tuple(languages),
    }


def _pass_marks(course: str) -> dict[UUID, int]:
    """The right answers that the newest run of each attempt asked for; 0 where points decided."""
    found: dict[UUID, int] = {}
    runs = ScoringRun.objects.filter(course=course).order_by("number")
    for attempt, mark, points in runs.values_list("attempt", "pass_mark", "pass_points"):
        found[attempt] = mark if points is None else 0
    return found


def scored_windows(course: str) -> dict[str, int]:
    """The windows of a course in which sittings were scored, newest first, and how many people's."""
    runs = ScoringRun.objects.filter(course=course)
    people: dict[str, set[UUID]] = {}
    for one in sittings_of(runs.values_list("attempt", flat=True).distinct()):
        people.setdefault(one.window, set()).add(one.person)
    return {window: len(people[window]) for window in sorted(people, reverse=True)}
