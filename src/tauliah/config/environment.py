"""The one table of what can be set from the environment, and how each value is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, default as text, reader and meaning."""

    name: str
    default: str
    read: Callable[[str], Any]
    meaning: str


@dataclass(frozen=True, slots=True)
class Database:
    """Where the data is: engine `sqlite` with a file, or `postgresql` with a server."""

    engine: str
    name: str
    host: str = ""
    port: str = ""
    user: str = ""
    password: str = ""


def _folder(text: str) -> Path:
    if not text:
        raise ValueError("a folder")
    return Path(text).expanduser().absolute()


def _database(text: str) -> Database | None:
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        if not path.strip("/"):
            raise ValueError("sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME")
        return Database("sqlite", path[1:])
    if parts.scheme in ("postgresql", "postgres"):
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return Database(
            "postgresql",
            unquote(parts.path.lstrip("/")),
            unquote(query.get("host", "")) or parts.hostname or "",
            query.get("port", "") or str(parts.port or ""),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )
    raise ValueError("sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME")


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ValueError("http(s)://HOST[:PORT] without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _mode(text: str) -> str:
    if text not in ("embedded", "production"):
        raise ValueError("embedded or production")
    return text


def _trial(text: str) -> str:
    if text not in ("off", "tokens", "open"):
        raise ValueError("off, tokens or open")
    return text


def _mail(text: str) -> str:
    if text != "console" and urlsplit(text).scheme not in ("smtp", "smtps"):
        raise ValueError("console, smtp://... or smtps://USER:PASSWORD@HOST:PORT")
    return text


def _record_store(text: str) -> str:
    parts = urlsplit(text)
    is_near = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if text and not (
        text.isascii() and text.isprintable() and " " not in text
        and parts.hostname and is_plain and (parts.scheme == "https" or is_near)
    ):  # fmt: skip
        raise ValueError("https://HOST/PATH without name and password (http only for localhost)")
    return text.rstrip("/")


def _function(text: str) -> str:
    module, colon, function = text.partition(":")
    if text and not (colon and function.isidentifier() and module.replace(".", "_").isidentifier()):
        raise ValueError("package.module:function")
    return text


def _proxy(text: str) -> str:
    try:
        return str(ip_address(text)) if text else ""
    except ValueError:
        raise ValueError("the address from which the proxy asks, such as 127.0.0.1") from None


def _days(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise ValueError("a whole number of days; 0 keeps it for good")
    return int(text)


def _any(text: str) -> str:
    return text


def _optional_folder(text: str) -> Path | None:
    return _folder(text) if text else None


SETTINGS: tuple[Setting, ...] = (
    Setting("TAULIAH_MODE", "embedded", _mode,
            "embedded (one box, keys made on first start) or production (nothing is made up)"),
    Setting("TAULIAH_DATA", "var", _folder,
            "folder of the database file and the keys"),
    Setting("TAULIAH_DATABASE_URL", "", _database,
            "sqlite:///FILE or postgresql://...; empty: a SQLite file in TAULIAH_DATA"),
    Setting("TAULIAH_ADDRESS", "http://localhost:8000", _address,
            "the public address; credentials name it for ever"),
    Setting("TAULIAH_PROXY", "", _proxy,
            "address from which a proxy asks that is believed about its visitors; empty: none"),
    Setting("TAULIAH_SECRET_KEY", "", _any,
            "secret of sessions and forms; empty in embedded mode: kept in TAULIAH_DATA"),
    Setting("TAULIAH_SIGNING_KEY", "", _optional_folder,
            "file of the private key that signs credentials; empty: in TAULIAH_DATA"),
    Setting("TAULIAH_SIGNING_KEY_SECRET", "", _any,
            "the private key itself (z3u2...), instead of a file"),
    Setting("TAULIAH_SIGNER", "", _function,
            "package.module:function that gives a key service to sign with, instead of a file"),
    Setting("TAULIAH_TRIAL_ISSUER", "off", _trial,
            "an issuer of trial credentials for programs, with a key of its own: off, tokens or open"),
    Setting("TAULIAH_RECORD_STORE", "", _record_store,
            "xAPI address of a learning record store, to which /statements is added; empty: none"),
    Setting("TAULIAH_RECORD_STORE_KEY", "", _optional_folder,
            "file with NAME:PASSWORD at the record store; empty: record-store.key in TAULIAH_DATA"),
    Setting("TAULIAH_RECORD_STORE_KEY_SECRET", "", _any,
            "NAME:PASSWORD at the record store itself, instead of a file"),
    Setting("TAULIAH_MAIL", "console", _mail,
            "console, or the server that sends e-mail as smtp(s)://USER:PASSWORD@HOST:PORT"),
    Setting("TAULIAH_MAIL_FROM", "Tauliah <no-reply@localhost>", _any,
            "sender of e-mail"),
    Setting("TAULIAH_KEEP_SESSIONS_DAYS", "1", _days,
            "days for which a log-in is kept after it ended; 0 here and below: for good"),
    Setting("TAULIAH_KEEP_UNCONFIRMED_DAYS", "30", _days,
            "days after which an account goes whose e-mail address was never confirmed"),
    Setting("TAULIAH_KEEP_PRACTICE_DAYS", "1095", _days,
            "days for which lessons read and practice answers are kept"),
    Setting("TAULIAH_KEEP_APPLICATIONS_DAYS", "2555", _days,
            "days for which words and evidence of answered applications are kept"),
    Setting("TAULIAH_KEEP_ACCOMMODATIONS_DAYS", "1095", _days,
            "days for which an accommodation that ended is kept, with its reason"),
    Setting("TAULIAH_KEEP_LETTERS_DAYS", "730", _days,
            "days for which it is kept that a letter about an award was sent"),
)  # fmt: skip


def read_environment(environment: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Each setting's value by name, and one line for each that is wrong or unknown."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    known = {setting.name for setting in SETTINGS}
    wrong.extend(
        f"{name}: no setting of this name"
        for name in sorted(environment)
        if name.startswith("TAULIAH_") and name not in known | OUTSIDE
    )
    for setting in SETTINGS:
        text = environment.get(setting.name, "") or setting.default
        try:
            values[setting.name] = setting.read(text)
        except ValueError as error:
            wrong.append(f"{setting.name}: expected {error}, got {text!r}")
    if values.get("TAULIAH_MODE") == "production":
        wrong.extend(
            f"{name}: must be set in production"
            for name in ("TAULIAH_SECRET_KEY", "TAULIAH_SIGNING_KEY")
            if not (values.get(name) or values.get(f"{name}_SECRET"))
        )
        if values.get("TAULIAH_TRIAL_ISSUER") == "open":
            wrong.append("TAULIAH_TRIAL_ISSUER: open is for machines that nobody else reaches")
    return values, wrong


OUTSIDE = frozenset({"TAULIAH_BROWSER", "TAULIAH_SCREENSHOTS"})
"""Variables that only the tests read."""


def environment() -> Mapping[str, str]:
    """The environment of this process."""
    return os.environ
