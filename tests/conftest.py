"""Every test runs here without a network, with warnings as errors, on the database asked for.

`--database sqlite` (the default) is a real file with a write-ahead log; `--database postgresql` is
a real server, started before Django reads its settings and shared by all test processes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.services import postgresql
from tests.services.loopback import close_the_network

SETTINGS = "tauliah.config.settings"
ROOT = Path(__file__).resolve().parents[1]
KEPT_TABLES = {"django_content_type", "auth_permission"}
LOCK = ROOT / "requirements/runtime.txt"
# What a developer may say about the tests themselves; all other settings are the tests' own.
KEPT_VARIABLES = {"TAULIAH_BROWSER", "TAULIAH_SCREENSHOTS"}

# No deadline: on a busy machine time says nothing about a law. At a desk each run tries other
# examples; the gate tries the same ones, so that it judges the change and not the day, and by
# `--hypothesis-profile gate` fewer, where a test does not say how many it needs.
hypothesis.settings.register_profile("tauliah", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.register_profile(
    "gate", hypothesis.settings.get_profile("tauliah"), max_examples=40
)
hypothesis.settings.load_profile("tauliah")

what_ends_with_the_run = pytest.StashKey[ExitStack]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="the database under the tests; PostgreSQL is started for them",
    )
    parser.addoption(
        "--full",
        action="store_true",
        help="tests of faults at full length: many more kills, candidates and minutes",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    stack = config.stash[what_ends_with_the_run] = ExitStack()
    is_worker = hasattr(config, "workerinput")
    if not is_worker:
        for name in set(os.environ) - KEPT_VARIABLES:
            if name.startswith("TAULIAH_"):
                del os.environ[name]
        if config.getoption("database") == "postgresql":
            # The workers inherit the address; each then makes its own database on the server.
            os.environ["TAULIAH_DATABASE_URL"] = stack.enter_context(postgresql.server())
    folder = Path(tempfile.mkdtemp(prefix="tauliah-tests-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["TAULIAH_DATA"] = str(folder)
    close_the_network()
    # The core is tested without Django, also where there is nothing above it.
    if find_spec("tauliah.config") is not None and find_spec(SETTINGS) is not None:
        _set_django_up()


def pytest_unconfigure(config: pytest.Config) -> None:
    if what_ends_with_the_run in config.stash:
        config.stash[what_ends_with_the_run].close()


def _set_django_up() -> None:
    import django
    from django.conf import settings

    if "DJANGO_SETTINGS_MODULE" in os.environ:
        message = "unset DJANGO_SETTINGS_MODULE: the settings must load after the database starts"
        raise pytest.UsageError(message)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()
    # Slow on purpose is right for a password and wrong for a thousand invented ones.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Tests move time; those about the database's own clock name it.
    settings.EXAM_CLOCK = "django.utils.timezone.now"
    # Not for the workers, who would load them before their own folder is made.
    del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_modify_db_settings_tox_suffix: None,
    request: pytest.FixtureRequest,
) -> None:
    """SQLite in a file of each process's own; PostgreSQL with a database for each process."""
    from django.conf import settings

    if request.config.getoption("database") == "sqlite":
        # In memory there would be no write-ahead log, no locks and no second connection.
        file = tmp_path_factory.mktemp("database") / "tauliah.sqlite3"
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(file)
    else:
        request.getfixturevalue("django_db_modify_db_settings_xdist_suffix")


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_modify_db_settings: None, migrated: Path | None, request: pytest.FixtureRequest
) -> bool:
    """Whether the database is there already: on SQLite where it was migrated before, as a copy."""
    from django.conf import settings

    if migrated is None or not migrated.exists():
        return bool(request.config.getvalue("reuse_db"))
    shutil.copyfile(migrated, settings.DATABASES["default"]["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, migrated: Path | None) -> None:
    from django.db import connection

    with django_db_blocker.unblock():
        connection.ensure_connection()
        if migrated is not None and not migrated.exists():
            _keep_migrated(connection, migrated)
    _let_flush_pass_the_triggers(connection)


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest, database: str) -> Path | None:
    """Where an empty SQLite database with all tables is kept, by what it was made from.

    Migrations take many seconds, in every process of every run. All that they read gives its name.
    """
    cache = getattr(request.config, "cache", None)
    if database != "sqlite" or cache is None:
        return None
    made_from = hashlib.sha256(sqlite3.sqlite_version.encode())
    apps = ROOT / "src/tauliah/apps"
    for file in [*sorted(apps.glob("*/migrations/*.py")), apps / "append_only.py", LOCK]:
        made_from.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return cache.mkdir("migrated") / f"{made_from.hexdigest()[:16]}.sqlite3"


def _keep_migrated(connection: Any, file: Path) -> None:
    """Copy the database, which is empty yet, for those who come later."""
    # other processes do the same at the same time, and each copy is whole
    part = file.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(part)])
    part.replace(file)


def _let_flush_pass_the_triggers(connection: Any) -> None:
    """Append-only tables refuse DELETE, which is also how Django empties them between tests."""
    from django.core.cache import caches
    from django.core.management.commands import flush as command

    plain_flush = connection.ops.execute_sql_flush
    plain_names = connection.introspection.django_table_names

    # What Django writes into its own two tables after a flush takes ten times as long as the flush,
    # and is what stood there before.
    def names(**options: Any) -> list[str]:
        return [name for name in plain_names(**options) if name not in KEPT_TABLES]

    def flush(statements: Sequence[str]) -> None:
        # The cache is a table that is no model's: limits on log-ins would pass to the next test.
        for cache in caches.all(initialized_only=True):
            cache.clear()
        if connection.vendor == "postgresql":
            # To empty the few tables that were written is quicker than to truncate all.
            delete = [
                f'DELETE FROM "{table}"'
                for table in _filled(connection, names(only_existing=True, include_views=False))
            ]
            plain_flush(["SET LOCAL session_replication_role = replica", *delete])
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drop = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
        create = [sql for _, sql in triggers]
        plain_flush([*drop, *statements, *create])

    connection.introspection.django_table_names = names
    connection.ops.execute_sql_flush = flush
    command.emit_post_migrate_signal = lambda *_, **__: None


def _filled(connection: Any, tables: Sequence[str]) -> list[str]:
    asked = [f"""SELECT '{name}' WHERE EXISTS (SELECT 1 FROM "{name}")""" for name in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`, for the few tests that must know."""
    return str(request.config.getoption("database"))
