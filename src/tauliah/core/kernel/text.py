"""Text for people, always in every language of the house."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Language = Literal["en", "ms"]
LANGUAGES: tuple[Language, ...] = ("en", "ms")

NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class LocalText(BaseModel):
    """One text in English and Malay; neither may be missing or empty."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    en: NonEmpty
    ms: NonEmpty

    def in_language(self, language: str) -> str:
        """The text in that language; KeyError for a language the house does not speak."""
        if language == "en":
            return self.en
        if language == "ms":
            return self.ms
        raise KeyError(language)
