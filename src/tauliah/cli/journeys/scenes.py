"""The four journeys: both pathways, a retake, and a fifth sitting that is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tauliah.apps.sittings.queries import window_at
from tauliah.cli.journeys.traveller import JourneyError, Step, Traveller
from tauliah.core.kernel import Refused

OnAnswer = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """A journey: its title, its candidate, how many answers it saves, and the way itself."""

    title: str
    name: str
    email: str
    language: str
    sittings: int
    way: Callable[[Traveller, OnAnswer], Iterator[Step]]


def four_courses(aisyah: Traveller, on_answer: OnAnswer) -> Iterator[Step]:
    """Pathway 1: two exams sat here, two credited on evidence while their courses are written."""
    yield from aisyah.enrol("API")
    yield from aisyah.study("PUM")
    yield from aisyah.sit("PUM", right=44, on_answer=on_answer)
    yield from aisyah.study("PIN")
    yield from aisyah.sit("PIN", right=41, on_answer=on_answer)
    yield from aisyah.be_credited("PPM")
    yield from aisyah.be_credited("PLI")
    yield from aisyah.accept_ethics()
    yield aisyah.step(aisyah.left("API"))
    yield from aisyah.be_conferred("API")


def three_courses(daniel: Traveller, on_answer: OnAnswer) -> Iterator[Step]:
    """Pathway 2: its two other exams count towards CPCU too."""
    yield from daniel.enrol("API")
    yield from daniel.study("PUM")
    yield from daniel.sit("PUM", right=39, on_answer=on_answer)
    yield from daniel.be_credited("PRM")
    yield from daniel.be_credited("PFP")
    yield from daniel.accept_ethics()
    yield from daniel.be_conferred("API")
    yield daniel.step(f"and towards CPCU: {daniel.left('CPCU')}")


def retake(siti: Traveller, on_answer: OnAnswer) -> Iterator[Step]:
    """A failed exam, retaken in the next window and passed."""
    yield from siti.enrol("API")
    yield from siti.study("PIN")
    yield from siti.sit("PIN", right=31, on_answer=on_answer)
    siti.go_to_next_window()
    yield from siti.sit("PIN", right=38, on_answer=on_answer)
    yield siti.step(siti.left("API"))


def fifth_sitting(ravi: Traveller, on_answer: OnAnswer) -> Iterator[Step]:
    """Four sittings within 12 months; the fifth is refused with the reason."""
    yield from ravi.enrol("API")
    ravi.go_to_next_window()
    for right in (24, 29):
        yield from ravi.sit("PUM", right=right, on_answer=on_answer)
        ravi.wait(days=7)
    ravi.go_to_next_window()
    for right in (30, 33):
        yield from ravi.sit("PUM", right=right, on_answer=on_answer)
        ravi.wait(days=7)
    ravi.go_to_next_window()
    refused = ravi.try_to_book("PUM")
    if not isinstance(refused, Refused) or refused.code != "twelve-month-limit":
        raise JourneyError("the fifth sitting within 12 months was not refused")
    if window_at(ravi.at) is None:
        raise JourneyError("the fifth sitting was not tried in an open window")
    yield ravi.step(f"asks for a fifth sitting and is refused: {refused.message.en}")


SCENES: tuple[Scene, ...] = (
    Scene("Pathway 1, four courses", "Aisyah Rahman", "aisyah@example.org", "ms", 2, four_courses),
    Scene("Pathway 2, three courses", "Daniel Lim", "daniel@example.org", "en", 1, three_courses),
    Scene("A failed exam is retaken", "Siti Hajar", "siti@example.org", "ms", 2, retake),
    Scene("A fifth sitting is refused", "Ravi Nair", "ravi@example.org", "en", 4, fifth_sitting),
)
