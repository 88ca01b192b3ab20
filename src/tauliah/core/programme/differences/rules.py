"""What differs between two rules, requirement by requirement, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tauliah.core.kernel import LocalText
from tauliah.core.programme.differences.rule_words import spoken_requirement
from tauliah.core.programme.model import Programme
from tauliah.core.programme.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    Credits,
    OnePathwayOf,
    Pathway,
    Requirement,
    parts,
)

Part = Requirement | Pathway


def rule_differences(
    before: Requirement, after: Requirement, *, place: LocalText, was: Programme, now: Programme
) -> Iterator[LocalText]:
    """A sentence for each difference, in the order of the rule; none where the rules are equal.

    `place` names the rule and begins each sentence; `was` and `now` are the programmes whose titles
    are said.
    """
    return _RuleComparison(was, now).between(before, after, place)


@dataclass(frozen=True, slots=True)
class _RuleComparison:
    was: Programme
    now: Programme

    def between(self, before: Part, after: Part, place: LocalText) -> Iterator[LocalText]:
        if before == after:
            return
        if type(before) is not type(after) or not parts(before):
            old, new = spoken_requirement(self.was, before), spoken_requirement(self.now, after)
            yield _at(
                place,
                en=f"{new.en} is asked for instead of {old.en}.",
                ms=f"{new.ms} diperlukan dan bukan lagi {old.ms}.",
            )
            return
        if _titles(before) != _titles(after):
            yield _at(
                place,
                en="a title or a description is worded otherwise.",
                ms="tajuk atau huraian dinyatakan dengan kata-kata lain.",
            )
        if isinstance(before, AtLeast) and isinstance(after, AtLeast):
            yield from _counts(before.at_least.n, after.at_least.n, place)
        if isinstance(before, Credits) and isinstance(after, Credits):
            yield from _points(before, after, place)
        yield from self._parts(before, after, place)

    def _parts(self, before: Part, after: Part, place: LocalText) -> Iterator[LocalText]:
        old, new = list(parts(before)), list(parts(after))
        for part in parts(before):
            if part in new:
                old.remove(part)
                new.remove(part)
        if not old and not new and parts(before) != parts(after):
            yield _at(
                place,
                en="the requirements stand in another order.",
                ms="susunan keperluan telah berubah.",
            )
        for part in tuple(old):
            same = next((other for other in new if _is_same_group(part, other)), None)
            if same is not None:
                old.remove(part)
                new.remove(same)
                yield from self.between(part, same, _inner(place, same))
        for part in old:
            yield _at(place, **_gone(after, spoken_requirement(self.was, part)))
        for part in new:
            yield _at(place, **_come(after, spoken_requirement(self.now, part)))


def _is_same_group(part: Part, other: Part) -> bool:
    """Whether two parts are one list before and after a change, rather than one for another."""
    if isinstance(part, Pathway) and isinstance(other, Pathway):
        return part.pathway == other.pathway
    return type(part) is type(other) and bool(parts(part))


def _counts(before: int, after: int, place: LocalText) -> Iterator[LocalText]:
    if before != after:
        yield _at(
            place,
            en=f"at least {after} of the list are asked for instead of {before}.",
            ms=f"sekurang-kurangnya {after} daripada senarai diperlukan, bukan lagi {before}.",
        )


def _points(before: Credits, after: Credits, place: LocalText) -> Iterator[LocalText]:
    was, now = before.credits, after.credits
    if was.points != now.points:
        yield _at(
            place,
            en=f"{now.points} points are asked for instead of {was.points}.",
            ms=f"{now.points} mata diperlukan, bukan lagi {was.points}.",
        )
    worth = {item.leaf: item.points for item in was.from_items}
    if any(worth.get(item.leaf, item.points) != item.points for item in now.from_items):
        yield _at(
            place,
            en="what an exam or a course is worth in points is changed.",
            ms="nilai mata bagi peperiksaan atau kursus diubah.",
        )
    if was.at_least_from != now.at_least_from:
        yield _at(
            place,
            en="the least that must come from groups of the list is changed.",
            ms="mata minimum daripada kumpulan dalam senarai diubah.",
        )


def _gone(group: Part, what: LocalText) -> dict[str, str]:
    if isinstance(group, OnePathwayOf):
        return {
            "en": f"the pathway {what.en} is withdrawn.",
            "ms": f"laluan {what.ms} ditarik balik.",
        }
    if isinstance(group, AnyOf | AtLeast | Credits):
        return {
            "en": f"no longer to be chosen: {what.en}.",
            "ms": f"tidak lagi boleh dipilih: {what.ms}.",
        }
    return {"en": f"no longer asked for: {what.en}.", "ms": f"tidak lagi diperlukan: {what.ms}."}


def _come(group: Part, what: LocalText) -> dict[str, str]:
    if isinstance(group, OnePathwayOf):
        return {"en": f"new pathway: {what.en}.", "ms": f"laluan baharu: {what.ms}."}
    if isinstance(group, AnyOf | AtLeast | Credits):
        return {"en": f"newly to be chosen: {what.en}.", "ms": f"kini boleh dipilih: {what.ms}."}
    return {"en": f"newly asked for: {what.en}.", "ms": f"keperluan baharu: {what.ms}."}


def _inner(place: LocalText, group: Part) -> LocalText:
    """The place of a list inside a rule: by its title, else by what kind of list it is."""
    match group:
        case OnePathwayOf():
            return place
        case Pathway(title=title):
            return _further(place, en=f"pathway “{title.en}”", ms=f"laluan “{title.ms}”")
        case (
            AllOf(title=title) | AnyOf(title=title) | AtLeast(title=title) | Credits(title=title)
        ) if title is not None:
            return _further(place, en=f"list “{title.en}”", ms=f"senarai “{title.ms}”")
        case AnyOf():
            return _further(
                place, en="list of which one is enough", ms="senarai yang satu daripadanya memadai"
            )
        case AtLeast(at_least=choice):
            return _further(
                place,
                en=f"list of which {choice.n} are asked for",
                ms=f"senarai yang {choice.n} daripadanya diperlukan",
            )
        case Credits(credits=asked):
            return _further(
                place,
                en=f"list of {asked.points} points",
                ms=f"senarai sebanyak {asked.points} mata",
            )
    return _further(
        place, en="list of which all are asked for", ms="senarai yang kesemuanya diperlukan"
    )


def _further(place: LocalText, *, en: str, ms: str) -> LocalText:
    return LocalText(en=f"{place.en}, {en}", ms=f"{place.ms}, {ms}")


def _at(place: LocalText, *, en: str, ms: str) -> LocalText:
    return LocalText(en=f"{place.en}: {en}", ms=f"{place.ms}: {ms}")


def _titles(part: Part) -> Sequence[object]:
    return [getattr(part, name, None) for name in ("title", "description")]
