"""The one sentence that a reader takes away, for what a file may be besides genuine or false."""

from __future__ import annotations

import pytest
from django.utils import translation

from tauliah.core.credentials import Check, CheckName, Outcome, Verification
from tauliah.core.kernel import LocalText
from tauliah.web.verdicts import shown_checks, verdict_of

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
