"""What a change of the programme does to people: who gains, who loses, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tauliah.core.audit.auditing import Audit, Person
from tauliah.core.audit.effect_sentences import (
    asked_no_more_sentence,
    change_sentence,
    no_rules_sentence,
    vanished_sentence,
)
from tauliah.core.audit.finding import Finding
from tauliah.core.audit.sharing import UniqueShortage, audit_all
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A leaf that is asked for after the change and was not before.

    `version` is the number, in the designation, of the version of the rules that asks for it.
    """

    finding: Finding
    version: int


Words = tuple[LocalText | Asked, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An effect whose sentences on what is asked for now are still to be put into words."""

    effect: Effect
    words: Words


def effect_on(
    entries: Iterable[Entry], *, before: Programme, after: Programme, on: date
) -> tuple[Effect, ...]:
    """The effect of the change on one person, for each designation matriculated for or held.

    A person on the way gains when less is left and loses when more is, or when there are no rules
    any more. What was conferred stays conferred whatever is asked for now: its holder loses only
    when the designation vanishes. Who is on the way and loses needs grandfathering.
    """
    return effects_alone(entries, before=before, after=after, days=(on,))


def effects_alone(
    entries: Iterable[Entry], *, before: Programme, after: Programme, days: Sequence[date]
) -> tuple[Effect, ...]:
    """The effects on one person by designation and day, from audits of this record alone.

    Of the days after the first, only those on which something else holds than on the day before
    in the list.
    """
    chain = tuple(entries)
    drafts = drafts_of(chain, codes_of(chain), before=before, after=after, days=days)
    return tuple(
        effect for found in drafts.values() for effect in without_repeats(map(_in_words, found))
    )


def codes_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The designations that a person matriculated for or holds, by code."""
    standing = standing_of(entries)
    return tuple(sorted({**standing.matriculated, **standing.held}))


def days_of_change(before: Programme, after: Programme, *, since: date) -> tuple[date, ...]:
    """`since`, and each later day on which rules or a code of ethics of either come into force.

    What expires for single people on other days is not looked for.
    """
    days = {since}
    for programme in (before, after):
        days |= {one.from_date for each in programme.designations for one in each.versions}
        days |= {ethics.in_force_from for ethics in programme.about.ethics}
    return tuple(sorted(day for day in days if day >= since))


def shares_exams_within_limits(*programmes: Programme) -> bool:
    """Whether an exam may be kept from counting for all designations that ask for it."""
    return any(
        one.about.exam_counts_for_at_most is not None
        or any(designation.sharing for designation in one.designations)
        for one in programmes
    )


def drafts_of(
    chain: tuple[Entry, ...],
    codes: Sequence[str],
    *,
    before: Programme,
    after: Programme,
    days: Sequence[date],
) -> dict[str, tuple[Draft, ...]]:
    """The effect on one person for each of the designations on each of the days."""
    standing = standing_of(chain)
    known = {code: (_designation(before, code), _designation(after, code)) for code in codes}
    found: dict[str, list[Draft]] = {code: [] for code in codes}
    for day in days:
        was, now = (_sides(one, chain, codes, on=day) for one in (before, after))
        for code, (old, new) in known.items():
            found[code].append(
                _draft(code, old, new, was=was.get(code), now=now.get(code), on=day,
                       standing=standing)
            )  # fmt: skip
    return {code: tuple(drafts) for code, drafts in found.items()}


def without_repeats(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """The effects on one designation day by day, without those that are as the day before."""
    kept: list[Effect] = []
    last: object = None
    for effect in effects:
        says = effect.direction, effect.left_before, effect.left_after, effect.sentences
        if says != last:
            kept.append(effect)
        last = says
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Side:
    """The audit against a designation under one of the two programmes.

    `shortages` are exams that must be its own and are not; `version` numbers the rules it is under.
    """

    audit: Audit
    shortages: tuple[UniqueShortage, ...] = ()

    @property
    def left(self) -> int:
        """Requirements left; whoever must pass an exam anyway makes it an own one."""
        return max(self.audit.finding.left, *(one.short for one in self.shortages), 0)

    @property
    def met(self) -> bool:
        return self.audit.met and not self.shortages

    @property
    def version(self) -> int:
        return self.audit.designation.versions.index(self.audit.rules)


def _sides(
    programme: Programme, chain: tuple[Entry, ...], codes: Iterable[str], *, on: date
) -> Mapping[str, _Side]:
    """The audits against those of the designations that have rules in force."""
    if shares_exams_within_limits(programme):
        joint = audit_all(programme, chain, on)
        return {
            code: _Side(one, tuple(short for short in joint.shortages if short.designation == code))
            for one in joint.audits
            if (code := one.designation.code) in codes
        }
    person = Person.of(programme, chain, on=on)
    known = {one.code for one in programme.designations}
    audits = {code: person.audit(code) for code in codes if code in known}
    return {code: _Side(one) for code, one in audits.items() if one is not None}


def _draft(
    code: str,
    old: Designation | None,
    new: Designation | None,
    *,
    was: _Side | None,
    now: _Side | None,
    on: date,
    standing: Standing,
) -> Draft:
    named = new or old
    letters = named.letters if named else code
    is_conferred = code in standing.held or code in standing.revoked
    direction: Direction = "unchanged"
    words: Words = ()
    if old and not new:
        direction, words = "loses", (vanished_sentence(old),)
    elif not is_conferred:
        direction, words = _turn(letters, was, now)
    effect = Effect(
        designation=code,
        letters=letters,
        on=on,
        direction=direction,
        left_before=was.left if was else None,
        left_after=now.left if now else None,
        needs_grandfathering=direction == "loses" and not is_conferred,
        sentences=(),
    )
    return Draft(effect, words)


def _turn(letters: str, old: _Side | None, new: _Side | None) -> tuple[Direction, Words]:
    """Which way the change turns for a person on the way, and what makes the difference."""
    if old is None and new is None:
        return "unchanged", ()
    if new is None:
        return "loses", (no_rules_sentence(letters),)
    if old is None:
        return "gains", (change_sentence(letters, before=None, after=new.left),)
    # something may be open that nothing can be done about, such as points of a retired course
    was, now = (not old.met, old.left), (not new.met, new.left)
    if was == now:
        return "unchanged", ()
    change = change_sentence(letters, before=old.left, after=new.left)
    if now > was:
        known = {(finding.kind, finding.code) for finding in old.audit.missing}
        version = new.version
        asked = [
            Asked(one, version) for one in new.audit.missing if (one.kind, one.code) not in known
        ]
        shared = {(one.other, one.short) for one in old.shortages}
        short = [one.sentence for one in new.shortages if (one.other, one.short) not in shared]
        return "loses", (change, *asked, *short)
    still = {(finding.kind, finding.code) for finding in new.audit.missing}
    spared = [one for one in old.audit.missing if (one.kind, one.code) not in still]
    return "gains", (change, *map(asked_no_more_sentence, spared))


def _in_words(draft: Draft) -> Effect:
    return replace(
        draft.effect,
        sentences=tuple(
            one if isinstance(one, LocalText) else one.finding.sentence for one in draft.words
        ),
    )


def _designation(programme: Programme, code: str) -> Designation | None:
    return next((one for one in programme.designations if one.code == code), None)
