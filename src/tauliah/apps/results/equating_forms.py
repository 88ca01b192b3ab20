"""Forms of a course beside its standard: which are equated to it, and equating one by shared items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.core.paginator import Page, Paginator
from django.db import transaction

from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.people.permissions import Actor, Permission, require
from tauliah.apps.results.actions import score_attempt
from tauliah.apps.results.sat_forms import SatForms, sat_forms
from tauliah.apps.sittings.queries import answers_of_attempts
from tauliah.apps.standards.equatings import keep_equating
from tauliah.apps.standards.in_force import (
    StandardInForce,
    equating_to,
    kept_equatings,
    standard_of,
    versions_of,
)
from tauliah.core.exam.answers import item_score
from tauliah.core.exam.reported_scores import EquatingMethod, FormEquating, equating_of
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.psychometrics import NotEstimable
from tauliah.core.psychometrics.chained_equating import (
    ChainMethod,
    GroupScores,
    chained_equating,
    group_scores,
)

FEWEST_PERSONS = 50
"""Below so many in a group, the standard errors of an equating are larger than what it corrects."""
FEWEST_SHARED_PERCENT = 20
ENOUGH_SHARED = 30
"""Kolen and Brennan (2014), chapter 8: shared items are a fifth of a form at least, or 30."""
ATTEMPTS_AT_ONCE = 500
FORMS_PER_PAGE = 25
METHODS: Mapping[ChainMethod, EquatingMethod] = {
    "linear": "chained-linear",
    "equipercentile": "chained-equipercentile",
}


@dataclass(frozen=True, slots=True)
class FormGroup:
    """A form by what it scores, with those who sat it; a drawn form is often one person's alone.

    `equating` is how its points lead to the standard, None where nothing does; `waiting` are the
    sittings without a result; `shared` the items that the form of the standard has too.
    """

    content: str
    items: int
    candidates: int
    waiting: int
    shared: int
    equating: FormEquating | None

    @property
    def name(self) -> str:
        """The beginning of its name, enough to tell it from others."""
        return short_name(self.content)


def short_name(content: str) -> str:
    """How people tell a form from others: the first twelve digits of its name."""
    return content.removeprefix("sha256:")[:12]


def forms_beside(
    course: str, *, at: datetime, number: int | str = 1
) -> tuple[StandardInForce, Page[FormGroup]] | None:
    """The standard of a course now and a page of the forms that candidates sat; None without one.

    Those of which most results are not made yet come first, then those that most candidates sat.
    """
    found = standard_of(course, at=at)
    if found is None:
        return None
    return found, _page_of_groups(found, sat_forms(course), number=number)


def forms_with_through(
    course: str, *, at: datetime, number: int | str = 1
) -> tuple[StandardInForce, Page[FormGroup], tuple[str, ...]] | None:
    """As `forms_beside`, with the forms through which another one can be equated.

    Those are the standard's own and those that lead to it; only what candidates have sat, the one that
    most of them sat first.
    """
    found = standard_of(course, at=at)
    if found is None:
        return None
    sat = sat_forms(course)
    leading = {found.standard.form, *kept_equatings(sat.attempts, to=found.standard.form)}
    through = sorted(leading.intersection(sat.attempts), key=lambda one: -len(sat.attempts[one]))
    return found, _page_of_groups(found, sat, number=number), tuple(through)


def _page_of_groups(found: StandardInForce, sat: SatForms, *, number: int | str) -> Page[FormGroup]:
    waiting = {
        content: sum(attempt in sat.unscored for attempt in attempts)
        for content, attempts in sat.attempts.items()
    }
    ordered = sorted(waiting, key=lambda one: (-waiting[one], -len(sat.attempts[one]), one))
    paginator: Paginator[Any] = Paginator(ordered, FORMS_PER_PAGE)
    page = paginator.get_page(number)
    sat.read(list(page))
    reference = versions_of(found.study)
    groups = [
        FormGroup(
            content=content,
            items=len(sat.versions[content]),
            candidates=len(sat.attempts[content]),
            waiting=waiting[content],
            shared=len(reference.intersection(sat.versions[content])),
            equating=equating_to(found, sat.scored(content)),
        )
        for content in page
    ]
    return Page(groups, page.number, paginator)


@transaction.atomic
def equate_form(
    actor: Actor, course: str, content: str, *, through: str, method: ChainMethod, at: datetime
) -> FormEquating | Refused:
    """Equate a form to the standard's by the items that it shares with another, and score what waits.

    `through` is the standard's own form or one that leads to it by an equating that was kept. Refused
    with the reason where the groups or the shared items are too few to say anything.
    """
    require(actor, Permission.STANDARDS_MANAGE)
    found = standard_of(course, at=at)
    sat = sat_forms(course)
    if found is None or not {content, through} <= set(sat.attempts) or content == through:
        return _no_such_form()
    onwards = _onwards(through, to=found.standard.form)
    if isinstance(onwards, Refused):
        return onwards
    new, old, shared = _groups(sat, content, through)
    refused = _too_little(sat, content, through, shared=len(shared))
    if refused or new is None or old is None:
        return refused or _not_plain()
    try:
        chained = chained_equating(
            new,
            old,
            method=method,
            # drawn by the form's own name, so that anybody who repeats it finds the same errors
            chance=np.random.default_rng(int(content[-16:], 16)),
        )
    except NotEstimable as error:
        return error.refused
    equating = equating_of(
        content, through, METHODS[method], chained.equivalents.tolist(), chained.errors.tolist()
    )
    basis = {
        "persons": int(new.form.size),
        "through": through,
        "persons_through": int(old.form.size),
        "shared": len(shared),
    }
    return _kept(actor, course, equating, onwards, basis=basis, at=at)[0]


@dataclass(frozen=True, slots=True)
class CalibratedWorth:
    """What each score from 0 up of a form is worth on another by calibrated items, with errors.

    `new` and `base` name the forms as `form_name` does; `basis` says what it rests on.
    """

    new: str
    base: str
    method: EquatingMethod
    equivalents: tuple[float, ...]
    errors: tuple[float, ...]
    basis: Mapping[str, Any]


@transaction.atomic
def keep_calibrated_equating(
    actor: Actor, course: str, worth: CalibratedWorth, *, at: datetime
) -> tuple[FormEquating, int] | Refused:
    """Keep an equating by calibrated items, so that the cut reaches the new form, and score what waits.

    The base form is that of the standard, or one that leads to it. Gives the equating to the standard's
    form and how many results were made. Refused with the reason where no standard holds, a form is not
    one that candidates sat, is the standard's own, or gives several points for an item.
    """
    require(actor, Permission.STANDARDS_MANAGE)
    found = standard_of(course, at=at)
    if found is None:
        return _no_standard(course)
    sat = sat_forms(course)
    content, through = _called(sat, worth.new), _called(sat, worth.base)
    if content is None or through is None or content == found.standard.form:
        return _no_such_form()
    onwards = _onwards(through, to=found.standard.form)
    if isinstance(onwards, Refused):
        return onwards
    if not all(item.text.is_plain for one in (content, through) for item in sat.scored(one)):
        return _not_plain()
    equating = equating_of(content, through, worth.method, worth.equivalents, worth.errors)
    basis = {**worth.basis, "through": through}
    return _kept(actor, course, equating, onwards, basis=basis, at=at)


def _onwards(through: str, *, to: str) -> FormEquating | Refused | None:
    """How a form leads to that of the standard; None where it is that one itself."""
    if through == to:
        return None
    return kept_equatings([through], to=to).get(through) or _leads_nowhere()


def _kept(
    actor: Actor,
    course: str,
    equating: FormEquating,
    onwards: FormEquating | None,
    *,
    basis: Mapping[str, Any],
    at: datetime,
) -> tuple[FormEquating, int]:
    """Keep an equating to the standard's form, and score what waits; how many have a result now."""
    whole = equating.then(onwards) if onwards else equating
    keep_equating(actor, course, whole, basis=basis, at=at)
    # read anew: who handed in while the equating was worked out waits as well
    return whole, score_waiting(course, equating.from_form, at=at)


