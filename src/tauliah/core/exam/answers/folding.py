"""Short texts made comparable: what is overlooked is what the item says is overlooked."""

from __future__ import annotations

import unicodedata

from tauliah.core.programme.item_words import Folding

# signs that keyboards and phones put in each other's place
_ALIKE = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-",
                        "\u2011": "-", "\u2013": "-"})  # fmt: skip


def folded(text: str, folding: Folding) -> str:
    """The text as it is compared. Blanks at its ends never count.

    Folded case: case folding of Unicode. Folded spaces: any run of white space is one blank. Folded
    diacritics: marks above and below letters are dropped (a letter of its own such as ø stays).
    """
    text = unicodedata.normalize("NFC", text).translate(_ALIKE).strip()
    if folding.case == "fold":
        text = text.casefold()
    if folding.diacritics == "fold":
        apart = unicodedata.normalize("NFD", text)
        text = "".join(one for one in apart if not unicodedata.combining(one))
    if folding.spaces == "fold":
        text = " ".join(text.split())
    return unicodedata.normalize("NFC", text)
