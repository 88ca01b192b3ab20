"""Publishing: a programme becomes a release once, or everything wrong with it is said."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.catalogue.actions import Published, publish
from tauliah.apps.catalogue.models import Release, ReleaseFile
from tauliah.apps.catalogue.queries import (
    NothingPublished,
    current_release,
    local_day,
    programme,
    programme_of,
    releases,
    zone,
)
from tauliah.apps.itembank.queries import pool_sizes
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User, audit_trail
from tauliah.core.kernel import Problem, Refused
from tauliah.core.programme import load_programme
from tests.apps.invented_programme import ids_of, invented_programme, item_file, items_path

pytestmark = pytest.mark.django_db
TITLE = "courses/PIN/course.yaml"


def renamed() -> dict[str, bytes]:
    text = invented_programme()[TITLE].decode().replace("Course PIN", "Another title")
    return invented_programme({TITLE: text})


def test_a_release_holds_the_programme_and_its_files_letter_by_letter(
    published: Published, moment: datetime
) -> None:
    (release,) = releases()

    assert (release.number, release.digest) == (1, published.digest)
    assert (release.published_at, release.published_by) == (moment, "system")
    files = ReleaseFile.objects.filter(release=release)
    assert {file.path: bytes(file.content) for file in files} == invented_programme()


def test_the_programme_of_a_release_is_the_one_that_was_loaded(published: Published) -> None:
    loaded = load_programme(invented_programme())

    assert not isinstance(loaded, tuple)
    assert programme() == loaded.programme
    assert published.digest == loaded.digest


def test_publishing_is_noted(published: Published) -> None:
    (act,) = audit_trail(event="release.published")

    assert (act.subject, act.details) == ("release:1", {"digest": published.digest})


def test_the_same_content_is_no_new_release(published: Published, moment: datetime) -> None:
    again = publish(invented_programme(), actor=SYSTEM, at=moment + timedelta(days=1))

    assert again == Published(1, published.digest, is_new=False)
    assert len(releases()) == len(audit_trail(event="release.published")) == 1


def test_line_ends_of_another_system_are_no_new_content(
    published: Published, moment: datetime
) -> None:
    files = {path: text.replace(b"\n", b"\r\n") for path, text in invented_programme().items()}

    again = publish(files, actor=SYSTEM, at=moment)

    assert isinstance(again, Published)
    assert not again.is_new


def test_other_content_is_the_next_release_and_the_old_one_stays(
    published: Published, moment: datetime
) -> None:
    second = publish(renamed(), actor=SYSTEM, at=moment)

    assert isinstance(second, Published)
    assert (second.number, second.is_new) == (2, True)
    assert current_release() == 2
    assert programme().course("PIN").title.en == "Another title"
    assert programme_of(1).course("PIN").title.en == "Course PIN"
    assert [release.number for release in releases()] == [2, 1]


def test_going_back_to_earlier_content_is_a_new_release(
    published: Published, moment: datetime
) -> None:
    publish(renamed(), actor=SYSTEM, at=moment)

    third = publish(invented_programme(), actor=SYSTEM, at=moment)

    assert third == Published(3, published.digest, is_new=True)


def test_all_mistakes_are_said_at_once_and_nothing_is_changed(
    published: Published, moment: datetime
) -> None:
    sizes = pool_sizes()
    wrong = invented_programme(
        {
            TITLE: "code: PIN\ntitle: Only one language\n",
            "courses/PUM/course.en.md": None,
            "stray.txt": "What is this?",
        }
    )

    problems = publish(wrong, actor=SYSTEM, at=moment)

    assert isinstance(problems, tuple)
    assert all(isinstance(problem, Problem) for problem in problems)
    assert {problem.file for problem in problems} >= {TITLE, "stray.txt"}
    assert current_release() == 1
    assert Release.objects.count() == len(audit_trail(event="release.published")) == 1
    assert pool_sizes() == sizes


def test_nothing_at_all_is_a_mistake(moment: datetime) -> None:
    problems = publish({}, actor=SYSTEM, at=moment)

    assert isinstance(problems, tuple)
    assert [problem.file for problem in problems] == ["programme.yaml"]


def test_items_that_cannot_be_taken_leave_no_release(
    published: Published, moment: datetime
) -> None:
    practised = {
        items_path("PUM", "secure"): item_file("secure", *ids_of("PUM", "secure", (2, 3))),
        items_path("PUM", "practice"): item_file("practice", *ids_of("PUM", "secure", (1,))),
    }

    refused = publish(invented_programme(practised), actor=SYSTEM, at=moment)

    assert isinstance(refused, Refused)
    assert refused.code == "item-changed-pool"
    assert current_release() == 1
    assert ReleaseFile.objects.filter(release=2).count() == 0


def test_a_registrar_may_publish(published: Published, farid: User, moment: datetime) -> None:
    second = publish(renamed(), actor=farid, at=moment)

    assert isinstance(second, Published)
    assert releases()[0].published_by == str(farid.pk)


def test_a_candidate_may_not_publish(aisyah: User, moment: datetime) -> None:
    with pytest.raises(PermissionDenied):
        publish(renamed(), actor=aisyah, at=moment)

    assert current_release() == 1


def test_a_new_house_says_that_nothing_is_published() -> None:
    assert releases() == []
    with pytest.raises(NothingPublished):
        programme()


def test_days_begin_where_the_programme_is(published: Published) -> None:
    from datetime import UTC, date

    assert zone().key == "Asia/Kuala_Lumpur"
    assert local_day(datetime(2026, 3, 3, 15, 59, tzinfo=UTC)) == date(2026, 3, 3)
    assert local_day(datetime(2026, 3, 3, 16, 0, tzinfo=UTC)) == date(2026, 3, 4)
