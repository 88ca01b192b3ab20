"""Lists that have pages: what a page of one tells its template."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page


def pages_of(page: Page[Any], **asked: str) -> dict[str, Any]:
    """The context of `components/pagination.html`, which keeps what was asked for in its links."""
    return {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "query": urlencode({name: value for name, value in asked.items() if value}),
    }
