"""A small programme with lessons and terms to read, mark and search, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.apps.invented_programme import invented_programme
from tests.services.publishing import publish_once

MOMENT = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)

LESSON = """---
title: {title}
description: {description}
topic: basics
outcomes: [PUM-1]
minutes: 10
---
{body}
"""

PERILS = """## Perils and hazards

A peril causes the loss; a hazard makes the loss more likely or more severe.

Underwriters sort hazards into kinds:

- **Moral** hazard is dishonesty.
- **Morale** hazard is carelessness because of insurance.

## Premiums

Premiums follow the risk, so that nobody pays for another."""

BENCANA = """## Bencana dan bahaya

Bencana menyebabkan kerugian; bahaya menjadikan kerugian lebih kerap atau lebih teruk.

Pengunderait menyusun bahaya mengikut jenis:

- Bahaya **moral** ialah ketidakjujuran.
- Bahaya **sikap** ialah kecuaian kerana insurans.

## Premium

Premium mengikut risiko. Perlindungan dipilih oleh pelanggan."""

TERM = """---
title: {title}
description: {description}
keywords: [{title}]
---
{body}
"""

ENGLISH_TERM = (
    "Subrogation lets the insurer step into the shoes of the insured. " + "More words. " * 90
)
MALAY_TERM = "Subrogasi membolehkan penanggung insurans mengambil tempat pihak insured. " + (
    "Lagi kata. " * 90
)


def lesson_files(english: str = PERILS, malay: str = BENCANA) -> dict[str, str]:
    """The files of one lesson and one term."""
    return {
        "courses/PUM/lessons/01-first.en.md": LESSON.format(
            title="Perils", description="What causes losses.", body=english
        ),
        "courses/PUM/lessons/01-first.ms.md": LESSON.format(
            title="Bencana", description="Punca kerugian.", body=malay
        ),
        "glossary/subrogation.en.md": TERM.format(
            title="Subrogation", description="Taking over a claim.", body=ENGLISH_TERM
        ),
        "glossary/subrogation.ms.md": TERM.format(
            title="Subrogasi", description="Mengambil alih tuntutan.", body=MALAY_TERM
        ),
    }


def publish_lessons(changes: Mapping[str, str] | None = None, *, at: datetime = MOMENT) -> Any:
    """A release with these lessons, some of them changed."""
    return publish_once(invented_programme(lesson_files() | dict(changes or {})), at=at)
