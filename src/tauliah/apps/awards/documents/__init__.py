"""Certificates and transcripts as PDF, set by typst: the same facts give the same bytes."""

from tauliah.apps.awards.documents.certificates import certificate
from tauliah.apps.awards.documents.transcripts import transcript
from tauliah.apps.awards.documents.typesetting import UnprintableText, qr_svg

__all__ = ["UnprintableText", "certificate", "qr_svg", "transcript"]
