"""Plots as pages may hold them."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from tauliah.apps.analyses.pictures import Picture
from tauliah.core.psychometrics.plots import for_page


def drawn(svg: str) -> SafeString:
    """A plot inside a page, whose style sheet colours it."""
    # every word in it was escaped when it was drawn
    return mark_safe(for_page(svg))  # noqa: S308


def on_page(picture: Picture) -> tuple[str, SafeString]:
    """The title of a picture, and the picture as a page may hold it."""
    return picture.title, drawn(picture.svg)
