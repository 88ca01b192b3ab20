"""Each kind of mistake, as a registrar would make it, and how it is told."""

from __future__ import annotations

import pytest

from tauliah.core.kernel import EntryKind
from tests.core.programme.small import (
    COURSE,
    LESSON,
    PAGE,
    PROGRAMME,
    SMALL,
    TERM,
    items,
    loaded,
    problem_of,
    problems_of,
    replaced,
)

API = "designations/api.yaml"
PUM = "courses/PUM/course.yaml"
SECURE = "courses/PUM/items/secure.yaml"
LONG_ID = f"PUM-P-{35 * '1'}"
PRACTICE = "courses/PUM/items/practice.yaml"
RATING = "courses/PUM/lessons/01-rating.en.md"
PREMIUM = "glossary/premium.en.md"
CASES = "cases/api.yaml"
KINDS = [f"'{kind}'" for kind in EntryKind]


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        # the shape of values
        ("programme.yaml", "code: small", "code: Small One",
         ("programme.yaml:1: code: expected small letters, digits and hyphens, such as motor-home, "
         'got "Small One"')),
        ("programme.yaml", "title: {en: Small programme, ms: Program kecil}", "title: {en: Small programme}",
         "programme.yaml:2: title: ms is missing"),
        ("programme.yaml", "title: {en: Small programme, ms: Program kecil}", "title:",
         "programme.yaml:2: title: expected keys with values, got nothing"),
        ("programme.yaml", "ms: Program kecil", "ms: ' '",
         'programme.yaml:2: title.ms: expected text, got " "'),
        ("programme.yaml", "languages: [en, ms]", "languages: en",
         'programme.yaml:7: languages: expected a list, got "en"'),
        ("programme.yaml", "currency: MYR", "currency: ringgit",
         'programme.yaml:8: currency: expected three capital letters, such as MYR, got "ringgit"'),
        ("programme.yaml", "exam: 42000}", "exam: -1}",
         "programme.yaml:9: fees.exam: expected greater than or equal to 0, got -1"),
        ("programme.yaml", "exam: 42000}", "exam: 420.50}",
         ("programme.yaml:9: fees.exam: expected a whole number, got 420.50; "
         "text of digits stands in quotes")),
        ("programme.yaml", "minutes: 5", "minutes: 99999999999",
         ("programme.yaml:16: exam_policy.minutes: expected less than or equal to 10000, "
         "got 99999999999")),
        ("programme.yaml", "pass_mark_percent: 50", "pass_mark_percent: true",
         "programme.yaml:17: exam_policy.pass_mark_percent: expected a whole number, got true"),
        ("programme.yaml", "in_force_from: 2024-01-01", "in_force_from: 2024-02-30",
         'programme.yaml:24: ethics[0].in_force_from: expected a day such as 2026-03-01, got "2024-02-30"'),
        ("programme.yaml", "in_force_from: 2024-01-01", 'in_force_from: "1704067200"',
         'programme.yaml:24: ethics[0].in_force_from: expected a day such as 2026-03-01, got "1704067200"'),
        ("programme.yaml", 'closes: "03-26"', 'closes: "02-30"',
         'programme.yaml:21: windows[0].closes: expected a day that some year has, got "02-30"'),
        ("programme.yaml", 'closes: "03-26"', "closes: 26 March",
         ("programme.yaml:21: windows[0].closes: expected a day of the year as MM-DD, such as 03-26, "
         'got "26 March"')),
        # what agrees within programme.yaml
        ("programme.yaml", "Asia/Kuala_Lumpur", "Asia/Kuala_Lumpour",
         ("programme.yaml:6: timezone: expected a time zone such as Asia/Kuala_Lumpur, "
         "got Asia/Kuala_Lumpour")),
        ("programme.yaml", "languages: [en, ms]", "languages: [en]",
         "programme.yaml:7: languages: expected en, ms"),
        ("programme.yaml", "number: 2", "number: 3",
         "programme.yaml:20: windows: windows are numbered 1, 2, 3 ..., got [1, 3]"),
        ("programme.yaml", 'opens: "07-05"', 'opens: "03-26"',
         "programme.yaml:22: windows[1].opens: opens before the window before it closes (03-26)"),
        ("programme.yaml", 'closes: "12-31"', 'closes: "07-04"',
         "programme.yaml:22: windows[1].closes: closes before it opens"),
        ("programme.yaml", 'version: "2024"', 'version: "2025"',
         "programme.yaml:24: ethics[0]: its text ethics/ethics-2025.en.md is missing"),
        # designations and their rules
        (API, "code: API", "code: APJ",
         "designations/api.yaml:1: code: its place in the folder says API, got APJ"),
        (API, "level: associate", "level: high",
         ("designations/api.yaml:4: level: expected 'entry', 'associate' or 'chartered', "
         'got "high"')),
        (API, "{from: 12, to: 18}", "{from: 18, to: 12}",
         "designations/api.yaml:5: typical_duration_months: from is more than to"),
        (API, "exam: PUM", "exam: PUX",
         ("designations/api.yaml:12: versions[0].requires.all[0].exam: "
         "no exam PUX in this programme")),
        (API, "exam: PUM", "course: PUX",
         ("designations/api.yaml:12: versions[0].requires.all[0].course: "
         "no course PUX in this programme")),
        (API, "exam: PUM", "designation: CPCU",
         ("designations/api.yaml:12: versions[0].requires.all[0].designation: "
         "no designation CPCU in this programme")),
        (API, "exam: PUM", "designation: API",
         "designations/api.yaml:12: versions[0].requires.all[0].designation: API asks for itself"),
        (API, "ethics: ethics", "ethics: morals",
         ("designations/api.yaml:13: versions[0].requires.all[1].ethics: "
         "no ethics morals in this programme")),
        (API, "exam: PUM", "exma: PUM",
         ("designations/api.yaml:12: versions[0].requires.all[0]: expected exactly one of all, any, "
         "at_least, credits, one_pathway_of, exam, course, classroom, designation, ethics, experience")),
        (API, "exam: PUM", "{exam: PUM, ethics: ethics}",
         ("designations/api.yaml:12: versions[0].requires.all[0]: expected exactly one of all, any, "
         "at_least, credits, one_pathway_of, exam, course, classroom, designation, ethics, experience")),
        (API, "- exam: PUM", "- PUM",
         ("designations/api.yaml:12: versions[0].requires.all[0]: expected exactly one of all, any, "
         'at_least, credits, one_pathway_of, exam, course, classroom, designation, ethics, experience, got "PUM"')),
        (API, "exam: PUM", "exam: pum",
         ("designations/api.yaml:12: versions[0].requires.all[0].exam: expected 2 to 10 capital "
         'letters and digits, such as API, got "pum"')),
        (API, "- exam: PUM", "- {any: [{exam: PUM}], titel: {en: A, ms: A}}",
         "designations/api.yaml:12: versions[0].requires.all[0].titel: this key is not known here"),
        (API, "- exam: PUM", "- {any: []}",
         ("designations/api.yaml:12: versions[0].requires.all[0].any: "
         "expected at least 1 of these, got 0")),
        (API, "- exam: PUM", "- at_least: {n: 2, of: [{exam: PUM}]}",
         "designations/api.yaml:12: versions[0].requires.all[0].at_least.n: asks for 2 of only 1"),
        (API, "- exam: PUM", "- at_least: {n: 0, of: [{exam: PUM}]}",
         ("designations/api.yaml:12: versions[0].requires.all[0].at_least.n: "
         "expected greater than or equal to 1, got 0")),
        # courses
        (PUM, "code: PUM\n", "code: PUX\n",
         "courses/PUM/course.yaml:1: code: its place in the folder says PUM, got PUX"),
        (PUM, "items: 2, outcomes: [PUM-1]", "items: 2, outcomes: [PUM-2]",
         "courses/PUM/course.yaml:8: blueprint[0].outcomes[0]: no outcome PUM-2 in this course"),
        (PUM, "items: 2,", "items: 1,",
         "courses/PUM/course.yaml:7: blueprint: the rows add up to 1 items, an exam has 2"),
        (PUM, "items: 2,", "items: 2, levels: {remember: 1, apply: 2},",
         "courses/PUM/course.yaml:8: blueprint[0].levels: the levels add up to 3 items, the row has 2"),
        (PUM, "items: 2,", "items: 2, levels: {know: 2},",
         ("courses/PUM/course.yaml:8: blueprint[0].levels.know: expected 'remember', 'understand', "
         "'apply' or 'analyse', got \"know\"")),
        (PUM, "items: 2,", "items: 2, levels: {apply: 2, analyse: 0},",
         ("courses/PUM/course.yaml:8: blueprint[0].levels.analyse: "
         "expected greater than or equal to 1, got 0")),
        (PUM, "items: 2,", "items: 2, levels: {remember: 1, apply: 1},",
         ("courses/PUM/course.yaml:8: blueprint[0].levels.remember: "
         "asks for 1 items at the level remember, the secure pool has 0")),
        # items
        (SECURE, "pool: secure", "pool: secret",
         "courses/PUM/items/secure.yaml:1: pool: expected 'secure' or 'practice', got \"secret\""),
        (PRACTICE, "key: a", "key: d",
         ("courses/PUM/items/practice.yaml:9: items[0].key: "
         "the key d is not among the options a, b, c")),
        (PRACTICE, "level: apply", "level: know",
         ("courses/PUM/items/practice.yaml:6: items[0].level: expected 'remember', 'understand', "
         "'apply' or 'analyse', got \"know\"")),
        (PRACTICE, "outcome: PUM-1", "outcome: PUM-9",
         "courses/PUM/items/practice.yaml:5: items[0].outcome: no outcome PUM-9 in PUM"),
        (PRACTICE, "lesson: 01-rating", "lesson: 02-rating",
         "courses/PUM/items/practice.yaml:7: items[0].lesson: no lesson 02-rating in PUM"),
        (PRACTICE, "topic: rating", "topic: ratting",
         "courses/PUM/items/practice.yaml:2: topic: no topic ratting in the blueprint of PUM"),
        (PRACTICE, "en: Wrong", "en: Right",
         "courses/PUM/items/practice.yaml:10: items[0].options: two options read the same (en)"),
        (PRACTICE, "ms: Salah", "ms: Betul",
         "courses/PUM/items/practice.yaml:10: items[0].options: two options read the same (ms)"),
        (PRACTICE, "      b: {text", "      B: {text",
         'courses/PUM/items/practice.yaml:12: items[0].options.B: expected one small letter, got "B"'),
        (PRACTICE, "explanation: {en: It is., ms: Ya.}", "explanation: {en: It is.}",
         "courses/PUM/items/practice.yaml:11: items[0].options.a.explanation: ms is missing"),
        (PRACTICE, "id: PUM-P-1", "id: pum p 1",
         ("courses/PUM/items/practice.yaml:4: items[0].id: expected capital letters, digits and "
         'hyphens, such as PUM-S-RAT-01, got "pum p 1"')),
        (PRACTICE, "id: PUM-P-1", f"id: {LONG_ID}",
         ("courses/PUM/items/practice.yaml:4: items[0].id: expected at most 40 characters, "
         f'got "{LONG_ID}"')),
        (PRACTICE, "What is PUM-P-1?", "what  is pum-s-2?",
         "courses/PUM/items/secure.yaml:18: items[1].stem.en: the same words as in PUM-P-1"),
        # pages
        (RATING, "## Rates", "# Rates",
         f"{RATING}:9: headings start at ##: the title stands in the front matter"),
        (RATING, "A [premium]", "A ![picture](page:x) of a [premium]",
         f"{RATING}:11: a figure stands in a lesson only, written ![text alternative](figure:name)"),
        (RATING, "(glossary:premium)", "(https://example.org)",
         (f"{RATING}:11: expected a link to glossary, lesson, course, designation, page, "
         "got https://example.org")),
        (RATING, "(glossary:premium)", "(glossary: premium)",
         f"{RATING}:11: no link as written: expected [words](glossary:term)"),
        (RATING, "an exposure.", "an exposure,\nand\nmore on [rates](lesson:PUM/02-rating).",
         f"{RATING}:13: dead link: lesson:PUM/02-rating"),
        (RATING, "an exposure.", "an exposure\n\n| a |\n|---|\n| [b](course:PUX) |\n",
         f"{RATING}:15: dead link: course:PUX"),
        (RATING, "an exposure.", "an exposure.\n\n<div>\n\nHi.\n",
         f"{RATING}:13: raw HTML is not used here"),
        (RATING, "an exposure.", "an exposure <!-- to do -->.",
         f"{RATING}:11: raw HTML is not used here"),
        # cases
        (CASES, "met: false", "met: NO",
         'cases/api.yaml:8: cases[0].expect.met: expected true or false, got "NO"'),
        (CASES, "passed: true", "passed: yes",
         "cases/api.yaml:5: cases[0].entries[0]: the fact passed of exam-result is true or false"),
        (CASES, "exam: PUM, passed", "exm: PUM, passed",
         "cases/api.yaml:5: cases[0].entries[0]: the facts of exam-result lack exam"),
        (CASES, "passed: true}", "passed: true, colour: blue}",
         "cases/api.yaml:5: cases[0].entries[0]: exam-result has no fact colour"),
        (CASES, "kind: exam-result", "kind: exam",
         (f"cases/api.yaml:5: cases[0].entries[0].kind: expected {', '.join(KINDS[:-1])} or "
         f'{KINDS[-1]}, got "exam"')),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(path, old, new, said):
    assert problem_of(path, old, new) == said


