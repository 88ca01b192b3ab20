"""Staff lists of employers against the register: line by line, nothing of them kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from zoneinfo import ZoneInfo

from tauliah.apps.awards.queries import PublicAward, public_awards
from tauliah.apps.catalogue.queries import programme, zone
from tauliah.core.staff_lists import Answer, Judge, Registered, Result, StaffLine, numbers_in

LINES_AT_ONCE = 500
"""Lines of a list that are looked up together."""


@dataclass(slots=True)
class Tally:
    """How many lines got which answer: by result, and by code."""

    results: Counter[Result] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)

    def add(self, answer: Answer) -> None:
        """Count one more."""
        self.results[answer.result] += 1
        self.codes[answer.code] += 1

    @property
    def lines(self) -> int:
        """All of them."""
        return self.results.total()


def answers_to(lines: Iterable[StaffLine]) -> Iterator[Answer]:
    """The answer to each line in turn; a query for each 500 of them."""
    timezone = zone()
    judge = Judge(
        frozenset(
            text
            for one in programme().designations
            for text in (one.code, one.letters, one.title.en, one.title.ms)
        )
    )
    waiting = iter(lines)
    while portion := list(islice(waiting, LINES_AT_ONCE)):
        wanted = {number for line in portion for number in numbers_in(line.number)}
        register = {
            number: _registered(award, timezone)
            for number, award in public_awards(wanted).items()
        }  # fmt: skip
        for line in portion:
            yield judge.answer(line, register)


def _registered(award: PublicAward, timezone: ZoneInfo) -> Registered:
    return Registered(
        number=award.number,
        name=award.holder,
        code=award.designation.code,
        letters=award.designation.letters,
        title=award.designation.title,
        conferred_on=award.conferred_at.astimezone(timezone).date(),
        state=award.state,
        since=award.since.astimezone(timezone).date() if award.since else None,
    )
