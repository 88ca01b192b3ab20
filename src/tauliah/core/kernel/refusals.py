"""A 'no' that carries its reason."""

from __future__ import annotations

from dataclasses import dataclass

from tauliah.core.kernel.text import LocalText


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something may not be done: a stable code for programs, a sentence for people."""

    code: str
    message: LocalText
