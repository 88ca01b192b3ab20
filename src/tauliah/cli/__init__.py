"""The `tauliah` command: thin, each command calls actions and queries."""

from __future__ import annotations

import os
import sys

import typer

from tauliah.cli import (
    bank_forms,  # noqa: F401 - its commands join those of the bank
    standard_equating,  # noqa: F401 - its commands join those of standards
    standard_methods,  # noqa: F401 - its commands join those of standards
)
from tauliah.cli.analyses import app as analysis_commands
from tauliah.cli.bank import app as bank_commands
from tauliah.cli.calibrating import calibrate
from tauliah.cli.checking import app as credential_commands
from tauliah.cli.classes import app as class_commands
from tauliah.cli.conferring import confer
from tauliah.cli.console import err
from tauliah.cli.demonstration import demo, journey
from tauliah.cli.keys import app as key_commands
from tauliah.cli.paths import path
from tauliah.cli.persons import app as person_commands
from tauliah.cli.programmes import app as programme_commands
from tauliah.cli.record_store import app as record_store_commands
from tauliah.cli.records import app as record_commands
from tauliah.cli.retention import app as retention_commands
from tauliah.cli.site import account, check, init, serve
from tauliah.cli.sittings import app as sitting_commands
from tauliah.cli.standards import app as standard_commands
from tauliah.cli.tokens import app as token_commands

app = typer.Typer(
    name="tauliah",
    help="Professional designations from programme text to verified credential.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(programme_commands, name="programme")
app.add_typer(record_commands, name="record")
app.add_typer(person_commands, name="person")
app.add_typer(retention_commands, name="retention")
app.add_typer(sitting_commands, name="sitting")
app.add_typer(class_commands, name="classes")
app.add_typer(bank_commands, name="bank")
app.add_typer(analysis_commands, name="analyses")
app.add_typer(standard_commands, name="standards")
app.add_typer(credential_commands, name="credential")
app.add_typer(key_commands, name="keys")
app.add_typer(token_commands, name="tokens")
app.add_typer(record_store_commands, name="record-store")
for command in (check, init, serve, account, calibrate, confer, path, journey, demo):
    app.command()(command)


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tauliah.config.settings")
    try:
        app()
    except Exception as error:
        if not _says_no_table(error):
            raise
        err.print("This site has no database yet: `tauliah init` makes it. Nothing was changed.")
        sys.exit(1)


def _says_no_table(error: Exception) -> bool:
    """Whether a database answered that it is empty, or older than this program."""
    # psycopg and sqlite3 say it by these two; only Django's own classes are meant
    return type(error).__module__ == "django.db.utils" and any(
        words in str(error) for words in ("no such table", "UndefinedTable", "does not exist")
    )
