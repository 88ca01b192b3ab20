"""Saving answers of a running exam, each one committed before it is acknowledged."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta

from benchmarks.timing import line
from tauliah.cli.console import now
from tauliah.cli.journeys import House, Traveller
from tauliah.cli.journeys.traveller import went_well
from tauliah.cli.site import prepare_installation


def figures() -> Iterator[str]:
    """One candidate saving again and again: the cost of one save, not of a crowd."""
    prepare_installation()
    from tauliah.apps.people.actions import create_account
    from tauliah.apps.sittings.actions import save_answer, start_attempt
    from tauliah.apps.sittings.queries import seats_of

    farid = create_account(
        email="farid@example.org",
        full_name="Farid Osman",
        language="en",
        password=None,
        role="registrar",
        at=now(),
    )
    aisyah = Traveller(
        House(farid, None), name="Aisyah Rahman", email="a@example.org", language="ms", at=now()
    )
    list(aisyah.enrol("API"))
    booking = went_well(aisyah.try_to_book("PUM"))
    attempt = went_well(start_attempt(aisyah.user, booking.pk, at=aisyah.at))
    seats = itertools.cycle(seats_of(attempt))
    sequence = itertools.count(1)

    def save() -> None:
        seat = next(seats)
        went_well(
            save_answer(
                aisyah.user,
                attempt.pk,
                item=seat.item.code,
                value=seat.options[0],
                client_sequence=next(sequence),
                at=aisyah.at + timedelta(minutes=1),
            )
        )

    yield line("save one answer, synchronous=FULL", save, times=300)
