"""Finds a Chromium for the browser tests; `python -m tests.services.browser` prints its path.

In this order: TAULIAH_BROWSER, a Chromium on the PATH, Debian's package when root, the binary in
the npm package @sparticuz/chromium, Playwright's own download.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
NPM_PACKAGE = "@sparticuz/chromium@147.0.0"
KEPT = Path(__file__).resolve().parents[2] / ".tools" / "browser"
# Node's own Brotli, because Python has none and the machine has Node wherever it has npm.
UNPACK = (
    "const fs = require('fs'), zlib = require('zlib'); fs.writeFileSync(process.argv[2],"
    " zlib.brotliDecompressSync(fs.readFileSync(process.argv[1])), { mode: 0o755 });"
)


class NoBrowserError(RuntimeError):
    """No Chromium was found or could be had."""


def find_browser() -> Path:
    """The path of a Chromium that answers; installs one when the machine has none."""
    named = os.environ.get("TAULIAH_BROWSER")
    if named:
        if answers(Path(named)):
            return Path(named)
        message = f"TAULIAH_BROWSER is {named!r}, which does not start as a Chromium"
        raise NoBrowserError(message)
    # Several test processes may look at once, and only one may install.
    with Path(tempfile.gettempdir(), f"tauliah-browser-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for look in (_on_the_path, _from_debian, _from_npm, _from_playwright):
            found = look()
            if found is not None and answers(found):
                return found
    message = (
        "no browser: set TAULIAH_BROWSER to a Chromium, or install one"
        " (Debian: apt-get install chromium)"
    )
    raise NoBrowserError(message)


def answers(program: Path) -> bool:
    """Whether the program starts here: a binary may be there and its libraries not."""
    done = _run([str(program), "--version"])
    return done is not None and "chrom" in done.stdout.lower()


def _on_the_path() -> Path | None:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else None


def _from_debian() -> Path | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    _say("no Chromium here: installing Debian's")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
    _run(["apt-get", "update", "-q"], environment=quiet)
    _run(install, environment=quiet)
    return _on_the_path()


def _from_npm() -> Path | None:
    kept = KEPT / "chromium"
    if kept.exists():
        return kept
    if not (shutil.which("npm") and shutil.which("node")):
        return None
    _say(f"no Chromium here: taking the one in {NPM_PACKAGE}")
    with tempfile.TemporaryDirectory() as folder:
        _run(["npm", "pack", "--silent", "--pack-destination", folder, NPM_PACKAGE])
        for archive in Path(folder).glob("*.tgz"):
            with tarfile.open(archive) as package:
                package.extract("package/bin/chromium.br", folder, filter="data")
            KEPT.mkdir(parents=True, exist_ok=True)
            packed = Path(folder, "package/bin/chromium.br")
            _run(["node", "-e", UNPACK, str(packed), str(kept)])
    return kept if kept.exists() else None


def _from_playwright() -> Path | None:
    _say("no Chromium here: trying Playwright's download")
    _run([sys.executable, "-m", "playwright", "install", "chromium"])
    where = "from playwright.sync_api import sync_playwright as s\n"
    where += "with s() as p: print(p.chromium.executable_path)"
    done = _run([sys.executable, "-c", where])
    return Path(done.stdout.strip()) if done is not None else None


def _run(
    command: list[str], *, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str] | None:
    """The finished command, or None when it is missing, fails or hangs."""
    try:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
            env=os.environ | (environment or {}),
        )
    except (OSError, subprocess.SubprocessError):
        return None


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


if __name__ == "__main__":
    try:
        print(find_browser())
    except NoBrowserError as error:
        sys.exit(str(error))
