"""`tauliah journey` and `tauliah demo`: the main job, shown from end to end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tauliah.cli.console import err, is_terminal, now, out, start_django, stop
from tauliah.config.environment import environment, read_environment

if TYPE_CHECKING:
    from tauliah.apps.awards.models import Award
    from tauliah.apps.people.queries import User
    from tauliah.cli.journeys import House, Scene

FIRST_DAY = datetime(2024, 7, 5, 1, tzinfo=UTC)
"""When the journeys begin unless told: with the rules of 2024, on the first day of a window."""

DEMO_PASSWORD = "designation-demo"  # noqa: S105 - printed for whoever tries the demo
ITEM_BANK = (
    ("Meiling Tan", "item-author"),
    ("Kumar Pillai", "content-reviewer"),
    ("Rosnah Yusof", "language-reviewer"),
    ("Grace Anak Jimbun", "fairness-reviewer"),
    ("Azman Hashim", "bank-officer"),
    ("Zaleha Idris", "bank-officer"),
)
JUDGES = (
    ("Peiling Chong", "judge"),
    ("Mazlan Idris", "judge"),
    ("Subra Maniam", "judge"),
)


def journey(
    keep: Annotated[
        Path | None,
        typer.Option("--out", help="folder that keeps credential, certificate, transcript"),
    ] = None,
) -> None:
    """Run invented candidates through everything against a fresh database, and verify the end."""
    home = fresh_house("journey", address="http://journey.localhost")
    from tauliah.apps.awards.issuer import issuer_document
    from tauliah.apps.awards.queries import status_lists
    from tauliah.apps.awards.trusted import trust_issuer

    _run_scenes(start=FIRST_DAY, password=None)
    # so that `tauliah credential verify` knows the journey's own issuer from now on
    trust_issuer(home, "journey", document=issuer_document(), status_lists=status_lists(at=now()))
    if keep is not None:
        _keep_documents(keep)


def demo(
    port: Annotated[int, typer.Option(help="port to listen on")] = 8000,
    candidates: Annotated[
        int,
        typer.Option(
            min=0,
            help="so many more invented candidates with a scored exam each, for analyses: 900 do for "
            "every kind, and take some minutes",
        ),
    ] = 0,
) -> None:
    """Run the journeys, add invented people, then serve the site and print its log-ins."""
    fresh_house("demo", address=f"http://localhost:{port}")
    from tauliah.cli.journeys.classrooms import open_classrooms
    from tauliah.cli.journeys.residents import invite_residents
    from tauliah.cli.site import run_server

    start = datetime.fromtimestamp(now().timestamp() - 500 * 86_400, tz=UTC)
    house = _run_scenes(start=start, password=DEMO_PASSWORD)
    people = invite_residents(house, until=now())
    classes = open_classrooms(house, until=now())
    out.print(f"\n{people} more invented people and {classes} classes are in the house.")
    desks = {
        name: _at_the_desk(name, role=role, password=DEMO_PASSWORD, at=start)
        for name, role in (*ITEM_BANK, *JUDGES)
    }
    if candidates:
        _invite_a_crowd(candidates, house, desks)
    number = _first_award().number
    out.print(f"\nA verified credential: http://localhost:{port}/en/verify/{number}/", markup=False)
    out.print("\nLog in with any of these; all people here are invented.\n")
    logins = (
        ("newcomer", "nurul@example.org"),
        ("candidate on the way", "siti@example.org"),
        ("holder of API", "aisyah@example.org"),
        ("registrar", "farid@example.org"),
        ("second registrar", "salmah@example.org"),
        ("invigilator", "devi@example.org"),
        *((role.replace("-", " "), _email_of(name)) for name, role in (*ITEM_BANK, *JUDGES)),
    )
    for who, email in logins:
        out.print(f"  {who:<22} {email:<22} {DEMO_PASSWORD}", markup=False)
    out.print("  employer, public       no log-in is needed to verify a holder\n", markup=False)
    run_server("127.0.0.1", port)


def _progress() -> Progress:
    return Progress(
        TextColumn("   {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=out,
        transient=True,
        disable=not is_terminal(),
    )


def _invite_a_crowd(people: int, house: House, desks: Mapping[str, User]) -> None:
    """Invented candidates with an exam each, for whoever tries the analyses."""
    from dataclasses import replace

    from tauliah.cli.journeys.crowd import Sitters, let_a_crowd_sit

    officers = Sitters(asks=desks["Azman Hashim"], approves=desks["Zaleha Idris"])
    nobody = replace(house, password=None)  # nobody logs in as one of the crowd
    with _progress() as progress:
        task = progress.add_task("exams sat", total=people)
        let_a_crowd_sit(
            nobody, officers, people=people, until=now(), sat=lambda: progress.advance(task)
        )
    out.print(f"{people} invented candidates have sat an exam of PUM.")


def fresh_house(name: str, *, address: str) -> Path:
    """Start Django on an empty data folder of its own; the data folder it stands in.

    The site's own database is never touched: a journey that wipes must not wipe a register.
    """
    values, wrong = read_environment(environment())
    if wrong:
        for line in wrong:
            err.print(line, markup=False)
        raise typer.Exit(2)
    home: Path = values["TAULIAH_DATA"]
    data = home / name
    marker = data / "made-by-tauliah"
    if data.exists() and not marker.exists():
        stop(f"{data} holds something else; move it away first")
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    marker.write_text("This folder is made anew by each run.\n", encoding="utf-8")
    for setting in list(os.environ):
        if setting.startswith("TAULIAH_"):
            del os.environ[setting]
    os.environ |= {"TAULIAH_DATA": str(data), "TAULIAH_ADDRESS": address}
    start_django()
    from tauliah.cli.site import prepare_installation

    prepare_installation()
    return home


def _run_scenes(*, start: datetime, password: str | None) -> House:
    """Walk every scene with a line per step; a scene that goes wrong ends the command."""
    from tauliah.cli.journeys import SCENES, House
    from tauliah.cli.journeys.traveller import JourneyError

    farid = _at_the_desk("Farid Osman", role="registrar", password=password, at=start)
    # what takes two persons needs a second one
    salmah = _at_the_desk(
        "Salmah Idris", role="registrar", password=password, at=start, language="ms"
    )
    _at_the_desk("Devi a/p Raman", role="invigilator", password=password, at=start)
    house = House(registrar=farid, second_registrar=salmah, password=password)
    for number, scene in enumerate(SCENES, start=1):
        out.print(f"\n[bold]{number}. {scene.title}[/bold]")
        try:
            for line in _lines(scene, house, start):
                out.print(line, markup=False)
        except JourneyError as error:
            stop(f"The journey ended early: {error}")
    from tauliah.apps.record.queries import count_records, verify_records

    faults = list(verify_records())
    if faults:
        stop("\n".join(f"{fault.person}: {fault.number}: {fault.fault}" for fault in faults))
    chains, entries = count_records()
    out.print(f"\n{chains} records with {entries} entries: every seal holds.")
    return house


def _at_the_desk(
    name: str, *, role: str, password: str | None, at: datetime, language: str = "en"
) -> User:
    """An account of somebody who works for the house, at NAME@example.org."""
    from tauliah.apps.people.actions import confirm_email, create_account

    staff = create_account(
        email=_email_of(name),
        full_name=name,
        language=language,
        password=password,
        role=role,
        at=at,
    )
    confirm_email(staff, at=at)
    return staff


def _email_of(name: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower()}@example.org"


def _lines(scene: Scene, house: House, start: datetime) -> Iterator[str]:
    from tauliah.apps.catalogue.queries import local_day
    from tauliah.cli.journeys.traveller import Traveller, morning

    traveller = Traveller(
        house, name=scene.name, email=scene.email, language=scene.language, at=morning(start)
    )
    with _progress() as progress:
        task = progress.add_task("answers saved", total=50 * scene.sittings)
        for step in scene.way(traveller, lambda: progress.advance(task)):
            yield f"   {local_day(step.at).isoformat()}  {step.text}"


def _first_award() -> Award:
    """The award of the first scene's candidate."""
    from tauliah.apps.awards.queries import awards_of
    from tauliah.apps.people.queries import person_by_email
    from tauliah.cli.journeys import SCENES

    person = person_by_email(SCENES[0].email)
    awards = awards_of(person) if person else []
    if not awards:
        stop("the first candidate was conferred nothing")
    return awards[0]


def _keep_documents(folder: Path) -> None:
    """Write the first award's credential, certificate and transcript in both languages."""
    from tauliah.apps.awards.documents import certificate, transcript

    award = _first_award()
    folder.mkdir(parents=True, exist_ok=True)
    kept = {f"{award.number}.json": award.credential.encode()}
    for language in ("en", "ms"):
        kept[f"{award.number}.{language}.pdf"] = certificate(award, language)
        at = award.conferred_at
        kept[f"transcript.{language}.pdf"] = transcript(award.person, language, at=at)
    for name, content in kept.items():
        (folder / name).write_bytes(content)
        out.print(f"   kept {folder / name}", markup=False)
    out.print(f"Check it: tauliah credential verify {folder / award.number}.json", markup=False)
