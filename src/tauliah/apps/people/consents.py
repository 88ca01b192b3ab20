"""The words to which people agree, in versions."""

from __future__ import annotations

from dataclasses import dataclass

from tauliah.core.kernel import LocalText, digest


@dataclass(frozen=True, slots=True)
class ConsentText:
    """Words to agree to, in a version: agreement to one says nothing of the next."""

    version: str
    text: LocalText

    @property
    def digest(self) -> str:
        """Of the words in both languages, so that it is known for ever what was agreed to."""
        return digest(f"{self.text.en}\n{self.text.ms}".encode())
