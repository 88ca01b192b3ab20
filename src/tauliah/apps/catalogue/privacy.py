"""What the catalogue holds of a person: who published a release."""

from __future__ import annotations

from tauliah.apps.holdings import FOR_GOOD, TRAIL, Table, impersonal, nothing, whose
from tauliah.core.kernel import LocalText

HELD = (
    Table(
        model="catalogue.Release",
        title=LocalText(en="Releases that you published", ms="Keluaran yang anda terbitkan"),
        purpose=LocalText(
            en="so that it is known who put rules in force",
            ms="supaya diketahui siapa yang menguatkuasakan peraturan",
        ),
        kept=FOR_GOOD,
        stays=TRAIL,
        actors={"published_by": ("published_at",)},
        fields={
            "number": nothing,
            "digest": nothing,
            "published_at": nothing,
            "published_by": whose("Published by", "Diterbitkan oleh"),
            "document": nothing,
        },
    ),
    impersonal("catalogue.ReleaseFile", "id", "release", "path", "content"),
)
