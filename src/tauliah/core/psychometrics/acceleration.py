"""Fixed points of slow iterations found in fewer steps."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tauliah.core.psychometrics.arrays import Floats

MEMORY = 6


@dataclass(slots=True)
class Anderson:
    """Anderson's (1965) mixing of the last steps, as Walker and Ni (2011), algorithm AA.

    It holds what it has seen of one iteration; `forget` starts it afresh.
    """

    last: tuple[Floats, Floats] | None = None
    point_changes: list[Floats] = field(default_factory=list)
    step_changes: list[Floats] = field(default_factory=list)

    def forget(self) -> None:
        """Drop what was seen, after a step that led away from the solution."""
        self.last = None
        self.point_changes.clear()
        self.step_changes.clear()

    def elsewhere(self) -> None:
        """Go on with an iteration that is much like this one, but has another solution: what was
        seen of how steps change with the point is kept, but not from where.
        """
        self.last = None

    def next_point(self, point: Floats, image: Floats) -> Floats:
        """Where to go on, when the iteration takes `point` to `image`."""
        step = image - point
        if self.last is not None:
            self.point_changes.append(point - self.last[0])
            self.step_changes.append(step - self.last[1])
            del self.point_changes[: 1 - MEMORY], self.step_changes[: 1 - MEMORY]
        self.last = point, step
        if not self.step_changes:
            return image
        step_changes, point_changes = np.array(self.step_changes).T, np.array(self.point_changes).T
        mix = np.linalg.lstsq(step_changes, step, rcond=1e-8)[0]
        return np.asarray(image - (point_changes + step_changes) @ mix)
