"""The shipped programme, published, and invented people anywhere on their way through it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.test import Client
from django.utils.translation import gettext, override
from playwright.sync_api import Page

from tauliah.apps.awards.keys import make_signing_key
from tauliah.apps.people.queries import User
from tauliah.cli.journeys import House, Traveller
from tests.web.programme import PASSWORD, open_account, publish_the_programme


class Institute:
    """An institute that has been open for months, with two registrars: Farid and Salmah."""

    def __init__(self, site: str, *, now: datetime) -> None:
        self.site = site
        self.now = now
        publish_the_programme()
        make_signing_key(settings.SIGNING_KEY_FILE)
        self.farid: User = open_account("Farid Osman", role="registrar")
        self.salmah: User = open_account("Salmah Idris", role="registrar")
        self.house = House(registrar=self.farid, second_registrar=self.salmah, password=PASSWORD)

    def newcomer(self, name: str) -> User:
        """A candidate with an account and nothing else."""
        person: User = open_account(name, role="candidate")
        return person

    def traveller(self, name: str, *, days_ago: int) -> Traveller:
        """An invented candidate who sets out some days ago and is walked on by the test."""
        return Traveller(
            self.house,
            name=name,
            email=f"{name.split(maxsplit=1)[0].lower()}@example.com",
            language="en",
            at=self.now - timedelta(days=days_ago),
        )

    def holder(self, name: str) -> Traveller:
        """A holder of API by its second pathway, who failed an exam on the way."""
        person = self.traveller(name, days_ago=120)
        walked = [
            *person.enrol("API"),
            *person.study("PUM"),
            *person.sit("PUM", right=31),
            *person.sit("PUM", right=41),
            *person.be_credited("PRM"),
            *person.be_credited("PFP"),
            *person.accept_ethics(),
            *person.be_conferred("API"),
        ]
        assert walked[-1].at < self.now, "the holder has been walked past the present"
        return person

    def let_in(self, page: Page, person: User) -> None:
        """Logs a person in on a page without the log-in page."""
        client = Client()
        client.force_login(person)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.site}]
        )


def said(language: str, words: str, **values: object) -> str:
    """Words of the pages as they are said in a language."""
    with override(language):
        translated = gettext(words)
    assert language == "en" or translated != words, f"not translated: {words}"
    return translated % values if values else translated
