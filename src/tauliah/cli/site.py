"""`tauliah check`, `init`, `serve` and `account`: the life of an installation."""

from __future__ import annotations

import os
import socket
import sys
import threading
from getpass import getpass
from pathlib import Path
from typing import Annotated, Any

import typer

from tauliah.cli.console import err, now, out, start_django, stop
from tauliah.cli.draining import run_until_told, told_to_end
from tauliah.cli.folders import read_folder, shipped_programme
from tauliah.cli.looking_after import look_after_each_minute
from tauliah.cli.sittings import close_overdue_each_minute
from tauliah.cli.workers import Workers, can_fork, listening
from tauliah.config.environment import SETTINGS, environment, read_environment
from tauliah.core.kernel import Refused

_ROLES = (
    "registrar", "invigilator", "marker", "item-author", "content-reviewer", "language-reviewer",
    "fairness-reviewer", "bank-officer", "judge", "candidate",
)  # fmt: skip
MOST_CONNECTIONS = 4_000
"""Connections of a process at once: each browser keeps one or several while its page is open."""
MOST_WORKERS = 4
"""Processes that answer where nobody says how many."""


def check() -> None:
    """Name every setting, file of a trusted issuer and endorsement that is wrong; print the settings."""
    from tauliah.apps.awards.trusted import issuer_faults

    values, wrong = read_environment(environment())
    if not wrong:
        data = Path(str(values["TAULIAH_DATA"]))
        wrong = issuer_faults(data) or _endorsement_faults(data)
    if wrong:
        for line in wrong:
            err.print(line, markup=False)
        raise typer.Exit(1)
    secret = {
        "TAULIAH_SECRET_KEY", "TAULIAH_SIGNING_KEY_SECRET", "TAULIAH_DATABASE_URL", "TAULIAH_MAIL",
        "TAULIAH_RECORD_STORE_KEY_SECRET",
    }  # fmt: skip
    for setting in SETTINGS:
        value = values[setting.name]
        shown = "(set)" if setting.name in secret and environment().get(setting.name) else value
        out.print(f"{setting.name}={shown or ''}  # {setting.meaning}", markup=False)


def _endorsement_faults(data: Path) -> list[str]:
    """Why each file of an endorsement does not travel with credentials."""
    if not (data / "endorsements").is_dir():
        return []
    start_django()
    from django.conf import settings

    from tauliah.apps.awards.endorsed import endorsements_in

    found = endorsements_in(data, issuer=settings.ISSUER, at=now())
    return [f"{file}: {why.message.en}" for file, why in found.left_out]


def init() -> None:
    """Make or update the database, the signing key and, in a new house, the first release."""
    start_django()
    prepare_installation()


def prepare_installation(*, programme: Path | None = None) -> None:
    """Bring database, key and programme to where a site can start; changes nothing twice."""
    from django.conf import settings
    from django.core.management import call_command

    from tauliah.apps.awards.issuer import key_in_use
    from tauliah.apps.awards.keys import make_signing_key
    from tauliah.apps.catalogue.actions import publish
    from tauliah.apps.catalogue.queries import releases
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.reading.indexing import refresh_index

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if settings.EMBEDDED and make_signing_key(settings.SIGNING_KEY_FILE):
        out.print(f"Made the signing key {settings.SIGNING_KEY_FILE}. Keep a copy of it.")
    key_in_use(at=now())
    if not releases():
        published = publish(read_folder(programme or shipped_programme()), actor=SYSTEM, at=now())
        if isinstance(published, Refused):
            stop(published.message.en)
        if isinstance(published, tuple):
            stop("\n".join(str(problem) for problem in published))
        out.print(f"Published release {published.number} of the programme.")
    refresh_index(at=now())


def serve(
    port: Annotated[int, typer.Option(help="port to listen on")] = 8000,
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    threads: Annotated[int, typer.Option(help="requests that a process answers at once")] = 8,
    workers: Annotated[
        int, typer.Option(help="processes that answer; 0: one for each core, at most 4")
    ] = 0,
) -> None:
    """Start the site; makes what is missing first."""
    start_django()
    prepare_installation()
    run_server(host, port, threads=threads, workers=workers)


def behind_proxy(address: str) -> dict[str, Any]:
    """What the server is told of a proxy that asks from this address; nothing where it is empty.

    It is believed about who asks and whether by https; nobody else's word about these is.
    """
    if not address:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-proto"}
    return {"trusted_proxy": address, "trusted_proxy_headers": headers}


