"""`tauliah retention`: end what is over by the schedule of the settings."""

from __future__ import annotations

from typing import Annotated

import typer

from tauliah.cli.acting import InLanguage, language_of
from tauliah.cli.console import now, out, start_django

app = typer.Typer(help="End what is over by the schedule of the settings.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """End what is over by the schedule of the settings."""


@app.command()
def run(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="only say what would go; change nothing")
    ] = False,
    language: InLanguage = "en",
) -> None:
    """Remove what is over; `serve` does so once a day. Each setting is a line with its count."""
    spoken = language_of(language)
    start_django()
    from tauliah.apps.privacy.retaining import end_what_is_over, over_at

    lines = list(over_at(now())) if dry_run else end_what_is_over(now())
    for one in lines:
        what = one.what.in_language(spoken)
        if not one.days:
            kept = "kept for good" if spoken == "en" else "disimpan selama-lamanya"
            out.print(f"{one.setting}=0: {what}: {kept}", markup=False)
        else:
            out.print(f"{one.setting}={one.days}: {what}: {one.count}", markup=False)
    if dry_run:
        out.print("Nothing was changed." if spoken == "en" else "Tiada apa-apa diubah.")
