"""Who is believed about the visitors of a site: the proxy that the operator names, and nobody else."""

from __future__ import annotations

import http.client
import threading
from typing import Any

import pytest
from waitress.server import create_server

from tauliah.cli.draining import run_until_told
from tauliah.cli.site import behind_proxy
from tauliah.config.environment import read_environment

VISITOR = "203.0.113.9"


def seen(proxy: str) -> str:
    """By which way and from where a request comes that says to be a visitor's, by https."""
    sockets: dict[int, Any] = {}
    told = threading.Event()

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [f"{environ['wsgi.url_scheme']} {environ['REMOTE_ADDR']}".encode()]

    server = create_server(answer, map=sockets, host="127.0.0.1", port=0, **behind_proxy(proxy))
    thread = threading.Thread(target=run_until_told, args=(server, sockets, told))
    thread.start()
    link = http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=10)
    try:
        headers = {"X-Forwarded-For": VISITOR, "X-Forwarded-Proto": "https"}
        link.request("GET", "/", headers=headers)
        return link.getresponse().read().decode()
    finally:
        link.close()
        told.set()
        thread.join(timeout=20)


def test_the_proxy_that_is_named_is_believed() -> None:
    assert seen("127.0.0.1") == f"https {VISITOR}"


@pytest.mark.parametrize("proxy", ["", "198.51.100.7"])
def test_nobody_else_is_believed(proxy: str) -> None:
    assert seen(proxy) == "http 127.0.0.1"


def test_what_is_no_address_is_told(tmp_path: Any) -> None:
    values, wrong = read_environment({"TAULIAH_DATA": str(tmp_path), "TAULIAH_PROXY": "caddy"})

    assert "TAULIAH_PROXY" not in values
    (line,) = wrong
    assert line.startswith("TAULIAH_PROXY")
    assert "127.0.0.1" in line
