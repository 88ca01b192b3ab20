"""An employer checks a staff list: on the page, by a program, and nothing of it stays."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tauliah.apps.awards.actions import revoke
from tauliah.apps.awards.models import Award
from tauliah.apps.people.queries import User
from tauliah.core.staff_lists import MOST_BYTES, open_staff_list
from tauliah.web import staff_checks
from tauliah.web.pages import staff_lists
from tests.web.programme import confer_api
from tests.web.reading import words

pytestmark = pytest.mark.usefixtures("signing_key")

LIST = (
    "No. Kredensial,Nama\n"
    "API-2026-000001,RAHMAN Aisyah\n"
    "api 2026 000001,Aisyah Rahman\n"
    "API-2026-000002,Somebody Else\n"
    "API-2026-000777,Kumar\n"
    ",Devi\n"
)
Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def awards(aisyah: User, nurul: User, farid: User, moment: datetime) -> list[Award]:
    """Aisyah's award with her name public, and Nurul's, who keeps hers back."""
    return [
        confer_api(aisyah, registrar=farid, at=moment),
        confer_api(nurul, registrar=farid, at=moment, show_name=False),
    ]


@pytest.fixture
def in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check runs before its page is shown, not beside it: one connection sees one transaction."""

    class Now:
        def __init__(self, *, target: Callable[..., None], args: Any, daemon: bool) -> None:
            assert daemon
            self.start = lambda: target(*args)

    monkeypatch.setattr(staff_checks, "Thread", Now)
    monkeypatch.setattr(staff_checks.connections, "close_all", lambda: None)


@pytest.fixture
def send(client: Client, published: Any, in_turn: None) -> Send:
    """Sends a list to the page, and opens the page to which it leads."""

    def post(content: str | bytes = LIST, *, language: str = "en") -> Any:
        data = content.encode() if isinstance(content, str) else content
        form = {"file": SimpleUploadedFile("staff.csv", data)}
        return client.post(f"/{language}/verify/list/", form, follow=True)

    return post


def kept(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("staff-checks/*/*"))


# On the page


@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_way_in_needs_no_account_and_sets_no_cookie(
    client: Client, published: Any, language: str
) -> None:
    response = client.get(f"/{language}/verify/list/")

    assert response.status_code == 200
    assert not response.cookies


def test_each_row_is_answered_with_its_reason(send: Send, awards: list[Award]) -> None:
    response = send()

    text = words(response)
    assert response.status_code == 200
    assert "5 rows were checked." in text
    assert "Confirmed 1 Number only 1 Not confirmed 3" in text
    assert "The same number stands in row 2 already" in text
    assert "The holder keeps the name back" in text
    assert "No award has this number." in text
    assert "A name alone proves nothing." in text
    assert "RAHMAN" not in text


def test_the_page_speaks_malay(send: Send, awards: list[Award]) -> None:
    text = words(send(language="ms"))

    assert "5 baris telah disemak." in text
    assert "Tiada anugerah dengan nombor ini." in text


def test_the_name_that_a_holder_keeps_back_is_given_to_nobody(
    send: Send, awards: list[Award], client: Client
) -> None:
    response = send("Number,Name\nAPI-2026-000002,Nurul Huda\n")
    address = response.redirect_chain[-1][0]

    table = b"".join(client.get(f"{address}answers.csv").streaming_content).decode("utf-8-sig")

    row = list(csv.reader(io.StringIO(table)))[1]
    assert row[3:4] + row[6:9] == ["Number only", "name-kept-back", "", "API"]


def test_a_revoked_award_is_not_confirmed(
    send: Send, awards: list[Award], farid: User, moment: datetime
) -> None:
    revoke(awards[0].number, reason="A broken code", actor=farid, at=moment)

    text = words(send("Number,Name\nAPI-2026-000001,Aisyah Rahman\n"))

    assert "Revoked on 3 March 2026" in text
    assert "A broken code" not in text


