"""The pages of the item bank: no text in lists, forms in both languages, acts by their duty, exports."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.test import Client

from tauliah.apps.itembank.models import ItemVersion
from tests.services import bank_people, examhall
from tests.services.bank_people import CODE, SECRET, act, approve, write
from tests.web.reading import words

SLUG = CODE.lower()
FORM = {
    "course": "PUM",
    "pool": "secure",
    "way": "single-choice",
    "id": CODE,
    "topic": "market",
    "outcome": "PUM-1",
    "level": "apply",
    "lesson": "01-first",
    "points": "1",
    "stem_en": SECRET,
    "stem_ms": f"{SECRET} (ms)",
    "option_a_en": "Whoever owns the thing",
    "option_a_ms": "Pemilik barang itu",
    "option_b_en": "The insurer of the neighbour",
    "option_b_ms": "Penanggung insurans jiran sebelah",
    "option_c_en": "The court of the state",
    "option_c_ms": "Mahkamah negeri",
    **{f"why_{letter}_en": "So." for letter in "abc"},
    **{f"why_{letter}_ms": "Ya." for letter in "abc"},
    "key": "a",
    "sources": "Insurance Act, section 12",
}
FLAWED = {
    "en": {
        "stem": "Which of these is not a premium that the underwriter asks for?",
        "negative": "Which of these is not",
        "a": "What the underwriter of another insurer has written down",
        "b": "A loading",
        "c": "All of the above",
        "cue": "underwriter",
    },
    "ms": {
        "stem": "Antara berikut, yang manakah bukan premium yang diminta pengunderait?",
        "negative": "manakah bukan",
        "a": "Perkara yang ditulis oleh pengunderait syarikat lain",
        "b": "Bebanan",
        "c": "Semua di atas",
        "cue": "pengunderait",
    },
}
NEW = "/en/bank/new/?course=PUM&pool=secure&way="


@pytest.fixture
def people(db):
    examhall.publish()
    return bank_people.staff()


@pytest.fixture
def browser(people):
    def open_browser(duty):
        client = Client()
        client.force_login(people[duty])
        return client

    return open_browser


def versions_of(code):
    versions = ItemVersion.objects.filter(item__code=code).order_by("number")
    return list(versions.values_list("number", flat=True))


def said(response) -> str:
    return response.content.decode()


# Lists


def test_lists_and_files_never_show_what_an_exam_item_says(people, browser):
    approve(people)

    for address in (
        "/en/bank/?q=new",
        "/en/bank/queue/",
        f"/en/bank/items/{SLUG}/",
        "/ms/bank/?q=new",
    ):
        page = browser("officer").get(address)
        assert page.status_code == 200
        assert CODE in said(page)
        assert SECRET not in said(page)
        assert "Pemilik barang" not in said(page)


def test_a_list_has_pages_and_says_when_nothing_is_found(people, browser):
    client = browser("fairness")

    assert "page=2" in said(client.get("/en/bank/?pool=secure"))
    assert "pool=secure&amp;page=2" in said(client.get("/en/bank/?pool=secure"))
    assert "No item is found" in said(client.get("/en/bank/?q=nothing-like-this"))


def test_what_waits_has_pages_for_each_duty(people, browser):
    for number in range(10, 36):
        write(people["author"], f"PUM-S-NEW-{number}")
    client = browser("author")

    first = said(client.get("/en/bank/queue/"))
    second = said(client.get("/en/bank/queue/?duty=author&page=2"))

    assert '<span class="badge badge-primary">26</span>' in first
    assert "?duty=author&amp;page=2" in first
    assert ("PUM-S-NEW-34" in first, "PUM-S-NEW-35" in first) == (True, False)
    assert ("PUM-S-NEW-34" in second, "PUM-S-NEW-35" in second) == (False, True)


def test_an_empty_bank_says_where_items_come_from(db):
    client = Client()
    client.force_login(examhall.account("Mei Ling", role="item-author"))

    assert "The bank has no items yet" in said(client.get("/en/bank/"))


def test_the_way_of_a_log_in_leads_to_what_waits(people, browser):
    assert browser("language").get("/en/home/").headers["Location"] == "/en/bank/queue/"


# Writing


def test_an_item_is_written_in_both_languages(people, browser):
    client = browser("author")
    page = client.get(f"{NEW}single-choice")
    assert 'lang="ms"' in said(page)

    kept = client.post(f"{NEW}single-choice", {**FORM, "keep": "1"})

    assert kept.headers["Location"] == f"/en/bank/items/{SLUG}/"
    text = said(client.get(f"/en/bank/items/{SLUG}/text/"))
    assert SECRET in text
    assert "Mahkamah negeri" in text
    assert "Insurance Act, section 12" in text


def test_a_form_that_is_not_whole_is_shown_again_with_what_is_missing(people, browser):
    page = browser("author").post(f"{NEW}single-choice", {**FORM, "stem_ms": "", "keep": "1"})

    assert page.status_code == 400
    assert 'id="id_stem_ms_error"' in said(page)
    assert SECRET in said(page)


def test_an_option_is_written_in_full_or_not_at_all(people, browser):
    page = browser("author").post(
        f"{NEW}single-choice", {**FORM, "option_d_en": "Nobody", "keep": "1"}
    )

    assert page.status_code == 400
    assert "or leave the whole option empty" in said(page)


def test_flaws_are_told_while_writing_without_keeping_anything(people, browser):
    from tauliah.apps.itembank.models import Item

    long = "Whoever owns the thing, and nobody else in the whole wide world"
    page = browser("author").post(
        "/en/bank/check/", {**FORM, "option_a_en": long, "option_c_en": "None of the above"}
    )

    assert page.status_code == 200
    assert "the key is longer than every other option (en)" in said(page)
    assert "say what is meant" in said(page)
    assert 'href="#id_option_c_en"' in said(page)
    assert not Item.objects.filter(code=CODE).exists()


@pytest.mark.parametrize("language", ["en", "ms"])
def test_every_flaw_is_told_while_writing_in_the_language_that_has_it(people, browser, language):
    client = browser("author")
    options = {letter: f"option_{letter}_{language}" for letter in "abc"}
    stem = f"stem_{language}"
    sent = FORM | {
        stem: FLAWED[language]["stem"],
        **{options[letter]: FLAWED[language][letter] for letter in "abc"},
    }

    told = client.post("/en/bank/check/", sent)

    fields = {one.field for one in told.context["told"]}
    assert {stem, options["a"], options["c"]} <= fields
    page = said(told)
    assert f"the key is longer than every other option ({language})" in page
    assert "this option says “all” or “none of the above”" in page
    assert f"“{FLAWED[language]['negative']}” asks for what is not so" in page
    assert f"“{FLAWED[language]['cue']}” stands in the stem and of all options in the key" in page


@pytest.mark.parametrize(("language", "other"), [("en", "ms"), ("ms", "en")])
def test_one_language_is_looked_at_while_the_other_is_not_written_yet(
    people, browser, language, other
):
    half = {name: "" if name.endswith(f"_{other}") else value for name, value in FORM.items()}
    half |= {f"option_c_{language}": FLAWED[language]["c"], "id": ""}

    told = said(browser("author").post("/en/bank/check/", half))

    assert "This field is required." in told
    assert "this option says “all” or “none of the above”" in told
    assert "in the same words" not in told


@pytest.mark.parametrize("language", ["en", "ms"])
def test_an_item_that_is_nearly_another_one_is_told_in_either_language(people, browser, language):
    long = (
        "A family insures its house for less than it costs to build it again, a storm damages a "
        "third of the roof, and the policy has a condition of average. What does the insurer pay?"
    )
    write(people["author"], "PUM-S-OLD-01", stem=long)
    changed = FORM | {
        f"stem_{language}": f"{long} Say why." + (" (ms)" if language == "ms" else "")
    }

    told = said(browser("author").post("/en/bank/check/", changed))

    assert "alike to PUM-S-OLD-01" in told


def test_flaws_are_told_in_malay_on_a_malay_page(people, browser):
    page = browser("author").post("/ms/bank/check/", {**FORM, "option_c_en": "All of the above"})

    assert "nyatakan maksudnya" in said(page)


def test_a_number_is_written_by_its_own_form(people, browser):
    client = browser("author")
    common = {name: FORM[name] for name in ("topic", "outcome", "level", "lesson", "points")}
    number = {
        **common,
        "id": "PUM-S-NUM-01",
        "stem_en": "How much is paid?",
        "stem_ms": "Berapakah dibayar?",
        "value": "564.30",
        "tolerance": "0.01",
        "tolerance_kind": "absolute",
        "unit_en": "RM",
        "unit_ms": "RM",
        "explanation_en": "752.40 × 0.75",
        "explanation_ms": "752.40 × 0.75",
    }

    kept = client.post(f"{NEW}numeric", {**number, "keep": "1"})

    assert kept.headers["Location"] == "/en/bank/items/pum-s-num-01/"
    again = said(client.get("/en/bank/items/pum-s-num-01/write/"))
    assert 'value="564.30"' in again
    wrong = client.post(f"{NEW}numeric", {**number, "value": "much", "keep": "1"})
    assert "expected a number" in said(wrong)


def test_more_sources_than_are_kept_are_told_and_none_is_dropped(people, browser):
    from tauliah.apps.itembank.models import Item, ItemVersion

    client, lines = browser("author"), [f"Act {number}" for number in range(1, 22)]

    page = client.post(f"{NEW}single-choice", {**FORM, "sources": "\n\n".join(lines), "keep": "1"})

    assert page.status_code == 400
    assert "These are 21 sources: name at most 20, one a line." in said(page)
    assert not Item.objects.filter(code=CODE).exists()
    client.post(f"{NEW}single-choice", {**FORM, "sources": "\n".join(lines[:20]), "keep": "1"})
    assert ItemVersion.objects.get(item__code=CODE).sources == lines[:20]


MATCH = """\
id: PUM-S-MATCH-01
type: match
outcome: PUM-1
level: apply
lesson: 01-first
stem: {en: "Who does what?", ms: "Siapa buat apa?"}
prompts:
  a: {text: {en: Underwriter, ms: Pengunderait}, key: b, explanation: {en: So., ms: Ya.}}
  b: {text: {en: Adjuster, ms: Penyelaras}, key: a, explanation: {en: So., ms: Ya.}}
