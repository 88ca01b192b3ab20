"""Files that a calibration leaves: parameters of items with their errors, and where an unfinished fit
stands.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tauliah.batch.calibrating import FileCalibration
    from tauliah.core.psychometrics import Reached

FORMATS = (".csv", ".json")
_PARAMETERS = ("discrimination", "difficulty", "guessing")


def write_parameters(found: FileCalibration, to: Path, language: str) -> None:
    """Discrimination, difficulty and, by the 3PL, guessing parameter of each item with standard
    errors; what has no value is left empty (null in JSON), and the remark says why.
    """
    rows = list(_rows(found, language))
    if to.suffix == ".csv":
        with to.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return
    fit = found.calibration
    whole = {
        "model": fit.model,
        "parametrisation": "P(right) = c + (1 - c) / (1 + exp(-a (theta - b))), theta of mean 0 and "
        "deviation 1; c = 0 but in the 3PL",
        "persons": found.persons,
        "responses": found.responses,
        "log_likelihood": fit.log_likelihood,
        "parameters": fit.parameters,
        "has_converged": fit.has_converged,
        "errors_by": fit.errors_by,
        "nodes": fit.nodes,
        "items": rows,
    }
    to.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _rows(found: FileCalibration, language: str) -> Iterable[dict[str, Any]]:
    fit = found.calibration
    remarks = {one.item: one.message.in_language(language) for one in fit.remarks}
    names = [
        f"{name}{kind}"
        for name in (_PARAMETERS if fit.model == "3PL" else _PARAMETERS[:2])
        for kind in ("", "_error")
    ]
    for place, item in enumerate(found.items):
        values = {name: float(getattr(fit, name)[place]) for name in names}
        numbers = {name: one if math.isfinite(one) else None for name, one in values.items()}
        yield {"item": item, **numbers, "remark": remarks.get(place, "")}


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The file that keeps where a fit stands, and the `digest` of what it is a fit of."""

    path: Path
    digest: str

    @classmethod
    def of(cls, files: Iterable[Path], model: str, *, beside: Path) -> Unfinished:
        """Of a model and of files with these names, sizes and times of change."""
        known = [[str(one.absolute()), *_state_of(one)] for one in files]
        digest = sha256(json.dumps([model, known]).encode()).hexdigest()
        return cls(beside.with_name(f"{beside.name}.unfinished"), digest)


def _state_of(path: Path) -> list[int]:
    if not path.exists():
        return []
    state = path.stat()
    return [state.st_size, state.st_mtime_ns]


def write_unfinished(state: Unfinished, items: tuple[str, ...], reached: Reached) -> None:
    """Keep where a fit stands; the file is always whole."""
    text = json.dumps(
        {
            "digest": state.digest,
            "items": items,
            "values": reached.values.tolist(),
            "means": reached.means.tolist(),
            "deviations": reached.deviations.tolist(),
            "is_whole": reached.is_whole,
            "step": [reached.step.persons, reached.step.log_likelihood, reached.step.change],
        }
    )
    part = state.path.with_name(f"{state.path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(state.path)


def unfinished_in(state: Unfinished, items: tuple[str, ...]) -> Reached | None:
    """Where the fit of these data stands; None where there is none, or one of other data."""
    import numpy as np

    from tauliah.core.psychometrics import Reached, Step

    try:
        kept = json.loads(state.path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    if kept.get("digest") != state.digest or tuple(kept["items"]) != items:
        return None
    return Reached(
        Step(*kept["step"]),
        np.array(kept["values"]),
        np.array(kept["means"]),
        np.array(kept["deviations"]),
        kept["is_whole"],
    )