def test_what_is_shared_by_both_languages_is_told_in_both():
    flawed = {path: text.replace("minutes: 30", "minutes: half") for path, text in SMALL.items()}

    assert problems_of(flawed) == [
        f'courses/PUM/lessons/01-rating.{language}.md:6: minutes: expected a whole number, got "half"'
        for language in ("en", "ms")
    ]


def test_what_a_lesson_names_must_exist():
    lesson = LESSON.replace("topic: rating", "topic: ratting")
    lesson = lesson.replace("[PUM-1]", "[PUM-1, PUM-7]").replace("[premium]\n", "[primium]\n")
    files = {**SMALL, RATING: lesson, RATING.replace(".en.", ".ms."): lesson}

    assert problems_of(files) == [
        f"{RATING}:4: topic: no topic ratting in the blueprint of PUM",
        f"{RATING}:5: outcomes[1]: no outcome PUM-7 in PUM",
        f"{RATING}:7: key_terms[0]: no glossary term primium",
    ]


def test_what_a_glossary_page_points_to_must_exist():
    term = TERM.replace("see_also: []", "see_also:\n  - premium\n  - excess")
    files = {**SMALL, PREMIUM: term, "glossary/premium.ms.md": term}

    assert problems_of(files) == [f"{PREMIUM}:6: see_also[1]: no glossary term excess"]


