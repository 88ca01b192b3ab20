"""Addresses by which people show an award elsewhere: plain links, which tell nobody who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from tauliah.apps.awards.issuing import check_address
from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.core.programme import Designation


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A link to another site with what it takes along."""

    label: str
    address: str


def links_to(path: str, *, says: str) -> list[ShareLink]:
    """Where the page at this path can be shared; `says` is the sentence that goes with it."""
    address = settings.ADDRESS + path
    query = urlencode({"url": address})
    return [
        ShareLink("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?{query}"),
        ShareLink("WhatsApp", f"https://wa.me/?{urlencode({'text': f'{says} {address}'})}"),
        ShareLink(
            _("E-mail"),
            "mailto:?" + urlencode({"subject": says, "body": address}).replace("+", "%20"),
        ),
    ]


def add_to_profile(
    number: str, designation: Designation, *, conferred_at: datetime, language: str
) -> str:
    """LinkedIn's form for a certification, filled with the award of this number."""
    on = local_day(conferred_at)
    facts = {
        "startTask": "CERTIFICATION_NAME",
        "name": f"{designation.title.in_language(language)} ({designation.letters})",
        "organizationName": programme().about.body.name.in_language(language),
        "issueYear": on.year,
        "issueMonth": on.month,
        "certUrl": check_address(number, language),
        "certId": number,
    }
    return "https://www.linkedin.com/profile/add?" + urlencode(facts)
