"""A small learning record store on a port of this machine, which looks at statements closely."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

KEY = "tauliah:a long password"

_KNOWN = {"id", "actor", "verb", "object", "result", "context", "timestamp"}


def faults_of(statement: Any) -> Iterator[str]:
    """Everything about a statement that xAPI 1.0.3 does not allow, of what this house may say."""
    if not isinstance(statement, Mapping):
        yield "a statement is an object"
        return
    yield from (f"unknown: {name}" for name in statement.keys() - _KNOWN)
    yield from (f"missing: {name}" for name in ("actor", "verb", "object") if name not in statement)
    if not _is_uuid(statement.get("id")):
        yield "id is no UUID"
    actor = statement.get("actor", {})
    account = actor.get("account", {})
    if actor.get("objectType") != "Agent" or set(actor) != {"objectType", "account"}:
        yield "an actor is an agent by its account alone"
    if set(account) != {"homePage", "name"} or not _is_iri(account.get("homePage")):
        yield "an account has a home page and a name"
    verb = statement.get("verb", {})
    if not _is_iri(verb.get("id")) or not _is_language_map(verb.get("display")):
        yield "a verb has an IRI and words"
    yield from _object_faults(statement)
    if any(value is None for value in statement.values()):
        yield "null is no value"
    moment = datetime.fromisoformat(statement.get("timestamp", ""))
    if moment.tzinfo is None:
        yield "a timestamp has a zone"


def _object_faults(statement: Mapping[str, Any]) -> Iterator[str]:
    is_voiding = statement["verb"]["id"] == "http://adlnet.gov/expapi/verbs/voided"
    about = statement["object"]
    if is_voiding:
        if about.get("objectType") != "StatementRef" or not _is_uuid(about.get("id")):
            yield "what is voided is named by its id"
        return
    parents = statement.get("context", {}).get("contextActivities", {}).get("parent", [])
    for one in (about, *parents):
        words = one.get("definition", {})
        if not (_is_iri(one.get("id")) and _is_iri(words.get("type"))):
            yield "an activity has an IRI and a type"
        if not _is_language_map(words.get("name")):
            yield "an activity has a name in each language"
    result = statement.get("result", {})
    if set(result) - {"success", "completion"} or {type(one) for one in result.values()} - {bool}:
        yield "of a result only success and completion are said"


def _is_uuid(text: Any) -> bool:
    try:
        return str(UUID(text)) == text
    except (ValueError, TypeError, AttributeError):
        return False


def _is_iri(text: Any) -> bool:
    return isinstance(text, str) and bool(urlsplit(text).scheme and urlsplit(text).netloc)


def _is_language_map(words: Any) -> bool:
    return isinstance(words, Mapping) and set(words) == {"en", "ms"} and all(words.values())


@dataclass
class RecordStore:
    """What the store holds, what it was sent, and how it answers."""

    address: str = ""
    held: dict[str, Any] = field(default_factory=dict)
    batches: list[list[Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """What it says to the next requests in place of looking at them: status and headers."""
    dislikes: set[str] = field(default_factory=set)
    """Ids of statements that it refuses with 400."""

    @property
    def said(self) -> list[tuple[str, str]]:
        """Each statement that is held: the end of its verb, and the way of its object."""
        return [
            (
                one["verb"]["id"].rpartition("/")[2],
                one["object"]["id"].partition("/activities/")[2] or one["object"]["id"],
            )
            for one in self.held.values()
        ]

    def take(self, statements: Any) -> int:
        """Hold all of a batch, or nothing: 400 for a fault, 409 for another of the same id."""
        self.batches.append(statements)
        faults = [fault for one in statements for fault in faults_of(one)]
        self.faults.extend(faults)
        if faults or self.dislikes & {one["id"] for one in statements}:
            return 400
        if any(self.held.get(one["id"], one) != one for one in statements):
            return 409
        self.held.update({one["id"]: one for one in statements})
        return 200


@contextmanager
def record_store() -> Iterator[RecordStore]:
    """A store that runs for as long as the context."""
    store = RecordStore()
    right = "Basic " + base64.b64encode(KEY.encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if store.answers:
                status, headers = store.answers.pop(0)
            else:
                status, headers = self.judge(body), {}
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"[]" if status == 200 else b'{"message": "no"}')

        def judge(self, body: bytes) -> int:
            if self.path != "/xapi/statements":
                return 404
            if self.headers["Authorization"] != right:
                return 401
            if self.headers["X-Experience-API-Version"] != "1.0.3":
                return 400
            return store.take(json.loads(body))

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    store.address = f"http://127.0.0.1:{server.server_port}/xapi"
    try:
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
