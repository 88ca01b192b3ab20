"""Which columns of a table hold numbers, names and designations, by their headings in either language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = frozenset(
    {"credentialnumber", "credentialno", "credentialid", "credential", "certificatenumber",
     "certificateno", "certnumber", "certno", "awardnumber", "awardno", "designationnumber",
     "designationno", "nomborkredensial", "nokredensial", "kredensial", "nomborsijil", "nosijil",
     "nomboranugerah", "noanugerah", "nomborgelaran", "nogelaran"}
)  # fmt: skip
# often a count of the rows: taken only where no other column is headed as above
_ANY_NUMBER = frozenset({"number", "no", "nombor"})
_NAME = frozenset(
    {"name", "fullname", "holder", "holdername", "nameofholder", "employee", "employeename",
     "nameofemployee", "staffname", "nameofstaff", "nama", "namapenuh", "pemegang",
     "namapemegang", "namapekerja", "namakakitangan", "namastaf", "namapegawai"}
)  # fmt: skip
_PART_OF_NAME = frozenset(
    {"firstname", "givenname", "givennames", "middlename", "lastname", "surname", "familyname",
     "namapertama", "namaakhir", "namakeluarga"}
)  # fmt: skip
_DESIGNATION = frozenset(
    {"designation", "letters", "postnominals", "qualification", "award", "gelaran", "kelayakan",
     "anugerah"}
)  # fmt: skip
_TWO_LANGUAGES = re.compile(r"[/|(\n]")


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of columns, from 0; a name may stand in several, a designation in none (None)."""

    number: int
    names: tuple[int, ...]
    designation: int | None

    @property
    def wanted(self) -> frozenset[int]:
        """All places that are read."""
        also = () if self.designation is None else (self.designation,)
        return frozenset((self.number, *self.names, *also))


def columns_of(headings: Sequence[str]) -> Columns | None:
    """The columns that these headings name; None when none of them is of credential numbers."""
    keys = [_keys(heading) for heading in headings]
    number = _first(keys, _NUMBER)
    if number is None:
        number = _first(keys, _ANY_NUMBER)
    if number is None:
        return None
    name = _first(keys, _NAME)
    parts = tuple(place for place, key in enumerate(keys) if key & _PART_OF_NAME)
    return Columns(number, parts if name is None else (name,), _first(keys, _DESIGNATION))


def _first(keys: Sequence[frozenset[str]], known: frozenset[str]) -> int | None:
    return next((place for place, key in enumerate(keys) if key & known), None)


def _keys(heading: str) -> frozenset[str]:
    """The heading in letters alone, and each part of one that is written in two languages."""
    return frozenset(
        key for part in (heading, *_TWO_LANGUAGES.split(heading)) if (key := _letters(part))
    )


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text[:100]).casefold()
    return "".join(sign for sign in plain if sign.isalpha())