def _called(sat: SatForms, name: str) -> str | None:
    """The one form that candidates sat of that name."""
    found = [one for one in sat.versions if one.removeprefix("sha256:").startswith(name)]
    return found[0] if name and len(found) == 1 else None


def score_waiting(course: str, content: str, *, at: datetime) -> int:
    """Score the attempts of a form that waited for its equating; how many have a result now."""
    sat = sat_forms(course)
    waiting = [one for one in sat.attempts.get(content, ()) if one in sat.unscored]
    outcomes = [score_attempt(attempt, at=at) for attempt in waiting]
    return sum(not isinstance(one, Refused) for one in outcomes)


def _groups(
    sat: SatForms, content: str, through: str
) -> tuple[GroupScores | None, GroupScores | None, frozenset[UUID]]:
    """The scores of both groups; None for items of several points, which this method cannot take."""
    shared = frozenset(sat.versions[content]) & frozenset(sat.versions[through])
    if not shared:
        return None, None, shared
    groups = [
        group_scores(_right(items, sat.attempts[one]), [item.version in shared for item in items])
        if all(item.text.is_plain for item in items)
        else None
        for one in (content, through)
        for items in [sat.scored(one)]
    ]
    return groups[0], groups[1], shared


def _right(items: Sequence[BankItem], attempts: Sequence[UUID]) -> Any:
    """Whether each attempt has each item right, as its result counts it: no answer is wrong."""
    table = np.zeros((len(attempts), len(items)), np.int8)
    for start in range(0, len(attempts), ATTEMPTS_AT_ONCE):
        some = attempts[start : start + ATTEMPTS_AT_ONCE]
        answers = answers_of_attempts(some)
        for row, attempt in enumerate(some, start=start):
            own = answers.get(attempt, {})
            table[row] = [item_score(item.text, own.get(item.code)).is_right for item in items]
    return table


