"""The pages on blueprints: numbers with the bank beside them, proposals, and their text for the folder."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.models import BlueprintProposal
from tests.services import assembling, examhall
from tests.services.examhall import MORNING
from tests.web.reading import words
from tests.web.test_archives import zipped

EDIT = "/en/bank/blueprints/pum/"
LIST = "/en/bank/blueprints/proposed/"
WHY = "Rating carries more of the work than claims."


@pytest.fixture
def officers(db):
    examhall.publish()
    return assembling.officers()


@pytest.fixture
def azman(officers):
    return browser_of(officers[0])


@pytest.fixture
def hui_min(officers):
    return browser_of(officers[1])


@pytest.fixture
def registrar(officers):
    return browser_of(examhall.account("Farid", role="registrar"))


def browser_of(person):
    client = Client()
    client.force_login(person)
    return client


def filled_in(client, **changes):
    form = client.get(EDIT).context["form"]
    held = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    return held | changes


def moved(client, **more):
    """One item more of rating and one less of the topic after it; rating by level."""
    held = filled_in(client)
    first, second = [name for name in held if name.startswith("items-")][:2]
    levels = {"level-market-apply": held["items-market"]} if first != "items-market" else {}
    return held | levels | {first: held[first] + 1, second: held[second] - 1} | more


def proposed(client, **more):
    page = client.post(EDIT, moved(client, propose="1", reason=WHY) | more, follow=True)
    assert page.redirect_chain, page.context["form"].errors
    return page.redirect_chain[-1][0]


# Looking at numbers


def test_the_numbers_in_force_stand_in_the_form_with_the_bank_beside_them(azman):
    page = azman.get(EDIT)

    told = words(page)
    assert "50 / 50" in told
    assert "Nothing: these are the numbers in force." in told
    # twelve items more than one form takes do not fill two
    assert "in use + 0" in told
    assert "needs 18" in told
    assert "Look again" in told


def test_while_numbers_are_typed_the_page_tells_what_does_not_add_up(azman):
    page = azman.post(EDIT, filled_in(azman, **{"items-rating": "12", "level-rating-apply": "2"}))

    assert page.status_code == 200
    told = words(page)
    assert "53 / 50" in told
    assert "Rating: the levels add up to 2 items, the topic has 12." in told
    assert "The topics add up to 53 items, an exam has 50." in told
    assert "Must be mended" in told


def test_the_page_says_who_has_to_follow_another_number_of_items(azman):
    page = azman.post(EDIT, filled_in(azman, **{"items": "51", "items-rating": "10"}))

    assert "These courses have to follow in the same release: PIN, PPM." in words(page)
    assert "Items in each exam: 51" in words(page)


def test_a_number_that_is_missing_is_told_beside_its_field(azman):
    page = azman.post(EDIT, filled_in(azman, **{"items-rating": ""}))

    assert page.status_code == 400
    assert "This field is required." in words(page)
    assert "A number is missing" in words(page)


def test_looking_takes_the_same_few_queries_however_many_items_there_are(
    azman, django_assert_max_num_queries
):
    azman.get(EDIT)

    with django_assert_max_num_queries(24):
        azman.post(EDIT, filled_in_once := moved(azman))
    assert filled_in_once


# Proposing


def test_a_proposal_is_kept_and_the_rules_in_force_stay_as_they_are(azman):
    before = programme()

    address = proposed(azman)

    assert programme() is before
    kept = BlueprintProposal.objects.get()
    assert (kept.course, kept.release, kept.reason) == ("PUM", 1, WHY)
    told = words(azman.get(address))
    assert "Waits for a release" in told
    assert WHY in told
    assert "instead of" in told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": ""}, "This field is required."),
        ({"items-rating": "20"}, "Make both agree."),
    ],
)
def test_what_has_no_reason_or_does_not_add_up_is_not_kept(azman, changes, told):
    page = azman.post(EDIT, moved(azman, propose="1", reason=WHY) | changes)

    assert page.status_code == 400
    assert told in words(page)
    assert not BlueprintProposal.objects.exists()


def test_the_numbers_in_force_are_no_proposal(azman):
    page = azman.post(EDIT, filled_in(azman, propose="1", reason=WHY))

    assert "Nothing would change: these are the numbers in force." in words(page)
    assert not BlueprintProposal.objects.exists()


def test_the_same_proposal_sent_twice_is_kept_once(azman):
    assert proposed(azman) == proposed(azman)


def test_the_file_of_an_open_proposal_has_the_numbers_and_the_rest_as_it_was(azman, registrar):
    address = proposed(azman)

    patch = registrar.get(f"{address}files/patch/")
    file = registrar.get(f"{address}files/course/")

    assert patch.content.decode().startswith("--- a/courses/PUM/course.yaml")
    assert 'filename="course.yaml"' in file["Content-Disposition"]
    # the hall's course is written as JSON, to which levels are added as YAML has them
    before = json.loads(examhall.programme_files()["courses/PUM/course.yaml"])
    asked = BlueprintProposal.objects.get().asked
    from tauliah.core.programme.reading import read_yaml

    after = read_yaml("", file.content.decode()).value
    assert [row["items"] for row in after["blueprint"]] == [row["items"] for row in asked["rows"]]
    assert {**after, "blueprint": 0} == {**before, "blueprint": 0}
    assert registrar.get(f"{address}files/programme/").status_code == 404


# Judging


def test_a_registrar_sees_the_proposal_where_releases_are_planned(azman, registrar):
    assert "None waits for a release." in words(registrar.get("/en/registrar/plan/"))
    address = proposed(azman)

    page = registrar.get("/en/registrar/plan/")

    assert address in page.content.decode()
    assert WHY in words(page)
    assert "/registrar/releases/" in registrar.get(address).content.decode()


def test_another_person_comments_and_declines_and_the_author_cannot(azman, hui_min, registrar):
    address = proposed(azman)

    hui_min.post(f"{address}answer/", {"act": "comment", "words": "How is claims covered then?"})
    own = azman.post(f"{address}answer/", {"act": "decline", "words": "No"}, follow=True)
    assert "Another person declines it" in words(own)
    other = hui_min.post(f"{address}answer/", {"act": "take-back", "words": "No"}, follow=True)
    assert "Another person proposed this blueprint." in words(other)
    registrar.post(f"{address}answer/", {"act": "decline", "words": "Not this year."})

    told = words(azman.get(address))
    assert "How is claims covered then?" in told
    assert "Not this year." in told
    assert "Declined" in told
    assert "None waits for a release." in words(registrar.get("/en/registrar/plan/"))
    again = registrar.post(f"{address}answer/", {"act": "decline", "words": "No."}, follow=True)
    assert "This proposal was declined or taken back already." in words(again)
    assert registrar.get(f"{address}files/patch/").status_code == 404


def test_an_author_takes_a_proposal_back_with_a_reason(azman):
    address = proposed(azman)

    silent = azman.post(f"{address}answer/", {"act": "take-back", "words": " "}, follow=True)
    assert "Say why or what you think" in words(silent)
    azman.post(f"{address}answer/", {"act": "take-back", "words": "I counted wrongly."})

    assert "Taken back" in words(azman.get(LIST))


def test_a_release_with_the_numbers_carries_the_proposal_out(azman, registrar):
    address = proposed(azman)
    file = registrar.get(f"{address}files/course/").content

    published = examhall.programme_files() | {"courses/PUM/course.yaml": file}
    examhall.publish(published, at=MORNING + timedelta(days=1))

    assert "The release in force holds these numbers" in words(azman.get(address))
    assert "In force" in words(registrar.get(LIST))


def planned(registrar, files):
    """What the plan of a folder says, by one page after the other."""
    folder = SimpleUploadedFile("programme.zip", zipped(files))
    return registrar.post("/en/registrar/plan/", {"folder": folder}, follow=True)


def test_a_plan_names_the_proposals_that_its_folder_carries_out(azman, registrar):
    address = proposed(azman)
    file = registrar.get(f"{address}files/course/").content
    files = examhall.programme_files()

    as_asked = planned(registrar, files | {"courses/PUM/course.yaml": file})
    assert "carried out" in words(as_asked)
    assert address in as_asked.content.decode()
    assert "not in this release" in words(planned(registrar, files))


def test_two_proposals_of_numbers_that_all_exams_share_need_a_person(azman, hui_min, registrar):
    first = proposed(azman, minutes="70")
    assert "Another proposal changes the same places" not in words(azman.get(first))

    other = "/en/bank/blueprints/pin/"
    form = hui_min.get(other).context["form"]
    held = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    hui_min.post(other, held | {"pilot_items": "5", "propose": "1", "reason": WHY})

    second = f"/en/bank/blueprints/proposed/{BlueprintProposal.objects.get(course='PIN').pk}/"
    assert "Another proposal changes the same places" in words(azman.get(first))
    assert first in azman.get(second).content.decode()
    told = words(registrar.get("/en/registrar/plan/"))
    assert "Some proposals do not go together by themselves" in told
    both = examhall.programme_files(minutes=70, pilot_items=5)
    assert words(planned(registrar, both)).count("carried out") == 1  # PUM asks for more
    assert "other numbers" in words(planned(registrar, both))


def test_a_proposal_stays_in_force_when_a_later_release_changes_other_numbers(azman, registrar):
    address = proposed(azman)
    file = registrar.get(f"{address}files/course/").content

    later = examhall.programme_files(pilot_items=3) | {"courses/PUM/course.yaml": file}
    examhall.publish(later, at=MORNING + timedelta(days=1))

    assert "The release in force holds these numbers" in words(azman.get(address))


def test_a_release_with_other_numbers_overtakes_the_proposal(azman):
    address = proposed(azman)

    examhall.publish(examhall.programme_files(pilot_items=3), at=MORNING + timedelta(days=1))

    assert "Other numbers are in force meanwhile" in words(azman.get(address))
    again = azman.get(f"{EDIT}?from={address.split('/')[-2]}")
    assert again.context["form"]["pilot_items"].value() == 0
