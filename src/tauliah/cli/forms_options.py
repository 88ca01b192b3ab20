"""How a request for forms stands in options, and calibrated items in a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tauliah.cli.console import stop

if TYPE_CHECKING:
    from tauliah.apps.itembank.assembly.asked import Asked


def cells_in(told: Iterable[str], asked: Asked) -> dict[str, dict[str, Any]]:
    """The cells of a request with those that options name; the command ends with one that is none."""
    from tauliah.apps.itembank.assembly.asked import ANY_LEVEL, between

    cells: dict[str, dict[str, Any]] = asked.kept()["cells"]
    for one in told:
        name, _, text = one.partition("=")
        topic, _, level = name.partition("/")
        found, row = between(text), cells.get(topic, {})
        if found is None or (level or ANY_LEVEL) not in row:
            stop(f"--cell {one}: expected a topic and level of the blueprint, such as "
                 "rating/apply=3 or rating/apply=2-4", code=2)  # fmt: skip
        row[level or ANY_LEVEL] = found.model_dump()
    return cells


def range_in(text: str, *, option: str, without: Any) -> Any:
    """From and to as an option says; `without` where it says nothing, None for `any`."""
    from tauliah.apps.itembank.assembly.asked import between

    if not text:
        return without
    if text == "any":
        return None
    found = between(text)
    if found is None:
        stop(f"{option} {text}: expected a number, or from and to such as 10-14, or any", code=2)
    return found.model_dump()


def heights_in(told: Iterable[str]) -> list[dict[str, float]]:
    """Abilities with the information that is wanted at each."""
    found = []
    for one in told:
        try:
            ability, height = map(float, one.split("="))
        except ValueError:
            stop(
                f"--information {one}: expected an ability and its information, such as 0=9", code=2
            )
        found.append({"ability": ability, "information": height})
    return found


def parameters_in(file: Path) -> dict[str, tuple[float, float, float]]:
    """The rows of a file; the command ends with each line that is none."""
    wrong, found = [], {}
    with file.open(encoding="utf-8-sig", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows), start=2):
            try:
                values = float(row["a"]), float(row["b"]), float(row.get("c") or 0)
                code = row["item"].strip().upper()
            except (KeyError, TypeError, ValueError):
                wrong.append(f"{file}:{number}: expected item, a, b and, if any, c")
                continue
            if code in found:
                wrong.append(f"{file}:{number}: {code} stands here twice")
            found[code] = values
    if wrong or not found:
        stop("\n".join(wrong) or f"{file}: there is no row", code=2)
    return found
