"""What stands beside a lesson's text: flash cards, and the figures that the text shows."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tauliah.core.kernel import LocalText
from tauliah.core.programme.written import Code, Slug, Strict, written_as


class Card(Strict):
    """A question on one side and its answer on the other, as short as they can be."""

    id: Annotated[
        str,
        written_as(
            "[A-Z0-9]+(-[A-Z0-9]+)+",
            "capital letters, digits and hyphens, such as PUM-C-RAT-01",
            "huruf besar, digit dan tanda sempang, seperti PUM-C-RAT-01",
        ),
    ]
    front: LocalText
    back: LocalText


class CardFile(Strict):
    """What a file of cards holds."""

    cards: Annotated[tuple[Card, ...], Field(min_length=1, max_length=100)]


class Deck(CardFile):
    """The cards of one lesson."""

    course: Code
    lesson: Slug


class Figure(Strict):
    """A drawing that lessons of a course show: its size, and its files and their digests.

    Width and height are in the drawing's own units. A drawing without words is one file, named for
    both languages.
    """

    course: Code
    name: Slug
    width: int
    height: int
    files: LocalText
    digests: LocalText
