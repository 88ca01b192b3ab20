"""The only writers of bookings, attempts and receipts."""

from tauliah.apps.sittings.actions.booking import book, cancel_booking, start_attempt
from tauliah.apps.sittings.actions.delivery import (
    Lease,
    claim_attempt,
    end_pause,
    flag_item,
    note_presence,
    save_answer,
    save_sheet,
    submit_attempt,
    switch_language,
    take_pause,
)
from tauliah.apps.sittings.actions.incidents import (
    extend_attempt,
    grant_accommodation,
    pause_attempt,
    resume_attempt,
    void_attempt,
)
from tauliah.apps.sittings.actions.keeping import Saved
from tauliah.apps.sittings.actions.rescuing import Rescued, take_emergency_file
from tauliah.apps.sittings.actions.sealing import issue_missing_receipts

__all__ = [
    "Lease",
    "Rescued",
    "Saved",
    "book",
    "cancel_booking",
    "claim_attempt",
    "end_pause",
    "extend_attempt",
    "flag_item",
    "grant_accommodation",
    "issue_missing_receipts",
    "note_presence",
    "pause_attempt",
    "resume_attempt",
    "save_answer",
    "save_sheet",
    "start_attempt",
    "submit_attempt",
    "switch_language",
    "take_emergency_file",
    "take_pause",
    "void_attempt",
]
