"""Equations as people write them in running text, found and worked out exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import sqrt

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_TIMES = {
    "thousand": 10**3,
    "ribu": 10**3,
    "million": 10**6,
    "juta": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bilion": 10**9,
}
_TOKEN = re.compile(
    r"""
    (?P<number>
        (?:(?:RM|USD|EUR|GBP)\ ?)?
        (?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)
        (?P<power>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\d+)?
        (?:\ ?(?P<times>thousand|ribu|million|juta|m|billion|bilion)\b)?
        (?P<percent>\ ?%)?
        (?![\d,.]*\d|[A-Za-z])
    )
    | (?P<closing>\)(?P<closing_power>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\d+)?)
    | (?P<sign>[+−×÷/(=√])
    | (?P<share>(?:of|daripada)\b)
    | (?P<then>[,;]?\ (?P<then_sign>less|plus|tolak|ditolak|campur)\b)
    | (?P<space>\s+)
    """,
    re.VERBOSE,
)
# "5 months × RM4,200": what is counted may be named before the next sign
_COUNTED = re.compile(r"\ (?:[a-z][a-z-]*\ ){1,2}(?=[×÷+−=])")

# "less RM20,000 = RM34,000", and not "less 3 + 4 = 7", which is a sum of its own
_NEXT = re.compile(r"\ (?:RM|USD)?[\d,.]+(?:\ ?(?:million|juta|m))?\ =")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it was written: its value, half of its last place, and the unit that it counts.

    The unit is a million in 1.5 million, a hundredth in 15%, and 1 otherwise.
    """

    value: Fraction
    half: Fraction
    unit: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Equation:
    """What stands to the left and to the right of a sign of equality; the right is one number."""

    written: str
    left: Fraction
    right: Amount

    @property
    def holds(self) -> bool:
        """Whether the left is the right, rounded to the places that the right is written with.

        A unit may stand behind the last number alone, as in 65 + 30 = 95% and 8 + 9 = RM17m.
        """
        units = {Fraction(1), self.right.unit}
        if "%" in self.written:
            units.add(Fraction(100))
        return any(abs(self.left * unit - self.right.value) <= self.right.half for unit in units)


def amount_of(text: str) -> Amount | None:
    """The number that a text is, and nothing else; None where it is more or less."""
    found = _TOKEN.fullmatch(text.strip())
    read = _read(found) if found and found["digits"] else []
    return read[0] if len(read) == 1 and isinstance(read[0], Amount) else None


def equations_in(text: str) -> Iterator[Equation]:
    """Every equation in a text whose left side is a calculation."""
    for tokens, written in _runs(re.sub(r"[*`]", "", text)):
        sides: list[list[str | Amount]] = [[]]
        for token in tokens:
            if token == "=":
                sides.append([])
            else:
                sides[-1].append(token)
        if sides[0].count("(") > sides[0].count(")"):
            sides[0] = sides[0][1:]
        for left, right in pairwise(sides):
            value = _worked_out(left)
            if value is None or len(left) == 1 or _is_share(left):
                continue
            after = _worked_out(right)
            if right and isinstance(right[0], Amount) and (len(right) == 1 or after is None):
                yield Equation(written, value, right[0])
            elif after is not None:
                yield Equation(written, value, Amount(after, _slack(right, after)))


def _is_share(left: list[str | Amount]) -> bool:
    """Whether it is a fraction that names a share, as in "the wife 1/8 = RM30,000"."""
    return (
        len(left) == 3
        and left[1] == "/"
        and all(one.value <= 12 for one in left if isinstance(one, Amount))
    )


def _runs(text: str) -> Iterator[tuple[list[str | Amount], str]]:
    """Runs of numbers and signs that no word interrupts, if there is an equality among them."""
    tokens: list[str | Amount] = []
    start = at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        follows_number = bool(tokens) and isinstance(tokens[-1], Amount)
        if found and found["share"] and ("=" in tokens or not text[:at].rstrip().endswith("%")):
            found = None
        if found and found["then"] and not (follows_number and _NEXT.match(text, found.end())):
            found = None
        if found and found["then"]:
            # "= RM54,000, less RM20,000 = RM34,000" goes on from the number before
            if "=" in tokens:
                yield tokens, text[start:at]
            tokens = [tokens[-1], "+" if found["then_sign"] in ("plus", "campur") else "−"]
            at = found.end()
            continue
        if found is None and follows_number and text[at - 1] == " ":
            named = _COUNTED.match(text, at - 1)
            if named:
                at = named.end()
                continue
        if found is None:
            if "=" in tokens:
                yield tokens, text[start:at]
            tokens = []
            at += 1
            # a number inside a word or after a letter is no number
            while at < len(text) and text[at - 1].isalnum() and text[at].isalnum():
                at += 1
            start = at
            continue
        tokens.extend(_read(found))
        at = found.end()
    if "=" in tokens:
        yield tokens, text[start:at]


def _read(found: re.Match[str]) -> list[str | Amount]:
    if found["space"]:
        return []
    if found["share"]:
        return ["×"]
    if found["sign"]:
        return [found["sign"]]
    if found["closing"]:
        return [")", *_power(found["closing_power"])]
    digits = found["digits"].replace(",", "")
    unit = Fraction(_TIMES[found["times"]] if found["times"] else 1)
    if found["percent"]:
        unit /= 100
    half = unit * Fraction(1, 2 * 10 ** len(digits.partition(".")[2]))
    return [Amount(Fraction(digits) * unit, half, unit), *_power(found["power"])]


def _power(written: str | None) -> list[str | Amount]:
    return ["^" + written.translate(_SUPERSCRIPTS).lstrip("^")] if written else []


def _worked_out(tokens: list[str | Amount]) -> Fraction | None:
    """The value of a calculation; None where it is none."""
    rest = list(tokens)
    try:
        value = _sum(rest)
    except (IndexError, ValueError, ZeroDivisionError):
        return None
    return None if rest else value


def _slack(tokens: list[str | Amount], value: Fraction) -> Fraction:
    """How far a calculation may be off because its decimals are rounded themselves."""
    slack = Fraction(0)
    for at, one in enumerate(tokens):
        if isinstance(one, Amount) and one.half < one.unit / 2:
            moved = Amount(one.value + one.half, one.half, one.unit)
            slack += abs((_worked_out([*tokens[:at], moved, *tokens[at + 1 :]]) or value) - value)
    return slack


def _sum(rest: list[str | Amount]) -> Fraction:
    value = _product(rest)
    while rest and rest[0] in ("+", "−"):
        sign = rest.pop(0)
        value = value + _product(rest) if sign == "+" else value - _product(rest)
    return value


def _product(rest: list[str | Amount]) -> Fraction:
    value = _factor(rest)
    while rest and rest[0] in ("×", "÷", "/"):
        sign = rest.pop(0)
        value = value * _factor(rest) if sign == "×" else value / _factor(rest)
    return value


def _factor(rest: list[str | Amount]) -> Fraction:
    token = rest.pop(0)
    if token == "−":
        return -_factor(rest)
    if token == "√":
        return Fraction(sqrt(_factor(rest)))
    if isinstance(token, Amount):
        value = token.value
    elif token == "(":
        value = _sum(rest)
        if rest.pop(0) != ")":
            raise ValueError(rest)
    else:
        raise ValueError(token)
    if rest and isinstance(rest[0], str) and rest[0].startswith("^"):
        value **= int(str(rest.pop(0))[1:])
    return value
