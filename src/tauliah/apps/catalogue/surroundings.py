"""What an item of a course may name, by the newest release, and what it must not repeat, by the bank."""

from __future__ import annotations

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.overview import others_in_course
from tauliah.core.programme.item_flaws import Surroundings


def surroundings_of(course: str) -> Surroundings:
    """What an item of a course refers to and stands beside; nothing of a course that there is not."""
    published = programme()
    known = next((one for one in published.taught_courses if one.code == course), None)
    if known is None:
        return Surroundings((), (), (), ())
    return Surroundings(
        outcomes=[outcome.code for outcome in known.outcomes],
        topics=[one.topic for one in known.topics],
        lessons=[lesson.slug for lesson in published.lessons_of(course)],
        others=others_in_course(course),
    )
