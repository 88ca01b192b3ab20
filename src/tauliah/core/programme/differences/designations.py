"""What differs in the designations and in their rules."""

from __future__ import annotations

from collections.abc import Iterator

from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.programme.differences.matching import Difference, changed_fields, instead, matched
from tauliah.core.programme.differences.rule_words import spoken_designation, spoken_requirement
from tauliah.core.programme.differences.rules import rule_differences
from tauliah.core.programme.model import Designation, Programme, RuleVersion

_FIELDS = {
    "letters": ("letters", "huruf gelaran"),
    "title": ("title", "tajuk"),
    "level": ("level", "tahap"),
    "typical_duration_months": ("typical duration", "tempoh lazim"),
    "continuing_education": ("continuing education", "pendidikan berterusan"),
    "grandfathering": ("who keeps earlier rules", "siapa yang kekal dengan peraturan lama"),
    "lapse": ("when credit lapses", "bila kredit luput"),
    "sharing": ("what it may share with other designations", "perkongsian dengan gelaran lain"),
    "equivalences": ("equivalences of exams", "kesetaraan peperiksaan"),
}


def designation_differences(before: Programme, after: Programme) -> Iterator[Difference]:
    """Each difference between the designations of two programmes."""
    found = matched(before.designations, after.designations, lambda one: one.code)
    for one in found.added:
        name = spoken_designation(after, one.code)
        sentence = LocalText(en=f"New designation: {name.en}.", ms=f"Gelaran baharu: {name.ms}.")
        yield Difference("designation", one.code, sentence)
        for version in one.versions:
            yield _new_rules(after, one, version)
    for one in found.removed:
        name = spoken_designation(before, one.code)
        sentence = LocalText(
            en=f"The designation {name.en} is no longer in the programme.",
            ms=f"Gelaran {name.ms} tiada lagi dalam program.",
        )
        yield Difference("designation", one.code, sentence)
    for old, new in found.changed:
        changed = changed_fields(old, new, _FIELDS, but=("code", "versions", "attempts"))
        if changed:
            name = spoken_designation(after, new.code)
            sentence = LocalText(
                en=f"Changed for {name.en}: {changed.en}.",
                ms=f"Diubah bagi {name.ms}: {changed.ms}.",
            )
            yield Difference("designation", new.code, sentence)
        yield from _attempts(old, new, name=spoken_designation(after, new.code))
        yield from _rules(before, after, old=old, new=new)


def _attempts(old: Designation, new: Designation, *, name: LocalText) -> Iterator[Difference]:
    was = old.attempts.at_most if old.attempts else None
    now = new.attempts.at_most if new.attempts else None
    if was == now:
        return
    if now is None:
        sentence = LocalText(
            en=f"For {name.en} a pass counts from now on however often the exam was failed before.",
            ms=f"Bagi {name.ms}, kelulusan kini dikira walau berapa kali peperiksaan itu pernah gagal.",
        )
    elif was is None:
        sentence = LocalText(
            en=f"For {name.en} an exam that was failed {_times(now).en} counts no more when it is "
            "passed later.",
            ms=f"Bagi {name.ms}, peperiksaan yang telah gagal {_times(now).ms} tidak dikira lagi "
            "walaupun dilepasi kemudian.",
        )
    else:
        sentence = instead(
            f"Failures after which an exam counts for {name.en} no more:",
            f"Bilangan kegagalan selepas mana peperiksaan tidak dikira lagi bagi {name.ms}:",
            now=now,
            was=was,
        )
    yield Difference("designation", new.code, sentence)


def _times(n: int) -> LocalText:
    return LocalText(en="once" if n == 1 else f"{n} times", ms="sekali" if n == 1 else f"{n} kali")


def _rules(
    before: Programme, after: Programme, *, old: Designation, new: Designation
) -> Iterator[Difference]:
    found = matched(old.versions, new.versions, lambda version: version.from_date.isoformat())
    for version in found.added:
        yield _new_rules(after, new, version)
    for version in found.removed:
        place = _place(old, version)
        sentence = LocalText(en=f"{place.en}: withdrawn.", ms=f"{place.ms}: ditarik balik.")
        yield Difference("rules", old.code, sentence)
    for was, now in found.changed:
        place = _place(new, now)
        if was.source != now.source:
            sentence = LocalText(
                en=f"{place.en}: the source is now “{now.source.en}”.",
                ms=f"{place.ms}: sumbernya kini “{now.source.ms}”.",
            )
            yield Difference("rules", new.code, sentence)
        if changed_fields(was, now, {}, but=("from_date", "source", "requires")):
            sentence = LocalText(
                en=f"{place.en}: whom they are for is changed.",
                ms=f"{place.ms}: kumpulan sasarannya diubah.",
            )
            yield Difference("rules", new.code, sentence)
        for sentence in rule_differences(
            was.requires, now.requires, place=place, was=before, now=after
        ):
            yield Difference("rules", new.code, sentence)


def _new_rules(programme: Programme, designation: Designation, version: RuleVersion) -> Difference:
    place = _place(designation, version)
    asked = spoken_requirement(programme, version.requires)
    sentence = LocalText(
        en=f"{place.en}: new, asking for {asked.en}.",
        ms=f"{place.ms}: baharu, yang memerlukan {asked.ms}.",
    )
    return Difference("rules", designation.code, sentence)


def _place(designation: Designation, version: RuleVersion) -> LocalText:
    day, letters = spoken_day(version.from_date), designation.letters
    return LocalText(
        en=f"Rules of {letters} from {day.en}", ms=f"Peraturan {letters} mulai {day.ms}"
    )