def _too_little(sat: SatForms, content: str, through: str, *, shared: int) -> Refused | None:
    fewest = min(len(sat.attempts[content]), len(sat.attempts[through]))
    if fewest < FEWEST_PERSONS:
        return Refused(
            "too-few-persons",
            LocalText(
                en=f"Each of the two forms needs at least {FEWEST_PERSONS} candidates; "
                f"one has {fewest}.",
                ms=f"Setiap satu daripada dua set soalan itu memerlukan sekurang-kurangnya "
                f"{FEWEST_PERSONS} calon; satu daripadanya hanya ada {fewest}.",
            ),
        )
    items = max(len(sat.versions[content]), len(sat.versions[through]))
    needed = min(-(-items * FEWEST_SHARED_PERCENT // 100), ENOUGH_SHARED)
    if shared < needed:
        return Refused(
            "too-few-shared",
            LocalText(
                en=f"The two forms share {shared} items; at least {needed} are needed.",
                ms=f"Kedua-dua set soalan berkongsi {shared} item; sekurang-kurangnya {needed} "
                "diperlukan.",
            ),
        )
    return None


def _not_plain() -> Refused:
    return Refused(
        "not-plain",
        LocalText(
            en="One of the forms has items of several points, which cannot be equated in this way. "
            "Let judges rate all items of the form.",
            ms="Salah satu set soalan mempunyai item bernilai beberapa mata, yang tidak boleh "
            "disamakan dengan cara ini. Minta juri menilai semua item set soalan itu.",
        ),
    )


def _no_such_form() -> Refused:
    return Refused(
        "no-such-form",
        LocalText(
            en="Choose a form that candidates have sat, and another one to equate it through.",
            ms="Pilih set soalan yang telah diduduki calon, dan satu lagi sebagai perantara "
            "penyamaan.",
        ),
    )


def _no_standard(course: str) -> Refused:
    return Refused(
        "no-standard",
        LocalText(
            en=f"No adopted cut score of {course} holds, so there is nothing to carry to another form. "
            "Adopt one first.",
            ms=f"Tiada skor lulus {course} yang berkuat kuasa, maka tiada yang perlu dibawa kepada set "
            "soalan lain. Terima pakai satu dahulu.",
        ),
    )


def _leads_nowhere() -> Refused:
    return Refused(
        "leads-nowhere",
        LocalText(
            en="That form is not equated to the one of the cut score itself. Choose another.",
            ms="Set soalan itu sendiri belum disamakan dengan set soalan bagi skor lulus. Pilih "
            "yang lain.",
        ),
    )
