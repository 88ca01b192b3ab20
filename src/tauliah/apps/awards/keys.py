"""The private keys that sign: outside the database, each in a place that only its owner reads.

A key is a file (`TAULIAH_SIGNING_KEY`), or stands in the environment
(`TAULIAH_SIGNING_KEY_SECRET`), or stays within a key service (`TAULIAH_SIGNER`) which signs what it
is given. Keys made later stand beside the first file, with a number behind its name: the highest
number signs.
"""

from __future__ import annotations

import os
import secrets
import stat
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tauliah.core.credentials import PublicKey, SigningKey

_PROBE = b"tauliah asks whether this key signs"
COMPROMISED = ".compromised"
"""Behind the name of a key file that is never read again."""


class Signer(Protocol):
    """What a key service offers: a public key, and signatures that it checks."""

    @property
    def public(self) -> PublicKey:
        """The Ed25519 key under which the signatures are checked."""

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature (RFC 8032) over the message itself."""


def signing_key() -> SigningKey:
    """The key that signs credentials; ImproperlyConfigured where it is missing, open or broken.

    A key service is given in its place: it signs alike, but has no `seed`.
    """
    if settings.SIGNER:
        return cast("SigningKey", _service(settings.SIGNER))
    if settings.SIGNING_KEY_SECRET:
        return _key_in(settings.SIGNING_KEY_SECRET)
    return _read(_newest(settings.SIGNING_KEY_FILE))


def house_key() -> SigningKey:
    """The key from which those of receipts and emergency files are drawn: the first file.

    It stays when the key of credentials is rotated, so that nothing drawn from it is lost.
    """
    if settings.SIGNING_KEY_SECRET and not settings.SIGNING_KEY_FILE.exists():
        return _key_in(settings.SIGNING_KEY_SECRET)
    return _read(settings.SIGNING_KEY_FILE)


def earlier_house_keys() -> list[SigningKey]:
    """First files that were put away: nothing is signed with them, but what was sealed is opened."""
    first: Path = settings.SIGNING_KEY_FILE
    return [_read(file) for file in sorted(first.parent.glob(f"{first.name}{COMPROMISED}-*"))]


def is_key_kept_in_files() -> bool:
    """Whether a new key can be made here, and not only where the key is kept."""
    return not (settings.SIGNER or settings.SIGNING_KEY_SECRET)


def make_signing_key(file: Path) -> bool:
    """Make the key file where there is none; whether it was made."""
    if file.exists():
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    _write(file, SigningKey(secrets.token_bytes(32)))
    return True


def key_in_file(file: Path) -> SigningKey:
    """The key in a file that is none of the house; ImproperlyConfigured as for `signing_key`."""
    return _read(file)


def make_next_key() -> Path:
    """Make a key that signs from now on, beside those before it; its file."""
    first: Path = settings.SIGNING_KEY_FILE
    made = first.with_name(f"{first.name}.{_number(_newest(first), first) + 1}")
    _write(made, SigningKey(secrets.token_bytes(32)))
    return made


def put_away(key: PublicKey) -> Path | None:
    """Rename the file of a compromised key, so that nothing signs with it; its new name.

    None where no file holds it. Another house key is made where it was the first file.
    """
    first: Path = settings.SIGNING_KEY_FILE
    for file in (first, *_later(first)):
        if file.exists() and _read(file).public == key:
            away = file.with_name(f"{file.name}{COMPROMISED}-{secrets.token_hex(4)}")
            file.rename(away)
            make_signing_key(first)
            return away
    return None


def _newest(first: Path) -> Path:
    return max((first, *_later(first)), key=lambda file: _number(file, first))


def _later(first: Path) -> list[Path]:
    return [file for file in first.parent.glob(f"{first.name}.*") if _number(file, first) > 1]


def _number(file: Path, first: Path) -> int:
    """1 for the first file, n for `signing.key.n`, 0 for what is no key file."""
    if file == first:
        return 1
    number = file.name.removeprefix(f"{first.name}.")
    return int(number) if number.isdecimal() and len(number) <= 6 else 0


def _write(file: Path, key: SigningKey) -> None:
    """Whole or not at all: a process that is killed leaves no key cut short."""
    new = file.with_name(f"{file.name}.new-{secrets.token_hex(4)}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as target:
        target.write(key.secret_multibase + "\n")
        target.flush()
        os.fsync(target.fileno())
    try:
        # unlike a rename, a link does not replace what another process has made meanwhile
        os.link(new, file)
    finally:
        new.unlink()


def _read(file: Path) -> SigningKey:
    try:
        found = file.stat()
    except FileNotFoundError:
        raise ImproperlyConfigured(f"{file}: no signing key; `tauliah init` makes one") from None
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise ImproperlyConfigured(f"{file}: others can read the signing key; chmod 600 it")
    # by what is there now: a key that another process has put away is not used again
    return _key_of(file, found.st_ino, found.st_mtime_ns)


@lru_cache(maxsize=8)
def _key_of(file: Path, inode: int, written: int) -> SigningKey:  # noqa: ARG001 - they key the cache
    try:
        return SigningKey.from_multibase(file.read_text(encoding="ascii").strip())
    except ValueError:
        # not what was read: a secret that is only cut short must not reach a log
        message = f"{file}: holds no signing key; put back the copy that you keep"
        raise ImproperlyConfigured(message) from None


@lru_cache(maxsize=2)
def _key_in(secret: str) -> SigningKey:
    try:
        return SigningKey.from_multibase(secret)
    except ValueError:
        message = "TAULIAH_SIGNING_KEY_SECRET: holds no signing key; it begins with z3u2"
        raise ImproperlyConfigured(message) from None


@lru_cache(maxsize=2)
def _service(name: str) -> Signer:
    """What the function of that name gives (`package.module:function`), tried once."""
    module, _, function = name.partition(":")
    try:
        signer: Signer = getattr(import_module(module), function)()
    except (ImportError, AttributeError) as error:
        raise ImproperlyConfigured(f"TAULIAH_SIGNER: {error}") from None
    if not signer.public.accepts(signer.sign(_PROBE), _PROBE):
        raise ImproperlyConfigured(
            f"TAULIAH_SIGNER: {name} signs what its public key does not accept; "
            "expected Ed25519 over the message itself"
        )
    return signer
