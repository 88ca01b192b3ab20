"""The limits within which exams may count for several designations, as the programme states them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tauliah.core.programme import Programme


@dataclass(frozen=True, slots=True)
class Limit:
    """What two designations may share: at most so many, or at least so many that are the first's.

    `of` is the designation whose file states the limit.
    """

    of: str
    other: str
    at_most: int | None
    unique_at_least: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits of a programme.

    `pairs` may share so many exams at most, `unique` are the exams that one must have for itself,
    and `of_exam` is in how many designations an exam may count at most, None for all.
    """

    pairs: tuple[Limit, ...]
    unique: tuple[Limit, ...]
    of_exam: int | None

    @property
    def any(self) -> bool:
        """Whether anything is limited."""
        return bool(self.pairs or self.unique) or self.of_exam is not None

    def among(self, codes: Collection[str]) -> Limits:
        """The limits that are about these designations and no others."""
        return Limits(
            tuple(one for one in self.pairs if one.of in codes and one.other in codes),
            tuple(one for one in self.unique if one.of in codes and one.other in codes),
            self.of_exam,
        )


def limits_of(programme: Programme) -> Limits:
    """The limits that a programme states; of two about the same the narrower one."""
    shared: dict[tuple[str, ...], Limit] = {}
    unique: list[Limit] = []
    for one in programme.designations:
        for limit in one.sharing:
            stated = Limit(one.code, limit.with_code, limit.at_most, limit.unique_at_least)
            if limit.at_most is None:
                unique.append(stated)
                continue
            pair = tuple(sorted((one.code, limit.with_code)))
            before = shared.get(pair)
            if before is None or limit.at_most < (before.at_most or 0):
                shared[pair] = stated
    return Limits(tuple(shared.values()), tuple(unique), programme.about.exam_counts_for_at_most)
