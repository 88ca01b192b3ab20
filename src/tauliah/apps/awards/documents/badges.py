"""The badge of an award: a picture of its letters, body and year with the credential baked in."""

from __future__ import annotations

import textwrap
from functools import cache
from html import escape
from pathlib import Path
from typing import Literal

from tauliah.apps.awards.documents.typesetting import drawn
from tauliah.apps.awards.models import Award
from tauliah.apps.catalogue.queries import local_day, programme_of
from tauliah.core.credentials import bake_png, bake_svg

BADGE_FORMS = ("svg", "png")

BadgeForm = Literal["svg", "png"]

# As many letters in a line as fit into the ring, and the size of the letters of a designation in
# units of the picture: all of them in one line of its width.
_LINE = 24
_WIDTH, _LARGEST = 330, 130


def badge(award: Award, form: BadgeForm) -> bytes:
    """The badge of an award in the language of its credential; the same award, the same bytes.

    It names the holder only where the credential does.
    """
    picture = _picture(award)
    if form == "svg":
        return bake_svg(picture, award.credential).encode()
    return bake_png(drawn("badge.typ", picture=picture), award.credential)


def _picture(award: Award) -> str:
    published = programme_of(award.release)
    letters = published.designation(award.designation).letters
    body = published.about.body.name.in_language(award.language)
    year = local_day(award.conferred_at).year
    lines = textwrap.wrap(body, _LINE, max_lines=3, placeholder=" …")
    named = "".join(
        f'<tspan x="256" dy="{0 if number == 0 else 28}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return _template().format(
        title=escape(f"{letters}, {body}, {year}"),
        letters=escape(letters),
        size=min(_LARGEST, round(_WIDTH / (0.72 * max(1, len(letters))))),
        body=named,
        body_at=max(308, 326 - 14 * (len(lines) - 1)),
        year=year,
    )


@cache
def _template() -> str:
    return (Path(__file__).parent / "badge.svg").read_text(encoding="utf-8")
