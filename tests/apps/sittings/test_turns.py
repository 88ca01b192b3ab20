"""Threads that write to SQLite take turns, and a turn ends however its transaction does."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection, transaction

from tauliah.apps.people.models import NumberSeries
from tauliah.config.sqlite.base import turns

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def only_sqlite(database):
    if database != "sqlite":
        pytest.skip("about SQLite, where one transaction writes at a time")


def write(name: str) -> None:
    with transaction.atomic():
        NumberSeries.objects.create(name=name, last=1)


def in_a_thread(act) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def is_taken() -> bool:
    return turns[str(connection.settings_dict["NAME"])].locked()


def test_a_thread_that_writes_waits_for_its_turn_and_not_for_the_file():
    with transaction.atomic():
        NumberSeries.objects.create(name="first", last=1)
        assert is_taken()
        thread = in_a_thread(lambda: write("second"))
        thread.join(timeout=0.3)
        assert thread.is_alive()
    thread.join()

    assert not is_taken()
    assert NumberSeries.objects.filter(name__in=["first", "second"]).count() == 2


@pytest.mark.parametrize("end", ["rolled back", "closed", "failed"])
def test_a_turn_ends_with_its_transaction_however_that_ends(end):
    if end == "rolled back":
        with transaction.atomic():
            NumberSeries.objects.create(name="undone", last=1)
            transaction.set_rollback(True)
    elif end == "closed":
        thread = in_a_thread(lambda: connection.set_autocommit(False))
        thread.join()
    else:
        with pytest.raises(OperationalError), transaction.atomic():
            connection.cursor().execute("SELECT nothing FROM nowhere")

    thread = in_a_thread(lambda: write("next"))
    thread.join(timeout=5)

    assert not thread.is_alive()
    assert not is_taken()
    assert NumberSeries.objects.filter(name="next").exists()
    assert not NumberSeries.objects.filter(name="undone").exists()


def test_many_threads_that_write_at_once_all_come_to_their_turn():
    threads = [in_a_thread(lambda name=f"series {n}": write(name)) for n in range(12)]
    for thread in threads:
        thread.join()

    assert NumberSeries.objects.filter(name__startswith="series ").count() == 12