def test_a_glossary_page_of_a_few_words_is_too_thin():
    assert problems_of({**SMALL, PREMIUM: PAGE.replace("## Text\n\n", "")}) == [
        f"{PREMIUM}:5: a glossary page has at least 150 words, got 2"
    ]


@pytest.mark.parametrize("page", ["designations/api", "courses/PUM/course"])
def test_a_designation_and_a_course_have_a_page(page):
    files = {path: text for path, text in SMALL.items() if not path.startswith(f"{page}.en")}
    without = {path: text for path, text in files.items() if not path.startswith(f"{page}.ms")}

    (in_one_language,) = problems_of(files)
    (in_none,) = problems_of(without)

    assert in_one_language == f"{page}.ms.md: its page in en, {page}.en.md, is missing"
    assert in_none.endswith(".en.md is missing")


def test_a_course_without_its_file_is_told_once():
    files = {path: text for path, text in SMALL.items() if path != PUM}

    assert problems_of(files) == ["courses/PUM/course.yaml: this file is missing"]


def test_an_open_course_has_lessons_and_its_items_point_to_them():
    files = {path: text for path, text in SMALL.items() if "/lessons/" not in path}

    found = problems_of(files)

    assert (
        "courses/PUM/course.yaml:3: status: an open course has lessons, this one has none" in found
    )


