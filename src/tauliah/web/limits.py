"""How often one address may ask for something that costs the server work, and how much it may send."""

from __future__ import annotations

import hashlib
from datetime import datetime
from ipaddress import ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest

SECONDS = 60
ENVELOPE = 16_384
"""Bytes that a form adds around the file in it."""


def is_too_often(request: HttpRequest, what: str, *, most: int, at: datetime) -> bool:
    """Whether this request is more than the `most` that its address has in this minute.

    The address is the one that the server sees; behind a proxy, the server has to be told to trust
    what the proxy says. Two requests at one moment may count as one.
    """
    minute = int(at.timestamp()) // SECONDS
    # hashed: the cache is no place for addresses of people
    who = hashlib.sha256(_neighbourhood(request).encode()).hexdigest()[:32]
    key = f"limit:{what}:{minute}:{who}"
    cache.add(key, 0, timeout=2 * SECONDS)
    try:
        return cache.incr(key) > most
    except ValueError:
        # thrown out of a full cache since the line above
        return False


def body_bytes(request: HttpRequest) -> int:
    """How long the body of this request is, as its header says; 0 where it says nothing."""
    return int(request.META.get("CONTENT_LENGTH") or 0)


def is_too_large(request: HttpRequest, *, most: int) -> bool:
    """Whether its body is larger than a file of `most` bytes in a form.

    To be asked before the form is looked at, so that nothing of a huge body is parsed.
    """
    return body_bytes(request) > most + ENVELOPE


def _neighbourhood(request: HttpRequest) -> str:
    """The address; of IPv6 its /64, of which one household has all."""
    text = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:
        return text
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else text
