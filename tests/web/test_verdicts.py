"""The one sentence that a reader takes away, for what a file may be besides genuine or false."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from tauliah.core.credentials import Check, CheckName, Outcome, Verification
from tauliah.core.kernel import LocalText
from tauliah.web.verdicts import Line, Work, shown_checks, statement_of, verdict_of

WORDS = LocalText(en="-", ms="-")


def answer(**codes: str) -> Verification:
    """All five checks passed but for those named; others are there when they are named."""
    always = [name for name in CheckName if name not in (CheckName.RELATED, CheckName.CONTAINED)]
    names = [*always, *(CheckName(name) for name in codes if CheckName(name) not in always)]
    return Verification(
        tuple(
            Check(
                name,
                {"passed": Outcome.PASSED, "not-checked": Outcome.NOT_CHECKED}.get(
                    codes.get(name.value, "passed"), Outcome.FAILED
                ),
                codes.get(name.value, "passed"),
                WORDS,
            )
            for name in names
        ),
        {},
        "did:web:institute.example",
    )


@pytest.mark.parametrize(
    ("codes", "kind", "title"),
    [
        ({}, "genuine", "Genuine and in force"),
        ({"revocation": "revoked"}, "revoked", "Revoked"),
        ({"revocation": "suspended"}, "revoked", "Suspended"),
        ({"revocation": "not-checked"}, "doubtful", "Genuine, but perhaps revoked"),
        ({"contained": "contained-fails"}, "doubtful", "Genuine, but not all within it holds"),
        ({"related": "changed-resource"}, "doubtful", "Genuine, but not all within it holds"),
        ({"contained": "not-checked", "related": "not-checked"}, "genuine", "Genuine and in force"),
        ({"contained": "contained-fails", "revocation": "revoked"}, "revoked", "Revoked"),
    ],
    ids=range(8),
)
def test_a_verdict_for_each_way_in_which_a_signed_file_may_stand(
    codes: dict[str, str], kind: str, title: str
) -> None:
    with translation.override("en"):
        verdict = verdict_of(answer(**codes))
    with translation.override("ms"):
        malay = verdict_of(answer(**codes))

    assert (verdict.kind, verdict.title) == (kind, title)
    assert malay.title != verdict.title
    assert malay.meaning != verdict.meaning


def test_every_check_that_may_be_made_has_a_name_on_the_page() -> None:
    for language in ("en", "ms"):
        with translation.override(language):
            shown = shown_checks(answer(related="not-checked", contained="contained-fails"))

        assert len({check.name for check in shown}) == len(CheckName)


# What a file says


def exam(name: str, code: str, *, points: str = "") -> dict[str, Any]:
    """A line of a transcript, as Open Badges writes it."""
    described = {"id": f"urn:{code}", "name": name, **({"valueMax": "50"} if points else {})}
    result = {"resultDescription": f"urn:{code}", **({"value": points} if points else {})}
    return {
        "validFrom": "2025-09-10T00:00:00Z",
        "credentialSubject": {
            "achievement": {"name": name, "humanCode": code, "resultDescription": [described]},
            "result": [result],
        },
    }


def test_a_transcript_is_told_line_by_line_with_points_where_they_are_said() -> None:
    lines = [exam("Risk", "PRM", points="44"), exam("Law", "ILW"), "no credential", {}]
    document = {"name": "Transcript", "credentialSubject": {"verifiableCredential": lines}}

    on = datetime(2025, 9, 10, tzinfo=UTC)
    assert statement_of(document).lines == (
        Line("Risk", "PRM", on, "44 / 50"),
        Line("Law", "ILW", on, ""),
    )


def test_exams_work_and_who_endorses_the_body_are_told_as_far_as_they_are_sure() -> None:
    document = {
        **exam("Risk", "PRM", points="44"),
        "issuer": {"name": "Institute", "endorsement": [{"issuer": {"name": "Council"}}]},
        "evidence": [
            {"name": "A paper", "id": "https://papers.example/1"},
            {"name": "Another", "id": "javascript:alert(1)"},
            {"id": "https://papers.example/3"},
        ],
    }

    said = statement_of(document)

    assert said.exams == ("Risk (44 / 50)",)
    assert said.works == (Work("A paper", "https://papers.example/1"), Work("Another", ""))
    assert said.lines == ()
    assert said.endorsed_by == ()
    assert statement_of(document, contained_holds=True).endorsed_by == ("Council",)
