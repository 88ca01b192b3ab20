"""What differs between two states of a programme, in words."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.programme.item_differences import item_differences
from tauliah.core.programme.model import (
    AnnualWindow,
    Course,
    Designation,
    EthicsCode,
    ExamPolicy,
    PooledItem,
    Programme,
    ProgrammeFile,
    RuleVersion,
)
from tauliah.core.programme.rule_differences import rule_differences
from tauliah.core.programme.rule_words import (
    listed,
    spoken_course,
    spoken_designation,
    spoken_requirement,
)

Kind = Literal["programme", "fee", "exam-policy", "window", "ethics", "designation", "rules",
               "course", "course-status", "blueprint", "items", "lesson", "term", "page"]  # fmt: skip
KINDS: tuple[Kind, ...] = ("programme", "fee", "exam-policy", "window", "ethics", "designation",
                           "rules", "course", "course-status", "blueprint", "items", "lesson",
                           "term", "page")  # fmt: skip
_T = TypeVar("_T")
_Said = Iterator["Difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: its kind, the code or name of what it is about, and a sentence that says it."""

    kind: Kind
    subject: str
    sentence: LocalText


def differences(
    before: Programme,
    after: Programme,
    *,
    items_before: Iterable[PooledItem],
    items_after: Iterable[PooledItem],
) -> tuple[Difference, ...]:
    """Every difference, by kind (as in `KINDS`) and subject, in the order of the rules within one.

    None where the two are the same; the order in which either lists its parts plays no role.
    """
    found = [
        *_about(before.about, after.about),
        *_designations(before, after),
        *_courses(before, after),
        *(
            Difference("items", subject, sentence)
            for subject, sentence in item_differences(items_before, items_after)
        ),
        *_pages(before, after),
    ]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.subject)))


def _matched(
    before: Iterable[_T], after: Iterable[_T], key: Callable[[_T], Hashable]
) -> Iterator[tuple[_T | None, _T | None]]:
    """What has the same key on either side, where it differs; None on the side that lacks it."""
    old, new = {key(one): one for one in before}, {key(one): one for one in after}
    for name in {**old, **new}:
        pair = old.get(name), new.get(name)
        if pair[0] != pair[1]:
            yield pair


def _fields(
    before: object, after: object, names: Mapping[str, tuple[str, str]]
) -> LocalText | None:
    """The fields that differ, in words; None where none does."""
    changed = [
        LocalText(en=en, ms=ms)
        for field, (en, ms) in names.items()
        if getattr(before, field) != getattr(after, field)
    ]
    return listed(changed, "and", "dan") if changed else None


def _instead(en: str, ms: str, *, was: object, now: object) -> LocalText:
    return LocalText(
        en=f"{en} {now} instead of {was}.", ms=f"{ms} {now} dan bukan lagi {was}."
    )


_OF_THE_PROGRAMME = {
    "code": ("code", "kod"),
    "title": ("title", "tajuk"),
    "body": ("awarding body", "badan penganugerahan"),
    "timezone": ("time zone", "zon waktu"),
    "languages": ("languages", "bahasa"),
    "currency": ("currency", "mata wang"),
    "roles": ("roles", "peranan"),
}


def _about(before: ProgrammeFile, after: ProgrammeFile) -> _Said:
    changed = _fields(before, after, _OF_THE_PROGRAMME)
    if changed:
        yield Difference(
            "programme",
            after.code,
            LocalText(
                en=f"Changed for the programme as a whole: {changed.en}.",
                ms=f"Diubah bagi program keseluruhannya: {changed.ms}.",
            ),
        )
    for fee, (en, ms) in _FEES.items():
        was, now = getattr(before.fees, fee), getattr(after.fees, fee)
        if was != now:
            said = _instead(en, ms, was=_money(before, was), now=_money(after, now))
            yield Difference("fee", fee, said)
    yield from _policy(before.exam_policy, after.exam_policy)
    for old, new in _matched(before.windows, after.windows, lambda window: window.number):
        yield from _window(old, new)
    codes = _matched(before.ethics, after.ethics, lambda code: (code.code, code.version))
    for old_code, new_code in codes:
        yield from _ethics(old_code, new_code)


_FEES = {
    "matriculation": ("Matriculation costs", "Matrikulasi berharga"),
    "exam": ("An exam costs", "Satu peperiksaan berharga"),
}


def _money(about: ProgrammeFile, minor_units: int) -> str:
    return f"{about.currency} {minor_units // 100}.{minor_units % 100:02}"


_POLICY = {
    "items": ("Items in each exam:", "Item dalam setiap peperiksaan:"),
    "minutes": ("Minutes for each exam:", "Minit bagi setiap peperiksaan:"),
    "pass_mark_percent": ("Pass mark of each exam in per cent:", "Markah lulus dalam peratus:"),
    "sittings_per_window": (
        "Sittings of one exam in a window:",
        "Percubaan bagi satu peperiksaan dalam satu tetingkap:",
    ),
    "sittings_per_12_months": (
        "Sittings of one exam in 12 months:",
        "Percubaan bagi satu peperiksaan dalam 12 bulan:",
    ),
}


def _policy(before: ExamPolicy, after: ExamPolicy) -> _Said:
    for field, (en, ms) in _POLICY.items():
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            yield Difference("exam-policy", field, _instead(en, ms, was=was, now=now))


def _window(before: AnnualWindow | None, after: AnnualWindow | None) -> _Said:
    if after is None:
        assert before is not None  # noqa: S101 - one of the two is there
    window = after or before
