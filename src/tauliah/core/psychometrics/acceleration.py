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

    points: list[Floats] = field(default_factory=list)
    steps: list[Floats] = field(default_factory=list)

    def forget(self) -> None:
        """Drop what was seen, after a step that led away from the solution."""
        self.points.clear()
        self.steps.clear()

    def next_point(self, point: Floats, image: Floats) -> Floats:
        """Where to go on, when the iteration takes `point` to `image`."""
        self.points.append(point)
        self.steps.append(image - point)
        del self.points[:-MEMORY], self.steps[:-MEMORY]
        if len(self.steps) < 2:
            return image
        step_changes = np.diff(self.steps, axis=0).T
        point_changes = np.diff(self.points, axis=0).T
        mix = np.linalg.lstsq(step_changes, self.steps[-1], rcond=1e-8)[0]
        return np.asarray(image - (point_changes + step_changes) @ mix)
