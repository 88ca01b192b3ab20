"""What differs in prices: general ones, those of members, and those of single exams."""

from __future__ import annotations

from collections.abc import Iterator

from tauliah.core.kernel import LocalText
from tauliah.core.programme.differences.matching import Difference, instead
from tauliah.core.programme.fees import CourseFee
from tauliah.core.programme.model import ProgrammeFile

_FEES = {
    "matriculation": ("Matriculation costs", "Bayaran matrikulasi ialah"),
    "exam": ("An exam costs", "Bayaran satu peperiksaan ialah"),
}
_MEMBERS = {
    "yearly": ("A year of membership costs", "Bayaran keahlian setahun ialah"),
    "matriculation": (
        "Matriculation costs members",
        "Bayaran matrikulasi bagi ahli ialah",
    ),
    "exam": ("An exam costs members", "Bayaran satu peperiksaan bagi ahli ialah"),
}


def fee_differences(before: ProgrammeFile, after: ProgrammeFile) -> Iterator[Difference]:
    """Each difference between the fees of two states of programme.yaml."""
    was, now = before.currency, after.currency
    for fee, (en, ms) in _FEES.items():
        old = money(getattr(before.fees, fee), was)
        new = money(getattr(after.fees, fee), now)
        if old != new:
            yield Difference("fee", fee, instead(en, ms, now=new, was=old))
    theirs, theirs_now = before.fees.members, after.fees.members
    if theirs is not None and theirs_now is None:
        sentence = LocalText(
            en="Members have no prices of their own any more.",
            ms="Ahli tidak lagi mempunyai bayaran tersendiri.",
        )
        yield Difference("fee", "members", sentence)
    if theirs_now is None:
        return
    for fee, (en, ms) in _MEMBERS.items():
        new = money(getattr(theirs_now, fee), now)
        if theirs is None:
            sentence = LocalText(en=f"New: {en} {new}.", ms=f"Baharu: {ms} {new}.")
            yield Difference("fee", f"members {fee}", sentence)
            continue
        old = money(getattr(theirs, fee), was)
        if old != new:
            yield Difference("fee", f"members {fee}", instead(en, ms, now=new, was=old))


def course_fee_differences(
    before: CourseFee | None,
    after: CourseFee | None,
    *,
    course: str,
    name: LocalText,
    currency: str,
) -> Iterator[Difference]:
    """How the price of one course's exam changes."""
    if before == after:
        return
    if after is None:
        sentence = LocalText(
            en=f"The exam {name.en} has no price of its own any more; it costs what exams cost.",
            ms=f"Peperiksaan {name.ms} tidak lagi mempunyai bayaran tersendiri; bayarannya seperti "
            "peperiksaan lain.",
        )
    elif before is None:
        price = _price(after, currency)
        sentence = LocalText(
            en=f"The exam {name.en} has a price of its own: {price.en}.",
            ms=f"Peperiksaan {name.ms} mempunyai bayaran tersendiri: {price.ms}.",
        )
    else:
        old, new = _price(before, currency), _price(after, currency)
        sentence = LocalText(
            en=f"The exam {name.en} costs {new.en} instead of {old.en}.",
            ms=f"Bayaran peperiksaan {name.ms} ialah {new.ms} dan bukan lagi {old.ms}.",
        )
    yield Difference("fee", course, sentence)


def money(minor_units: int, currency: str) -> str:
    """An amount as it is written in a list of prices: MYR 420.00."""
    return f"{currency} {minor_units // 100}.{minor_units % 100:02}"


def _price(fee: CourseFee, currency: str) -> LocalText:
    general = money(fee.exam, currency)
    if fee.members is None:
        return LocalText(en=general, ms=general)
    theirs = money(fee.members, currency)
    return LocalText(en=f"{general} ({theirs} for members)", ms=f"{general} ({theirs} bagi ahli)")
