"""The picture of assembled forms: their information by ability, or the difficulty of their items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, LEFT, RIGHT, TOP = 720, 64, 24, 16
CURVES, ROW, FOOT = 260, 30, 40
STYLES = 4
"""Kinds of line that are told apart; beyond them they come again."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on an axis, and where it stands."""

    at: int
    label: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The information of one form as the points of a line; `style` is from 1 to `STYLES`."""

    number: int
    style: int
    points: str


@dataclass(frozen=True, slots=True)
class InformationPicture:
    """Curves over the abilities, and the target's points, in units of the drawing."""

    width: int
    height: int
    bottom: int
    left: int
    right: int
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    curves: tuple[Curve, ...]
    target: tuple[tuple[int, int], ...]
    table: tuple[tuple[float, tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """The items of one form by the share that was right, and the mean of those shares."""

    number: int
    y: int
    dots: tuple[int, ...]
    mean: int


@dataclass(frozen=True, slots=True)
class DifficultyPicture:
    """A strip for each form, in units of the drawing."""

    width: int
    height: int
    bottom: int
    across: tuple[Tick, ...]
    strips: tuple[Strip, ...]


def information_picture(answer: Mapping[str, Any]) -> InformationPicture | None:
    """The curves of told forms; None where no item is calibrated."""
    abilities: Sequence[float] = answer["abilities"]
    if not abilities:
        return None
    curves = [form["curve"] for form in answer["forms"]]
    wanted = [(one["ability"], one["information"]) for one in answer["target"]]
    heights = [*(height for curve in curves for height in curve), *(one[1] for one in wanted)]
    highest = max(*heights, 0.1) * 1.08
    first, last = abilities[0], abilities[-1]
    bottom = TOP + CURVES

    def x(ability: float) -> int:
        return round(LEFT + (ability - first) / (last - first) * (WIDTH - LEFT - RIGHT))

    def y(height: float) -> int:
        return round(bottom - height / highest * CURVES)

    step = _step(highest)
    return InformationPicture(
        width=WIDTH,
        height=bottom + FOOT,
        bottom=bottom,
        left=LEFT,
        right=WIDTH - RIGHT,
        across=tuple(Tick(x(one), one) for one in range(round(first), round(last) + 1)),
        up=tuple(Tick(y(n * step), n * step) for n in range(int(highest / step) + 1)),
        curves=tuple(
            Curve(
                number,
                (number - 1) % STYLES + 1,
                " ".join(
                    f"{x(at)},{y(height)}" for at, height in zip(abilities, curve, strict=True)
                ),
            )
            for number, curve in enumerate(curves, start=1)
        ),
        target=tuple((x(at), y(height)) for at, height in wanted if first <= at <= last),
        table=tuple(
            (at, tuple(curve[place] for curve in curves))
            for place, at in enumerate(abilities)
            if at == round(at)
        ),
    )


def difficulty_picture(answer: Mapping[str, Any]) -> DifficultyPicture | None:
    """The items of told forms by the share that was right; None where no form has one that is known."""
    if not any(form["shares"] for form in answer["forms"]):
        return None

    def x(share: float) -> int:
        return round(LEFT + share * (WIDTH - LEFT - RIGHT))

    bottom = TOP + ROW * len(answer["forms"])
    return DifficultyPicture(
        width=WIDTH,
        height=bottom + FOOT,
        bottom=bottom,
        across=tuple(Tick(x(n / 5), n / 5) for n in range(6)),
        strips=tuple(
            Strip(
                number,
                TOP + ROW * (number - 1) + ROW // 2,
                tuple(map(x, form["shares"])),
                x(form["difficulty"]) if form["shares"] else 0,
            )
            for number, form in enumerate(answer["forms"], start=1)
        ),
    )


def _step(highest: float) -> float:
    """A round step that gives an axis about five numbers."""
    size = 1.0
    while size > highest / 5:
        size /= 10
    while size * 10 <= highest / 5:
        size *= 10
    return next(size * n for n in (1, 2, 5, 10) if size * n >= highest / 5)
