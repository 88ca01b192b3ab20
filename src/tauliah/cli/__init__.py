"""The `tauliah` command: thin, each command calls actions and queries."""

from __future__ import annotations

import os

import typer

from tauliah.cli import checking, demonstration, programmes, records, site

app = typer.Typer(
    name="tauliah",
    help="Professional designations from programme text to verified credential.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(programmes.app, name="programme")
app.add_typer(records.app, name="record")
app.add_typer(checking.app, name="credential")
app.command("check")(site.check)
app.command("init")(site.init)
app.command("serve")(site.serve)
app.command("account")(site.account)
app.command("journey")(demonstration.journey)
app.command("demo")(demonstration.demo)


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tauliah.config.settings")
    app()
