"""A folder is read whole: either it is sound, or every mistake in it is told at once."""

from __future__ import annotations

import codecs
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from tauliah.core.kernel import LocalText
from tauliah.core.programme import (
    ExamPassed,
    Loaded,
    Programme,
    link_targets,
    load_programme,
    pooled,
    read_cases,
)
from tauliah.core.programme.folder import read_folder
from tests.core.programme.small import (
    COURSE,
    DESIGNATION,
    LESSON,
    PAGE,
    PROGRAMME,
    SMALL,
    TERM,
    encoded,
    items,
    loaded,
    problems_of,
    replaced,
)

SHIPPED = Path(__file__).resolve().parents[3] / "programmes" / "personal-insurance"


def test_the_small_programme_is_what_its_files_say():
    found = loaded()

    programme = found.programme
    assert programme.about.exam_policy.minutes == 5
    assert programme.about.windows[1].opens == "07-05"
    assert [course.code for course in programme.courses] == ["PUM"]
    assert programme.designation("API").versions[0].from_date == date(2024, 1, 1)
    assert programme.designation("API").versions[0].requires.all[0] == ExamPassed(exam="PUM")
    assert programme.lesson("PUM", "01-rating").en.body.startswith("## Rates\n")
    assert programme.lesson("PUM", "01-rating").minutes == 30
    assert programme.term("premium").ms.title == "Premium"
    assert programme.page("courses/PUM/course").en.description == "What it says."
    secure = pooled(found.items, course="PUM", pool="secure")
    assert [one.item.id for one in secure] == ["PUM-S-1", "PUM-S-2"]


def test_the_shipped_programme_loads():
    files = {
        str(path.relative_to(SHIPPED)): path.read_bytes()
        for path in SHIPPED.rglob("*")
        if path.is_file()
    }

    found = load_programme(files)

    assert isinstance(found, Loaded), [str(problem) for problem in found]
    codes = {designation.code for designation in found.programme.designations}
    assert {"API", "AINS", "CPCU"} <= codes


def test_a_loaded_programme_cannot_be_changed():
    programme = loaded().programme

    with pytest.raises(ValidationError):
        programme.about.exam_policy.minutes = 600


def test_a_release_document_reads_as_the_same_programme():
    programme = loaded().programme

    document = programme.model_dump_json(by_alias=True)

    assert Programme.model_validate_json(document) == programme


def test_a_release_from_before_blueprints_had_levels_reads_as_one_without():
    programme = loaded().programme
    document = programme.model_dump_json(by_alias=True)
    assert document.count('"levels":{}') == 1

    assert Programme.model_validate_json(document.replace(',"levels":{}', "")) == programme


def test_the_levels_of_a_blueprint_are_kept_in_a_release():
    path = "courses/PUM/course.yaml"
    found = loaded(replaced(path, "items: 2,", "items: 2, levels: {apply: 2},")).programme

    kept = Programme.model_validate_json(found.model_dump_json(by_alias=True))

    assert kept == found
    (row,) = kept.course("PUM").blueprint
    assert row.by_level == (0, 0, 2, 0)


def test_the_targets_of_links_are_the_same_by_the_files_and_by_the_programme():
    by_files = read_folder(encoded(SMALL)).names.link_targets

    assert by_files == link_targets(loaded().programme)
    assert "lesson:PUM/01-rating" in by_files


def test_line_ends_and_a_byte_order_mark_make_no_difference():
    unix = encoded(SMALL)
    windows = {
        path: codecs.BOM_UTF8 + content.replace(b"\n", b"\r\n") for path, content in unix.items()
    }
    mac = {path: content.replace(b"\n", b"\r") for path, content in unix.items()}

    assert load_programme(windows) == load_programme(mac) == load_programme(unix)


def test_the_lines_of_mistakes_are_the_same_with_any_line_end():
    flawed = encoded(replaced("courses/PUM/course.yaml", "items: 2", "items: two"))
    windows = {path: content.replace(b"\n", b"\r\n") for path, content in flawed.items()}

    assert load_programme(windows) == load_programme(flawed)


def test_the_digest_covers_every_file_and_its_place():
    digest = loaded().digest

    for path in ("cases/api.yaml", "pages/about", "README.md", "glossary/premium.en.md"):
        if path == "pages/about":
            changed = {**SMALL, "pages/about.en.md": PAGE, "pages/about.ms.md": PAGE}
        else:
            changed = {**SMALL, path: SMALL.get(path, "") + "\n"}
        assert loaded(changed).digest != digest, path
    assert loaded(dict(reversed(SMALL.items()))).digest == digest


