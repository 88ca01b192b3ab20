"""Both languages, whole: no word of the pages is without Malay, and accounts speak both."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tauliah.apps.people.queries import person_by_email
from tests.web.programme import PASSWORD
from tests.web.reading import words

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import messages

SIGN_UP = {
    "full_name": "  Nurul   Huda ",
    "language": "ms",
    "email": "Nurul@Example.com",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def test_every_word_of_the_pages_has_its_malay() -> None:
    assert messages.faults() == []


def test_words_are_found_in_templates_as_django_finds_them() -> None:
    template = (
        '{% translate "One" %}{% blocktranslate with n=x %}Two {{ n }}, 5%{% endblocktranslate %}'
        "{% blocktranslate count n=n %}{{ n }} key{% plural %}{{ n }} keys{% endblocktranslate %}"
        '{% translate "May" context "month" %}'
    )

    found = list(messages.messages_of_template(template))

    assert found == [
        ("One", None),
        ("Two %(n)s, 5%%", None),
        (("%(n)s key", "%(n)s keys"), None),
        ("May", "month"),
    ]


@pytest.mark.parametrize(
    ("english", "malay"),
    [("%(n)s left", "tinggal %(m)s"), ("{time} saved", "disimpan"), ("<b>no</b>", "tidak")],
)
def test_a_placeholder_that_is_lost_is_noticed(english: str, malay: str) -> None:
    assert messages._signs(english) != messages._signs(malay)


def test_every_form_of_an_account_speaks_malay(client: Client, published: Any) -> None:
    english = re.compile(r"\b(Email|Password|Remember|Forgot|Current|New|again|Enter|This)\b")

    for page in ("login", "signup", "password/reset"):
        shown = words(client.get(f"/ms/accounts/{page}/"))
        refused = words(client.post(f"/ms/accounts/{page}/", {"email": "x", "password1": "1"}))
        assert not english.findall(shown), page
        assert not english.findall(refused), page


def test_enrolling_makes_a_candidate_who_must_confirm_the_address(
    client: Client, published: Any
) -> None:
    response = client.post("/ms/accounts/signup/", SIGN_UP, follow=True)

    person = person_by_email("nurul@example.com")
    assert person is not None
    assert (person.full_name, person.language) == ("Nurul Huda", "ms")
    assert [assignment.role for assignment in person.roles.all()] == ["candidate"]
    assert person.candidate_number.startswith("C")
    assert "Sahkan alamat e-mel anda" in words(response)
    assert client.get("/ms/my/").status_code == 302


def test_the_letter_that_confirms_an_address_is_malay_and_its_link_works(
    client: Client, published: Any
) -> None:
    client.post("/ms/accounts/signup/", SIGN_UP)
    letter = mail.outbox[0]
    link = re.search(r"http://\S+(/ms/accounts/confirm-email/\S+)", letter.body)
    assert link

    page = client.get(link[1])
    done = client.post(link[1], follow=True)

    assert letter.subject == "Sahkan alamat e-mel anda"
    assert "Institut Gelaran Insurans" in letter.body
    assert "Adakah nurul@example.com alamat anda?" in words(page)
    assert done.redirect_chain[-1][0] == "/ms/my/"


def test_an_address_that_has_an_account_is_told_so_by_letter_only(
    client: Client, published: Any, aisyah: Any
) -> None:
    response = client.post("/en/accounts/signup/", SIGN_UP | {"email": aisyah.email}, follow=True)

    assert "We have sent you a message" in words(response)
    assert mail.outbox[0].subject == "You have an account already"


@pytest.mark.parametrize("name", ["12345", "Nurul\x07Huda", "..."])
def test_a_name_without_letters_is_refused(name: str, client: Client, published: Any) -> None:
    response = client.post("/ms/accounts/signup/", SIGN_UP | {"full_name": name})

    assert "Nama ditulis dengan huruf, pada satu baris." in words(response)
    assert person_by_email("nurul@example.com") is None


def test_a_log_in_leads_each_role_to_its_first_page(
    published: Any, aisyah: Any, farid: Any, browser_of: Any
) -> None:
    assert browser_of(aisyah).get("/ms/home/").headers["Location"] == "/ms/my/"
    assert browser_of(farid).get("/en/home/").headers["Location"] == "/en/registrar/candidates/"


def test_a_wrong_password_is_answered_in_the_language_of_the_page(
    client: Client, published: Any, aisyah: Any
) -> None:
    wrong = {"login": aisyah.email, "password": "guessed"}

    assert "tidak sepadan" in words(client.post("/ms/accounts/login/", wrong))
    assert "do not belong together" in words(client.post("/en/accounts/login/", wrong))


def test_a_language_is_changed_by_a_form_and_never_by_a_link(
    her_browser: Client, aisyah: Any
) -> None:
    her_browser.get("/ms/accounts/")
    aisyah.refresh_from_db()
    before = aisyah.language

    response = her_browser.post("/en/accounts/language/", {"language": "ms"})
    aisyah.refresh_from_db()

    assert (before, aisyah.language) == ("en", "ms")
    assert response.headers["Location"] == "/ms/accounts/"
    assert her_browser.get("/en/accounts/language/").status_code == 405


def test_a_forgotten_password_is_replaced_by_the_link_in_the_letter(
    client: Client, published: Any, aisyah: Any
) -> None:
    client.post("/ms/accounts/password/reset/", {"email": aisyah.email})
    link = re.search(r"http://\S+(/ms/accounts/password/reset/key/\S+)", mail.outbox[0].body)
    assert link

    form = client.get(link[1], follow=True)
    new = {"password1": "another sentence entirely", "password2": "another sentence entirely"}
    done = client.post(form.redirect_chain[-1][0], new, follow=True)

    assert "Kata laluan telah ditukar" in words(done)
    assert client.login(email=aisyah.email, password="another sentence entirely")
