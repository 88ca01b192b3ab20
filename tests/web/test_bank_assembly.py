"""The pages on forms: asking, progress beside the page, answers side by side, approval, coverage."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.test import Client

from tauliah.apps.itembank.assembly.runs import assembly
from tauliah.apps.itembank.calibrated import keep_parameters
from tauliah.apps.itembank.models import ApprovedForm, Assembly
from tauliah.apps.itembank.queries import current_items
from tests.services import assembling, examhall
from tests.services.assembling import asked_for, assembled
from tests.services.examhall import MORNING
from tests.web.reading import words

ASK = "/en/bank/forms/ask/pum/"
FORMS = "/en/bank/forms/"
SECONDS_TO_ASSEMBLE = 60


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


def browser_of(person):
    client = Client()
    client.force_login(person)
    return client


def page_of(id):
    return f"/en/bank/forms/requests/{id}/"


def filled_in(client, address=ASK):
    """What the form holds, as a browser would send it."""
    form = client.get(address).context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, "")}


# Asking


def test_the_form_is_filled_in_by_the_blueprint_and_says_that_nothing_is_calibrated(azman):
    page = azman.get(ASK)

    assert "Forms are assembled from 62 items in use." in words(page)
    assert 'name="cell-rating-any" value="9"' in page.content.decode()
    assert "No item of this course is calibrated yet" in words(page)
    assert 'name="ability_1"' not in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_forms_are_assembled_beside_the_page_which_then_shows_them(azman):
    begun = azman.post(ASK, filled_in(azman) | {"overlap": assembling.SHARED}, follow=True)

    address = begun.redirect_chain[-1][0]
    ends = time.monotonic() + SECONDS_TO_ASSEMBLE
    page = begun
    while "Side by side" not in words(page) and time.monotonic() < ends:
        time.sleep(0.1)
        page = azman.get(address)
    assert "2 forms of PUM" in words(page)
    assert "Key a" in words(page)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("cell-rating-any", "many", "Write a number such as 3"),
        ("cell-rating-any", "", "This field is required."),
        ("length", "49", "The topics ask for 50 to 50 items. Make both agree."),
        ("key", "16-9", "Write a number such as 3"),
        ("number", "0", "greater than or equal to 1"),
        ("ability_1", "0", "Write both, the ability and the information."),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_begun(officers, field, value, told):
    calibrate(officers[0])
    client = browser_of(officers[0])

    page = client.post(ASK, filled_in(client) | {field: value})

    assert page.status_code == 400
    assert told in words(page)
    assert not Assembly.objects.exists()


def test_an_item_that_every_form_should_have_must_be_in_use(azman):
    form = filled_in(azman) | {"anchors": "pum-s-none-01, pum-s-none-01", "overlap": "38"}

    page = azman.post(ASK, form)

    assert page.status_code == 400
    assert "These are no exam items in use of PUM: PUM-S-NONE-01." in words(page)
    assert not Assembly.objects.exists()


def test_a_course_that_is_not_there_is_not_found(azman):
    assert azman.get("/en/bank/forms/ask/nix/").status_code == 404
    assert azman.get("/en/bank/coverage/nix/").status_code == 404
    assert azman.get(page_of("01890000-0000-7000-8000-000000000000")).status_code == 404


# Following


def test_a_request_under_way_tells_how_far_it_is_and_can_be_cancelled(officers, azman, time_stands):
    id = asked_for(officers[0])
    Assembly.objects.update(progress={"done": 200_000, "moves": 20_000_000})

    page = azman.get(page_of(id))
    assert "Exchanges of items tried: 200000 of 20000000 at most" in words(page)
    after = azman.post(f"{page_of(id)}cancel/", follow=True)

    assert "This assembly was cancelled" in words(after)
    assert assembly(id).state == "cancelled"


def test_a_request_that_stopped_says_so(officers, azman, time_stands):
    id = asked_for(officers[0])
    Assembly.objects.update(told_at=MORNING - timedelta(hours=1))

    assert "This assembly stopped" in words(azman.get(page_of(id)))
    assert "Stopped" in words(azman.get(FORMS))


@pytest.fixture
def time_stands():
    import time_machine

    with time_machine.travel(MORNING, tick=False):
        yield


# Answers


def test_forms_stand_side_by_side_without_what_their_items_say(officers, azman):
    run = assembled(officers[0])

    page = azman.get(page_of(run.id))

    told = words(page)
    code = run.answer["forms"][0]["codes"][0]
    assert "Topics and levels" in told
    assert "Items in common" in told
    assert "nothing can be said of their difficulty" in told
    assert code in told
    assert examhall.EXPLAINED not in told
    assert "What is rule" not in told


def test_each_way_out_fills_the_form_in_with_its_value(officers, azman):
    run = assembled(officers[0], overlap=assembling.SHARED - 1)
    page = azman.get(page_of(run.id))
    assert "Each of these alone resolves it:" in words(page)
    content = page.content.decode()
    links = [part.split('"')[0] for part in content.split('href="') if "way=" in part.split('"')[0]]

    overlaps = {filled_in(azman, link.replace("&amp;", "&")).get("overlap") for link in links}

    assert assembling.SHARED in overlaps


def test_an_earlier_request_is_asked_again_with_its_values(officers, azman):
    run = assembled(officers[0], seed=77, key={"low": 5, "high": 20})

    again = filled_in(azman, f"{ASK}?from={run.id}")

    assert (again["seed"], str(again["key"]), again["overlap"]) == (77, "5-20", 38)


def test_forms_are_asked_for_that_can_be_equated_to_an_approved_one(officers, azman):
    (form, _other) = assembling.approved(*officers)
    assert f"{ASK}?with={form}" in azman.get(FORMS).content.decode()

    filled = filled_in(azman, f"{ASK}?with={form}")

    anchors = filled["anchors"].split()
    assert set(anchors) <= set(assembling.codes_of(form))
    assert len(anchors) >= 50 / 5
    topics = {item.code: item.topic for item in current_items("PUM", "secure")}
    assert {topics[code] for code in anchors} == set(examhall.BLUEPRINT)
    assert filled["overlap"] == len(anchors)
    run = assembled(officers[0], forms=1, anchors=anchors, seed=5)
    assert set(anchors) <= set(run.answer["forms"][0]["codes"])


@pytest.mark.parametrize(
    "address", [f"{ASK}?with=nothing", f"{ASK}?from=nothing", f"{ASK}?from={'0' * 32}"]
)
def test_a_request_that_is_not_there_fills_in_nothing(azman, address):
    assert filled_in(azman, address) == filled_in(azman)


def calibrate(officer):
    told = {
        item.code: (1.2, (number % 9 - 4) / 2, 0.0)
        for number, item in enumerate(current_items("PUM", "secure"))
    }
    keep_parameters(officer, told, source="Trial calibration", at=MORNING)


def test_information_is_drawn_with_its_numbers_beside_it(officers, azman):
    calibrate(officers[0])
    run = assembled(officers[0], target=[{"ability": 0.0, "information": 11.0}])

    page = azman.get(page_of(run.id))

    assert page.content.decode().count("<polyline") == 2
    assert "Ability in logits" in words(page)
    assert "No forms can all be within less than" in words(page)


def test_the_parameters_of_an_item_stand_in_its_file(officers, azman):
    calibrate(officers[0])
    code = current_items("PUM", "secure")[0].code

    page = azman.get(f"/en/bank/items/{code.lower()}/")

    assert "Calibrated: a 1.20, b -2.00, c 0.00 (Trial calibration)" in words(page)


def test_difficulty_is_drawn_where_figures_are_known(officers, azman):
    from tauliah.apps.itembank.tending import keep_figures

    known = current_items("PUM", "secure")[:30]
    figures = {item.version: {"responses": 40, "difficulty": 0.6} for item in known}
    keep_figures(officers[0], figures, at=MORNING)
    run = assembled(officers[0])

    page = azman.get(page_of(run.id))

    shares = [form["shares"] for form in run.answer["forms"]]
    assert page.content.decode().count('class="forms-dot"') == sum(map(len, shares)) > 0
    assert f"{len(shares[0])} of 50 items known" in words(page)


# Approving


def test_who_asked_reads_why_another_approves_and_another_does(officers, azman, hui_min):
    run = assembled(officers[0])

    own = azman.get(page_of(run.id))
    refused = azman.post(f"{page_of(run.id)}approve/", follow=True)
    after = hui_min.post(f"{page_of(run.id)}approve/", follow=True)

    assert "A second person approves them." in words(own)
    assert "A second person approves them." in words(refused)
    assert "Approved as forms 1, 2 of PUM" in words(after)
    assert "2 approved forms" in words(after)
    assert "Approved as forms 1, 2" in words(azman.get(page_of(run.id)))


def test_a_form_is_withdrawn_with_a_reason(officers, azman):
    (form,) = assembling.approved(*officers, forms=1)
    address = f"/en/bank/forms/{form}/withdraw/"

    assert "Say why" in words(azman.post(address, {"reason": ""}, follow=True))
    after = azman.post(address, {"reason": "It was seen outside."}, follow=True)

    assert "no exam takes it any more" in words(after)
    assert "Withdrawn It was seen outside." in words(after)
    assert ApprovedForm.objects.get().withdrawal.reason == "It was seen outside."
    assert (
        azman.post("/en/bank/forms/01890000-0000-7000-8000-000000000000/withdraw/").status_code
        == 404
    )


# Lists


def test_the_lists_have_pages_of_their_own(officers, azman, time_stands):
    for _ in range(26):
        asked_for(officers[0])

    first, second = azman.get(FORMS), azman.get(f"{FORMS}?list=requests&page=2")

    assert "list=requests&amp;page=2" in first.content.decode()
    assert words(first).count("PUM: 2 forms of 50 items") == 25
    assert words(second).count("PUM: 2 forms of 50 items") == 1


def test_coverage_is_shown_to_all_who_work_in_the_bank(officers):
    author = browser_of(examhall.account("Mei Ling", role="item-author"))

    page = author.get("/en/bank/coverage/pum/")

    assert "Market, any level: 10 in use of the 16 that are needed." in words(page)
    assert "Ask for forms of PUM" not in words(page)
    assert author.get(FORMS).status_code == 403
