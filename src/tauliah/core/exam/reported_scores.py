"""From points on one's own form to the score that is reported: raw, equated to the reference, scaled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from math import sqrt
from typing import Literal

from tauliah.core.kernel import digest

EquatingMethod = Literal["identity", "judgement", "chained-linear", "chained-equipercentile",
                         "irt-true-score", "irt-observed-score"]  # fmt: skip

SCALE_TOP = 100
"""The reported score of somebody who reaches all points of the reference."""
_SPELLED = Decimal("0.0001")
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class FormEquating:
    """What points on one form are worth on another.

    `equated` are for 0, 1, ..., all points of `from_form`, in points of `to_form`, and never fall;
    they may lie outside the points of `to_form`. `errors` are their standard errors, 0 where the forms
    are the same. Forms are named by `form_digest`. Raises ValueError for a table that falls or is not
    whole: more points must never be worth less.
    """

    from_form: str
    to_form: str
    method: EquatingMethod
    equated: tuple[Decimal, ...]
    errors: tuple[Decimal, ...]

    def __post_init__(self) -> None:
        if len(self.equated) < 2 or len(self.errors) != len(self.equated):
            raise ValueError("expected an equated score and its error for each score from 0 up")
        if any(before > after for before, after in pairwise(self.equated)):
            raise ValueError("expected equated scores that never fall")
        if any(error < 0 for error in self.errors):
            raise ValueError("expected errors of 0 or more")

    @property
    def of(self) -> int:
        """All points of the form from which it leads."""
        return len(self.equated) - 1

    def at(self, points: Decimal) -> tuple[Decimal, Decimal]:
        """What these points are worth, with the standard error; on a straight line between whole ones.

        Raises ValueError for points that the form does not have.
        """
        return _between(self.equated, points), _between(self.errors, points)

    def then(self, following: FormEquating) -> FormEquating:
        """This equating and one from where it leads; errors add as those of independent samples do.

        Outside the points of the form between, the following equating is continued by its end. Raises
        ValueError where it begins at another form.
        """
        if following.from_form != self.to_form:
            raise ValueError("expected an equating from the form to which this one leads")
        bounded = [min(max(one, Decimal(0)), Decimal(following.of)) for one in self.equated]
        found = [following.at(one) for one in bounded]
        slopes = [_slope(following.equated, one) for one in bounded]
        return FormEquating(
            from_form=self.from_form,
            to_form=following.to_form,
            method=self.method,
            equated=tuple(value.quantize(_SPELLED) for value, _ in found),
            errors=tuple(
                _root((slope * own) ** 2 + error**2)
                for slope, own, (_, error) in zip(slopes, self.errors, found, strict=True)
            ),
        )


@dataclass(frozen=True, slots=True)
class Standard:
    """An adopted cut: in points of the reference form, of so many; `error` is its standard error."""

    form: str
    cut: Decimal
    of: int
    error: Decimal


@dataclass(frozen=True, slots=True)
class ReportedScore:
    """An outcome on the reported scale, on which the cut is the same on each form.

    `equated` in points of the reference. `scaled` is a whole number from 0 to 100. `pass_mark` is the
    fewest points of the own form that pass, above all of them where none do. `error` is the standard
    error of the scaled score; another sitting of as good a form lies from `low` to `high` two times in
    three.
    """

    equated: Decimal
    scaled: int
    scale_cut: int
    passed: bool
    pass_mark: Decimal
    error: Decimal
    low: int
    high: int


def form_digest(versions: Iterable[str]) -> str:
    """The name of what a form scores: over the ids of its scored versions, in whatever order."""
    return digest(sorted(versions))


def identity(form: str, of: int) -> FormEquating:
    """The equating of the reference to itself: each score is worth what it is."""
    scores = tuple(Decimal(score) for score in range(of + 1))
    return FormEquating(form, form, "identity", scores, (Decimal(0),) * (of + 1))


def equating_of(
    from_form: str,
    to_form: str,
    method: EquatingMethod,
    equated: Sequence[float],
    errors: Sequence[float],
) -> FormEquating:
    """An equating from computed numbers, to four decimals; equated scores that fall are levelled.

    Where more points come out worth less, that is noise of the sample; levelled upwards, it takes
    nothing from anybody.
    """
    levelled: list[Decimal] = []
    for value in equated:
        spelled = Decimal(str(value)).quantize(_SPELLED)
        levelled.append(max(spelled, levelled[-1]) if levelled else spelled)
    return FormEquating(
        from_form,
        to_form,
        method,
        tuple(levelled),
        tuple(Decimal(str(error)).quantize(_SPELLED) for error in errors),
    )


def reported_score(
    points: Decimal,
    *,
    worths: Sequence[int],
    equating: FormEquating,
    standard: Standard,
    scale_cut: int,
    is_plain: bool = True,
) -> ReportedScore:
    """The score that is reported for points on a form whose scored items have these `worths`.

    The scale is the straight line on which the cut is `scale_cut` and all points of the reference are
    100, from 0 to 100, rounded down: so it never shows the cut to who has not reached it. Passing asks
    for the cut in equated points. The error joins that of measurement and that of equating. Raises
    ValueError where the equating does not lead to the standard's form, or is not that of this form.
    """
    if equating.to_form != standard.form or equating.of != sum(worths):
        raise ValueError("expected an equating of this form to that of the standard")
    equated, equating_error = equating.at(points)
    per_point = _per_point(standard, scale_cut)
    measured = measurement_error(points, worths) * _slope(equating.equated, points)
    error = _root((per_point * measured) ** 2 + (per_point * equating_error) ** 2)
    exact = scale_cut + per_point * (equated - standard.cut)
    return ReportedScore(
        equated=equated.quantize(_SPELLED),
        scaled=_shown(exact),
        scale_cut=scale_cut,
        passed=equated >= standard.cut,
        pass_mark=_fewest(equating, standard.cut, step=Decimal(1) if is_plain else _HUNDREDTH),
        error=error.quantize(_HUNDREDTH),
        low=_shown(exact - error),
        high=_shown(exact + error),
    )


def measurement_error(points: Decimal, worths: Sequence[int]) -> Decimal:
    """The standard error of measurement of these points, in points: Lord (1955).

    The binomial error of a score on items drawn from a domain, for n plain items the root of
    x (n - x) / (n - 1). Items of several points count by their squares, as if all or nothing were
    given for each: that is the most which a mean score allows, so the error is never said too small.
    """
    of, n = sum(worths), len(worths)
    if n < 2:
        return Decimal(of) / 2
    share = points / of
    return _root(Decimal(n) / (n - 1) * sum(w * w for w in worths) * share * (1 - share))


def _per_point(standard: Standard, scale_cut: int) -> Decimal:
    """Scaled points for each point of the reference; up from 0 where nothing is above the cut."""
    above = Decimal(standard.of) - standard.cut
    if above <= 0 or scale_cut >= SCALE_TOP:
        return Decimal(scale_cut) / standard.cut
    return (SCALE_TOP - scale_cut) / above


def _shown(exact: Decimal) -> int:
    return int(min(max(exact, Decimal(0)), Decimal(SCALE_TOP)).to_integral_value(ROUND_FLOOR))


def _fewest(equating: FormEquating, cut: Decimal, *, step: Decimal) -> Decimal:
    """The fewest points, in such steps, that are worth the cut; one step above all where none are."""
    for score, value in enumerate(equating.equated):
        if value >= cut:
            if not score or step == 1:
                return Decimal(score)
            before = equating.equated[score - 1]
            exact = Decimal(score - 1) + (cut - before) / (value - before)
            return exact.quantize(step, rounding=ROUND_CEILING)
    return Decimal(equating.of) + step


def _between(values: Sequence[Decimal], points: Decimal) -> Decimal:
    if not 0 <= points <= len(values) - 1:
        raise ValueError(f"the form has no score of {points}")
    below = min(int(points), len(values) - 2)
    return values[below] + (points - below) * (values[below + 1] - values[below])


def _slope(values: Sequence[Decimal], points: Decimal) -> Decimal:
    """How much one point more is worth here, by the neighbours on both sides where there are."""
    below = max(int(points) - 1, 0)
    above = min(int(points) + 1, len(values) - 1)
    return (values[above] - values[below]) / (above - below)


def _root(square: Decimal | int) -> Decimal:
    return Decimal(str(sqrt(square))).quantize(_SPELLED)
