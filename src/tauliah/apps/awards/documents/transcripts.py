"""The transcript of a person: what was passed, credited and conferred, in one language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings

from tauliah.apps.awards.documents.typesetting import Say, dated, in_language, seal, typeset
from tauliah.apps.awards.queries import awards_of
from tauliah.apps.catalogue.queries import local_day, programme, programme_of
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import transcript_of
from tauliah.core.kernel import EntryKind, spoken_day


def transcript(person: User, language: str, *, at: datetime) -> bytes:
    """A person's transcript in one language as it stands now, dated by the moment `at`, as PDF."""
    say = in_language(language)
    issued = local_day(at)
    facts = {
        **dated(issued, language),
        "body": programme().about.body.name.in_language(language),
        "title": say("Transcript", "Transkrip"),
        "document_title": say(f"Transcript of {person.full_name}", f"Transkrip {person.full_name}"),
        "about": [
            [say("Name", "Nama"), person.full_name],
            [say("Candidate number", "Nombor calon"), person.candidate_number],
            [say("As of", "Setakat"), _day(issued, language)],
        ],
        "parts": [_exams(person, language, say), _designations(person, language, say)],
        "seal_alt": say("Seal of the institute", "Meterai institut"),
        "check": say(
            f"Check a designation by its number at {settings.ADDRESS}/{language}/verify/",
            f"Semak sesuatu gelaran melalui nombornya di {settings.ADDRESS}/{language}/verify/",
        ),
        "note": say(
            "Computed from the record of the institute.", "Dikira daripada rekod institut."
        ),
    }
    return typeset("transcript.typ", facts, seal=seal())


def _exams(person: User, language: str, say: Say) -> dict[str, Any]:
    published = programme()
    rows = []
    for line in transcript_of(person):
        credited = line.kind is EntryKind.CREDIT_GRANTED
        rows.append(
            [
                line.exam,
                published.course(line.exam).title.in_language(language),
                say("credit granted", "kredit diberikan") if credited else say("passed", "lulus"),
                line.score or "–",
                _day(line.day, language),
            ]
        )
    return {
        "title": say("Exams", "Peperiksaan"),
        "columns": [
            say("Code", "Kod"),
            say("Exam", "Peperiksaan"),
            say("Outcome", "Keputusan"),
            say("Score", "Markah"),
            say("Date", "Tarikh"),
        ],
        "rows": rows,
        "empty": say("No exam is passed yet.", "Belum ada peperiksaan yang lulus."),
    }


def _designations(person: User, language: str, say: Say) -> dict[str, Any]:
    rows = [
        [
            award.number,
            programme_of(award.release).designation(award.designation).title.in_language(language),
            {
                "in-force": say("in force", "berkuat kuasa"),
                "suspended": say("suspended", "digantung"),
                "revoked": say("revoked", "dibatalkan"),
            }[award.state],
            _day(local_day(award.conferred_at), language),
        ]
        for award in awards_of(person)
    ]
    return {
        "title": say("Designations", "Gelaran"),
        "columns": [
            say("Number", "Nombor"),
            say("Designation", "Gelaran"),
            say("Status", "Status"),
            say("Conferred on", "Dianugerahkan pada"),
        ],
        "rows": rows,
        "empty": say("No designation is conferred yet.", "Belum ada gelaran dianugerahkan."),
    }


def _day(day: date, language: str) -> str:
    return spoken_day(day).in_language(language)
