"""The certificate of an award: what it says, in one language."""

from __future__ import annotations

from datetime import date

from tauliah.apps.awards.documents.typesetting import dated, in_language, qr_svg, seal, typeset
from tauliah.apps.awards.issuing import check_address, signed_code
from tauliah.apps.awards.models import Award
from tauliah.apps.catalogue.queries import local_day, programme_of
from tauliah.core.programme import Designation, EthicsAccepted, leaves


def certificate(award: Award, language: str) -> bytes:
    """The certificate of an award in one language, as a PDF of one page with its QR code.

    Its credential is attached to it; the code is signed with the key in use, so that it can be
    checked without a network.
    """
    published = programme_of(award.release)
    designation = published.designation(award.designation)
    day = local_day(award.conferred_at)
    address = check_address(award.number, language)
    say = in_language(language)
    facts = {
        **dated(day, language),
        "body": published.about.body.name.in_language(language),
        "document_title": say(f"Certificate {award.number}", f"Sijil {award.number}"),
        "declares": say("makes known that", "memaklumkan bahawa"),
        "holder": award.holder_name,
        "having": (
            say(
                "having met every requirement and accepted the code of professional conduct,",
                "setelah memenuhi setiap keperluan dan menerima kod tatalaku profesional,",
            )
            if _asks_for_ethics(designation, day)
            else say("having met every requirement,", "setelah memenuhi setiap keperluan,")
        ),
        "is_awarded": say("has been awarded the designation", "telah dianugerahi gelaran"),
        "title": designation.title.in_language(language),
        "may_use": say(
            "and may use after the name the letters",
            "dan berhak menggunakan selepas namanya huruf",
        ),
        "letters": designation.letters,
        "number_label": say("Credential number", "Nombor kredensial"),
        "number": award.number,
        "date_label": say("Conferred on", "Dianugerahkan pada"),
        "check": say("Scan to check", "Imbas untuk menyemak"),
        "credential_file": f"{award.number}.json",
        "credential_alt": say(
            f"The signed credential {award.number}", f"Kredensial bertandatangan {award.number}"
        ),
        "address": address,
        "seal_alt": say("Seal of the institute", "Meterai institut"),
        "qr_alt": say(f"QR code with {address}", f"Kod QR dengan {address}"),
        # on one line with the address between them, so that it can be copied whole
        "note": [
            say(
                "Whether this award is in force is shown at",
                "Sama ada anugerah ini masih berkuat kuasa ditunjukkan di",
            ),
            say("and not by this paper.", "dan bukan oleh kertas ini."),
        ],
    }
    return typeset(
        "certificate.typ",
        facts,
        qr=qr_svg(signed_code(award, letters=designation.letters, address=address)),
        seal=seal(),
        credential=award.credential,
    )


def _asks_for_ethics(designation: Designation, day: date) -> bool:
    rules = designation.rules_on(day)
    return rules is not None and any(
        isinstance(leaf, EthicsAccepted) for leaf in leaves(rules.requires)
    )
