"""The journeys: both pathways, a retake, a fifth sitting that is refused, an exam credited."""

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
    """Pathway 1: each of its four courses is studied and its exam sat."""
    yield from aisyah.enrol("API")
    for course, right in (("PUM", 44), ("PPM", 38), ("PLI", 40), ("PIN", 41)):
        yield from aisyah.study(course)
        yield from aisyah.sit(course, right=right, on_answer=on_answer)
    yield from aisyah.accept_ethics()
    yield aisyah.step(aisyah.left("API"))
    yield from aisyah.be_conferred("API")


def three_courses(daniel: Traveller, on_answer: OnAnswer) -> Iterator[Step]:
    """Pathway 2: each of its three courses is studied and its exam sat; two count for CPCU too."""
    yield from daniel.enrol("API")
    for course, right in (("PUM", 39), ("PRM", 42), ("PFP", 37)):
        yield from daniel.study(course)
        yield from daniel.sit(course, right=right, on_answer=on_answer)
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


def exam_of_another_body(michael: Traveller, on_answer: OnAnswer) -> Iterator[Step]:
    """One exam of CPCU is sat, and one whose course is still in preparation credited on evidence."""
    yield from michael.enrol("CPCU")
    yield from michael.sit("PRM", right=43, on_answer=on_answer)
    yield from michael.be_credited("FRM")
    yield michael.step(f"what is left for CPCU: {michael.missing('CPCU')}")


SCENES: tuple[Scene, ...] = (
    Scene("Pathway 1, four courses", "Aisyah Rahman", "aisyah@example.org", "ms", 4, four_courses),
    Scene("Pathway 2, three courses", "Daniel Lim", "daniel@example.org", "en", 3, three_courses),
    Scene("A failed exam is retaken", "Siti Hajar", "siti@example.org", "ms", 2, retake),
    Scene("A fifth sitting is refused", "Ravi Nair", "ravi@example.org", "en", 4, fifth_sitting),
    Scene(
        "An exam is credited",
        "Michael Foster",
        "michael@example.org",
        "en",
        1,
        exam_of_another_body,
    ),
)
