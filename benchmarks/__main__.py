"""Run every benchmark on an empty data folder and print one table."""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path


def main() -> None:
    """Print machine and figures."""
    with tempfile.TemporaryDirectory() as data:
        for setting in [name for name in os.environ if name.startswith("TAULIAH_")]:
            del os.environ[setting]
        os.environ["TAULIAH_DATA"] = data
        os.environ["DJANGO_SETTINGS_MODULE"] = "tauliah.config.settings"
        import django

        django.setup()
        from benchmarks import audits, credentials, pathfinder, programme, reaudit, saves

        print(
            f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
            f"Python {platform.python_version()}, SQLite at {Path(data).parent}"
        )
        print(f"{'what':<58} {'median':>12} {'99th of 100':>14}")
        for module in (programme, audits, credentials, saves, pathfinder, reaudit):
            for line in module.figures():
                print(line)


main()
