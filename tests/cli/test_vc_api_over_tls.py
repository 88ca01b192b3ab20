"""The VC-API as the published suites reach it: `tauliah serve` behind a proxy that speaks TLS."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from uuid import uuid4

import pytest

from tests.services.tls import certificate_for_localhost, tls_before

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


class Site:
    """A site that is reached by https alone, with a certificate that only this test trusts."""

    def __init__(self, port: int, certificate: Path) -> None:
        self.address = f"https://localhost:{port}"
        self._context = ssl.create_default_context(cafile=str(certificate))

    def ask(self, path: str, body: Any = None, *, accept: str = "*/*") -> tuple[int, Any, str]:
        """Status, body as JSON, and media type; `path` may be a whole address."""
        address = path if path.startswith("https://") else self.address + path
        request = urllib.request.Request(
            address,
            None if body is None else json.dumps(body).encode(),
            {"Content-Type": "application/json", "Accept": accept},
        )
        try:
            with urllib.request.urlopen(request, context=self._context, timeout=60) as answer:
                return answer.status, json.load(answer), answer.headers["Content-Type"]
        except HTTPError as refused:
            with refused:
                return refused.code, json.load(refused), refused.headers["Content-Type"]


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A new site with a trial issuer that signs for whoever asks."""
    folder = tmp_path_factory.mktemp("tls")
    inner, outer = free_ports()
    certificate, secret = certificate_for_localhost(folder)
    others = {name: value for name, value in os.environ.items() if not name.startswith("TAULIAH_")}
    others.pop("DJANGO_SETTINGS_MODULE", None)
    ours = {
        "TAULIAH_DATA": str(folder),
        "TAULIAH_ADDRESS": f"https://localhost:{outer}",
        "TAULIAH_PROXY": "127.0.0.1",
        "TAULIAH_TRIAL_ISSUER": "open",
    }
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        served = subprocess.Popen(
            [sys.executable, "-m", "tauliah.cli", "serve", "--port", str(inner), "--workers", "1"],
            env=others | ours,
            stdout=log,
            stderr=log,
        )
        try:
            with tls_before(inner, outer, certificate=certificate, secret=secret):
                made = Site(outer, certificate)
                wait_for(made, served)
                yield made
        finally:
            served.terminate()
            served.wait(timeout=60)


def wait_for(site: Site, served: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 200
    while time.monotonic() < ends and served.poll() is None:
        try:
            if site.ask("/trials/issuer")[0] == 200:
                return
        except (URLError, ValueError, OSError):
            pass
        time.sleep(0.5)
    pytest.fail("tauliah serve did not begin to answer")


@pytest.fixture
def issued(site: Site) -> dict[str, Any]:
    """A credential that the trial issuer signed, with a place on its list."""
    credential = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://www.w3.org/ns/credentials/examples/v2",
        ],
        "id": f"urn:uuid:{uuid4()}",
        "type": ["VerifiableCredential"],
        "issuer": "did:example:replaced",
        "credentialSubject": {"id": "did:example:subject"},
    }
    status, answer, _ = site.ask("/credentials/issue", {"credential": credential, "options": {}})
    assert status == 201
    assert set(answer) == {"verifiableCredential"}
    signed: dict[str, Any] = answer["verifiableCredential"]
    return signed


def test_what_was_issued_verifies_and_what_was_changed_does_not(
    site: Site, issued: dict[str, Any]
) -> None:
    assert issued["issuer"] == site.ask("/trials/issuer")[1]["id"]
    assert site.ask("/credentials/verify", {"verifiableCredential": issued})[0] == 200

    changed = issued | {"credentialSubject": {"id": "did:example:another"}}
    assert site.ask("/credentials/verify", {"verifiableCredential": changed})[0] == 400


def test_its_status_list_is_read_by_the_address_that_it_names(
    site: Site, issued: dict[str, Any]
) -> None:
    address = issued["credentialStatus"]["statusListCredential"]
    assert address.startswith(site.address)

    for accept in ("application/json", "application/vc"):
        status, listed, kind = site.ask(address, accept=accept)
        assert (status, kind) == (200, accept)
        assert listed["credentialSubject"]["type"] == "BitstringStatusList"


def test_a_mark_on_it_is_seen_by_the_next_check(site: Site, issued: dict[str, Any]) -> None:
    place = issued["credentialStatus"]
    order = {
        "credentialId": issued["id"],
        "credentialStatus": {"type": place["type"], "statusPurpose": place["statusPurpose"]},
        "status": True,
    }
    assert site.ask("/credentials/status", order)[0] == 200

    status, answer, _ = site.ask("/credentials/verify", {"verifiableCredential": issued})
    assert status == 400
    assert not answer["verified"]
