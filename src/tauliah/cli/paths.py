"""`tauliah path`: the way from a record to designations, as a table a person can read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from tauliah.cli.console import now, out, start_django, stop
from tauliah.cli.folders import read_folder
from tauliah.core.audit.pathfinder import (
    BookedExam,
    CourseOpenSupposed,
    CreditSupposed,
    ExamSupposed,
    Holiday,
    HoursSupposed,
    Membership,
    NoPlan,
    Objective,
    PathwaySupposed,
    Plan,
    Step,
    Supposing,
    TargetSupposed,
    Wishes,
    calendar_of,
    compared,
    find_path,
)
from tauliah.core.kernel import Entry, Language, LocalText, Problem, spoken_day
from tauliah.core.programme import Loaded, Programme, load_programme, read_cases


class Best(StrEnum):
    """What a plan is best at."""

    CHEAPEST = "cheapest"
    FASTEST = "fastest"
    FEWEST_EXAMS = "fewest-exams"


class Prices(StrEnum):
    """Whose prices are paid."""

    NONE = "none"
    MEMBER = "member"
    MAY_JOIN = "may-join"


class Spoken(StrEnum):
    """A language of the house."""

    EN = "en"
    MS = "ms"


_OBJECTIVES: dict[Best, Objective] = {
    Best.CHEAPEST: "cheapest",
    Best.FASTEST: "fastest",
    Best.FEWEST_EXAMS: "fewest-exams",
}
_PRICES: dict[Prices, Membership] = {
    Prices.NONE: "none",
    Prices.MEMBER: "member",
    Prices.MAY_JOIN: "may-join",
}
_LANGUAGES: dict[Spoken, Language] = {Spoken.EN: "en", Spoken.MS: "ms"}


def path(
    folder: Annotated[Path | None, typer.Argument(help="A folder with a programme.")] = None,
    *,
    to: Annotated[list[str] | None, typer.Option(help="A designation; may be given again.")] = None,
    candidate: Annotated[
        str | None, typer.Option(help="The candidate number of a person of the site.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(help="A file of cases, the first of which is the record.")
    ] = None,
    hours: Annotated[int, typer.Option(min=1, max=168, help="Hours of study a week.")] = 6,
    on: Annotated[str | None, typer.Option(help="The day from which on; today without it.")] = None,
    start: Annotated[str | None, typer.Option(help="The first day of study.")] = None,
    by: Annotated[str | None, typer.Option(help="The last day that is early enough.")] = None,
    budget: Annotated[
        int | None, typer.Option(min=0, help="The most to spend, in whole units of the currency.")
    ] = None,
    pathway: Annotated[
        list[str] | None, typer.Option(help="A pathway, such as API=three-courses.")
    ] = None,
    booked: Annotated[
        list[str] | None, typer.Option(help="An exam booked, such as PUM@2027-03-01.")
    ] = None,
    in_a_window: Annotated[
        int | None, typer.Option(min=1, help="The most exams in one window.")
    ] = None,
    works: Annotated[
        int | None, typer.Option(min=0, max=168, help="Hours a week at work from now on.")
    ] = None,
    membership: Annotated[
        Prices, typer.Option(help="Members' prices: none, member, or may-join where it pays.")
    ] = Prices.NONE,
    holiday: Annotated[
        list[str] | None, typer.Option(help="Days without study, such as 2027-02-06..2027-02-14.")
    ] = None,
    suppose: Annotated[
        list[str] | None,
        typer.Option(
            help="passed:PUM@2027-03-01, failed:, credited: or open: likewise; to:CPCU; "
            "not-to:CPCU; pathway:API=three-courses; hours:10."
        ),
    ] = None,
    objective: Annotated[Best, typer.Option(help="What is best.")] = Best.CHEAPEST,
    language: Annotated[Spoken, typer.Option(help="en or ms.")] = Spoken.EN,
    ics: Annotated[Path | None, typer.Option(help="Write the plan as iCalendar to a file.")] = None,
) -> None:
    """Find the cheapest, fastest or shortest way to designations; exit 1 when there is none."""
    if not to:
        stop("name a designation: --to API", code=2)
    today = _day(on) if on else now().date()
    if candidate is not None:
        programme, entries = _of_the_site(candidate)
    elif folder is not None:
        programme, entries = _of_a_folder(folder, record, today)
    else:
        stop("name a folder, or a person of the site: --candidate NUMBER", code=2)
    supposed = [_supposed(one) for one in suppose or []]
    tongue = _LANGUAGES[language]
    wishes = Wishes(
        targets=tuple(to),
        hours_a_week=hours,
        start=_day(start) if start else None,
        done_by=_day(by) if by else None,
        budget=None if budget is None else budget * 100,
        membership=_PRICES[membership],
        holidays=tuple(_holiday(one) for one in holiday or []),
        pathways=dict(_pair(one) for one in pathway or []),
        booked=tuple(BookedExam(*_dated(one)) for one in booked or []),
        exams_in_a_window=in_a_window,
        works_hours_a_week=works,
    )
    best = _OBJECTIVES[objective]
    try:
        plain = find_path(programme, entries, wishes, on=today, objective=best)
        found = plain
        if supposed:
            found = find_path(
                programme, entries, wishes, on=today, objective=best, supposing=supposed
            )
    except KeyError as unknown:
        stop(f"{unknown.args[0]}: not in this programme", code=2)
    if supposed:
        difference = compared(programme, plain, found, supposing=supposed)
        out.print(difference.sentence.in_language(tongue), markup=False)
    _print(found, tongue)
    if isinstance(found, NoPlan):
        raise typer.Exit(1)
    if ics is not None:
        owner = candidate or "plan"
        made = calendar_of(found, programme, language=tongue, made_at=now(), owner=owner)
        ics.write_bytes(made)


def _holiday(text: str) -> Holiday:
    first, _dots, last = text.partition("..")
    days = Holiday(_day(first), _day(last or first))
    if days.last < days.first:
        stop(f"{text}: the last day is before the first", code=2)
    return days


def _print(found: Plan | NoPlan, language: Language) -> None:
    out.print(found.summary.in_language(language), markup=False)
    if isinstance(found, NoPlan):
        for conflict in found.conflicts:
            if conflict.relaxed is not None:
                out.print(f"- {conflict.relaxed.in_language(language)}", markup=False)
        return
    table = Table(box=None, pad_edge=False)
    for heading in _HEADINGS:
        table.add_column(heading.in_language(language), overflow="fold")
    lines = [(step.day, 0, _line(step, language)) for step in found.steps]
    lines += [
        (one.day, 1, ("", spoken_day(one.day).in_language(language),
                      one.sentence.in_language(language), ""))
        for one in found.milestones
    ]  # fmt: skip
    for _, _, cells in sorted(lines, key=lambda line: line[:2]):
        table.add_row(*cells)
    out.print(table, markup=False)
    for condition in found.conditions:
        out.print(condition.sentence.in_language(language), markup=False)


_HEADINGS = (
    LocalText(en="Study from", ms="Belajar dari"),
    LocalText(en="Day", ms="Hari"),
    LocalText(en="What", ms="Perkara"),
    LocalText(en="Why", ms="Sebab"),
)


def _line(step: Step, language: Language) -> tuple[str, str, str, str]:
    begins = spoken_day(step.study_from).in_language(language) if step.study_from else ""
    return (
        begins,
        spoken_day(step.day).in_language(language),
        step.sentence.in_language(language),
        step.why.in_language(language),
    )


def _of_the_site(candidate: str) -> tuple[Programme, tuple[Entry, ...]]:
    start_django()
    from tauliah.apps.catalogue.queries import current_release, programme
    from tauliah.apps.people.queries import person_by_candidate_number
    from tauliah.apps.record.queries import entries_of

    if not current_release():
        stop("nothing is published yet")
    person = person_by_candidate_number(candidate)
    if person is None:
        stop(f"{candidate}: no such candidate")
    return programme(), entries_of(person)


def _of_a_folder(
    folder: Path, record: Path | None, today: date
) -> tuple[Programme, tuple[Entry, ...]]:
    loaded = load_programme(read_folder(folder))
    if not isinstance(loaded, Loaded):
        stop("\n".join(str(problem) for problem in loaded))
    if record is None:
        return loaded.programme, ()
    from tauliah.core.audit.cases import record_of

    (first, *_) = read_cases({f"cases/{record.name}": record.read_bytes()})
    if isinstance(first, Problem):
        stop(str(first))
    entries = record_of(first.value)
    return loaded.programme, tuple(one for one in entries if one.happened_at.date() <= today)


def _supposed(text: str) -> Supposing:
    kind, _, rest = text.partition(":")
    if kind in ("passed", "failed"):
        exam, day = _dated(rest)
        return ExamSupposed(exam, day, passed=kind == "passed")
    if kind == "credited":
        return CreditSupposed(*_dated(rest))
    if kind == "open":
        return CourseOpenSupposed(*_dated(rest))
    if kind in ("to", "not-to"):
        return TargetSupposed(rest, wanted=kind == "to")
    if kind == "pathway":
        return PathwaySupposed(*_pair(rest))
    if kind != "hours" or not rest.isdigit() or not int(rest):
        stop(f"{text}: not understood; see tauliah path --help", code=2)
    return HoursSupposed(int(rest))


def _dated(text: str) -> tuple[str, date]:
    code, _, day = text.partition("@")
    return code, _day(day)


def _pair(text: str) -> tuple[str, str]:
    code, _, name = text.partition("=")
    if not name:
        stop(f"{text}: expected such as API=three-courses", code=2)
    return code, name


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"{text}: expected a day such as 2027-03-01", code=2)
