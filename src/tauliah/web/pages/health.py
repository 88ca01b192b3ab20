"""What a supervisor of the server asks: is it alive, and is it ready for people."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from tauliah.apps.catalogue.queries import NothingPublished, current_release
from tauliah.apps.people.permissions import Permission
from tauliah.web.permissions import requires


@requires(Permission.SERVER_PROBE)
def livez(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "alive"})


@requires(Permission.SERVER_PROBE)
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """Ready, with the release in force; else 503 with what is missing."""
    try:
        reason, release = _state()
    except DatabaseError:
        reason, release = "the database does not answer", None
    if reason:
        return JsonResponse({"status": "not ready", "reason": reason}, status=503)
    return JsonResponse({"status": "ready", "release": release})


def _state() -> tuple[str, int | None]:
    connection.ensure_connection()
    executor = MigrationExecutor(connection)
    ahead = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if ahead:
        return f"{len(ahead)} migrations are not applied", None
    try:
        return "", current_release()
    except NothingPublished:
        return "no release of the programme is published", None
