"""Items written in the bank: duties apart, versions that stay, pools that never mix, reading that is seen."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tauliah.apps.itembank.models import Item, ItemStep, ItemVersion
from tauliah.apps.itembank.overview import (
    Wanted,
    item_file,
    others_in_course,
    page_of_items,
)
from tauliah.apps.itembank.queries import current_items, pilot_items
from tauliah.apps.itembank.queues import queues_of
from tauliah.apps.itembank.tending import (
    declare_enemies,
    end_enmity,
    entrust_item,
    export_items,
    keep_figures,
)
from tauliah.apps.itembank.writing import ReadVersion, comment_on_item, read_text
from tauliah.apps.people.models import AuditEntry
from tauliah.apps.people.permissions import SYSTEM
from tauliah.core.kernel import Refused
from tests.services import bank_people, examhall
from tests.services.bank_people import CODE, SECRET, act, also, approve, write
from tests.services.examhall import MORNING

NEXT = ("author", "submit"), ("content", "pass"), ("language", "pass"), ("fairness", "pass")


@pytest.fixture
def people(db):
    examhall.publish()
    return bank_people.staff()


def state(code: str = CODE) -> str:
    return Item.objects.get(code=code).state


def refusal(outcome: object) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.code


def events(event: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(event=event).order_by("id"))


# The way


def test_an_item_goes_from_draft_to_use_through_three_people(people):
    approve(people)
    act(people["officer"], "pilot")
    act(people["officer"], "operate")

    assert state() == "operational"
    assert [(step.act, step.state, step.to) for step in ItemStep.objects.order_by("id")] == [
        ("write", "draft", "draft"),
        ("submit", "draft", "content-review"),
        ("pass", "content-review", "language-review"),
        ("pass", "language-review", "fairness-review"),
        ("pass", "fairness-review", "approved"),
        ("pilot", "approved", "pilot"),
        ("operate", "pilot", "operational"),
    ]
    assert CODE in [item.code for item in current_items("PUM", "secure")]


def test_every_step_is_in_the_audit_trail_with_the_digest_of_its_version(people):
    approve(people)

    digest = ItemVersion.objects.get(item__code=CODE).digest
    passed = events("item.passed")
    assert [entry.actor for entry in passed] == [
        str(people[duty].pk) for duty in ("content", "language", "fairness")
    ]
    assert {entry.details["digest"] for entry in passed} == {digest}
    assert {entry.subject for entry in passed} == {f"item:{CODE}"}


def test_an_item_under_review_is_in_no_form_and_no_practice(people):
    approve(people)

    assert CODE not in [item.code for item in current_items("PUM", "secure")]
    assert pilot_items("PUM") == ()


def test_what_is_sent_back_says_why_and_comes_again_as_another_version(people):
    write(people["author"])
    act(people["author"], "submit")

    assert refusal(act(people["content"], "return")) == "no-comment"
    assert act(people["content"], "return", comment="Who is “nobody”?") is None
    write(people["author"], stem="Who bears a loss that is insured by no one at all?")

    assert state() == "draft"
    assert [row.number for row in ItemVersion.objects.filter(item__code=CODE)] == [1, 2]


def test_with_a_new_submission_every_review_is_done_again(people):
    write(people["author"])
    for duty, what in NEXT[:2]:
        act(people[duty], what)
    act(people["language"], "return", comment="Two words.")

    act(people["author"], "submit")

    assert state() == "content-review"


# Duties apart


@pytest.mark.parametrize("position", range(1, 4))
def test_an_author_with_every_role_passes_no_review_of_an_own_item(people, position):
    author = people["author"]
    for role in bank_people.ROLES.values():
        if role != "item-author":
            author = also(author, role)
    write(author)
    for duty, what in NEXT[:position]:
        act(author if duty == "author" else people[duty], what)
    before = state()

    assert refusal(act(author, "pass")) == "own-item"
    assert state() == before


def test_nobody_passes_two_reviews_with_two_roles(people):
    kumar = also(people["content"], "language-reviewer")
    write(people["author"])
    act(people["author"], "submit")
    act(kumar, "pass")

    assert refusal(act(kumar, "pass")) == "reviewed-already"
    assert act(people["language"], "pass") is None


def test_an_officer_puts_no_own_item_to_use(people):
    author = also(people["author"], "bank-officer")
    approve({**people, "author": author})

    for what in ("pilot", "operate", "retire"):
        assert refusal(act(author, what, comment="why")) == "own-item"


@pytest.mark.parametrize("duty", ["author", "language", "fairness", "officer"])
def test_a_review_asks_for_its_own_role(people, duty):
    write(people["author"])
    act(people["author"], "submit")

    with pytest.raises(PermissionDenied):
        act(people[duty], "pass")
    assert state() == "content-review"


def test_a_reviewer_passes_the_version_that_was_read(people):
    write(people["author"])
    write(people["author"], stem="Who bears the loss of a thing that is not insured?")
    act(people["author"], "submit")

    assert refusal(act(people["content"], "pass", version=1)) == "changed-meanwhile"


def test_an_item_that_the_programmes_check_would_refuse_is_not_submitted(people):
    write(people["author"], outcome="PUM-9")

    refused = act(people["author"], "submit")

    assert refusal(refused) == "has-flaws"
    assert "PUM has no outcome PUM-9" in refused.message.en
    assert state() == "draft"


def test_the_stem_of_another_item_is_not_submitted(people):
    stem = "What is rule 1 of market in PUM, pool S?"
    write(people["author"], stem=stem)

    assert "PUM-S-MARK-01" in act(people["author"], "submit").message.en


def test_an_entrusted_item_is_written_on_by_another_author_who_then_reviews_nothing_of_it(people):
    hana = also(examhall.account("Hana", role="item-author"), "content-reviewer")
    write(people["author"])
    assert refusal(write(hana, stem="Who carries a loss that is not insured?")) == "not-the-writer"

    assert entrust_item(people["officer"], CODE, hana, at=MORNING) is None

    assert [line.code for queue in queues_of(hana) for line, _ in queue.lines] == [CODE]
    assert write(hana, stem="Who carries a loss that is not insured?").number == 2
    act(people["author"], "submit")
    assert refusal(act(hana, "pass")) == "own-item"
    assert item_file(hana, CODE).steps[1].to_name == "Hana"


def test_items_are_entrusted_by_officers_to_authors_and_not_those_of_the_text(people):
    write(people["author"])

    assert refusal(entrust_item(people["officer"], CODE, people["content"], at=MORNING)) == (
        "no-author"
    )
    stood = entrust_item(people["officer"], "PUM-S-MARK-01", people["author"], at=MORNING)
    assert refusal(stood) == "in-text"
    with pytest.raises(PermissionDenied):
        entrust_item(people["author"], CODE, people["author"], at=MORNING)


# Versions


def test_the_same_text_is_no_new_version(people):
    first = write(people["author"])
    again = write(people["author"])

    assert (first.is_new, again.is_new) == (True, False)
    assert first.digest == again.digest
    assert ItemVersion.objects.filter(item__code=CODE).count() == 1


@pytest.mark.parametrize("change", [{"number": 9}, {"digest": "sha256:0"}, {"content": {}}])
def test_a_version_cannot_be_changed(people, change):
    write(people["author"])

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ItemVersion.objects.filter(item__code=CODE).update(**change)


def test_a_step_cannot_be_changed_or_taken_away(people):
    write(people["author"])

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ItemStep.objects.update(comment="nothing")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ItemStep.objects.all().delete()


def test_a_version_in_the_making_leaves_the_one_in_use(people):
    approve(people)
    act(people["officer"], "operate")
    write(people["author"], stem="Who bears the loss of a thing that is not insured?")

    used = {item.code: item for item in current_items("PUM", "secure")}
    assert used[CODE].text.stem.en == SECRET
    assert state() == "draft"


def test_writing_on_an_item_on_pilot_ends_its_pilot(people):
    approve(people)
    act(people["officer"], "pilot")
    write(people["author"], stem="Who bears the loss of a thing that is not insured?")

    assert pilot_items("PUM") == ()
    assert CODE not in [item.code for item in current_items("PUM", "secure")]


def test_a_retired_item_is_used_no_more(people):
    approve(people)
    act(people["officer"], "operate")

    assert refusal(act(people["officer"], "retire")) == "no-comment"
    act(people["officer"], "retire", comment="The Act was changed.")

    assert CODE not in [item.code for item in current_items("PUM", "secure")]
    assert refusal(write(people["author"])) == "not-from-here"


# Pools


def test_an_item_keeps_its_pool(people):
    write(people["author"])

    assert refusal(write(people["author"], pool="practice")) == "item-moved"


def test_a_practice_item_goes_to_practice_and_is_not_piloted(people):
    approve(people, "PUM-P-NEW-01", pool="practice")

    assert refusal(act(people["officer"], "pilot", "PUM-P-NEW-01")) == "no-pilot"
    act(people["officer"], "operate", "PUM-P-NEW-01")

    assert "PUM-P-NEW-01" in [item.code for item in current_items("PUM", "practice")]
    assert "PUM-P-NEW-01" not in [item.code for item in current_items("PUM", "secure")]


def test_the_database_itself_pilots_no_practice_item(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pool="practice").update(state="pilot")


# The text


def test_items_of_the_text_are_operational_and_the_bank_decides_about_none(people):
    found = item_file(people["officer"], "PUM-S-MARK-01")

    assert (found.line.state, found.line.is_in_text, found.acts) == ("operational", True, ())
    assert refusal(act(people["officer"], "retire", "PUM-S-MARK-01", comment="why")) == "in-text"


def test_publishing_leaves_the_items_of_the_bank_as_they_are(people):
    approve(people)
    act(people["officer"], "operate")

    examhall.publish(examhall.programme_files(minutes=66))

    assert state() == "operational"
    assert CODE in [item.code for item in current_items("PUM", "secure")]


def test_what_is_exported_and_published_is_the_same_version_and_the_texts_from_then_on(people):
    approve(people)
    digest = ItemVersion.objects.get(item__code=CODE).digest

    files = export_items(people["officer"], "PUM", at=MORNING)
    examhall.publish(examhall.programme_files() | files)

    item = Item.objects.get(code=CODE)
    assert (item.state, item.is_in_text) == ("operational", True)
    assert [row.digest for row in ItemVersion.objects.filter(item=item)] == [digest]
    assert refusal(write(people["author"])) == "in-text"
    assert ItemStep.objects.filter(item=item).latest("id").act == "publish"


def test_exporting_is_in_the_audit_trail_with_every_digest(people):
    approve(people)
    digest = ItemVersion.objects.get(item__code=CODE).digest

    export_items(people["officer"], at=MORNING)

    assert [entry.details["items"] for entry in events("items.exported")] == [{CODE: digest}]
    with pytest.raises(PermissionDenied):
        export_items(people["author"], at=MORNING)


def test_drafts_are_not_exported(people):
    write(people["author"])

    assert export_items(SYSTEM, at=MORNING) == {}


# Reading


def test_each_reading_of_an_exam_item_is_an_entry_of_the_audit_trail(people):
    write(people["author"])

    read = read_text(people["author"], CODE, purpose="page", at=MORNING)

    (entry,) = events("item.read")
    assert (entry.actor, entry.subject) == (str(people["author"].pk), f"item:{CODE}")
    assert entry.details["digest"] == read.digest


@pytest.mark.parametrize("duty", ["content", "language", "fairness"])
def test_a_draft_is_read_by_no_reviewer(people, duty):
    write(people["author"])

    assert refusal(read_text(people[duty], CODE, purpose="page", at=MORNING)) == "not-yours-to-read"
    assert events("item.read") == []


def test_another_author_does_not_read_an_exam_item(people):
    write(people["author"])
    other = examhall.account("Hana", role="item-author")

    assert refusal(read_text(other, CODE, purpose="page", at=MORNING)) == "not-yours-to-read"


def test_a_reviewer_reads_an_item_while_it_is_under_that_review(people):
    write(people["author"])
    act(people["author"], "submit")

    assert isinstance(read_text(people["content"], CODE, purpose="page", at=MORNING), ReadVersion)
    assert isinstance(read_text(people["language"], CODE, purpose="page", at=MORNING), Refused)


def test_who_has_no_role_in_the_bank_reads_nothing(people):
    write(people["author"])
    for role in ("candidate", "registrar", "invigilator", "marker"):
        somebody = examhall.account(f"Some {role}", role=role)
        with pytest.raises(PermissionDenied):
            read_text(somebody, CODE, purpose="page", at=MORNING)


def test_practice_items_are_read_without_an_entry(people):
    assert isinstance(
        read_text(people["fairness"], "PUM-P-MARK-01", purpose="page", at=MORNING), ReadVersion
    )
    assert events("item.read") == []


def test_a_comment_is_made_by_who_may_read(people):
    write(people["author"])

    assert refusal(comment_on_item(people["content"], CODE, "Hm.", at=MORNING)) == (
        "not-yours-to-read"
    )
    act(people["author"], "submit")
    assert comment_on_item(people["content"], CODE, "Is b true as well?", at=MORNING) is None
    assert item_file(people["author"], CODE).steps[-1].comment == "Is b true as well?"
    assert state() == "content-review"


def test_who_may_not_read_an_item_finds_neither_comments_nor_keys_in_its_file(people):
    write(people["author"])
    act(people["author"], "submit")
    comment_on_item(people["content"], CODE, "Is “the court” wrong?", at=MORNING)
    version = ItemVersion.objects.get(item__code=CODE)
    figures = {"responses": 9, "options": [{"option": "a", "is_key": True}], "suspicion": None}
    keep_figures(SYSTEM, {version.pk: figures}, at=MORNING)

    reader, other = (item_file(people[duty], CODE) for duty in ("content", "fairness"))

    assert (reader.may_read, other.may_read) == (True, False)
    assert reader.steps[-1].comment == "Is “the court” wrong?"
    assert reader.versions[0].figures == figures
    assert {step.comment for step in other.steps} == {""}
    assert other.versions[0].figures == {"responses": 9}


# Lists and queues


def test_a_list_shows_no_text_and_a_search_finds_none(people):
    write(people["author"])

    lines = page_of_items(Wanted(search="PUM-S-NEW")).object_list
    assert [line.code for line in lines] == [CODE]
    assert SECRET not in repr(lines)
    assert page_of_items(Wanted(search="bears")).object_list == []


def test_filters_find_what_they_say(people):
    write(people["author"], level="analyse")

    def found(**wanted):
        return page_of_items(Wanted(**wanted)).paginator.count

    assert found(state="draft") == 1
    assert found(level="analyse") == 1
    assert found(pool="practice") == 12
    assert found(course="PIN", pool="secure") == sum(examhall.BLUEPRINT.values()) + 12
    assert found(outcome="PUM-9") == 0


def test_every_duty_sees_what_waits_for_it_and_nobody_else(people):
    def waiting(duty):
        return [line.code for queue in queues_of(people[duty]) for line, _ in queue.lines]

    def everybody():
        return {duty: waiting(duty) for duty in people}

    def alone(duty):
        return {one: [CODE] if one == duty else [] for one in people}

    write(people["author"])
    assert everybody() == alone("author")
    for (duty, what), then in zip(
        NEXT, ("content", "language", "fairness", "officer"), strict=True
    ):
        act(people[duty], what)
        assert everybody() == alone(then)


def test_a_page_of_the_list_asks_the_database_a_fixed_number_of_times(
    people, django_assert_num_queries
):
    with django_assert_num_queries(4):
        assert len(page_of_items(Wanted()).object_list) == 25


def test_what_waits_has_pages_and_is_read_in_bulk(people, django_assert_num_queries):
    write(people["author"])
    with CaptureQueriesContext(connection) as of_one:
        queues_of(people["author"])
    for number in range(10, 36):
        write(people["author"], f"PUM-S-NEW-{number}")

    with django_assert_num_queries(len(of_one)):
        (first,) = queues_of(people["author"])
    (second,) = queues_of(people["author"], pages={"author": 2})

    assert first.page.paginator.count == 27
    codes = [line.code for line, _ in (*first.lines, *second.lines)]
    assert (len(first.lines), len(second.lines)) == (25, 2)
    assert codes == sorted(item.code for item in Item.objects.filter(state="draft"))


def test_what_an_item_is_compared_with_is_read_once_and_again_with_a_new_version(
    people, django_assert_num_queries
):
    others_in_course("PUM")

    with django_assert_num_queries(1):
        assert CODE not in [other.item.id for other in others_in_course("PUM")]
    write(people["author"])
    write(people["author"], stem="Who carries the loss?")

    stems = {other.item.id: other.item.stem.en for other in others_in_course("PUM")}
    assert stems[CODE] == "Who carries the loss?"


# Enemies


def test_enemies_are_declared_once_and_can_be_ended(people):
    officer = people["officer"]

    for _ in range(2):
        refused = declare_enemies(
            officer, "PUM-S-MARK-02", "PUM-S-MARK-01", reason="Same rule.", at=MORNING
        )
        assert refused is None
    assert item_file(officer, "PUM-S-MARK-01").enemies == (("PUM-S-MARK-02", "Same rule."),)
    assert len(events("item.enemy-declared")) == 1

    assert end_enmity(officer, "PUM-S-MARK-01", "PUM-S-MARK-02", at=MORNING) is None
    assert item_file(officer, "PUM-S-MARK-01").enemies == ()


@pytest.mark.parametrize("other", ["PUM-S-MARK-01", "PIN-S-MARK-01", "PUM-P-MARK-01"])
def test_enemies_are_two_exam_items_of_one_course(people, other):
    refused = declare_enemies(
        people["officer"], "PUM-S-MARK-01", other, reason="Same rule.", at=MORNING
    )

    assert refusal(refused) == "no-enemies"
