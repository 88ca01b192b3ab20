"""Certificates and transcripts as PDF, set by typst: the same facts give the same bytes."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from tauliah.apps.awards.issuing import check_address
from tauliah.apps.awards.models import Award
from tauliah.apps.awards.queries import awards_of
from tauliah.apps.catalogue.queries import local_day, programme, programme_of
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import transcript_of
from tauliah.core.kernel import EntryKind, LocalText, spoken_day

_FOLDER = Path(__file__).parent


def certificate(award: Award, language: str) -> bytes:
    """The certificate of an award in one language, as a PDF with its QR code."""
    published = programme_of(award.release)
    designation = published.designation(award.designation)
    day = local_day(award.conferred_at)
    body = published.about.body.name.in_language(language)
    title = designation.title.in_language(language)
    address = check_address(award.number, language)

    def say(en: str, ms: str) -> str:
        return LocalText(en=en, ms=ms).in_language(language)

    facts = {
        **_dated(day, language),
        "body": body,
        "document_title": say(f"Certificate {award.number}", f"Sijil {award.number}"),
        "declares": say(
            "makes known that, by the record of its examinations,",
            "memaklumkan bahawa, menurut rekod peperiksaannya,",
        ),
        "holder": award.holder_name,
        "is_conferred": say("has been awarded the designation", "telah dianugerahkan gelaran"),
        "title": title,
        "letters": designation.letters,
        "having": say(
            "having met every requirement and accepted the code of professional conduct, "
            "and may use these letters after the name.",
            "setelah memenuhi setiap keperluan dan menerima kod tatalaku profesional, "
            "dan boleh menggunakan huruf ini selepas nama.",
        ),
        "number_label": say("Credential number", "Nombor kredensial"),
        "number": award.number,
        "date_label": say("Conferred on", "Dianugerahkan pada"),
        "check": say("Check this certificate at", "Semak sijil ini di"),
        "address": address,
        "seal_alt": say("Seal of the institute", "Meterai institut"),
        "qr_alt": say(f"QR code with {address}", f"Kod QR dengan {address}"),
        "note": say(
            "Whether this award is in force is shown at the address above, not by this paper.",
            "Sama ada anugerah ini berkuat kuasa ditunjukkan di alamat di atas, bukan oleh "
            "kertas ini.",
        ),
    }
    return _set("certificate.typ", facts, qr=_qr(address), seal=_seal())


def transcript(person: User, language: str, *, at: datetime) -> bytes:
    """A person's transcript in one language, as a PDF."""
    published = programme()

    def say(en: str, ms: str) -> str:
        return LocalText(en=en, ms=ms).in_language(language)

    def day(moment: date) -> str:
        return spoken_day(moment).in_language(language)

    exams = []
    for line in transcript_of(person):
        credited = line.kind is EntryKind.CREDIT_GRANTED
        marked = f"{line.correct} / {line.items}" if line.items else "–"
        how = say("credit granted", "kredit diberikan") if credited else say("passed", "lulus")
        title = published.course(line.exam).title.in_language(language)
        exams.append([line.exam, title, how, marked, day(line.day)])
    awards = [
        [
            award.number,
            programme_of(award.release).designation(award.designation).title.in_language(language),
            say("revoked", "dibatalkan") if award.is_revoked else say("in force", "berkuat kuasa"),
            day(local_day(award.conferred_at)),
        ]
        for award in awards_of(person)
    ]
    facts = {
        **_dated(local_day(at), language),
        "body": published.about.body.name.in_language(language),
        "title": say("Transcript", "Transkrip"),
        "about": [
            [say("Name", "Nama"), person.full_name],
            [say("Candidate number", "Nombor calon"), person.candidate_number],
            [say("As of", "Setakat"), day(local_day(at))],
        ],
        "parts": [
            {
                "title": say("Exams", "Peperiksaan"),
                "columns": [
                    say("Code", "Kod"), say("Exam", "Peperiksaan"), say("Outcome", "Keputusan"),
                    say("Score", "Markah"), say("Date", "Tarikh"),
                ],
                "rows": exams,
                "empty": say("No exam is passed yet.", "Belum ada peperiksaan yang lulus."),
            },
            {
                "title": say("Designations", "Gelaran"),
                "columns": [
                    say("Number", "Nombor"), say("Designation", "Gelaran"),
                    say("Status", "Status"), say("Conferred on", "Dianugerahkan pada"),
                ],
                "rows": awards,
                "empty": say("No designation is conferred yet.", "Belum ada gelaran dianugerahkan."),
            },
        ],
        "note": say(
            "Computed from the record of the institute.", "Dikira daripada rekod institut."
        ),
    }  # fmt: skip
    return _set("transcript.typ", facts)


def qr_svg(address: str) -> str:
    """A QR code of an address as an SVG picture, for pages."""
    return _qr(address)


def _dated(day: date, language: str) -> dict[str, Any]:
    spoken = spoken_day(day).in_language(language)
    return {
        "language": language, "date": spoken, "year": day.year, "month": day.month, "day": day.day,
    }  # fmt: skip


def _set(template: str, facts: dict[str, Any], **pictures: str) -> bytes:
    set_pages = typst.compile(
        (_FOLDER / template).read_bytes(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False), **pictures},
        timestamp=None,
    )
    if not isinstance(set_pages, bytes):
        raise TypeError(f"{template} gave more than one document")
    return set_pages


def _qr(address: str) -> str:
    target = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(target, kind="svg", border=2, dark="#12343b", light="#ffffff", xmldecl=False)
    return target.getvalue().decode()


@cache
def _seal() -> str:
    return (_FOLDER / "seal.svg").read_text(encoding="utf-8")
