"""The technical report of an exam as PDF: the same runs give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

from django.conf import settings

from tauliah.apps.analyses.asking import KIND_NAMES
from tauliah.apps.analyses.pictures import Picture, pictures_of, pictures_of_certainty
from tauliah.apps.analyses.report import Part, TechnicalReport
from tauliah.apps.analyses.telling import Section
from tauliah.apps.awards.documents.typesetting import Say, dated, in_language, seal, typeset
from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.core.kernel import LocalText, Table, cell_in, spoken_day

_Named: TypeAlias = dict[str, Picture]


def report_pdf(report: TechnicalReport, language: str, *, at: datetime) -> bytes:
    """The report in one language, dated by the moment `at`."""
    say = in_language(language)
    title = say("Technical report", "Laporan teknikal")
    name = f"{report.title.in_language(language)} ({report.course})"
    window = report.window or say("all windows", "semua tetingkap")
    pictures = {
        part.run.id: _named(str(part.run.id), pictures_of(part.run, language))
        for part in report.parts
    }
    at_cut = _named("adopted", pictures_of_certainty(report.certainty, language))
    return typeset(
        "technical-report.typ",
        {
            **dated(local_day(at), language),
            "body": programme().about.body.name.in_language(language),
            "title": title,
            "document_title": f"{title}: {name}, {window}",
            "about": [
                [say("Exam", "Peperiksaan"), name],
                [say("Window", "Tetingkap"), window],
                [say("As of", "Setakat"), _day(at, language)],
            ],
            "notes": [note.in_language(language) for note in notes_of(report)],
            "parts": [
                *(_part(one, language, say, pictures[one.run.id]) for one in report.parts),
                *_adopted(report, language, say, at_cut),
            ],
            "seal_alt": say("Seal of the institute", "Meterai institut"),
            "note": say(
                "Each figure comes from the run that its part names.",
                "Setiap angka datang daripada analisis yang dinamakan dalam bahagiannya.",
            ),
        },
        seal=seal(),
        **{
            name: picture.svg
            for drawn in (*pictures.values(), at_cut)
            for name, picture in drawn.items()
        },
    )


def notes_of(report: TechnicalReport) -> tuple[LocalText, ...]:
    """What a reader must know of the report as a whole."""
    notes: list[LocalText] = []
    if report.missing:
        names = [KIND_NAMES[kind] for kind in report.missing]
        notes.append(
            LocalText(
                en=f"Not made yet: {'; '.join(one.en for one in names)}.",
                ms=f"Belum dibuat: {'; '.join(one.ms for one in names)}.",
            )
        )
    if report.is_mixed:
        notes.append(_MIXED)
    return tuple(notes)


def _part(part: Part, language: str, say: Say, pictures: _Named) -> dict[str, Any]:
    run = part.run
    kind, set_as = KIND_NAMES[run.kind].in_language(language), part.settings.in_language(language)
    day = _day(run.ended_at or run.asked_at, language)
    by = run.asked_by or say("the command line", "baris perintah")
    return {
        "title": f"{kind}: {set_as}",
        "made": say(
            f"Run made on {day} for {by}, from {run.responses['responses']} responses of "
            f"{run.persons} candidates (digest {run.digest}), program {run.code_version}:",
            f"Analisis dibuat pada {day} untuk {by}, daripada {run.responses['responses']} respons "
            f"oleh {run.persons} orang calon (ringkasan digital {run.digest}), atur cara {run.code_version}:",
        ),
        "address": f"{settings.ADDRESS}/{language}/analyses/{run.id}/",
        "sections": [_section(one, language, pictures) for one in part.sections],
    }


def _adopted(
    report: TechnicalReport, language: str, say: Say, pictures: _Named
) -> list[dict[str, Any]]:
    """The adopted cut as the last part, where one is adopted."""
    if report.adopted is None:
        return []
    return [
        {
            "title": say("The adopted cut score", "Skor lulus yang diterima pakai"),
            "made": say(
                "From the results of candidates and the runs above; the studies behind it:",
                "Daripada keputusan calon dan analisis di atas; kajian di sebaliknya:",
            ),
            "address": f"{settings.ADDRESS}/{language}/standards/",
            "sections": [_section(report.adopted, language, pictures)],
        }
    ]


def _section(section: Section, language: str, pictures: _Named) -> dict[str, Any]:
    return {
        "title": section.title.in_language(language),
        "facts": [
            [name.in_language(language), cell_in(value, language)] for name, value in section.facts
        ],
        "pictures": [
            {"name": name, "alt": picture.title}
            for name, picture in pictures.items()
            if picture.section == section.key
        ],
        "tables": [_table(one, language) for one in section.tables],
        "notes": [note.in_language(language) for note in section.notes],
    }


def _table(table: Table, language: str) -> dict[str, Any]:
    return {
        "title": table.title.in_language(language),
        "columns": [name.in_language(language) for name in table.columns],
        "rows": [[cell_in(cell, language) for cell in row] for row in table.rows],
    }


def _named(of: str, pictures: Iterable[Picture]) -> _Named:
    """The pictures by the names under which the document finds them."""
    return {f"picture-{of}-{place}": picture for place, picture in enumerate(pictures)}


def _day(at: datetime, language: str) -> str:
    return spoken_day(local_day(at)).in_language(language)


_MIXED = LocalText(
    en="The runs below did not all start from the same responses: sittings were scored in between. "
    "Make them again so that the figures belong together.",
    ms="Analisis di bawah tidak semuanya bermula daripada respons yang sama: ada peperiksaan yang "
    "diberi markah antaranya. Buat semula supaya angkanya sepadan.",
)
