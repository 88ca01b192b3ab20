"""What is wrong with the text or the shape of a file, in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tauliah.core.kernel import LocalText
from tauliah.core.programme.written import FLAW

_LONGEST_ECHO = 80

ANCHORS = LocalText(
    en="anchors and aliases (& and *) are not used here",
    ms="sauh dan alias (& dan *) tidak digunakan di sini",
)
TAGS = LocalText(en="tags (!) are not used here", ms="tag (!) tidak digunakan di sini")
EMPTY = LocalText(en="the file is empty", ms="fail ini kosong")
SEVERAL_DOCUMENTS = LocalText(
    en="a file holds one document, not several", ms="satu fail mengandungi satu dokumen sahaja"
)
KEY_TWICE = LocalText(en="this key stands twice", ms="kunci ini muncul dua kali")
KEY_IS_TEXT = LocalText(en="a key is plain text", ms="kunci ialah teks biasa")
NO_FRONT_MATTER = LocalText(
    en="expected front matter between two lines of ---",
    ms="dijangka bahagian hadapan antara dua baris ---",
)
FRONT_MATTER_OPEN = LocalText(
    en="the front matter is not closed by a line of ---",
    ms="bahagian hadapan tidak ditutup dengan baris ---",
)
NO_SUCH_CHARACTER = "an escape for a character that does not exist"

# The errors of pydantic, by their type; what stands in braces is from the error's own details.
_SHAPES: Mapping[str, LocalText] = {
    name: LocalText(en=en, ms=ms)
    for names, en, ms in (
        ("extra_forbidden", "this key is not known here", "kunci ini tidak dikenali di sini"),
        ("missing", "{key} is missing", "{key} tiada"),
        (
            "model_type dict_type",
            "expected keys with values",
            "dijangka kunci dengan nilai",
        ),
        ("none_or_keys", "expected {expected} or keys with values",
         "dijangka {expected} atau kunci dengan nilai"),
        ("tuple_type list_type", "expected a list", "dijangka senarai"),
        ("string_type string_too_short", "expected text", "dijangka teks"),
        ("int_type", "expected a whole number", "dijangka nombor bulat"),
        ("bool_type", "expected true or false", "dijangka true atau false"),
        (
            "too_short",
            "expected at least {min_length} of these, got {actual_length}",
            "dijangka sekurang-kurangnya {min_length}, diberi {actual_length}",
        ),
        (
            "too_long",
            "expected at most {max_length} of these, got {actual_length}",
            "dijangka paling banyak {max_length}, diberi {actual_length}",
        ),
        (
            "string_too_long",
            "expected at most {max_length} characters",
            "dijangka paling banyak {max_length} aksara",
        ),
        (
            "greater_than_equal",
            "expected greater than or equal to {ge}",
            "dijangka lebih besar daripada atau sama dengan {ge}",
        ),
        (
            "less_than_equal",
            "expected less than or equal to {le}",
            "dijangka lebih kecil daripada atau sama dengan {le}",
        ),
        ("greater_than", "expected greater than {gt}", "dijangka lebih besar daripada {gt}"),
        ("less_than", "expected less than {lt}", "dijangka lebih kecil daripada {lt}"),
        ("literal_error enum", "expected {expected}", "dijangka {expected}"),
        (FLAW, "{en}", "{ms}"),
        ("one_of", "expected exactly one of {msg}", "dijangka tepat satu daripada {msg}"),
        ("item_type", "expected an item; its type is not known", "dijangka item; jenisnya tidak dikenali"),
    )
    for name in names.split()
}  # fmt: skip
_ECHOES_NOTHING = ("extra_forbidden", "missing")


def shape_sentence(kind: str, details: Mapping[str, Any], *, given: object) -> LocalText:
    """An error of a value's shape by its type, and the value that was given where it is short.

    `details` are the context of pydantic's error; `msg` holds its own words, which are quoted for a
    type that is not known here.
    """
    quoted = LocalText(en="not as expected: {msg}", ms="tidak seperti yang dijangka: “{msg}”")
    words = _SHAPES.get(kind, quoted)
    en = words.en.format(**details)
    # the values that may stand come as a list in English words
    ms = words.ms.format(**{
        name: str(value).replace(" or ", " atau ") if name == "expected" else value
        for name, value in details.items()
    })  # fmt: skip
    if kind in _ECHOES_NOTHING:
        return LocalText(en=en, ms=ms)
    if given is None:
        return LocalText(en=f"{en}, got nothing", ms=f"{ms}, tiada apa-apa diberi")
    if isinstance(given, str | int):
        return LocalText(en=f"{en}, got {_echo(given)}", ms=f"{ms}, diberi {_echo(given)}")
    return LocalText(en=en, ms=ms)


def not_yaml(detail: str) -> LocalText:
    """Text that is no YAML; the detail is the parser's own and quoted as it is."""
    if detail == NO_SUCH_CHARACTER:
        return LocalText(
            en=f"not YAML: {detail}", ms="bukan YAML: kod bagi aksara yang tidak wujud"
        )
    return LocalText(en=f"not YAML: {detail}", ms=f"bukan YAML: “{detail}”")


def unused_character(character: str) -> LocalText:
    """A character that no editor shows."""
    name = f"U+{ord(character):04X}"
    return LocalText(
        en=f"the character {name} is not used here", ms=f"aksara {name} tidak digunakan di sini"
    )


def too_deep(levels: int) -> LocalText:
    """Lists and keys inside one another without end."""
    return LocalText(
        en=f"nested deeper than {levels} levels", ms=f"bersarang lebih daripada {levels} aras"
    )


def no_whole_number(text: str) -> LocalText:
    """A number with a point, or one that a reader would not take for what it is."""
    number = text[:_LONGEST_ECHO]
    return LocalText(
        en=f"expected a whole number, got {number}; text of digits stands in quotes",
        ms=f"dijangka nombor bulat, diberi {number}; teks angka ditulis dalam tanda petik",
    )


def _echo(given: str | int) -> str:
    text = json.dumps(given, ensure_ascii=False)
    return text if len(text) <= _LONGEST_ECHO else text[:_LONGEST_ECHO] + " ..."
