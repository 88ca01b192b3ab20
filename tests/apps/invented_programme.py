"""A programme small enough to publish in every test: exams of two items, three courses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

PROGRAMME = """
code: trial
title: {en: Trial programme, ms: Program percubaan}
body:
  name: {en: Institute of Trials, ms: Institut Percubaan}
  about: {en: An invented body., ms: Badan rekaan.}
timezone: Asia/Kuala_Lumpur
languages: [en, ms]
currency: MYR
fees: {matriculation: 100, exam: 200}
roles:
  - {code: agent, title: {en: Agents, ms: Ejen}, benefit: {en: They learn., ms: Mereka belajar.}}
exam_policy:
  {items: 2, minutes: 5, pass_mark_percent: 50, sittings_per_window: 2, sittings_per_12_months: 4}
windows:
  - {number: 1, title: {en: First, ms: Pertama}, opens: "01-01", closes: "12-31"}
ethics:
  - {code: ethics, version: "2024", in_force_from: 2024-01-01, title: {en: Code 2024, ms: Kod 2024}}
  - {code: ethics, version: "2026", in_force_from: 2026-01-01, title: {en: Code 2026, ms: Kod 2026}}
"""

DESIGNATION = """
code: {code}
letters: {code}
title: {{en: Associate {code}, ms: Rakan {code}}}
level: associate
typical_duration_months: {{from: 6, to: 9}}
continuing_education: none
versions:
  - from: {since}
    source: {{en: Rules, ms: Peraturan}}
    requires: {requires}
"""

API_RULES = """
      all:
        - one_pathway_of:
            - {pathway: long, title: {en: Long way, ms: Jalan panjang}, all: [{exam: PUM}, {exam: PPM}]}
            - {pathway: short, title: {en: Short way, ms: Jalan pendek}, all: [{exam: PIN}]}
        - ethics: ethics
"""

COURSE = """
code: {code}
title: {{en: Course {code}, ms: Kursus {code}}}
status: {status}
study_hours: 5
outcomes: [{{code: {code}-1, text: {{en: One can., ms: Boleh.}}}}]
blueprint: [{{topic: basics, title: {{en: Basics, ms: Asas}}, items: 2, outcomes: [{code}-1]}}]
"""

PAGE = """---
title: {title}
description: A page.
---
## Text

Nothing more.
"""

LESSON = """---
title: First lesson
description: A lesson.
topic: basics
outcomes: [{code}-1]
minutes: 10
---
## Text

Nothing more.
"""

ITEM = """
  - id: {id}
    outcome: {course}-1
    level: apply
    lesson: 01-first
    stem: {{en: "{stem} {id}?", ms: "{stem} {id}, ms?"}}
    key: a
    options:
      a: {{text: {{en: Right, ms: Betul}}, explanation: {{en: "It is so.", ms: "Begitulah."}}}}
      b: {{text: {{en: Wrong, ms: Salah}}, explanation: {{en: "It is not.", ms: "Bukan."}}}}
      c: {{text: {{en: Other, ms: Lain}}, explanation: {{en: "Nor this.", ms: "Bukan ini."}}}}
"""


def invented_programme(changes: Mapping[str, str | None] | None = None) -> dict[str, bytes]:
    """Its files by path; a change gives the new text of a path, or None where it is removed."""
    files = {"programme.yaml": PROGRAMME}
    files |= _designation("API", requires=API_RULES)
    files |= _designation("AINS", requires="{exam: PIN}")
    # its rules are in force only later
    files |= _designation("CPCU", requires="{exam: PPM}", since="2030-01-01")
    files |= _course("PUM", status="open") | _course("PIN", status="open")
    files |= _course("PPM", status="in-preparation")
    for version in ("2024", "2026"):
        files |= _page(f"ethics/ethics-{version}", PAGE.format(title="Code"))
    for path, text in (changes or {}).items():
        files.pop(path, None)
        if text is not None:
            files[path] = text
    return {path: text.encode() for path, text in files.items()}


def item_file(pool: str, *ids: str, stem: str = "What is") -> str:
    """A file of items of one pool."""
    course = ids[0].split("-")[0] if ids else ""
    items = "".join(ITEM.format(id=id, course=course, stem=stem) for id in ids)
    return f"pool: {pool}\ntopic: basics\nitems:{items or ' []'}\n"


def items_path(course: str, pool: str) -> str:
    """Where the items of a course and pool stand."""
    return f"courses/{course}/items/{pool}.yaml"


def ids_of(course: str, pool: str, numbers: Iterable[int]) -> tuple[str, ...]:
    """Item ids such as PUM-S-1."""
    return tuple(f"{course}-{pool[0].upper()}-{number}" for number in numbers)


def _page(slug: str, text: str) -> dict[str, str]:
    return {f"{slug}.{language}.md": text for language in ("en", "ms")}


def _designation(code: str, *, requires: str, since: str = "2024-01-01") -> dict[str, str]:
    slug = f"designations/{code.lower()}"
    rules = DESIGNATION.format(code=code, since=since, requires=requires)
    return {f"{slug}.yaml": rules} | _page(slug, PAGE.format(title=code))


def _course(code: str, *, status: str) -> dict[str, str]:
    folder = f"courses/{code}"
    files = {f"{folder}/course.yaml": COURSE.format(code=code, status=status)}
    files |= _page(f"{folder}/course", PAGE.format(title=code))
    if status == "open":
        files |= _page(f"{folder}/lessons/01-first", LESSON.format(code=code))
        files[items_path(code, "secure")] = item_file("secure", *ids_of(code, "secure", (1, 2, 3)))
        files[items_path(code, "practice")] = item_file("practice", *ids_of(code, "practice", (1,)))
    return files
