"""The page for practice without a network, as a browser keeps it: the same for everybody in a language.

It holds words and no person: what is practised is in the browser's own store. What the page loads is
found by reading it, so that nothing that it needs can be forgotten, and the version is the digest of
it all: a browser takes the new files when one of them has changed.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from tauliah.apps.catalogue.queries import programme
from tauliah.core.kernel import LANGUAGES, LocalText

_STATIC = files("tauliah.web") / "static"
_IN_PAGE = re.compile(r'(?:href|src)="([^"#?]+)"')
_IN_SCRIPT = re.compile(r'(?:from|import) ?\(?"(\.{1,2}/[^"]+)"')
_IN_STYLE = re.compile(r'url\("([^"]+)"\)')


@dataclass(frozen=True, slots=True)
class Shell:
    """The page in one language: its address, its text, and the addresses of all that it loads."""

    language: str
    url: str
    text: str
    assets: tuple[str, ...]

    @property
    def version(self) -> str:
        """The digest of the page and of every file that it loads."""
        return _version(self)


def shell_in(language: str) -> Shell:
    """The page as it is now."""
    return _shell(language, programme().about.body.name, settings.ADDRESS)


@lru_cache(maxsize=8)
def _shell(language: str, house: LocalText, site: str) -> Shell:
    pages = {code: _address("practise-offline", code) for code, _ in settings.LANGUAGES}
    alternates = [
        {"code": code, "name": name, "path": pages[code], "address": site + pages[code]}
        for code, name in settings.LANGUAGES
    ]
    # as every page has it, but for all that belongs to who asks
    here = {
        "language": language,
        "alternates": alternates,
        "others": [one for one in alternates if one["code"] != language],
        "default_address": site + pages["en"],
        "canonical": site + pages[language],
        "house": {"name": house},
    }
    with override(language):
        text = render_to_string("study/offline.html", {"here": here})
    return Shell(language, pages[language], text, _assets(_IN_PAGE.findall(text)))


@lru_cache(maxsize=8)
def _version(shell: Shell) -> str:
    whole = hashlib.sha256(shell.text.encode())
    for asset in shell.assets:
        whole.update(asset.encode())
        whole.update(_bytes(asset))
    return whole.hexdigest()[:16]


def worker_script() -> str:
    """The worker with what it keeps in each language: another text as soon as any of it changes."""
    kept = {}
    for language in LANGUAGES:
        shell = shell_in(language)
        kept[language] = {
            "version": shell.version,
            "shell": shell.url,
            "assets": list(shell.assets),
        }
    own = _STATIC.joinpath("tauliah", "practice", "worker.js").read_text(encoding="utf-8")
    return f"const KEPT = {json.dumps(kept)};\n{own}"


def manifest_in(language: str) -> dict[str, Any]:
    """What a telephone needs to put the page among its apps, in one language."""
    with override(language):
        page, name = reverse("practise-offline"), programme().about.body.name
        return {
            "id": page,
            "name": _("Practice: %(house)s") % {"house": name.in_language(language)},
            "short_name": _("Practice"),
            "lang": language,
            "dir": "ltr",
            "start_url": page,
            "scope": reverse("study-home"),
            "display": "standalone",
            "background_color": "#f8f5ed",
            "theme_color": "#0f4f4d",
            "icons": [
                {
                    "src": f"{settings.STATIC_URL}tauliah/images/favicon.svg",
                    "sizes": "any",
                    "type": "image/svg+xml",
                }
            ],
        }


def _address(name: str, language: str) -> str:
    with override(language):
        return reverse(name)


def _assets(addresses: list[str]) -> tuple[str, ...]:
    """The static files among some addresses, and all that those load, in order."""
    found: list[str] = []
    waiting = [one for one in addresses if one.startswith(settings.STATIC_URL)]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found.append(one)
            waiting += _loaded_by(one)
    return tuple(sorted(found))


@cache
def _loaded_by(address: str) -> tuple[str, ...]:
    if address.endswith(".js"):
        pattern = _IN_SCRIPT
    elif address.endswith(".css"):
        pattern = _IN_STYLE
    else:
        return ()
    text = _bytes(address).decode()
    folder = posixpath.dirname(address)
    return tuple(posixpath.normpath(posixpath.join(folder, one)) for one in pattern.findall(text))


@cache
def _bytes(address: str) -> bytes:
    return _STATIC.joinpath(*address.removeprefix(settings.STATIC_URL).split("/")).read_bytes()