def test_a_secure_pool_smaller_than_the_blueprint_is_told_at_the_row():
    assert problems_of({**SMALL, SECURE: items("secure", "PUM-S-1")}) == [
        "courses/PUM/course.yaml:8: blueprint[0].items: asks for 2 items, the secure pool has 1"
    ]


def test_practice_items_do_not_fill_the_secure_pool():
    files = {
        **SMALL,
        SECURE: items("secure", "PUM-S-1"),
        PRACTICE: items("practice", "PUM-P-1", "PUM-P-2"),
    }

    assert len(problems_of(files)) == 1


def test_a_course_in_preparation_needs_neither_lessons_nor_items():
    files = replaced(PUM, "status: open", "status: in-preparation")
    files = {p: t for p, t in files.items() if "/lessons/" not in p and "/items/" not in p}

    assert not loaded(files).programme.course("PUM").is_open


def test_an_item_in_both_pools_is_told_with_the_other_pool():
    assert problems_of({**SMALL, PRACTICE: items("practice", "PUM-P-1", "PUM-S-2")}) == [
        (
            "courses/PUM/items/secure.yaml:14: items[1].id: PUM-S-2 stands in "
            "courses/PUM/items/practice.yaml (practice) too"
        )
    ]


def test_topics_outcomes_and_pathways_stand_once():
    row = "  - {topic: rating, title: {en: Again, ms: Lagi}, items: 1, outcomes: [PUM-1]}\n"
    outcome = "  - {code: PUM-1, text: {en: Again., ms: Lagi.}}\nblueprint:\n"
    course = COURSE.replace("items: 2", "items: 1").replace("blueprint:\n", outcome) + row
    way = "{pathway: long, title: {en: Long, ms: Panjang}, all: [{exam: PUM}]}"
    rules = f"- one_pathway_of:\n            - {way}\n            - {way}"
    files = {**replaced(API, "- exam: PUM", rules), PUM: course}

    assert problems_of(files) == [
        "courses/PUM/course.yaml:5: outcomes: PUM-1 stands 2 times",
        "courses/PUM/course.yaml:8: blueprint: rating stands 2 times",
        (
            "designations/api.yaml:14: versions[0].requires.all[0].one_pathway_of[1].pathway: "
            "the pathway long stands above already"
        ),
    ]


