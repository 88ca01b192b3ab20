"""`tauliah confer`: a designation for everybody who meets it, after a window or at any time."""

from __future__ import annotations

import csv
import gc
import os
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from tauliah.batch import PartitionFailedError
from tauliah.cli.acting import (
    By,
    Designation,
    InLanguage,
    done_or_stop,
    language_of,
    registrar_called,
)
from tauliah.cli.console import err, is_terminal, now, out, stop
from tauliah.core.kernel import Refused

OBJECTS_BETWEEN_LOOKS = 500_000


def confer(
    designation: Designation,
    by: By,
    *,
    window: Annotated[
        str, typer.Option(help="only those who have a result of this window, such as 2026-3")
    ] = "",
    refused: Annotated[
        Path | None,
        typer.Option("--out", help="a new .csv file of those who miss something, and what"),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=0, help="processes that audit; 0: one for each core")
    ] = 0,
    language: InLanguage = "en",
) -> None:
    """Confer a designation on all who meet it. May be run again after it was cut off: nobody gets two."""
    spoken = language_of(language)
    registrar = registrar_called(by)
    from tauliah.apps.awards.conferring import confer_on_all

    # nothing of a portion outlives it, and to look for circles in it takes a quarter of the time
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)

    def progress(done: int, of: int) -> None:
        if is_terminal():
            err.print(f"{done} / {of} people", end="\r" if done < of else "\n")
        elif done % 5_000 == 0 and done < of:
            out.print(f"{done} / {of} people")

    with ExitStack() as stack:
        rows = None
        if refused is not None:
            try:
                target = stack.enter_context(refused.open("x", encoding="utf-8", newline=""))
            except FileExistsError:
                stop(f"{refused}: exists; name a new file", code=2)
            except OSError as error:
                stop(str(error), code=2)
            rows = csv.writer(target)
            rows.writerow(("candidate_number", "code", "why"))

        def told(number: str, why: Refused) -> None:
            if rows is not None:
                rows.writerow((number, why.code, why.message.in_language(spoken)))

        try:
            outcome = confer_on_all(
                designation,
                actor=registrar,
                at=now(),
                window=window,
                workers=workers or os.cpu_count() or 1,
                progress=progress,
                told=told,
            )
        except PartitionFailedError as error:
            stop(
                f"Not all records were audited: {error}. Run it again: who holds it is left alone."
            )
        made = done_or_stop(outcome)
    out.print(f"{made.conferred} people hold {designation} from today.", markup=False)
    for code, count in made.refused.most_common():
        out.print(f"{count} do not: {code}", markup=False)
