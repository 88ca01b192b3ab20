"""The badge of an award: what its picture says, and that the credential in it is the one issued."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tauliah.apps.awards.documents import BADGE_FORMS, BadgeForm, badge
from tauliah.apps.awards.models import Award
from tauliah.apps.awards.queries import verify_credential
from tauliah.apps.people.queries import User
from tauliah.core.credentials import credential_in

SVG = "{http://www.w3.org/2000/svg}"


def picture(award: Award) -> ET.Element:
    return ET.fromstring(badge(award, "svg"))


def lines(award: Award) -> list[str]:
    return ["".join(text.itertext()) for text in picture(award).iter(f"{SVG}text")]


@pytest.mark.parametrize("form", BADGE_FORMS)
def test_a_badge_carries_the_credential_letter_by_letter(award: Award, form: BadgeForm) -> None:
    assert credential_in(badge(award, form)).decode().strip() == award.credential.strip()


@pytest.mark.parametrize("form", BADGE_FORMS)
def test_a_badge_is_verified_like_the_file(award: Award, moment: datetime, form: BadgeForm) -> None:
    assert verify_credential(badge(award, form), at=moment).valid


def test_it_shows_letters_body_and_year(award: Award) -> None:
    letters, body, year = lines(award)

    assert (letters, year) == ("API", "2026")
    assert body.replace(" ", "") in json.loads(award.credential)["issuer"]["name"].replace(" ", "")


def test_it_says_what_it_shows_to_who_cannot_see_it(award: Award) -> None:
    root = picture(award)
    title = root.find(f"{SVG}title")

    assert root.get("role") == "img"
    assert title is not None
    assert str(title.text).startswith("API, ")


def test_a_badge_names_no_holder_who_keeps_the_name_back(
    conferred: Callable[..., Award], aisyah: User
) -> None:
    award = conferred(aisyah, show_name=False)

    for form in BADGE_FORMS:
        assert b"Aisyah" not in badge(award, form)


def test_markup_in_the_name_of_the_body_stays_text(
    award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tauliah.apps.awards.documents import badges
    from tauliah.core.kernel import LocalText

    published: Any = badges.programme_of(award.release)
    body = published.about.body.model_copy(update={"name": LocalText(en="A & <B>", ms="A & <B>")})
    about = published.about.model_copy(update={"body": body})
    monkeypatch.setattr(
        badges, "programme_of", lambda _: published.model_copy(update={"about": about})
    )

    assert lines(award)[1] == "A & <B>"


def test_the_png_is_512_points_square(award: Award) -> None:
    """PNG 1.2, section 4.1.1: width and height at the beginning of IHDR."""
    assert struct.unpack_from(">II", badge(award, "png"), 16) == (512, 512)


@pytest.mark.parametrize("form", BADGE_FORMS)
def test_the_same_award_gives_the_same_badge(award: Award, form: BadgeForm) -> None:
    assert badge(award, form) == badge(award, form)
