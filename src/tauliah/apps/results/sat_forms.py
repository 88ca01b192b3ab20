"""The forms of a course that candidates sat, by what they score: named in rows, their items when asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tauliah.apps.itembank.queries import (
    BankItem,
    names_of_forms,
    scored_in_forms,
    versions,
)
from tauliah.apps.results.models import ScoringRun
from tauliah.apps.sittings.queries import sealed_attempts, sittings_of


class ScoredVersions(Mapping[str, tuple[UUID, ...]]):
    """The scored versions of each form that candidates sat, read when they are asked for.

    `examples` are, by the name of what is scored, one of the forms that score it.
    """

    def __init__(self, examples: Mapping[str, UUID]) -> None:
        self._examples = examples
        self._read: dict[str, tuple[UUID, ...]] = {}

    def __getitem__(self, content: str) -> tuple[UUID, ...]:
        if content not in self._read:
            self.read([content])
        return self._read[content]

    def __iter__(self) -> Iterator[str]:
        return iter(self._examples)

    def __len__(self) -> int:
        return len(self._examples)

    def read(self, contents: Iterable[str]) -> None:
        """Read those of several forms at once."""
        forms = {content: self._examples[content] for content in contents}
        scored = scored_in_forms(forms.values())
        self._read |= {content: tuple(sorted(scored[form])) for content, form in forms.items()}


@dataclass(frozen=True)
class SatForms:
    """What candidates of a course have sat: the scored versions of each form, and who sat it."""

    versions: ScoredVersions
    attempts: Mapping[str, list[UUID]]
    unscored: frozenset[UUID]
    items: dict[UUID, BankItem] = field(default_factory=dict)

    def read(self, contents: Sequence[str]) -> None:
        """Read the items of several forms at once."""
        self.versions.read(contents)
        wanted = {one for content in contents for one in self.versions[content]}
        self.items.update(versions(wanted - set(self.items)))

    def scored(self, content: str) -> list[BankItem]:
        """The scored items of a form."""
        if any(version not in self.items for version in self.versions[content]):
            self.read([content])
        return [self.items[version] for version in self.versions[content]]


def sat_forms(course: str) -> SatForms:
    """What candidates of a course have sat, without those attempts that were voided."""
    sittings = sittings_of(sealed_attempts(course))
    names = names_of_forms({one.form for one in sittings})
    attempts: dict[str, list[UUID]] = defaultdict(list)
    for one in sittings:
        attempts[names[one.form]].append(one.attempt)
    done = set(ScoringRun.objects.filter(course=course).values_list("attempt", flat=True))
    unscored = frozenset(one.attempt for one in sittings if one.attempt not in done)
    examples = {name: form for form, name in names.items()}
    return SatForms(ScoredVersions(examples), dict(attempts), unscored)
