"""Why an act on a class is refused: codes for programs, sentences for people."""

from __future__ import annotations

from tauliah.core.kernel import LocalText, Refused


def has_begun() -> Refused:
    """The first session has begun."""
    return Refused(
        "has-begun",
        LocalText(
            en="This class has begun. Its seats can no longer be booked or given back.",
            ms="Kelas ini telah bermula. Tempat duduknya tidak boleh ditempah atau dilepaskan lagi.",
        ),
    )


def called_off() -> Refused:
    """The class does not take place."""
    return Refused(
        "called-off",
        LocalText(
            en="This class was called off. Choose another one.",
            ms="Kelas ini telah dibatalkan. Pilih kelas lain.",
        ),
    )


def booked_already() -> Refused:
    """The person sits already."""
    return Refused(
        "booked-already",
        LocalText(
            en="You have a seat in this class already.",
            ms="Anda sudah mempunyai tempat duduk dalam kelas ini.",
        ),
    )


def offered_already() -> Refused:
    """A seat is kept for the person."""
    return Refused(
        "offered-already",
        LocalText(
            en="A seat in this class is kept for you. Accept it, or let it go.",
            ms="Satu tempat duduk dalam kelas ini disimpan untuk anda. Terima, atau lepaskannya.",
        ),
    )


def waiting_already() -> Refused:
    """The person waits already."""
    return Refused(
        "waiting-already",
        LocalText(
            en="You are on the waiting list of this class already.",
            ms="Anda sudah berada dalam senarai menunggu kelas ini.",
        ),
    )


def no_offer() -> Refused:
    """Nothing is kept for the person."""
    return Refused(
        "no-offer",
        LocalText(
            en="No seat of this class is kept for you now.",
            ms="Tiada tempat duduk dalam kelas ini yang disimpan untuk anda sekarang.",
        ),
    )


def offer_lapsed() -> Refused:
    """The time to accept is over."""
    return Refused(
        "offer-lapsed",
        LocalText(
            en="The time to accept this seat is over, and it was offered to the next person. You "
            "can join the waiting list again.",
            ms="Masa untuk menerima tempat duduk ini telah tamat, dan ia ditawarkan kepada orang "
            "seterusnya. Anda boleh menyertai senarai menunggu semula.",
        ),
    )


def no_seat() -> Refused:
    """There is no seat that the person could give back."""
    return Refused(
        "no-seat",
        LocalText(
            en="You have no seat in this class that you could give back.",
            ms="Anda tiada tempat duduk dalam kelas ini untuk dilepaskan.",
        ),
    )


def not_waiting() -> Refused:
    """The person does not wait."""
    return Refused(
        "not-waiting",
        LocalText(
            en="You are not on the waiting list of this class.",
            ms="Anda tiada dalam senarai menunggu kelas ini.",
        ),
    )


def not_on_the_list() -> Refused:
    """The person has nothing here."""
    return Refused(
        "not-on-the-list",
        LocalText(
            en="This person has no seat in this class and does not wait for one.",
            ms="Orang ini tiada tempat duduk dalam kelas ini dan tidak menunggunya.",
        ),
    )


def fewer_than_taken(taken: int) -> Refused:
    """A seat is never taken away by a number."""
    return Refused(
        "fewer-than-taken",
        LocalText(
            en=f"Seats that are booked or offered: {taken}. Give at least as many, or take people "
            "off the list first.",
            ms=f"Tempat duduk yang ditempah atau ditawarkan: {taken}. Berikan sekurang-kurangnya "
            "sebanyak itu, atau keluarkan orang daripada senarai dahulu.",
        ),
    )


def seats_out_of_range(most: int) -> Refused:
    """No such number of seats."""
    return Refused(
        "seats-out-of-range",
        LocalText(
            en=f"A class has 1 to {most} seats.",
            ms=f"Sesebuah kelas ada 1 hingga {most} tempat duduk.",
        ),
    )


def as_many_already() -> Refused:
    """Nothing would change."""
    return Refused(
        "as-many-already",
        LocalText(
            en="The class has that many seats already.",
            ms="Kelas ini sudah mempunyai bilangan tempat duduk itu.",
        ),
    )
