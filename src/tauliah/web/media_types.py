"""In which media type a credential or a DID document is answered: the one that was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

CREDENTIAL = ("application/vc", "application/vc+ld+json", "application/ld+json", "application/json")
"""A secured credential as JSON: its own type, that of drafts, JSON-LD, and plain JSON."""

DID_DOCUMENT = ("application/did", "application/did+ld+json", "application/did+json")
"""A DID document by the types that its specifications gave it."""

HTML = "text/html"


def kind_of_credential(request: HttpRequest) -> str:
    """The type for a reader who gets a credential in any case; its own where nothing else is named."""
    return preferred(request, CREDENTIAL) or CREDENTIAL[0]


def preferred(request: HttpRequest, kinds: Sequence[str]) -> str:
    """The one of these types that the request would rather have; "" where it takes none of them."""
    found: str | None = request.get_preferred_type(list(kinds))
    return found or ""
