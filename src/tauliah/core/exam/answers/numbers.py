"""Numbers as people type them, by the habits of a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

_LONGEST = 40
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'\u2019]")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The sign before the decimals of a language, and the one between its thousands."""

    decimal: str
    thousands: str


# Malaysian practice: the point before the decimals in both languages.
NUMBER_FORMATS: Mapping[str, NumberFormat] = {
    "en": NumberFormat(decimal=".", thousands=","),
    "ms": NumberFormat(decimal=".", thousands=","),
}


def number_in(text: str, habit: NumberFormat) -> Decimal | None:
    """The number that a text says; None where it says none, or could say two.

    Spaces and apostrophes between digits say nothing. The sign of thousands must stand before
    groups of three digits; where that is impossible and it stands once, as in `0,5` or `1250,75`, it
    can only be a decimal sign and is taken as one. With both signs there is no such leniency.
    """
    if len(text) > _LONGEST:
        return None
    bare = _SPACES.sub("", text).translate(_MINUS)
    thousands, decimal = re.escape(habit.thousands), re.escape(habit.decimal)
    grouped = rf"[+-]?[1-9][0-9]{{0,2}}({thousands}[0-9]{{3}})+({decimal}[0-9]+)?"
    plain = rf"[+-]?([0-9]+({decimal}[0-9]*)?|{decimal}[0-9]+)"
    other = rf"[+-]?[0-9]*{thousands}[0-9]+"
    if re.fullmatch(grouped, bare, re.ASCII):
        bare = bare.replace(habit.thousands, "").replace(habit.decimal, ".")
    elif re.fullmatch(plain, bare, re.ASCII):
        bare = bare.replace(habit.decimal, ".")
    elif re.fullmatch(other, bare, re.ASCII):
        bare = bare.replace(habit.thousands, ".")
    else:
        return None
    return Decimal(bare)
