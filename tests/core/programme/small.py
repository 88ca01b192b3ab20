"""A programme as small as it can be, as text, and the problems that a change to it brings."""

from __future__ import annotations

from collections.abc import Mapping

from tauliah.core.kernel import Problem
from tauliah.core.programme import Loaded, load_programme

PROGRAMME = """\
code: small
title: {en: Small programme, ms: Program kecil}
body:
  name: {en: Small Institute, ms: Institut Kecil}
  about: {en: An invented body., ms: Badan rekaan.}
timezone: Asia/Kuala_Lumpur
languages: [en, ms]
currency: MYR
fees: {matriculation: 0, exam: 42000}
roles:
  - code: broker
    title: {en: Brokers, ms: Broker}
    benefit: {en: You compare., ms: Anda membandingkan.}
exam_policy:
  items: 2
  minutes: 5
  pass_mark_percent: 50
  sittings_per_window: 2
  sittings_per_12_months: 4
windows:
  - {number: 1, title: {en: First, ms: Pertama}, opens: "01-05", closes: "03-26"}
  - {number: 2, title: {en: Second, ms: Kedua}, opens: "07-05", closes: "12-31"}
ethics:
  - {code: ethics, version: "2024", in_force_from: 2024-01-01, title: {en: Code, ms: Kod}}
"""
DESIGNATION = """\
code: API
letters: API
title: {en: Associate, ms: Rakan}
level: associate
typical_duration_months: {from: 12, to: 18}
continuing_education: none
versions:
  - from: 2024-01-01
    source: {en: Rules, ms: Peraturan}
    requires:
      all:
        - exam: PUM
        - ethics: ethics
"""
COURSE = """\
code: PUM
title: {en: Underwriting, ms: Pengunderaitan}
status: open
study_hours: 60
outcomes:
  - {code: PUM-1, text: {en: Explain., ms: Menerangkan.}}
blueprint:
  - {topic: rating, title: {en: Rating, ms: Pengadaran}, items: 2, outcomes: [PUM-1]}
"""
ITEM = """\
  - id: {id}
    outcome: PUM-1
    level: apply
    lesson: 01-rating
    stem: {{en: "What is {id}?", ms: "Apakah {id}?"}}
    key: a
    options:
      a: {{text: {{en: Right, ms: Betul}}, explanation: {{en: It is., ms: Ya.}}}}
      b: {{text: {{en: Wrong, ms: Salah}}, explanation: {{en: No., ms: Bukan.}}}}
      c: {{text: {{en: Other, ms: Lain}}, explanation: {{en: No., ms: Bukan.}}}}
"""
LESSON = """\
---
title: Rating
description: How a price is made.
topic: rating
outcomes: [PUM-1]
minutes: 30
key_terms: [premium]
---
## Rates

A [premium](glossary:premium) is a rate times an exposure.
"""
TERM = """\
---
title: Premium
description: The price of cover.
see_also: []
---
{words}
""".format(words="\n".join(["A premium is the price of cover."] * 25))
PAGE = """\
---
title: A page
description: What it says.
---
## Text

Nothing more.
"""
CASES = """\
cases:
  - title: {en: One exam and the code, ms: Satu peperiksaan dan kod}
    designation: API
    entries:
      - {day: 2026-02-10, kind: exam-result, facts: {exam: PUM, passed: true}}
    on: 2026-02-10
    expect:
      met: false
      left: 1
      missing: [ethics]
"""


def items(pool: str, *ids: str) -> str:
    """A file of items of that pool."""
    return f"pool: {pool}\ntopic: rating\nitems:\n" + "".join(ITEM.format(id=id) for id in ids)


def _in_both(stem: str, text: str) -> dict[str, str]:
    return {f"{stem}.en.md": text, f"{stem}.ms.md": text}


SMALL: Mapping[str, str] = {
    "programme.yaml": PROGRAMME,
    "designations/api.yaml": DESIGNATION,
    **_in_both("designations/api", PAGE),
    **_in_both("ethics/ethics-2024", PAGE),
    **_in_both("glossary/premium", TERM),
    **_in_both("courses/PUM/course", PAGE),
    **_in_both("courses/PUM/lessons/01-rating", LESSON),
    "courses/PUM/course.yaml": COURSE,
    "courses/PUM/items/secure.yaml": items("secure", "PUM-S-1", "PUM-S-2"),
    "courses/PUM/items/practice.yaml": items("practice", "PUM-P-1"),
    "cases/api.yaml": CASES,
}


def encoded(files: Mapping[str, str]) -> dict[str, bytes]:
    """The files as they stand on a disk."""
    return {path: text.encode() for path, text in files.items()}


def replaced(path: str, old: str, new: str) -> dict[str, str]:
    """The small programme with one place of one file changed."""
    assert SMALL[path].count(old) == 1, f"{old!r} does not stand once in {path}"
    return {**SMALL, path: SMALL[path].replace(old, new)}


def problems_of(files: Mapping[str, str]) -> list[str]:
    """Every problem as people read it."""
    found = load_programme(encoded(files))
    assert isinstance(found, tuple), "no problem was found"
    assert all(isinstance(problem, Problem) for problem in found)
    return [str(problem) for problem in found]


def problem_of(path: str, old: str, new: str) -> str:
    """The only problem that a change of one place brings."""
    (problem,) = problems_of(replaced(path, old, new))
    return problem


def loaded(files: Mapping[str, str] = SMALL) -> Loaded:
    """The programme of sound files."""
    found = load_programme(encoded(files))
    assert isinstance(found, Loaded), [str(problem) for problem in found]
    return found
