"""The least that a save could be: one insert, committed, by the same server and database.

What the site does beyond it is log-in, permission, the lock, the contract and the chain.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit

_kept, _making = threading.local(), threading.Lock()
_TABLE = "CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY, body TEXT NOT NULL)"
_TABLE_POSTGRESQL = _TABLE.replace("INTEGER", "SERIAL")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Insert the body of the request, commit, and say so."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    _insert(body)
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "15")])
    return [b'{"status":"ok"}']


def _insert(body: str) -> None:
    address = urlsplit(os.environ["TAULIAH_DATABASE_URL"])
    connection = getattr(_kept, "connection", None)
    if address.scheme == "sqlite":
        import sqlite3

        if connection is None:
            connection = sqlite3.connect(address.path + ".floor", timeout=20, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(_TABLE)
            _kept.connection = connection
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO floor (body) VALUES (?)", [body])
        connection.execute("COMMIT")
        return
    import psycopg

    if connection is None:
        [host] = parse_qs(address.query)["host"]
        connection = psycopg.connect(
            host=host, user=address.username, dbname=address.path.lstrip("/"), autocommit=True
        )
        with _making:
            connection.execute(_TABLE_POSTGRESQL)
        _kept.connection = connection
    with connection.transaction():
        connection.execute("INSERT INTO floor (body) VALUES (%s)", [body])
