"""Closes the network to the tests: loopback addresses and Unix sockets are all that is left."""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

NAMES_OF_LOOPBACK = {None, "", b"", "localhost", b"localhost"}


class OutsideWorldError(RuntimeError):
    """A test tried to reach another machine."""


def close_the_network() -> None:
    """From now on this process reaches no other machine; there is no way back."""
    sys.addaudithook(_refuse_other_machines)


def _refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not _is_loopback(host):
        message = f"a test may not reach another machine, here {host!r} ({event})"
        raise OutsideWorldError(message)


def _is_loopback(host: str | bytes | None) -> bool:
    if host in NAMES_OF_LOOPBACK:
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False
