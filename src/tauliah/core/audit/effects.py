"""What a change of the programme does to people: who gains, who loses, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tauliah.core.audit.alike import Likeness, likeness
from tauliah.core.audit.auditing import Audit, audit
from tauliah.core.audit.effect_sentences import (
    asked_no_more_sentence,
    change_sentence,
    no_rules_sentence,
    vanished_sentence,
)
from tauliah.core.audit.standing import Standing, standing_of
from tauliah.core.kernel import Entry, LocalText
from tauliah.core.programme import Designation, Programme

Direction = Literal["gains", "loses", "unchanged"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one person on the way to, or holding, one designation on one day.

    `left_before` and `left_after` count what is left on the shortest way; None where the programme
    has no such designation or no rules of it in force. `sentences` say what makes the difference
    and are empty where there is none.
    """

    designation: str
    letters: str
    on: date
    direction: Direction
    left_before: int | None
    left_after: int | None
    needs_grandfathering: bool
    sentences: tuple[LocalText, ...]


def effect_on(
    entries: Iterable[Entry], *, before: Programme, after: Programme, on: date
) -> tuple[Effect, ...]:
    """The effect of the change on one person, for each designation matriculated for or held.

    A person on the way gains when less is left and loses when more is, or when there are no rules
    any more. What was conferred stays conferred whatever is asked for now: its holder loses only
    when the designation vanishes. Who is on the way and loses needs grandfathering.
    """
    return Comparison(before, after, days=(on,)).effects_on(entries)


def days_of_change(before: Programme, after: Programme, *, since: date) -> tuple[date, ...]:
    """`since`, and each later day on which rules or a code of ethics of either come into force.

    What expires for single people on other days is not looked for.
    """
    days = {since}
    for programme in (before, after):
        days |= {one.from_date for each in programme.designations for one in each.versions}
        days |= {ethics.in_force_from for ethics in programme.about.ethics}
    return tuple(sorted(day for day in days if day >= since))


class Comparison:
    """Two programmes held against the records of many people.

    People of whom the rules can see no difference share one computation, so that a million records
    cost little more than the different ones among them.
    """

    def __init__(self, before: Programme, after: Programme, *, days: Iterable[date]) -> None:
        self._on_days = tuple(_OnDay(before, after, day) for day in days)

    def effects_on(self, entries: Iterable[Entry]) -> tuple[Effect, ...]:
        """The effects on the person of these entries, by designation and day.

        Of the days after the first, only those on which something else holds than on the day before
        in the list.
        """
        chain = tuple(entries)
        standing = standing_of(chain)
        codes = sorted({**standing.matriculated, **standing.held})
        return tuple(effect for code in codes for effect in self._of(code, standing, chain))

    def _of(self, code: str, standing: Standing, chain: tuple[Entry, ...]) -> Iterator[Effect]:
        last: object = None
        for on_day in self._on_days:
            effect = on_day.effect(code, standing, chain)
            says = effect.direction, effect.left_before, effect.left_after, effect.sentences
            if says != last:
                yield effect
            last = says


class _OnDay:
    """The comparison on one day, with what it has computed so far."""

    def __init__(self, before: Programme, after: Programme, on: date) -> None:
        self.before, self.after, self.on = before, after, on
        self.known: dict[tuple[str, tuple[object, ...]], Effect] = {}
        self.likenesses: dict[str, Likeness] = {}

    def effect(self, code: str, standing: Standing, chain: tuple[Entry, ...]) -> Effect:
        if code not in self.likenesses:
            self.likenesses[code] = likeness((self.before, self.after), code)
        key = code, self.likenesses[code](standing)
        if key not in self.known:
            self.known[key] = self._computed(code, standing, chain)
        return self.known[key]

    def _computed(self, code: str, standing: Standing, chain: tuple[Entry, ...]) -> Effect:
        was, now = _designation(self.before, code), _designation(self.after, code)
        named = now or was
        letters = named.letters if named else code
        old = audit(self.before, code, entries=chain, on=self.on) if was else None
        new = audit(self.after, code, entries=chain, on=self.on) if now else None
        is_conferred = _is_conferred(code, standing)
        if was and not now:
            direction: Direction = "loses"
            sentences: tuple[LocalText, ...] = (vanished_sentence(was),)
        elif is_conferred:
            direction, sentences = "unchanged", ()
        else:
            direction, sentences = _turn(letters, old, new)
        return Effect(
            designation=code,
            letters=letters,
            on=self.on,
            direction=direction,
            left_before=old.finding.left if old else None,
            left_after=new.finding.left if new else None,
            needs_grandfathering=direction == "loses" and not is_conferred,
            sentences=sentences,
        )


def _turn(
    letters: str, old: Audit | None, new: Audit | None
) -> tuple[Direction, tuple[LocalText, ...]]:
    """Which way the change turns for a person on the way, and what makes the difference."""
    if old is None and new is None:
        return "unchanged", ()
    if new is None:
        return "loses", (no_rules_sentence(letters),)
    if old is None:
        return "gains", (change_sentence(letters, before=None, after=new.finding.left),)
    before, after = old.finding.left, new.finding.left
    # something may be open that nothing can be done about, such as points of a retired course
    was, now = (not old.met, before), (not new.met, after)
    if was == now:
        return "unchanged", ()
    change = change_sentence(letters, before=before, after=after)
    if now > was:
        known = {(finding.kind, finding.code) for finding in old.missing}
        asked = [f.sentence for f in new.missing if (f.kind, f.code) not in known]
        return "loses", (change, *asked)
    still = {(finding.kind, finding.code) for finding in new.missing}
    spared = [f for f in old.missing if (f.kind, f.code) not in still]
    return "gains", (change, *map(asked_no_more_sentence, spared))


def _is_conferred(code: str, standing: Standing) -> bool:
    """Whether it was conferred once, also where it was revoked since."""
    return code in standing.held or code in standing.revoked


def _designation(programme: Programme, code: str) -> Designation | None:
    return next((one for one in programme.designations if one.code == code), None)
