"""The receipt of a sealed attempt as PDF: the same facts give the same bytes."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings

from tauliah.apps.awards.documents.typesetting import dated, in_language, qr_svg, seal, typeset
from tauliah.apps.catalogue.queries import local_day, programme, zone
from tauliah.apps.sittings.models import SealReceipt
from tauliah.core.kernel import LocalText, spoken_day

_HOW = {
    "submitted": LocalText(en="handed in", ms="dihantar"),
    "timed-out": LocalText(en="when the time ended", ms="apabila masa tamat"),
    "voided": LocalText(en="voided", ms="dibatalkan"),
}
_LETTERS_A_LINE = 64


def receipt_pdf(receipt: SealReceipt, language: str) -> bytes:
    """The receipt in one language, as PDF/UA-1."""
    say = in_language(language)
    facts = receipt.facts
    published = programme()
    titles = {course.code: course.title for course in published.courses}
    title = titles.get(facts["exam"])
    exam = f"{title.in_language(language)} ({facts['exam']})" if title else facts["exam"]
    sealed = _moment(facts["sealed_at"], language)
    return typeset(
        "receipt.typ",
        {
            **dated(local_day(datetime.fromisoformat(facts["sealed_at"])), language),
            "body": published.about.body.name.in_language(language),
            "title": say("Receipt of an exam", "Resit peperiksaan"),
            "document_title": say(f"Receipt {receipt.number}", f"Resit {receipt.number}"),
            "about": [
                [say("Number", "Nombor"), receipt.number],
                [say("Candidate", "Calon"), facts["candidate"]],
                [say("Exam", "Peperiksaan"), exam],
                [say("Window", "Tetingkap"), facts["window"]],
                [say("Started", "Dimulakan"), _moment(facts["started_at"], language)],
                [
                    say("Sealed", "Dimeterai"),
                    f"{sealed}, {_HOW[facts['sealed_as']].in_language(language)}",
                ],
                [say("Questions with an answer", "Soalan yang dijawab"), str(facts["answers"])],
                [say("Acts in the chain", "Tindakan dalam rantaian"), str(facts["events"])],
            ],
            "spelled": [
                _spelled(say("Digest of the chain", "Cernaan rantaian"), facts["head"]),
                _spelled(say("Signature", "Tandatangan"), receipt.signature),
                _spelled(say("Public key", "Kunci awam"), receipt.key),
            ],
            "seal_alt": say("Seal of the institute", "Meterai institut"),
            "qr_alt": say("QR code of the page that checks it", "Kod QR halaman semakannya"),
            "note": say(
                "Anyone can check that this receipt is genuine and that no answer was added, "
                "removed or changed since.",
                "Sesiapa boleh menyemak bahawa resit ini tulen dan bahawa tiada jawapan ditambah, "
                "dibuang atau diubah sejak itu.",
            ),
            "check": f"{settings.ADDRESS}/{language}/receipts/",
        },
        seal=seal(),
        qr=qr_svg(check_address(receipt, language)),
    )


def check_address(receipt: SealReceipt, language: str) -> str:
    """The page that checks this receipt."""
    asked = urlencode({"number": receipt.number, "digest": receipt.facts["head"]})
    return f"{settings.ADDRESS}/{language}/receipts/?{asked}"


def _spelled(title: str, text: str) -> dict[str, object]:
    starts = range(0, len(text), _LETTERS_A_LINE)
    return {"title": title, "pieces": [text[at : at + _LETTERS_A_LINE] for at in starts]}


def _moment(text: str, language: str) -> str:
    local = datetime.fromisoformat(text).astimezone(zone())
    return f"{spoken_day(local.date()).in_language(language)}, {local:%H:%M:%S}"
