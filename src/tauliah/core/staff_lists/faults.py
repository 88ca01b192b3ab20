"""Why a staff list is not read."""

from __future__ import annotations

from tauliah.core.kernel import LocalText, Refused


class ListFault(ValueError):
    """A file that is no staff list, or goes beyond what is read; says why in both languages."""

    def __init__(self, code: str, *, en: str, ms: str) -> None:
        super().__init__(en)
        self.refused = Refused(code, LocalText(en=en, ms=ms))
