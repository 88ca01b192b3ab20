"""Every test runs here without a network, with warnings as errors, on the database asked for.

`--database sqlite` (the default) is a real file with a write-ahead log; `--database postgresql` is
a real server, started before Django reads its settings and shared by all test processes.
"""

from __future__ import annotations

import os
import shutil
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
# What a developer may say about the tests themselves; all other settings are the tests' own.
KEPT_VARIABLES = {"TAULIAH_BROWSER", "TAULIAH_SCREENSHOTS"}

# No deadline: on a busy machine time says nothing about a law. At a desk each run tries other
# examples; the gate tries the same ones, so that it judges the change and not the day.
hypothesis.settings.register_profile("tauliah", deadline=None, derandomize="CI" in os.environ)
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
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    from django.db import connection

    with django_db_blocker.unblock():
        connection.ensure_connection()
    _let_flush_pass_the_triggers(connection)


def _let_flush_pass_the_triggers(connection: Any) -> None:
    """Append-only tables refuse DELETE, which is also how Django empties them between tests."""
    from django.core.cache import caches

    plain_flush = connection.ops.execute_sql_flush

    def flush(statements: Sequence[str]) -> None:
        # The cache is a table that is no model's: limits on log-ins would pass to the next test.
        for cache in caches.all(initialized_only=True):
            cache.clear()
        if connection.vendor == "postgresql":
            plain_flush(["SET LOCAL session_replication_role = replica", *statements])
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drop = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
        create = [sql for _, sql in triggers]
        plain_flush([*drop, *statements, *create])

    connection.ops.execute_sql_flush = flush


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`, for the few tests that must know."""
    return str(request.config.getoption("database"))