choices: {a: {en: assesses losses, ms: menilai}, b: {en: selects risks, ms: memilih}}
scoring: per-part
"""


def test_any_type_is_written_as_text(people, browser):
    client = browser("author")

    kept = client.post(f"{NEW}text", {"text": MATCH, "topic": "market", "keep": "1"})

    assert kept.headers["Location"] == "/en/bank/items/pum-s-match-01/"
    assert "assesses losses" in said(client.get("/en/bank/items/pum-s-match-01/write/"))


def test_mistakes_of_a_text_stand_beside_their_lines(people, browser):
    page = browser("author").post(
        f"{NEW}text",
        {"text": MATCH.replace("key: b", "key: z"), "topic": "market", "keep": "1"},
    )

    assert '<span class="faulty-number">8</span>  a: {text:' in said(page)
    assert "prompts.a.key" in said(page)


def test_what_was_kept_is_a_version_and_the_same_again_is_none(people, browser):
    client = browser("author")
    client.post(f"{NEW}single-choice", {**FORM, "keep": "1"})
    address = f"/en/bank/items/{SLUG}/write/"

    client.post(address, {**FORM, "read": "1", "keep": "1"})
    stem = "Who carries the loss?"
    client.post(address, {**FORM, "stem_en": stem, "read": "1", "keep": "1"})

    page = said(client.get(f"/en/bank/items/{SLUG}/"))
    assert "Version 2" in page
    assert "Version 3" not in page


def test_who_writes_on_a_version_that_is_no_longer_the_newest_reads_both_and_loses_nothing(
    people, browser
):
    write(people["author"])
    address = f"/en/bank/items/{SLUG}/write/"
    one, other = browser("author"), browser("author")
    begun = one.get(address).context["read"]
    theirs = FORM | {"stem_en": "Who carries the loss?", "key": "b", "read": begun, "keep": "1"}
    assert other.post(address, theirs).status_code == 302

    mine = FORM | {"stem_en": "Who bears a loss without cover?", "read": begun, "keep": "1"}
    stale = one.post(address, mine)

    assert stale.status_code == 400
    told = words(stale)
    assert f"Another version of {CODE} was kept while you wrote." in told
    assert "<del>carries</del>" in said(stale)
    assert "<del>b</del> <ins>a</ins>" in said(stale)
    assert stale.context["form"]["stem_en"].value() == "Who bears a loss without cover?"
    assert versions_of(CODE) == [1, 2]
    # who has read both keeps the own one as the next version
    kept = one.post(address, mine | {"read": stale.context["read"]})
    assert kept.status_code == 302
    assert versions_of(CODE) == [1, 2, 3]


def test_a_form_that_does_not_say_what_it_was_written_from_keeps_nothing(people, browser):
    write(people["author"])

    page = browser("author").post(
        f"/en/bank/items/{SLUG}/write/", {**FORM, "stem_en": "Who carries it?", "keep": "1"}
    )

    assert page.status_code == 400
    assert versions_of(CODE) == [1]


def test_a_new_item_with_the_id_of_an_own_one_is_no_version_of_it(people, browser):
    write(people["author"])

    page = browser("author").post(
        f"{NEW}single-choice", {**FORM, "stem_en": "Another question?", "keep": "1"}
    )

    assert f"You have an item {CODE} already." in words(page)
    assert versions_of(CODE) == [1]


def test_only_its_writer_writes_on_an_item(people, browser):
    write(people["author"])
    other = Client()
    other.force_login(examhall.account("Hana", role="item-author"))

    assert other.get(f"/en/bank/items/{SLUG}/write/").status_code == 403
    assert other.get(f"/en/bank/items/{SLUG}/text/").status_code == 403


def test_flaws_of_an_item_that_has_its_id_are_told_without_asking_for_it(people, browser):
    write(people["author"])
    sent = {name: value for name, value in FORM.items() if name != "id"}

    page = browser("author").post("/en/bank/check/", {**sent, "code": CODE})

    assert "No flaw is found" in said(page)


def test_who_may_not_read_an_item_is_offered_no_text(people, browser):
    write(people["author"])

    page = said(browser("content").get(f"/en/bank/items/{SLUG}/"))

    assert f"/en/bank/items/{SLUG}/text/" not in page
    assert "so you do not see what it says" in page


# Reading and comparing


def test_two_versions_are_compared_word_by_word_in_both_languages(people, browser):
    write(people["author"])
    write(people["author"], stem="Who carries the risk of a loss that nobody insured?")

    page = said(browser("author").get(f"/en/bank/items/{SLUG}/compare/"))

    assert page.count("<del>bears</del><ins>carries</ins>") == 2


def test_each_page_with_a_text_is_a_reading_in_the_audit_trail(people, browser):
    from tauliah.apps.people.models import AuditEntry

    write(people["author"])
    client = browser("author")
    for page in ("text/", "compare/", "write/"):
        client.get(f"/en/bank/items/{SLUG}/{page}")

    purposes = [
        entry.details["purpose"]
        for entry in AuditEntry.objects.filter(event="item.read").order_by("id")
    ]
    assert purposes == ["read", "compare", "compare", "write"]


def test_a_page_with_a_text_is_not_kept_by_browsers(people, browser):
    write(people["author"])

    page = browser("author").get(f"/en/bank/items/{SLUG}/text/")

    assert "no-store" in page.headers["Cache-Control"]


def test_versions_that_are_not_there_are_not_found(people, browser):
    write(people["author"])

    assert browser("author").get(f"/en/bank/items/{SLUG}/text/?version=9").status_code == 404
    assert browser("author").get("/en/bank/items/pum-s-none-1/").status_code == 404


# Acts


def test_a_review_is_passed_at_its_page(people, browser):
    write(people["author"])
    act(people["author"], "submit")
    client = browser("content")
    assert CODE in said(client.get("/en/bank/queue/"))

    done = client.post(
        f"/en/bank/items/{SLUG}/act/", {"act": "pass", "version": "1", "comment": "Sound."}
    )

    page = said(client.get(done.headers["Location"]))
    assert "Language review" in page
    assert "Sound." in page
    assert CODE not in said(client.get("/en/bank/queue/"))


def test_a_reviewer_sees_what_a_program_finds(people, browser):
    long = {"a": ("Whoever owns the thing that was lost", "Pemilik barang yang hilang itu")}
    write(people["author"], options={**bank_people.OPTIONS, **long})
    act(people["author"], "submit")

    page = said(browser("content").get(f"/en/bank/items/{SLUG}/text/"))

    assert "the key is longer than every other option (en)" in page
    assert "#id_" not in page


def test_an_act_of_another_duty_is_forbidden_whatever_the_page_shows(people, browser):
    write(people["author"])
    act(people["author"], "submit")

    sent = browser("language").post(f"/en/bank/items/{SLUG}/act/", {"act": "pass", "version": "1"})

    assert sent.status_code == 403


def test_a_version_that_is_no_number_is_none_of_the_item(people, browser):
    write(people["author"])

    page = browser("author").post(
        f"/en/bank/items/{SLUG}/act/", {"act": "submit", "version": "9" * 5_000}, follow=True
    )

    assert "A newer version was written meanwhile" in said(page)


def test_sending_back_without_a_comment_is_refused_in_words(people, browser):
    write(people["author"])
    act(people["author"], "submit")

    page = browser("content").post(
        f"/en/bank/items/{SLUG}/act/", {"act": "return", "version": "1"}, follow=True
    )

    assert "Say why in the comment" in said(page)


def test_an_item_is_entrusted_at_its_page(people, browser):
    write(people["author"])
    hana = examhall.account("Hana", role="item-author")
    client = browser("officer")
    assert "Hana</option>" in said(client.get(f"/en/bank/items/{SLUG}/"))

    client.post(f"/en/bank/items/{SLUG}/entrust/", {"author": hana.pk})

    assert "Farid to Hana" in said(client.get(f"/en/bank/items/{SLUG}/"))
    nobody = client.post(f"/en/bank/items/{SLUG}/entrust/", {"author": "nobody"})
    assert nobody.status_code == 404


def test_enemies_are_declared_and_ended_at_the_items_page(people, browser):
    client, address = browser("officer"), "/en/bank/items/pum-s-mark-01/enemies/"

    client.post(address, {"other": "pum-s-mark-02", "reason": "Same rule."})
    page = said(client.get("/en/bank/items/pum-s-mark-01/"))
    assert "Same rule." in page

    client.post(address, {"other": "PUM-S-MARK-02", "end": "1"})
    assert "Same rule." not in said(client.get("/en/bank/items/pum-s-mark-01/"))


def test_an_export_is_an_archive_of_the_folders_files(people, browser):
    approve(people)
    day = datetime.now(tz=UTC).date().isoformat()

    archive = browser("officer").post("/en/bank/export/")

    with zipfile.ZipFile(io.BytesIO(archive.content)) as whole:
        assert whole.namelist() == [f"courses/PUM/items/secure-market-{day}.yaml"]
        assert SECRET in whole.read(whole.namelist()[0]).decode()


def test_nothing_to_export_is_said(people, browser):
    page = browser("officer").post("/en/bank/export/", follow=True)

    assert "There is nothing to export" in said(page)


def test_figures_are_counted_and_shown_beside_the_version(people, browser):
    result = examhall.sat(examhall.candidate("Aisyah"), right=50)
    from tauliah.apps.sittings.queries import attempt_by_id, seats_of

    code = seats_of(attempt_by_id(result.attempt))[0].item.code
    client = browser("officer")

    client.post("/en/bank/figures/", {"course": "PUM"})

    page = said(client.get(f"/en/bank/items/{code.lower()}/"))
    assert "Counted on" in page
    assert "1.000" in page