def test_ten_mistakes_of_ten_kinds_are_told_at_once_with_their_places():
    files = {
        **SMALL,
        "programme.yaml": PROGRAMME.replace("minutes: 5", "minutes: sixty"),
        "designations/api.yaml": DESIGNATION.replace("exam: PUM", "exam: PUX"),
        "courses/PUM/course.yaml": COURSE.replace("status: open\n", "")
        + "colour: blue\n"
        + "status: closed\n",
        "courses/PUM/items/secure.yaml": items("secure", "PUM-S-1", "PUM-P-1"),
        "courses/PUM/lessons/01-rating.en.md": LESSON.replace("glossary:", "glossary:no-")
        + "\nA <b>bold</b> word.\n",
        "glossary/premium.ms.md": TERM.replace("see_also: []", "see_also: [primium]"),
        "glossary/excess.en.md": TERM,
        "notes.txt": "to do",
    }

    assert problems_of(files) == [
        "courses/PUM/course.yaml:8: colour: this key is not known here",
        "courses/PUM/course.yaml:9: status: expected 'open', 'in-preparation' or 'retired', got \"closed\"",
        (
            "courses/PUM/items/secure.yaml:14: items[1].id: PUM-P-1 stands in "
            "courses/PUM/items/practice.yaml (practice) too"
        ),
        "courses/PUM/lessons/01-rating.en.md:11: dead link: glossary:no-premium",
        "courses/PUM/lessons/01-rating.en.md:13: raw HTML is not used here",
        "designations/api.yaml:12: versions[0].requires.all[0].exam: no exam PUX in this programme",
        "glossary/excess.en.md: its page in ms, glossary/excess.ms.md, is missing",
        (
            "glossary/premium.ms.md:4: see_also: differs from glossary/premium.en.md, "
            "must be the same in both languages"
        ),
        "notes.txt: no file of this name or place is known here",
        'programme.yaml:16: exam_policy.minutes: expected a whole number, got "sixty"',
    ]


def test_a_flawed_file_is_no_reason_to_blame_the_files_that_refer_to_it():
    for path in ("courses/PUM/course.yaml", "designations/api.yaml", "programme.yaml"):
        assert len(problems_of({**SMALL, path: SMALL[path] + "colour: blue\n"})) == 1, path
    for path in ("courses/PUM/items/secure.yaml", "courses/PUM/items/practice.yaml"):
        assert len(problems_of({**SMALL, path: SMALL[path] + "colour: blue\n"})) == 1, path
    for path in ("glossary/premium.en.md", "courses/PUM/lessons/01-rating.ms.md"):
        flawed = SMALL[path].replace("title: ", "titel: ")
        assert len(problems_of({**SMALL, path: flawed})) == 2, path  # unknown key, missing title


def test_an_empty_folder_lacks_its_programme():
    assert problems_of({}) == ["programme.yaml: this file is missing"]


def test_the_other_files_are_checked_although_the_programme_is_missing():
    files = {**replaced("courses/PUM/course.yaml", "study_hours: 60", "study_hours: 0")}
    del files["programme.yaml"]

    assert problems_of(files) == [
        "courses/PUM/course.yaml:4: study_hours: expected greater than or equal to 1, got 0",
        "programme.yaml: this file is missing",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "Programme.yaml",
        "designations/API.yml",
        "courses/pum/course.yaml",
        "courses/PUM/items/sub/secure.yaml",
        "courses/PUM/lessons/01 rating.en.md",
        "glossary/premium.md",
        "../programme.yaml",
        "cases/api.yaml.bak",
        "",
    ],
)
def test_a_file_at_an_unknown_place_is_a_problem(path):
    assert f"{path}: no file of this name or place is known here" in problems_of(
        {**SMALL, path: ""}
    )


def test_a_page_in_a_foreign_language_is_a_problem():
    assert problems_of({**SMALL, "glossary/premium.fr.md": TERM}) == [
        "glossary/premium.fr.md: expected a language, en or ms"
    ]


def test_a_readme_for_those_who_write_is_left_alone():
    assert loaded({**SMALL, "README.md": "# Anything <b>goes</b>"}).programme


def test_what_is_not_utf8_is_a_problem_at_its_line():
    files = encoded(SMALL)
    files["designations/api.yaml"] = b"code: API\nletters: \xff\xfe\n"

    assert [str(problem) for problem in load_programme(files)] == [
        "designations/api.yaml:2: not UTF-8 text"
    ]


def test_a_file_larger_than_a_page_can_be_is_a_problem():
    (problem,) = problems_of({**SMALL, "glossary/premium.en.md": TERM + "x" * 1_000_000})

    assert problem == "glossary/premium.en.md: larger than 1000000 bytes"


def test_a_character_that_nobody_sees_is_a_problem_at_its_first_line():
    assert problems_of({**SMALL, "pages/a.en.md": PAGE + "\x00\n\x00", "pages/a.ms.md": PAGE}) == [
        "pages/a.en.md:8: the character U+0000 is not used here"
    ]


def test_the_cases_are_read_with_their_places():
    placed = read_cases(encoded(SMALL))

    assert [case.value.title.en for case in placed] == ["One exam and the code"]
    no = LocalText(en="no", ms="tidak")
    assert str(placed[0].problem(("expect", "left"), no)) == (
        "cases/api.yaml:9: cases[0].expect.left: no"
    )


def test_items_are_kept_in_the_order_of_their_files():
    more = {**SMALL, "courses/PUM/items/secure-b.yaml": items("secure", "PUM-S-9")}

    ids = [one.item.id for one in loaded(more).items]

    assert ids == ["PUM-P-1", "PUM-S-9", "PUM-S-1", "PUM-S-2"]
