"""Two states of the programme held against many records, which share what is alike in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from tauliah.core.audit.alike import Lens, looks_at_whole_records
from tauliah.core.audit.effects import (
    Asked,
    Draft,
    Effect,
    codes_of,
    drafts_of,
    effects_alone,
    shares_exams_within_limits,
    without_repeats,
)
from tauliah.core.audit.seen import OddEntryError, Seen, Sight
from tauliah.core.audit.standing import effective
from tauliah.core.kernel import Entry, EntryKind, LocalText
from tauliah.core.programme import Programme

_MAKES_A_DESIGNATION_ONES_OWN = frozenset(
    kind.value for kind in (EntryKind.MATRICULATED, EntryKind.CONFERRED, EntryKind.REINSTATED)
)
MOST_KNOWN = 200_000
"""Answers remembered of each kind: past this many they are forgotten, to bound memory."""

_AFTER = 1
"""The number of the programme after the change."""
Chain = Callable[[], tuple[Entry, ...]]
"""All entries of one person, made only when they are needed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """All effects of a change on one person, and those that make a difference."""

    effects: tuple[Effect, ...]
    changes: tuple[Effect, ...]

    @staticmethod
    def of(effects: tuple[Effect, ...]) -> Answer:
        """The answer of these effects."""
        return Answer(effects, tuple(one for one in effects if one.direction != "unchanged"))


class Comparison:
    """Two programmes held against the records of many people.

    People of whom the rules can see no difference share one computation, so that a million records
    cost little more than the different ones among them. The answers are those of `effects_alone`.
    It remembers what it has computed, so that each thread of work needs one of its own.
    """

    def __init__(self, before: Programme, after: Programme, *, days: Iterable[date]) -> None:
        self._sides, self._days = (before, after), tuple(days)
        codes = {one.code for side in self._sides for one in side.designations}
        attempts = any(one.attempts for side in self._sides for one in side.designations)
        self._joint = shares_exams_within_limits(*self._sides)
        self._whole = {code for code in codes if looks_at_whole_records(self._sides, code)}
        zones = [side.about.timezone for side in self._sides]
        self.sight = Sight(zones, moments=self._joint or attempts)
        self._views: dict[str, _View] = {}
        if self._joint and not self._whole:
            together = _View(
                self._sides, sorted(codes), self._days, sight=self.sight, withholding=True
            )
            self._views = dict.fromkeys(codes, together)
        self._together: dict[tuple[tuple[str, int], ...], Answer] = {}

    def effects_on(self, entries: Iterable[Entry]) -> tuple[Effect, ...]:
        """The effects on the person of these entries, by designation and day.

        Of the days after the first, only those on which something else holds than on the day before
        in the list.
        """
        return self.answer_on(entries).effects

    def answer_on(self, entries: Iterable[Entry]) -> Answer:
        """The same, with those that make a difference apart."""
        chain = tuple(entries)
        try:
            seen = [self.sight.of_entry(one) for one in effective(chain)]
        except (OddEntryError, KeyError):
            return self.alone(chain)
        return self.answer([one for one in seen if one is not None], lambda: chain)

    def answer(self, record: Sequence[Seen], chain: Chain) -> Answer:
        """The effects on the person of whose corrected entries, by number, that is seen."""
        codes = sorted({seen[0][1] for seen in record
                        if seen[0][0] in _MAKES_A_DESIGNATION_ONES_OWN})  # fmt: skip
        if self._whole and (self._joint or not self._whole.isdisjoint(codes)):
            return self.alone(chain())
        found: dict[str, _Known] = {}
        for view in dict.fromkeys(map(self._view, codes)):
            found.update(view.answers(record, chain))
        if len(found) == 1:
            return next(iter(found.values())).answer
        key = tuple([(code, found[code].number) for code in codes if code in found])
        known = self._together.get(key)
        if known is None:
            effects = (
                effect for code in codes if code in found for effect in found[code].answer.effects
            )
            if len(self._together) > MOST_KNOWN:
                self._together.clear()
            known = self._together[key] = Answer.of(tuple(effects))
        return known

    def alone(self, chain: tuple[Entry, ...]) -> Answer:
        """The effects on the person of these entries, shared with nobody."""
        before, after = self._sides
        return Answer.of(effects_alone(chain, before=before, after=after, days=self._days))

    def _view(self, code: str) -> _View:
        if code not in self._views:
            self._views[code] = _View(self._sides, (code,), self._days, sight=self.sight)
        return self._views[code]


@dataclass(frozen=True, slots=True)
class _Known:
    """An answer for one designation, and the number by which it is known."""

    number: int
    answer: Answer


class _View:
    """The comparison as far as one designation goes, or several that share exams within limits."""

    def __init__(
        self,
        sides: tuple[Programme, Programme],
        codes: Sequence[str],
        days: tuple[date, ...],
        *,
        sight: Sight,
        withholding: bool = False,
    ) -> None:
        self._sides, self._codes, self._days, self._sight = sides, frozenset(codes), days, sight
        self._lens = Lens(sides, codes, days, withholding=withholding)
        self._is_joint = withholding
        self._drafts: dict[tuple[object, ...], dict[str, tuple[Draft, ...]]] = {}
        self._answers: dict[tuple[int, ...], dict[str, _Known]] = {}
        self._numbered: dict[tuple[Effect, ...], _Known] = {}
        self._numbers = count()

    def answers(self, record: Sequence[Seen], chain: Chain) -> dict[str, _Known]:
        """The answers for those of its designations that the person matriculated for or holds."""
        classes = self._lens.classes(record, lambda: self._entries(chain))
        known = self._answers.get(classes)
        if known is None:
            if len(self._answers) > MOST_KNOWN:
                self._answers.clear()
                self._numbered.clear()
            known = self._answers[classes] = self._answered(classes, chain)
        return known

    def _answered(self, classes: tuple[int, ...], chain: Chain) -> dict[str, _Known]:
        shape = self._lens.shape(classes)
        drafts = self._drafts.get(shape)
        if drafts is None:
            if len(self._drafts) > MOST_KNOWN:
                self._drafts.clear()
            before, after = self._sides
            entries = chain()
            codes = [code for code in codes_of(entries) if code in self._codes]
            drafts = drafts_of(entries, codes, before=before, after=after, days=self._days)
            self._drafts[shape] = drafts
        return {
            code: self._numbered_as(without_repeats(self._in_words(one, classes) for one in found))
            for code, found in drafts.items()
        }

    def _numbered_as(self, effects: tuple[Effect, ...]) -> _Known:
        known = self._numbered.get(effects)
        if known is None:
            known = self._numbered[effects] = _Known(next(self._numbers), Answer.of(effects))
        return known

    def _in_words(self, draft: Draft, classes: tuple[int, ...]) -> Effect:
        words = tuple(
            one if isinstance(one, LocalText) else self._sentence(one, draft.effect, classes)
            for one in draft.words
        )
        return replace(draft.effect, sentences=words) if words else draft.effect

    def _sentence(self, asked: Asked, effect: Effect, classes: tuple[int, ...]) -> LocalText:
        if self._is_joint or not self._lens.tells_leaves_apart:
            return asked.finding.sentence
        leaf = asked.finding.kind, asked.finding.code
        place = self._lens.places[effect.designation, _AFTER, asked.version, effect.on, leaf]
        return self._lens.sentence(place, classes)

    def _entries(self, chain: Chain) -> list[tuple[Entry, Seen | None]]:
        return [(one, self._sight.of_entry(one)) for one in effective(chain())]