def test_a_version_of_a_code_of_ethics_stands_once():
    line = PROGRAMME.splitlines(keepends=True)[-1]

    assert problems_of({**SMALL, "programme.yaml": PROGRAMME + line}) == [
        "programme.yaml:23: ethics: ethics 2024 stands 2 times"
    ]


def test_versions_of_rules_stand_in_the_order_of_their_dates():
    earlier = SMALL[API].partition("versions:\n")[2].replace("2024-01-01", "2023-01-01")

    assert problems_of({**SMALL, API: SMALL[API] + earlier}) == [
        "designations/api.yaml:7: versions: versions stand in the order of their dates, each once"
    ]


def test_designations_that_ask_for_each_other_are_both_told():
    cpcu = replaced(API, "exam: PUM", "designation: API")[API].replace("API\n", "CPCU\n", 2)
    files = {
        **replaced(API, "exam: PUM", "designation: CPCU"),
        "designations/cpcu.yaml": cpcu,
        "designations/cpcu.en.md": PAGE,
        "designations/cpcu.ms.md": PAGE,
    }

    assert problems_of(files) == [
        (
            "designations/api.yaml:12: versions[0].requires.all[0].designation: API asks for itself "
            "by way of designations/cpcu.yaml:12"
        ),
        (
            "designations/cpcu.yaml:12: versions[0].requires.all[0].designation: CPCU asks for itself "
            "by way of designations/api.yaml:12"
        ),
    ]


def test_a_correction_in_a_case_corrects_an_entry_before_it_with_facts_of_its_kind():
    entry = "      - {day: 2026-02-10, kind: exam-result, facts: {exam: PUM, passed: true}}\n"
    correction = "      - {{day: 2026-03-01, kind: corrected, facts: {facts}}}\n"
    for facts, said in [
        ("{supersedes: 2, with: null}", "entry 2 corrects entry 2, which is not before it"),
        ("{supersedes: 0, with: null}", "entry 2 corrects entry 0, which is not before it"),
        ("{supersedes: 1}", "the facts of corrected lack with"),
        ("{supersedes: 1, with: {exam: PUM}}", "the facts of exam-result lack passed"),
    ]:
        (problem,) = problems_of(replaced(CASES, entry, entry + correction.format(facts=facts)))
        assert problem.endswith(said)
    sound = entry + correction.format(facts="{supersedes: 1, with: {exam: PUM, passed: false}}")
    assert loaded(replaced(CASES, entry, sound))


def test_html_shown_as_code_is_no_html():
    assert loaded(replaced(RATING, "an exposure.", "an exposure `<b>` and 1 < 2 > 0."))


def test_a_long_value_is_told_in_short():
    problem = problem_of(PRACTICE, "level: apply", f"level: {'x' * 5000}")

    assert len(problem) < 250


def test_what_cannot_be_read_hides_no_other_mistake_in_its_file():
    flawed = PROGRAMME.replace("exam: 42000", "exam: 420.50").replace("minutes: 5", "minutes: 0")

    assert problems_of({**SMALL, "programme.yaml": flawed + "code: again\ncolour: &x blue\n"}) == [
        (
            "programme.yaml:9: fees.exam: expected a whole number, got 420.50; "
            "text of digits stands in quotes"
        ),
        "programme.yaml:16: exam_policy.minutes: expected greater than or equal to 1, got 0",
        "programme.yaml:25: code: this key stands twice",
        "programme.yaml:26: colour: anchors and aliases (& and *) are not used here",
    ]
