"""What differs between two states of a programme is said in words, sorted, and nothing else is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tauliah.core.programme import DIFFERENCE_KINDS, Difference, differences
from tests.core.programme.small import SMALL, TERM, items, loaded, replaced

RULES = "designations/api.yaml"
COURSE = "courses/PUM/course.yaml"
SECURE = "courses/PUM/items/secure.yaml"
PROGRAMME = "programme.yaml"


def between(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    old, new = loaded(before), loaded(after)
    return differences(old.programme, new.programme, items_before=old.items, items_after=new.items)


def told(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.subject, one.sentence.en) for one in between(before, after)]


def with_rules(requires: str) -> dict[str, str]:
    """The small programme in which API asks for this."""
    text = SMALL[RULES]
    return {**SMALL, RULES: text[: text.index("    requires:")] + f"    requires: {requires}\n"}


def rules_told(before: str, after: str) -> list[str]:
    """What is said of a change of rules, without the place that each sentence names."""
    found = between(with_rules(before), with_rules(after))
    place = "Rules of API from 1 January 2024"
    assert all(one.kind == "rules" for one in found)
    assert all(one.sentence.en.startswith(place) for one in found)
    return [one.sentence.en.removeprefix(place) for one in found]


def with_course(status: str, code: str = "PPM") -> dict[str, str]:
    """A second course, in preparation unless told."""
    text = SMALL[COURSE].replace("PUM", code).replace("status: open", f"status: {status}")
    pages = {
        f"courses/{code}/course.{language}.md": SMALL[f"courses/PUM/course.{language}.md"]
        for language in ("en", "ms")
    }
    return {**SMALL, **pages, f"courses/{code}/course.yaml": text}


def test_the_same_programme_has_no_differences() -> None:
    assert between(SMALL, SMALL) == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "{all: [{exam: PUM}]}",
            "{all: [{exam: PUM}, {ethics: ethics}]}",
            [": newly asked for: acceptance of “Code”."],
        ),
        (
            "{all: [{exam: PUM}, {ethics: ethics}]}",
            "{all: [{ethics: ethics}]}",
            [": no longer asked for: the exam Underwriting (PUM)."],
        ),
        (
            "{exam: PUM}",
            "{course: PUM}",
            [
                (
                    ": the course Underwriting (PUM) is asked for instead of the exam Underwriting "
                    "(PUM)."
                )
            ],
        ),
        (
            "{any: [{exam: PUM}]}",
            "{any: [{exam: PUM}, {ethics: ethics}]}",
            [": newly to be chosen: acceptance of “Code”."],
        ),
        (
            "{all: [{any: [{exam: PUM}, {ethics: ethics}]}]}",
            "{all: [{any: [{exam: PUM}]}]}",
            [", list of which one is enough: no longer to be chosen: acceptance of “Code”."],
        ),
        (
            "{at_least: {n: 1, of: [{exam: PUM}, {ethics: ethics}]}}",
            "{at_least: {n: 2, of: [{exam: PUM}, {ethics: ethics}]}}",
            [": at least 2 of the list are asked for instead of 1."],
        ),
        (
            "{all: [{exam: PUM}, {ethics: ethics}]}",
            "{all: [{ethics: ethics}, {exam: PUM}]}",
            [": the requirements stand in another order."],
        ),
        (
            "{all: [{exam: PUM}]}",
            "{all: [{exam: PUM}], title: {en: The exams, ms: Peperiksaan}}",
            [": a title or a description is worded otherwise."],
        ),
        (
            "{exam: PUM}",
            "{all: [{exam: PUM}, {any: [{course: PUM}, {ethics: ethics}]}]}",
            [
                (
                    ": the exam Underwriting (PUM) and (one of the course Underwriting (PUM) or "
                    "acceptance of “Code”) is asked for instead of the exam Underwriting (PUM)."
                )
            ],
        ),
    ],
)
def test_rules_are_compared_requirement_by_requirement(
    before: str, after: str, said: list[str]
) -> None:
    assert rules_told(before, after) == said


def test_a_pathway_is_named_where_it_changes_comes_or_goes() -> None:
    way = "{{pathway: {0}, title: {{en: {0}, ms: {0}}}, all: [{1}]}}"
    short, long = way.format("short", "{exam: PUM}"), way.format("long", "{course: PUM}")
    longer = way.format("long", "{course: PUM}, {ethics: ethics}")

    said = rules_told(f"{{one_pathway_of: [{long}]}}", f"{{one_pathway_of: [{longer}, {short}]}}")
    undone = rules_told(f"{{one_pathway_of: [{long}, {short}]}}", f"{{one_pathway_of: [{long}]}}")

    assert said == [
        ", pathway “long”: newly asked for: acceptance of “Code”.",
        ": new pathway: “short” (the exam Underwriting (PUM)).",
    ]
    assert undone == [": the pathway “short” (the exam Underwriting (PUM)) is withdrawn."]


def test_rules_are_said_in_malay_too() -> None:
    (one,) = between(
        with_rules("{all: [{exam: PUM}]}"), with_rules("{all: [{exam: PUM}, {ethics: ethics}]}")
    )

    assert one.sentence.ms == (
        "Peraturan API mulai 1 Januari 2024: keperluan baharu: penerimaan “Kod”."
    )


def test_a_new_version_of_rules_is_told_with_its_day_and_its_requirements() -> None:
    more = SMALL[RULES] + (
        "  - from: 2027-01-01\n"
        "    source: {en: New rules, ms: Peraturan baharu}\n"
        "    requires: {exam: PUM}\n"
    )

    assert told(SMALL, {**SMALL, RULES: more}) == [
        (
            "rules",
            "API",
            "Rules of API from 1 January 2027: new, asking for the exam Underwriting (PUM).",
        )
    ]
    assert told({**SMALL, RULES: more}, SMALL) == [
        ("rules", "API", "Rules of API from 1 January 2027: withdrawn.")
    ]


def test_another_source_of_the_same_rules_is_told() -> None:
    after = replaced(RULES, "{en: Rules, ms: Peraturan}", "{en: Board 7, ms: Lembaga 7}")

    assert told(SMALL, after) == [
        ("rules", "API", "Rules of API from 1 January 2024: the source is now “Board 7”.")
    ]


def test_designations_that_come_go_and_change_are_told() -> None:
    other = {
        "designations/ains.yaml": SMALL[RULES].replace("API", "AINS"),
        "designations/ains.en.md": SMALL["designations/api.en.md"],
        "designations/ains.ms.md": SMALL["designations/api.ms.md"],
    }

    came = told(SMALL, {**SMALL, **other})
    gone = told({**SMALL, **other}, SMALL)
    changed = told(SMALL, replaced(RULES, "level: associate", "level: chartered"))

    assert came[0] == ("designation", "AINS", "New designation: Associate (AINS).")
    assert [kind for kind, _, _ in came] == ["designation", "rules", "page"]
    assert gone[0] == (
        "designation",
        "AINS",
        "The designation Associate (AINS) is no longer in the programme.",
    )
    assert changed == [("designation", "API", "Changed for Associate (API): level.")]


def test_courses_that_come_open_and_change_are_told() -> None:
    hours = replaced(COURSE, "study_hours: 60", "study_hours: 50")
    status = {**with_course("in-preparation")}

    assert told(SMALL, status)[0] == ("course", "PPM", "New course: Underwriting (PPM).")
    assert told(status, SMALL)[0] == (
        "course",
        "PPM",
        "The course Underwriting (PPM) is no longer in the programme.",
    )
    assert told(SMALL, hours) == [
        ("course", "PUM", "Hours of study for Underwriting (PUM): 50 instead of 60.")
    ]


def test_a_course_that_opens_is_told_apart_from_other_changes() -> None:
    old = loaded(with_course("in-preparation"))
    opened = old.programme.course("PPM").model_copy(update={"status": "open"})
    courses = tuple(opened if one.code == "PPM" else one for one in old.programme.courses)
    new = old.programme.model_copy(update={"courses": courses})

    (one,) = differences(old.programme, new, items_before=old.items, items_after=old.items)
    (back,) = differences(new, old.programme, items_before=old.items, items_after=old.items)

    assert (one.kind, one.subject) == ("course-status", "PPM")
    assert "is now open" in one.sentence.en
    assert "in preparation again" in back.sentence.en


def test_a_blueprint_is_told_topic_by_topic() -> None:
    fewer = {
        **replaced(COURSE, "ms: Pengadaran}, items: 2", "ms: Pengadaran}, items: 1"),
        PROGRAMME: SMALL[PROGRAMME].replace("  items: 2\n", "  items: 1\n"),
    }

    assert told(SMALL, fewer) == [
        ("exam-policy", "items", "Items in each exam: 1 instead of 2."),
        ("blueprint", "PUM", "Exam Underwriting (PUM), topic “Rating”: items 1 instead of 2."),
    ]


def test_levels_of_a_blueprint_are_told_in_words() -> None:
    secure = SMALL[SECURE].replace("level: apply", "level: remember", 1)
    plain = {**SMALL, SECURE: secure}
    levelled = {**plain, COURSE: levels("{apply: 1, remember: 1}")}
    one, other = "remember 1, apply 1", "any level"

    topic = "Exam Underwriting (PUM), topic “Rating”: items by level:"
    assert told(plain, levelled) == [("blueprint", "PUM", f"{topic} {one} instead of {other}.")]
    assert told(levelled, plain) == [("blueprint", "PUM", f"{topic} {other} instead of {one}.")]
    reordered = {**levelled, COURSE: levels("{remember: 1, apply: 1}")}
    assert told(levelled, reordered) == []


def levels(written: str) -> str:
    return SMALL[COURSE].replace("items: 2,", f"items: 2, levels: {written},")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("exam: 42000", "exam: 45050", ("fee", "An exam costs MYR 450.50 instead of MYR 420.00.")),
        (
            "minutes: 5",
            "minutes: 65",
            ("exam-policy", "Minutes for each exam: 65 instead of 5."),
        ),
        (
            'opens: "01-05"',
            'opens: "01-10"',
            (
                "window",
                (
                    "Now for exam window 1 (“First”): from 10 January to 26 March instead of from "
                    "5 January to 26 March."
                ),
            ),
        ),
        (
            "{en: First, ms: Pertama}",
            "{en: Spring, ms: Pertama}",
            ("window", "The title of exam window 1 (“Spring”) is worded otherwise."),
        ),
        (
            "{en: Code, ms: Kod}",
            "{en: Conduct, ms: Kod}",
            ("ethics", "The code of ethics “Code”, version 2024, is now called “Conduct”."),
        ),
        (
            "in_force_from: 2024-01-01",
            "in_force_from: 2023-12-01",
            (
                "ethics",
                (
                    "The code of ethics “Code”, version 2024, is in force from 1 December 2023 instead "
                    "of 1 January 2024."
                ),
            ),
        ),
        (
            "timezone: Asia/Kuala_Lumpur",
            "timezone: Asia/Jakarta",
            ("programme", "Changed for the programme as a whole: time zone."),
        ),
    ],
)
def test_what_programme_yaml_says_is_told(old: str, new: str, said: tuple[str, str]) -> None:
    found = told(SMALL, replaced(PROGRAMME, old, new))

    assert [(kind, sentence) for kind, _, sentence in found] == [said]


def test_windows_and_codes_of_ethics_that_come_and_go_are_told() -> None:
    window = '  - {number: 2, title: {en: Second, ms: Kedua}, opens: "07-05", closes: "12-31"}\n'
    fewer = replaced(PROGRAMME, window, "")
    code = (
        '  - {code: ethics, version: "2026", in_force_from: 2026-07-01, '
        "title: {en: New code, ms: Kod baharu}}\n"
    )
    pages = {
        f"ethics/ethics-2026.{x}.md": SMALL[f"ethics/ethics-2024.{x}.md"] for x in ("en", "ms")
    }
    more = {**SMALL, PROGRAMME: SMALL[PROGRAMME] + code, **pages}

    assert told(SMALL, fewer)[0][2] == "There is no exam window 2 (“Second”) any more."
    assert told(fewer, SMALL)[0][2] == "New exam window 2 (“Second”): from 5 July to 31 December."
    assert told(SMALL, more)[0][:2] == ("ethics", "ethics 2026")
    assert "in force from 1 July 2026" in told(SMALL, more)[0][2]
    assert told(more, SMALL)[0][2].endswith("is no longer there.")


def test_items_are_counted_by_course_and_pool_and_never_shown() -> None:
    path = "courses/PUM/items/secure.yaml"
    more = {**SMALL, path: items("secure", "PUM-S-1", "PUM-S-2", "PUM-S-3")}
    changed = {**SMALL, path: SMALL[path].replace("What is PUM-S-1?", "Which is PUM-S-1?")}

    assert told(SMALL, more) == [
        ("items", "PUM secure", "PUM, exam items: 1 new, 0 changed, 0 retired.")
    ]
    assert told(more, SMALL)[0][2] == "PUM, exam items: 0 new, 0 changed, 1 retired."
    assert told(SMALL, changed)[0][2] == "PUM, exam items: 0 new, 1 changed, 0 retired."
    assert "Which is" not in str(between(SMALL, changed))


def test_an_item_that_changes_its_pool_is_named() -> None:
    new = {
        **SMALL,
        "courses/PUM/items/secure.yaml": items("secure", "PUM-S-1", "PUM-S-2", "PUM-P-1"),
        "courses/PUM/items/practice.yaml": items("practice", "PUM-P-2"),
    }

    sentences = [sentence for _, _, sentence in told(SMALL, new)]

    assert any(sentence.startswith("The item PUM-P-1 moves from PUM,") for sentence in sentences)


def test_pages_are_told_by_title() -> None:
    lesson = "courses/PUM/lessons/01-rating.ms.md"
    found = told(SMALL, replaced(lesson, "description: How a price is made.", "description: X."))
    term = {**SMALL, "glossary/price.en.md": TERM, "glossary/price.ms.md": TERM}

    assert found == [("lesson", "PUM/01-rating", "The lesson “Rating” (PUM/01-rating) is changed.")]
    assert told(SMALL, term) == [("term", "price", "New glossary term: “Premium” (price).")]
    assert told(term, SMALL) == [
        ("term", "price", "The glossary term “Premium” (price) is removed.")
    ]


def test_differences_stand_in_the_order_of_their_kinds_whatever_came_first() -> None:
    after = {
        **replaced(PROGRAMME, "exam: 42000", "exam: 1"),
        COURSE: SMALL[COURSE].replace("60", "61"),
        "pages/about.en.md": SMALL["designations/api.en.md"],
        "pages/about.ms.md": SMALL["designations/api.en.md"],
        RULES: SMALL[RULES].replace("        - ethics: ethics\n", ""),
    }
    found = between(SMALL, after)
    kinds = [one.kind for one in found]

    assert kinds == ["fee", "rules", "course", "page"]
    assert kinds == sorted(kinds, key=DIFFERENCE_KINDS.index)
    assert found == between(SMALL, after)


def test_the_order_in_which_parts_are_kept_plays_no_role() -> None:
    one = loaded(with_course("in-preparation"))
    turned = one.programme.model_copy(
        update={"courses": one.programme.courses[::-1], "pages": one.programme.pages[::-1]}
    )

    assert not differences(
        one.programme, turned, items_before=one.items, items_after=one.items[::-1]
    )
