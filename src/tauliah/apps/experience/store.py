"""The record store that the operator configured, and one exchange with it.

It is spoken to by HTTPS, or by HTTP on this machine alone, with a time limit at each step. A
redirection is an answer like any other and is not followed: statements go where the operator said
and nowhere else.
"""

from __future__ import annotations

import base64
import json
import ssl
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tauliah.apps.experience.xapi import VERSION

SECONDS = 10.0
"""How long is waited for each step: the connection, the answer, each part of it."""
_MOST_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What the store said: the status of HTTP, 0 where there was no answer, and in a few words why.

    `retry_after` are the seconds that it asks to be left alone.
    """

    status: int
    words: str = ""
    retry_after: int = 0

    @property
    def is_taken(self) -> bool:
        """Whether it has the statements now."""
        return 200 <= self.status < 300


def store_address() -> str:
    """The address of the store; empty where none is configured."""
    return str(settings.RECORD_STORE)


def send(statements: Sequence[dict[str, Any]]) -> Answer:
    """Give the store some statements; no fault of the network or the set-up is raised."""
    try:
        return _post(json.dumps(list(statements), ensure_ascii=False).encode())
    except ImproperlyConfigured as wrong:
        return Answer(0, str(wrong))
    except (OSError, HTTPException, ValueError) as fault:
        return Answer(0, f"{type(fault).__name__}: {fault}")


def _post(body: bytes) -> Answer:
    parts = urlsplit(store_address())
    headers = {
        "Authorization": f"Basic {base64.b64encode(_credentials().encode()).decode()}",
        "Content-Type": "application/json; charset=utf-8",
        "X-Experience-API-Version": VERSION,
        "User-Agent": "Tauliah",
        "Connection": "close",
    }
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    try:
        connection.request("POST", f"{parts.path}/statements", body=body, headers=headers)
        return _answer(connection.getresponse())
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=SECONDS, context=context)
    return HTTPConnection(host, port, timeout=SECONDS)


def _answer(response: HTTPResponse) -> Answer:
    words = response.read(_MOST_WORDS).decode("utf-8", errors="replace")
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
    after = response.headers.get("Retry-After", "")
    seconds = int(after) if after.isdecimal() and len(after) <= 6 else 0
    return Answer(response.status, f"HTTP {response.status} {plain}".strip(), seconds)


def _credentials() -> str:
    """`NAME:PASSWORD`, from the environment or from a file that only its owner may read."""
    secret = str(settings.RECORD_STORE_KEY_SECRET)
    if secret:
        # not what was read: a secret must not reach a log; so below
        if ":" not in secret:
            raise ImproperlyConfigured("TAULIAH_RECORD_STORE_KEY_SECRET: expected NAME:PASSWORD")
        return secret
    file: Path = settings.RECORD_STORE_KEY_FILE
    try:
        mode = file.stat().st_mode
        if stat.S_IMODE(mode) & 0o077:
            raise ImproperlyConfigured(f"{file}: others can read it; chmod 600 it")
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise ImproperlyConfigured(f"{file}: cannot be read ({type(fault).__name__})") from None
    if ":" not in text or "\n" in text:
        raise ImproperlyConfigured(f"{file}: expected one line NAME:PASSWORD")
    return text
