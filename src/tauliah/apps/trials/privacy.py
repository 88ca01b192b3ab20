"""What trial credentials hold of a person: nothing."""

from __future__ import annotations

from tauliah.apps.holdings import impersonal

HELD = (
    impersonal(
        "trials.TrialCredential",
        "id", "named", "status_list", "status_index", "purpose", "is_marked", "issued_at",
    ),
)  # fmt: skip
