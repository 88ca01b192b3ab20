"""What access holds of a person: the tokens with which programs act in their name."""

from __future__ import annotations

from datetime import datetime

from tauliah.apps.access.models import AccessToken
from tauliah.apps.holdings import WITH_THE_ACCOUNT, Table, describes, nothing, secret, whose
from tauliah.apps.people.queries import User
from tauliah.core.kernel import LocalText

HELD = (
    Table(
        model="access.AccessToken",
        title=LocalText(en="Tokens of programs", ms="Token atur cara"),
        purpose=LocalText(
            en="to let programs act in your name",
            ms="untuk membenarkan atur cara bertindak atas nama anda",
        ),
        kept=WITH_THE_ACCOUNT,
        people=("person",),
        fields={
            "id": nothing,
            "person": whose("Person", "Orang"),
            "name": describes("Name", "Nama"),
            "digest": secret("Token (a digest of it)", "Token (ringkasan digitalnya)"),
            "beginning": describes("Beginning", "Permulaan"),
            "permissions": describes("What it may do", "Perkara yang dibenarkan"),
            "made_at": describes("Made on", "Dibuat pada"),
            "expires_at": describes("Ends on", "Tamat pada"),
            "revoked_at": describes("Revoked on", "Dibatalkan pada"),
        },
    ),
)


def erase(person: User, at: datetime) -> None:  # noqa: ARG001 - the same for every app
    """Remove the tokens of a person: no program acts in their name any more."""
    AccessToken.objects.filter(person=person).delete()
