"""`tauliah bank`: the item bank from the command line, by the same rules as its pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from tauliah.cli.acting import done_or_stop, language_of
from tauliah.cli.console import now, out, start_django, stop
from tauliah.core.exam.item_life import DUTIES, ITEM_ACTS, ITEM_STATES, STATE_NAMES

if TYPE_CHECKING:
    from tauliah.apps.people.queries import User

app = typer.Typer(help="Write, review and look after items.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="id of the item, such as PUM-S-RAT-01")]
By = Annotated[str, typer.Option("--as", help="e-mail address of who acts")]
Course = Annotated[str, typer.Option(help="code of a course; all of them without it")]
InLanguage = Annotated[str, typer.Option("--language", help="en or ms")]


@app.callback()
def group() -> None:
    """Write, review and look after items."""


@app.command("items")
def items(
    search: Annotated[str, typer.Argument(help="words of ids, topics, outcomes or lessons")] = "",
    state: Annotated[str, typer.Option(help=", ".join(ITEM_STATES))] = "",
    course: Course = "",
    pool: Annotated[str, typer.Option(help="secure or practice")] = "",
    page: Annotated[int, typer.Option(help="page of the list")] = 1,
) -> None:
    """List items, 25 at a time, without what they say."""
    if state and state not in ITEM_STATES:
        stop(f"--state: expected one of {', '.join(ITEM_STATES)}", code=2)
    start_django()
    from tauliah.apps.itembank.overview import Wanted, page_of_items

    found = page_of_items(Wanted(search, state, course.upper(), pool), number=page)
    if not found.paginator.count:
        stop("No item is found. Leave a word or an option out.")
    table = Table("id", "state", "pool", "topic", "outcome", "level", "version", "forms", box=None)
    for line in found:
        table.add_row(
            line.code, line.state, line.pool, line.topic, line.outcome, line.level,
            str(line.number), str(line.forms),
        )  # fmt: skip
    out.print(table)
    total, pages = found.paginator.count, found.paginator.num_pages
    word = "item" if total == 1 else "items"
    out.print(f"{total} {word}; page {found.number} of {pages}.")


@app.command("waiting")
def waiting(
    by: By,
    language: InLanguage = "en",
    page: Annotated[int, typer.Option(help="page of each list")] = 1,
) -> None:
    """What waits for a person, duty by duty, 25 items of each at a time."""
    person = person_called(by)
    from tauliah.apps.itembank.queues import queues_of

    queues = queues_of(person, pages=dict.fromkeys(DUTIES, page))
    if not queues:
        stop(f"--as {by}: this account has no role in the item bank")
    for queue in queues:
        count, pages = queue.page.paginator.count, queue.page.paginator.num_pages
        shown = f"; page {queue.page.number} of {pages}" if pages > 1 else ""
        out.print(f"{queue.duty}: {count}{shown}", markup=False)
        for line, since in queue.lines:
            state = STATE_NAMES[line.state].in_language(language_of(language))
            out.print(f"  {line.code}  {state}  {since or ''}", markup=False)


@app.command("history")
def history(code: Code, by: By) -> None:
    """Every version of an item, and what was done with it and said about it."""
    person = person_called(by)
    from tauliah.apps.itembank.overview import item_file
    from tauliah.apps.people.permissions import Permission, permissions_of

    if Permission.BANK_READ not in permissions_of(person):
        stop(f"--as {by}: this account has no role in the item bank")
    found = item_file(person, code.upper())
    if found is None:
        stop(f"{code}: the bank has no such item")
    for version in reversed(found.versions):
        origin = version.writer or f"release {version.release}"
        out.print(f"version {version.number}  {version.digest}  {origin}", markup=False)
    for step in found.steps:
        who = step.name or "a release"
        out.print(f"{step.at}  {step.act} -> {step.to}  {who}  {step.comment}", markup=False)


@app.command("write")
def write(  # noqa: PLR0917 - options of a command are parameters
    file: Annotated[Path, typer.Argument(help="a file with the text of one item")],
    by: By,
    course: Annotated[str, typer.Option(help="code of the course")],
    pool: Annotated[str, typer.Option(help="secure or practice")],
    topic: Annotated[str, typer.Option(help="topic of the course's blueprint")],
    language: InLanguage = "en",
) -> None:
    """Keep the text of an item as a new draft, or as a new version of an own item."""
    if not file.is_file():
        stop(f"{file}: no such file", code=2)
    if pool not in ("secure", "practice"):
        stop("--pool: expected secure or practice", code=2)
    author = person_called(by)
    from tauliah.apps.catalogue.surroundings import surroundings_of
    from tauliah.apps.itembank.writing import write_item
    from tauliah.core.programme import PooledItem
    from tauliah.core.programme.item_files import read_item
    from tauliah.core.programme.item_flaws import item_flaws

    read = read_item(file.read_text(encoding="utf-8"), file=str(file))
    if isinstance(read, tuple):
        stop("\n".join(problem.told_in(language_of(language)) for problem in read))
    pooled = PooledItem(course=course.upper(), pool=pool, topic=topic, item=read.item)  # type: ignore[arg-type]
    for flaw in item_flaws(pooled, surroundings_of(course.upper())):
        line, said = read.reading.line(flaw.path), flaw.message.in_language(language)
        out.print(f"{file}:{line}: {said}", markup=False)
    kept = done_or_stop(write_item(author, pooled, at=now()))
    told = "kept" if kept.is_new else "the newest already"
    out.print(f"{kept.code} version {kept.number}, {kept.digest}: {told}.", markup=False)


@app.command("act")
def act(
    code: Code,
    what: Annotated[str, typer.Argument(help=", ".join(ITEM_ACTS))],
    by: By,
    version: Annotated[int, typer.Option(help="the version that was read")],
    comment: Annotated[str, typer.Option(help="why; needed to return and to retire")] = "",
) -> None:
    """Do the next thing with an item: submit it, pass or return it, pilot, operate, retire it."""
    if what not in ITEM_ACTS:
        stop(f"{what}: expected one of {', '.join(ITEM_ACTS)}", code=2)
    person = person_called(by)
    from django.core.exceptions import PermissionDenied

    from tauliah.apps.catalogue.surroundings import surroundings_of
    from tauliah.apps.itembank.overview import item_file
    from tauliah.apps.itembank.writing import act_on_item

    found = item_file(person, code.upper())
    if found is None:
        stop(f"{code}: the bank has no such item")
    try:
        done_or_stop(
            act_on_item(
                person,
                found.line.code,
                what,
                version=version,
                comment=comment,
                around=surroundings_of(found.line.course),
                at=now(),
            )
        )
    except PermissionDenied as error:
        stop(f"--as {by}: this needs the permission {error}")
    out.print(f"{found.line.code}: {what} done.", markup=False)


@app.command("export")
def export(
    folder: Annotated[Path, typer.Argument(help="where the files go; made where it is not there")],
    course: Course = "",
) -> None:
    """Write the approved items that the programme's text lacks as files of its folder."""
    start_django()
    from tauliah.apps.catalogue.queries import programme
    from tauliah.apps.itembank.tending import export_items
    from tauliah.apps.people.permissions import SYSTEM

    on_ethics = [one.code for one in programme().ethics_courses]
    files = export_items(SYSTEM, course.upper(), on_ethics=on_ethics, at=now())
    there = [path for path in files if (folder / path).exists()]
    if there:
        stop(f"{folder / there[0]}: is there already; choose another folder")
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        out.print(f"{folder / path}", markup=False)
    out.print(f"{len(files)} files. They hold keys: keep them where only officers read.")


@app.command("figures")
def figures(course: Course = "") -> None:
    """Count anew what responses say of each version, of one course or of all."""
    start_django()
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.results.item_statistics import count_item_figures, courses_with_results

    courses = [course.upper()] if course else list(courses_with_results())
    if not courses:
        stop("No sitting has a result yet.")
    for code in courses:
        counted = count_item_figures(SYSTEM, code, at=now())
        out.print(f"{code}: {counted} versions have figures.", markup=False)


def person_called(by: str) -> User:
    """Who acts, by the e-mail address; the command ends where there is no such account."""
    start_django()
    from tauliah.apps.people.queries import person_by_email

    found = person_by_email(by)
    if found is None or not found.is_active:
        stop(f"--as {by}: no account has this e-mail address")
    return found