def test_all_answers_can_be_taken_away_as_csv_and_as_a_workbook(
    send: Send, awards: list[Award], client: Client
) -> None:
    address = send().redirect_chain[-1][0]

    table = b"".join(client.get(f"{address}answers.csv").streaming_content)
    workbook = b"".join(client.get(f"{address}answers.xlsx").streaming_content)

    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    lines = open_staff_list(io.BytesIO(workbook), io.BytesIO()).lines()
    assert [row[0] for row in rows] == ["Row", "2", "3", "4", "5", "6"]
    assert rows[1][3:7] == [
        "Confirmed",
        "In force, and the name agrees.",
        "Berkuat kuasa, dan namanya sepadan.",
        "in-force",
    ]
    assert [line.number for line in lines] == [row[1] for row in rows[1:] if row[1]] + [""]


def test_many_rows_have_pages(send: Send, awards: list[Award], client: Client) -> None:
    response = send("Number,Name\n" + "".join(f"API-2026-{n:06d},A\n" for n in range(900, 1_020)))

    last = client.get(response.redirect_chain[-1][0], {"page": "3"})

    assert "Row" in words(last)
    assert "API-2026-001019" in words(last)
    assert "API-2026-000999" not in words(last)


def test_a_list_that_cannot_be_read_is_refused_with_the_reason(
    send: Send, data_folder: Path
) -> None:
    response = send("Name\nAisyah\n")

    assert response.status_code == 400
    assert "names a column of credential numbers" in words(response)
    assert kept(data_folder) == []


# Nothing stays


def test_the_list_is_gone_when_it_is_answered(
    send: Send, awards: list[Award], data_folder: Path
) -> None:
    send()

    assert kept(data_folder) == ["answers.jsonl", "progress.json", "unconfirmed.jsonl"]


def test_the_answers_go_when_they_are_told_to(
    send: Send, awards: list[Award], client: Client, data_folder: Path
) -> None:
    address = send().redirect_chain[-1][0]

    client.post(f"{address}forget/")

    assert kept(data_folder) == []
    assert client.get(address).status_code == 404
    assert client.get(f"{address}answers.csv").status_code == 404


def test_the_answers_go_after_an_hour(send: Send, awards: list[Award], data_folder: Path) -> None:
    send()

    staff_checks.forget_old(time.time() + 3_500)
    before = kept(data_folder)
    staff_checks.forget_old(time.time() + 3_700)

    assert before
    assert kept(data_folder) == []


def test_what_a_killed_process_left_behind_goes_too(
    data_folder: Path, client: Client, published: Any
) -> None:
    folder = data_folder / "staff-checks" / ("k" * 32)
    folder.mkdir(parents=True)
    (folder / "list").write_text(LIST)
    told = {"told_at": time.time() - 120, "done": 40, "of": 100}
    (folder / "progress.json").write_text(json.dumps(told))

    response = client.get(f"/en/verify/list/{'k' * 32}/")

    assert response.status_code == 404
    assert not folder.exists()


def test_a_check_that_runs_says_how_far_it_is(
    data_folder: Path, client: Client, published: Any
) -> None:
    folder = data_folder / "staff-checks" / ("k" * 32)
    folder.mkdir(parents=True)
    told = {"told_at": time.time(), "done": 40_000, "of": 100_000}
    (folder / "progress.json").write_text(json.dumps(told))

    assert "Rows checked: 40000 of 100000" in words(client.get(f"/en/verify/list/{'k' * 32}/"))


@pytest.mark.parametrize("key", ["k" * 32, "short", "x" * 200])
def test_an_address_that_is_no_key_opens_nothing(client: Client, published: Any, key: str) -> None:
    assert client.get(f"/en/verify/list/{key}/").status_code == 404
    assert client.get(f"/en/verify/list/{key}/answers.xlsx").status_code == 404


def test_too_many_lists_a_minute_are_refused(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff_lists, "LISTS_A_MINUTE", 1)
    send("x")

    again = send("x")

    assert (again.status_code, again.headers["Retry-After"]) == (429, "60")


def test_while_many_are_kept_the_next_is_asked_to_come_back(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_checks, "MOST_KEPT", 0)

    assert send().status_code == 503


def test_a_huge_body_is_refused_before_it_is_parsed(client: Client, published: Any) -> None:
    response = client.post("/en/verify/list/", CONTENT_LENGTH=MOST_BYTES + 20_000)

    assert response.status_code == 413
    assert "larger than 32 MB" in words(response)


# For programs


