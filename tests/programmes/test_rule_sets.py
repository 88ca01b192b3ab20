"""Rule sets of bodies unlike ours: each is a folder of rules and of cases that they must keep.

Only what the rules need stands in the folders. `courses.yaml` names the courses, with their terms
where they have any; their files and all pages are made here, as small as they may be.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from tauliah.core.audit import audit_all, load_tried_programme
from tauliah.core.audit.cases import record_of
from tauliah.core.programme import Loaded, read_cases
from tauliah.core.programme.reading import read_yaml
from tests.core.programme.small import PAGE

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/programme.yaml"))


@cache
def files_of(folder: Path) -> dict[str, bytes]:
    files = {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))
    }
    courses = read_yaml("courses.yaml", files.pop("courses.yaml").decode()).value
    pages = ["ethics/ethics-2020", *(f"courses/{code}/course" for code in courses)]
    pages += [path.removesuffix(".yaml") for path in files if path.startswith("designations/")]
    for page in pages:
        files[f"{page}.en.md"] = files[f"{page}.ms.md"] = PAGE.encode()
    for code, about in courses.items():
        terms = {key: about.pop(key) for key in list(about) if key not in ("en", "ms")}
        course = {
            "code": code,
            "title": about,
            "status": "retired" if "retired_on" in terms else "in-preparation",
            "study_hours": 60,
            "outcomes": [{"code": f"{code}-1", "text": about}],
            "blueprint": [{"topic": "all", "title": about, "items": 1, "outcomes": [f"{code}-1"]}],
            **terms,
        }
        # JSON is YAML
        files[f"courses/{code}/course.yaml"] = json.dumps(course).encode()
    return files


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_rule_set_holds_together_and_its_cases_come_out_as_written(folder):
    found = load_tried_programme(files_of(folder))

    assert isinstance(found, Loaded), "\n".join(str(problem) for problem in found)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_rule_set_has_ten_cases_and_more_both_met_and_not(folder):
    cases = [placed.value for placed in read_cases(files_of(folder))]

    assert len(cases) >= 10
    assert {case.expect.met for case in cases} == {True, False}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_all_designations_can_be_audited_at_once_for_every_case(folder):
    found = load_tried_programme(files_of(folder))
    assert isinstance(found, Loaded)

    for placed in read_cases(files_of(folder)):
        case = placed.value
        joint = audit_all(found.programme, tuple(record_of(case)), case.on)
        assert {one.designation.code for one in joint.audits} == {
            one.code for one in found.programme.designations
        }