def run_server(host: str, port: int, *, threads: int = 8, workers: int = 0) -> None:
    """Serve until told to end; what is being answered then is finished first.

    `workers` processes answer, or as many as there are cores; with one, this process does it all.
    """
    try:
        listener = listening(host, port)
    except OSError as error:
        stop(f"Cannot listen on {host}:{port}: {error.strerror}. Choose another with --port.")
    _allow_connections()
    out.print(f"The site is at http://{'localhost' if host == '127.0.0.1' else host}:{port}/")
    out.print("Stop it with Ctrl+C.")
    sys.stdout.flush()
    told = told_to_end()
    wanted = workers or min(os.cpu_count() or 1, MOST_WORKERS)

    def answer(told: threading.Event) -> None:
        if not _answer(listener, told, threads=threads):
            err.print("Some requests took too long to finish.")

    def look_after(told: threading.Event) -> None:
        listener.close()
        _begin_to_look_after(told)
        told.wait()

    if wanted > 1 and can_fork():
        _load_all()
        is_drained = Workers(told, listener).supervise([*[answer] * wanted, look_after])
    else:
        stopped = threading.Event()
        _begin_to_look_after(stopped)
        try:
            is_drained = _answer(listener, told, threads=threads)
        finally:
            stopped.set()
    out.print("Stopped." if is_drained else "Stopped; some requests took too long to finish.")


def _answer(listener: socket.socket, told: threading.Event, *, threads: int) -> bool:
    """Answer requests until told to end; whether all that was begun was finished."""
    from django.conf import settings
    from waitress.server import create_server

    from tauliah.config.wsgi import application

    sockets: dict[int, Any] = {}
    server = create_server(
        application,
        map=sockets,
        sockets=[listener],
        threads=threads,
        ident="Tauliah",
        connection_limit=MOST_CONNECTIONS,
        # select() knows no more than 1,024 files
        asyncore_use_poll=True,
        **behind_proxy(settings.PROXY),
    )
    return run_until_told(server, sockets, told)


def _begin_to_look_after(stopped: threading.Event) -> None:
    close_overdue_each_minute(stopped)
    look_after_each_minute(stopped)


def _load_all() -> None:
    """Load what every worker needs, once, and let go of the database: connections are no one's heirs."""
    from django.conf import settings
    from django.db import connection
    from django.template.loader import get_template
    from django.urls import get_resolver

    from tauliah.apps.catalogue.queries import programme
    from tauliah.config.wsgi import application  # noqa: F401 - loaded before the processes part

    _ = get_resolver().reverse_dict
    programme()
    # a room may open its exams in the minute in which the server was started
    for folder in ("exam", "item"):
        for file in (settings.PACKAGE / "web" / "templates" / folder).glob("*.html"):
            get_template(f"{folder}/{file.name}")
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]


def _allow_connections() -> None:
    """Raise this process's limit of open files to what so many connections need, as far as allowed."""
    try:
        import resource
    except ImportError:
        return
    now_allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_CONNECTIONS
    if now_allowed < wanted:
        resource.setrlimit(
            resource.RLIMIT_NOFILE,
            (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most),
        )


def account(
    email: Annotated[str, typer.Argument(help="e-mail address that logs in")],
    name: Annotated[str, typer.Option(prompt="Full name", help="full name")],
    role: Annotated[str, typer.Option(help=", ".join(_ROLES))] = "registrar",
    language: Annotated[str, typer.Option(help="en or ms")] = "en",
) -> None:
    """Make an account; asks for its password."""
    start_django()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from tauliah.apps.people.actions import confirm_email, create_account
    from tauliah.apps.people.queries import person_by_email

    if role not in _ROLES or language not in ("en", "ms"):
        stop(f"--role is one of {', '.join(_ROLES)}; --language is en or ms", code=2)
    if "@" not in email or person_by_email(email):
        stop(f"{email}: not an e-mail address, or has an account already")
    password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password)
    except ValidationError as error:
        stop("\n".join(error.messages))
    user = create_account(
        email=email, full_name=name, language=language, password=password, role=role, at=now()
    )
    confirm_email(user, at=now())
    out.print(f"{user.email} is {'an' if role[0] in 'aeiou' else 'a'} {role} now.")