def ask(client: Client, content: bytes | str, kind: str = "text/csv") -> Any:
    return client.post("/credentials/check-list", content, content_type=kind)


def test_a_program_gets_the_answers_as_json(
    client: Client, awards: list[Award], data_folder: Path
) -> None:
    response = ask(client, LIST)

    told = json.loads(b"".join(response.streaming_content))
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    assert told["rows"] == 5
    assert told["counts"]["results"] == {"confirmed": 1, "number-only": 1, "not-confirmed": 3}
    assert told["answers"][0] == {
        "row": 2,
        "number": "API-2026-000001",
        "name": "RAHMAN Aisyah",
        "result": "confirmed",
        "code": "in-force",
        "reason": {
            "en": "In force, and the name agrees.",
            "ms": "Berkuat kuasa, dan namanya sepadan.",
        },
        "award": {
            "number": "API-2026-000001",
            "holder": "Aisyah binti Rahman",
            "letters": "API",
            "conferred_on": "2026-03-03",
            "status": "in-force",
            "since": None,
        },
    }
    assert told["answers"][2]["award"]["holder"] is None
    assert kept(data_folder) == []


def test_a_program_may_send_a_form(client: Client, awards: list[Award]) -> None:
    form = {"file": SimpleUploadedFile("staff.csv", LIST.encode())}

    response = client.post("/credentials/check-list", form)

    assert json.loads(b"".join(response.streaming_content))["rows"] == 5


@pytest.mark.parametrize(
    "kind", ["text/csv", "application/octet-stream", "application/x-www-form-urlencoded"]
)
def test_the_body_is_the_list_whatever_it_is_called(
    client: Client, awards: list[Award], kind: str
) -> None:
    assert json.loads(b"".join(ask(client, LIST, kind).streaming_content))["rows"] == 5


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04"])
def test_a_program_is_told_why_a_list_is_refused(
    client: Client, published: Any, content: bytes
) -> None:
    response = ask(client, content, "application/octet-stream")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] in ("no-number-column", "broken-workbook")
    assert response.json()["ms"]


def test_a_program_that_asks_too_often_is_told_to_wait(
    client: Client, published: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_lists, "LISTS_A_MINUTE", 0)

    response = ask(client, LIST)

    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")


def test_while_two_lists_are_answered_a_program_is_asked_to_come_back(
    client: Client, awards: list[Award]
) -> None:
    with staff_checks.turn() as first, staff_checks.turn() as second:
        response = ask(client, LIST)

    assert first
    assert second
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert response.json()["code"] == "too-many-at-once"
    assert b"".join(ask(client, LIST).streaming_content)


def test_a_reply_that_nobody_reads_takes_no_turn_from_others(
    client: Client, awards: list[Award]
) -> None:
    unread = [ask(client, LIST) for _ in range(3)]

    with staff_checks.turn() as first, staff_checks.turn() as second:
        assert first
        assert second
    assert {b"".join(one.streaming_content)[:13] for one in unread} == {b'{"answers": ['}


@pytest.mark.parametrize("content", ["Name\nAisyah\n", "Number\n\n"])
def test_a_list_that_is_refused_gives_its_turn_back(
    client: Client, published: Any, content: str
) -> None:
    assert [ask(client, content).status_code for _ in range(3)] == [400, 400, 400]


def test_a_check_on_the_page_waits_for_its_turn(
    in_turn: None, awards: list[Award], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_checks, "SECONDS_OF_SILENCE", 0.2)
    others, are_done = ExitStack(), Event()
    others.callback(are_done.set)  # the last thing that is done
    others.enter_context(staff_checks.turn())
    others.enter_context(staff_checks.turn())
    Timer(0.3, others.close).start()

    key = staff_checks.begin([b"Number\nAPI-2026-000001\n"])

    assert are_done.is_set()
    assert key
    made = staff_checks.progress_of(key)
    assert made
    assert made.is_made


def test_a_list_is_answered_by_few_queries(
    client: Client, awards: list[Award], django_assert_max_num_queries: Any
) -> None:
    content = "Number\n" + "".join(f"API-2026-{n:06d}\n" for n in range(1_000))

    with django_assert_max_num_queries(16):
        told = json.loads(b"".join(ask(client, content).streaming_content))

    assert told["rows"] == 1_000
