"""Staff lists of employers: read from CSV or XLSX, each line answered, the answers written again.

staff = open_staff_list(stream, scratch)
judge = Judge(designations)
answers = [judge.answer(line, register) for line in staff.lines()]
csv_portions([headings("en"), *(cells_of(answer, "en") for answer in answers)])

Numbers are compared exactly, names as people spell them. Nothing here grows with the length of a
list but the numbers that a `Judge` has seen.
"""

from tauliah.core.staff_lists.faults import ListFault
from tauliah.core.staff_lists.judging import Answer, Judge, Registered, Result, State
from tauliah.core.staff_lists.lists import (
    MOST_BYTES,
    MOST_PEOPLE,
    StaffLine,
    StaffList,
    open_staff_list,
    too_many_bytes,
)
from tauliah.core.staff_lists.names import is_same_name, name_key
from tauliah.core.staff_lists.numbers import numbers_in
from tauliah.core.staff_lists.writing import (
    RESULTS,
    Format,
    cells_of,
    csv_portions,
    headings,
    xlsx_portions,
)

__all__ = [
    "MOST_BYTES",
    "MOST_PEOPLE",
    "RESULTS",
    "Answer",
    "Format",
    "Judge",
    "ListFault",
    "Registered",
    "Result",
    "StaffLine",
    "StaffList",
    "State",
    "cells_of",
    "csv_portions",
    "headings",
    "is_same_name",
    "name_key",
    "numbers_in",
    "open_staff_list",
    "too_many_bytes",
    "xlsx_portions",
]
