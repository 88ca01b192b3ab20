"""`tauliah programme publish` and `index`: what is published can be searched."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.apps.invented_programme import invented_programme


def programme(*arguments: str) -> Result:
    from tauliah.cli import app

    return CliRunner().invoke(app, ["programme", *arguments])


def test_what_is_published_is_searched_and_the_index_can_be_made_by_hand(
    db: None, tmp_path: Path
) -> None:
    from tauliah.apps.reading.indexing import is_index_current
    from tauliah.apps.reading.searching import Scope, search

    for path, content in invented_programme().items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    published = programme("publish", str(tmp_path))
    was_current = is_index_current()
    made = programme("index")

    assert published.exit_code == 0, published.output
    assert was_current
    assert "The search looks in 8 passages." in made.output
    assert search("first lesson", Scope("en", with_lessons=True)).count > 0


@pytest.mark.usefixtures("db")
def test_before_anything_is_published_it_says_so() -> None:
    made = programme("index")

    assert made.exit_code == 1
    assert "Nothing is published yet" in made.output
