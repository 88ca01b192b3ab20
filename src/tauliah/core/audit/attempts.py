"""Before an exam may be sat: what must have been passed, and what failing it would mean."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tauliah.core.audit.earning import Earnings
from tauliah.core.audit.standing import Standing
from tauliah.core.audit.versions import versions_for
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme import Designation, Programme, leaves, named


def missing_prerequisites(
    programme: Programme, standing: Standing, exam: str, *, on: date
) -> tuple[str, ...]:
    """The prerequisites of an exam that are neither passed nor credited nor exempted, in order.

    What counts as them by the programme's equivalences does too. What a designation forfeits or
    counts elsewhere was passed all the same. KeyError for an exam that the programme does not have.
    """
    earnings = Earnings(programme, standing, on, equivalences=programme.about.equivalences)
    return tuple(
        code
        for code in programme.course(exam).prerequisites
        if all(one.fault is not None for one in earnings.exam(code))
    )


def prerequisite_refusal(
    programme: Programme, standing: Standing, exam: str, *, on: date
) -> Refused | None:
    """Why an exam may not be booked before others are passed, which are named; None if it may."""
    missing = missing_prerequisites(programme, standing, exam, on=on)
    if not missing:
        return None
    en = ", ".join(f"{programme.title_of(code).en} ({code})" for code in missing)
    ms = ", ".join(f"{programme.title_of(code).ms} ({code})" for code in missing)
    return Refused(
        "prerequisites-missing",
        LocalText(
            en=f"Before the exam {exam} can be booked, these must be passed: {en}.",
            ms=f"Sebelum peperiksaan {exam} boleh ditempah, yang berikut perlu dilepasi: {ms}.",
        ),
    )


def attempt_warnings(
    programme: Programme, standing: Standing, exam: str, *, on: date
) -> tuple[LocalText, ...]:
    """For which of a person's designations the next failure of an exam, or one before, is final.

    A warning and no ban: the exam may count for another designation, and what it counts for is
    the person's affair.
    """
    failures = len(standing.failed.get(exam, ()))
    return tuple(
        _warning(designation.letters, failures=failures, is_used_up=failures >= limit.at_most)
        for designation in _that_ask_for(programme, standing, exam, on=on)
        if (limit := designation.attempts) is not None and failures + 1 >= limit.at_most
    )


def _that_ask_for(
    programme: Programme, standing: Standing, exam: str, *, on: date
) -> Iterator[Designation]:
    """The designations a person is matriculated for whose rules for that person name an exam."""
    for designation in programme.designations:
        matriculation = standing.matriculated.get(designation.code)
        if matriculation is None:
            continue
        since = matriculation.happened_at.date()
        versions = versions_for(designation, matriculated_on=since, on=on)
        asked = {named(leaf) for version in versions for leaf in leaves(version.requires)}
        if ("exam", exam) in asked:
            yield designation


def _warning(letters: str, *, failures: int, is_used_up: bool) -> LocalText:
    times = LocalText(
        en="once" if failures == 1 else f"{failures} times",
        ms="sekali" if failures == 1 else f"{failures} kali",
    )
    if is_used_up:
        return LocalText(
            en=f"This exam was failed {times.en}. It can be sat, but a pass no longer counts for "
            f"{letters}.",
            ms=f"Peperiksaan ini telah gagal {times.ms}. Ia boleh diduduki, tetapi kelulusannya "
            f"tidak lagi dikira bagi {letters}.",
        )
    return LocalText(
        en=f"This is the last attempt that can count for {letters}: if it is failed, a later pass "
        "does not.",
        ms=f"Inilah percubaan terakhir yang boleh dikira bagi {letters}: jika gagal, kelulusan "
        "kemudian tidak dikira.",
    )
