"""Certificates and transcripts as PDF, badges as pictures: the same facts give the same bytes."""

from tauliah.apps.awards.documents.badges import BADGE_FORMS, BadgeForm, badge
from tauliah.apps.awards.documents.certificates import certificate
from tauliah.apps.awards.documents.transcripts import transcript
from tauliah.apps.awards.documents.typesetting import UnprintableText, qr_svg

__all__ = [
    "BADGE_FORMS",
    "BadgeForm",
    "UnprintableText",
    "badge",
    "certificate",
    "qr_svg",
    "transcript",
]
