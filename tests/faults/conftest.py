"""Houses with an exam that runs, for the servers, databases and networks that fail here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.services import postgresql
from tests.services.crowd import free_port, serving
from tests.services.exam_house import House

CANDIDATES = 16
STARTERS = {"short": 40, "full": 400}


@pytest.fixture(scope="session")
def length(request: pytest.FixtureRequest) -> str:
    """`full` by `make faults`, else `short`."""
    return "full" if request.config.getoption("full") else "short"


@pytest.fixture(scope="session")
def durable_postgresql() -> Iterator[postgresql.Server]:
    """A PostgreSQL of these tests alone, which keeps what it acknowledged and may be killed."""
    with postgresql.running_server(postgresql.DURABLE) as server:
        yield server


@pytest.fixture(scope="session")
def made(
    tmp_path_factory: pytest.TempPathFactory,
    database: str,
    length: str,
    request: pytest.FixtureRequest,
) -> House:
    """A house that nobody uses: each test takes a copy."""
    data = tmp_path_factory.mktemp("made") / "data"
    address = f"sqlite:///{data}/tauliah.sqlite3"
    if database == "postgresql":
        server = request.getfixturevalue("durable_postgresql")
        address = _new_database(server, "made", template="template1")
    house = House(data, address)
    house.make(CANDIDATES, booked=STARTERS[length])
    return house


@pytest.fixture
def house(made: House, tmp_path: Path, database: str, request: pytest.FixtureRequest) -> House:
    """Sixteen candidates whose exam runs, in a house that a test may break."""
    return _copy(made, tmp_path / "data", database, request)


@pytest.fixture(scope="session")
def shared_house(
    made: House,
    tmp_path_factory: pytest.TempPathFactory,
    database: str,
    request: pytest.FixtureRequest,
) -> House:
    """The same for tests that break nothing; each takes candidates of its own."""
    return _copy(made, tmp_path_factory.mktemp("shared") / "data", database, request)


@pytest.fixture(scope="session")
def shared_site(shared_house: House) -> Iterator[int]:
    """The port of a site of the shared house."""
    with _workers(shared_house, "--workers=2") as (port, _):
        yield port


def _copy(made: House, data: Path, database: str, request: pytest.FixtureRequest) -> House:
    shutil.copytree(made.data, data)
    if database == "sqlite":
        return House(data, f"sqlite:///{data}/tauliah.sqlite3")
    server = request.getfixturevalue("durable_postgresql")
    return House(data, _new_database(server, f"house_{uuid4().hex[:12]}", template="made"))


def _new_database(server: postgresql.Server, name: str, *, template: str) -> str:
    import psycopg

    with psycopg.connect(server.address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return server.address.replace("/postgres?", f"/{name}?")


@pytest.fixture
def workers() -> Iterator[Any]:
    """Starts the site of a house as worker processes: (house, options) -> (port, process)."""
    with ExitStack() as stack:

        def start(house: House, *options: str, **more: str) -> Any:
            return stack.enter_context(_workers(house, *options, **more))

        yield start


@contextmanager
def _workers(house: House, *options: str, **more: str) -> Iterator[Any]:
    port = free_port()
    command = ["tests.services.workers", str(port), *options]
    with serving(house, *command, port=port, **more) as process:
        yield port, process
