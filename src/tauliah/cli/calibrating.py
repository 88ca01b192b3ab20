"""`tauliah calibrate`: items calibrated from files of responses, here or on a cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from tauliah.cli.console import err, is_terminal, out, stop
from tauliah.cli.parameter_files import (
    FORMATS,
    Unfinished,
    unfinished_in,
    write_parameters,
    write_unfinished,
)
from tauliah.cli.planning import place_of_work
from tauliah.core.kernel import LANGUAGES, LocalText

if TYPE_CHECKING:
    from tauliah.batch.calibrating import FileCalibration
    from tauliah.core.psychometrics import Reached

STOPPED = 130
"""How a command ends that a person stopped."""

MODELS: dict[str, Literal["1PL", "2PL", "3PL"]] = {"1PL": "1PL", "2PL": "2PL", "3PL": "3PL"}
_PHASES = {
    "looking": LocalText(en="looking at pieces", ms="meneliti bahagian"),
    "reading": LocalText(en="reading pieces", ms="membaca bahagian"),
}


def calibrate(
    files: Annotated[list[Path], typer.Argument(help="files of responses, .parquet or .csv")],
    *,
    model: Annotated[str, typer.Option(help="1PL, 2PL or 3PL")] = "2PL",
    to: Annotated[Path, typer.Option(help="where the parameters go, .csv or .json")] = Path(
        "parameters.csv"
    ),
    workers: Annotated[
        int | None, typer.Option(min=1, help="so many workers of this machine, default 1")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(help="the scheduler of a Dask cluster, as tcp://10.0.0.5:8786")
    ] = None,
    language: Annotated[str, typer.Option(help="en or ms")] = "en",
) -> None:
    """Calibrate the items of all persons in files; stopped with Ctrl+C, the same command goes on."""
    if language not in LANGUAGES:
        stop("--language: expected en or ms", code=2)
    if model not in MODELS:
        stop(f"--model: expected 1PL, 2PL or 3PL, got {model}", code=2)
    if to.suffix not in FORMATS:
        stop(f"--to: expected a name that ends in .csv or .json, got {to.name}", code=2)
    if not find_spec("scipy") or not find_spec("numba"):
        stop("Calibration needs: pip install -r requirements/science.txt", code=2)
    # Read when numpy loads: pieces run side by side, and threads of the matrix library would only
    # wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from tauliah.batch.calibrating import calibrate_files

    on = place_of_work(workers, cluster)
    state = Unfinished.of(files, model, beside=to)
    steps = 0

    def begin(items: tuple[str, ...]) -> Reached | None:
        found = unfinished_in(state, items)
        if found is not None:
            gone_on = LocalText(
                en=f"Going on from where {state.path} stands.",
                ms=f"Menyambung daripada kedudukan dalam {state.path}.",
            )
            err.print(gone_on.in_language(language), markup=False)
        return found

    with _failures_told(language, lambda: steps, state), _progress(language) as (done, told):

        def watch(items: tuple[str, ...], reached: Reached) -> None:
            nonlocal steps
            steps += 1
            write_unfinished(state, items, reached)
            told(steps, reached)

        found = calibrate_files(
            files,
            MODELS[model],
            on=on,
            start=begin,
            watch=watch,
            done=done,
        )
        write_parameters(found, to, language)
    state.path.unlink(missing_ok=True)
    out.print(_summary(found, to).in_language(language), markup=False)
    for remark in found.calibration.remarks:
        line = f"{found.items[remark.item]}: {remark.message.in_language(language)}"
        out.print(line, markup=False)


def _summary(found: FileCalibration, to: Path) -> LocalText:
    fit = found.calibration
    whole = LocalText(
        en=f"{fit.kept.size} of {len(found.items)} items, {found.persons} persons, "
        f"{found.responses} responses; log-likelihood {fit.log_likelihood:.4f}. {to} written.",
        ms=f"{fit.kept.size} daripada {len(found.items)} item, {found.persons} orang, "
        f"{found.responses} respons; log kebolehjadian {fit.log_likelihood:.4f}. {to} ditulis.",
    )
    if fit.has_converged:
        return whole
    return LocalText(
        en=f"{whole.en} The fit did not settle: these are the figures of its best step.",
        ms=f"{whole.ms} Anggaran tidak menumpu: inilah angka bagi langkah terbaiknya.",
    )


@contextmanager
def _failures_told(language: str, steps: Callable[[], int], state: Unfinished) -> Iterator[None]:
    """Ends the command with what is wrong, line by line, or with how to go on."""
    from tauliah.batch import CannotStartError, PartitionFailedError
    from tauliah.batch.response_files import UnreadableFileError
    from tauliah.core.psychometrics import FaultyResponses, NotEstimable

    try:
        yield
    except FaultyResponses as faulty:
        for problem in faulty.problems:
            err.print(problem.told_in(language), markup=False)
        raise typer.Exit(1) from None
    except NotEstimable as refusal:
        stop(refusal.refused.message.in_language(language))
    except (CannotStartError, PartitionFailedError, UnreadableFileError, OSError) as error:
        failed = LocalText(
            en=f"Nothing was calibrated: {error}", ms=f"Tiada apa-apa ditentukur: {error}"
        )
        stop(failed.in_language(language), code=2)
    except KeyboardInterrupt:
        stopped = LocalText(en="Stopped.", ms="Dihentikan.")
        if steps():
            stopped = LocalText(
                en=f"Stopped after step {steps()}. {state.path} keeps where it stood; the same "
                "command goes on from there.",
                ms=f"Dihentikan selepas langkah {steps()}. {state.path} menyimpan kedudukannya; "
                "arahan yang sama akan menyambung dari situ.",
            )
        stop(stopped.in_language(language), code=STOPPED)


@contextmanager
def _progress(
    language: str,
) -> Iterator[tuple[Callable[[str, int, int], None], Callable[[int, Reached], None]]]:
    """How far the pieces are, then step after step, with time and memory, where a person watches."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[memory]}"),
        console=err,
        transient=True,
        disable=not is_terminal(),
    )
    with bar:
        task = bar.add_task("", total=None, memory="")

        def done(phase: str, pieces: int, of: int) -> None:
            words = f"{_PHASES[phase].in_language(language)} {pieces}/{of}"
            bar.update(task, description=words, completed=pieces, total=of, memory=_memory())

        def told(step: int, reached: Reached) -> None:
            words = LocalText(
                en=f"step {step}, {reached.step.persons:.0f} persons, largest change "
                f"{reached.step.change:.5f}",
                ms=f"langkah {step}, {reached.step.persons:.0f} orang, perubahan terbesar "
                f"{reached.step.change:.5f}",
            )
            bar.update(task, description=words.in_language(language), total=None, memory=_memory())

        yield done, told


def _memory() -> str:
    """The most memory that this process has had; nothing where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return ""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in KiB, macOS in bytes.
    return f"{most / (1 << 20 if sys.platform == 'darwin' else 1 << 10):.0f} MiB"
