"""The secure pool from a folder of its own, and the health of a programme, by command."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tauliah.cli.programmes import app
from tests.core.programme.small import SMALL

SECURE = "courses/PUM/items/secure.yaml"


def programme(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def written(folder: Path, files: dict[str, str]) -> str:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture
def public(tmp_path: Path) -> str:
    """The small programme without its secure items."""
    return written(tmp_path / "public", {k: v for k, v in SMALL.items() if k != SECURE})


@pytest.fixture
def kept(tmp_path: Path) -> str:
    """The secure items alone."""
    return written(tmp_path / "kept", {SECURE: SMALL[SECURE], "README.md": "Keep this.\n"})


def test_without_its_secure_items_an_open_course_is_not_whole(public: str) -> None:
    answer = programme("check", public)

    assert answer.exit_code == 1
    assert "the secure pool has 0" in answer.output


def test_the_secure_pool_is_taken_from_another_folder(public: str, kept: str) -> None:
    answer = programme("check", public, "--secure", kept)

    assert answer.exit_code == 0, answer.output
    assert "3 items" in answer.output


def test_both_folders_make_the_programme_that_one_folder_makes(
    public: str, kept: str, tmp_path: Path
) -> None:
    whole = programme("check", written(tmp_path / "whole", dict(SMALL))).output.splitlines()

    apart = programme("check", public, "--secure", kept).output.splitlines()

    assert apart[-1] == whole[-1]
    assert apart[-1].startswith("sha256:")


def test_a_mistake_is_told_in_the_folder_in_which_it_stands(public: str, kept: str) -> None:
    written(Path(kept), {SECURE: SMALL[SECURE].replace("key: a", "key: z", 1)})

    answer = programme("check", public, "--secure", kept)

    assert answer.exit_code == 1
    assert f"{kept}/{SECURE}:" in answer.output


def test_the_other_folder_holds_nothing_but_exam_items(public: str, kept: str) -> None:
    written(Path(kept), {"courses/PUM/items/practice-more.yaml": "pool: practice\n"})

    answer = programme("check", public, "--secure", kept)

    assert answer.exit_code == 2
    assert "expected only courses/CODE/items/secure-*.yaml" in answer.output


def test_what_stands_in_both_folders_is_refused(public: str, kept: str) -> None:
    written(Path(public), {SECURE: SMALL[SECURE]})

    answer = programme("check", public, "--secure", kept)

    assert answer.exit_code == 2
    assert f"{SECURE}: stands in" in answer.output


def test_publishing_freezes_both_folders_together(db: None, public: str, kept: str) -> None:
    from tauliah.apps.catalogue.queries import released_file
    from tauliah.apps.itembank.queries import pool_sizes

    answer = programme("publish", public, "--secure", kept)

    assert answer.exit_code == 0, answer.output
    assert pool_sizes() == {("PUM", "secure"): 2, ("PUM", "practice"): 1}
    assert released_file(SECURE).decode() == SMALL[SECURE]
    with pytest.raises(KeyError):
        released_file("README.md")


def test_planning_takes_both_folders(db: None, public: str, kept: str) -> None:
    programme("publish", public, "--secure", kept)

    answer = programme("plan", public, "--secure", kept)

    assert answer.exit_code == 0, answer.output


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Lessons without cards: 01-rating."), ("ms", "Pelajaran tanpa kad: 01-rating.")],
)
def test_health_says_what_is_thin(public: str, kept: str, language: str, said: str) -> None:
    answer = programme("health", public, "--secure", kept, "--language", language)

    assert answer.exit_code == 0, answer.output
    assert said in answer.output
    assert "PUM-1" in answer.output


def test_health_of_a_flawed_folder_is_its_mistakes(public: str) -> None:
    assert programme("health", public).exit_code == 1
