"""The page that checks a credential without a network: one file with its script, keys and lists."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from tauliah.apps.awards.queries import OfflineFacts, offline_facts
from tauliah.core.kernel import LANGUAGES, LocalText
from tauliah.web.offline_words import OFFLINE_WORDS

_STATIC = files("tauliah.web") / "static" / "tauliah"
_FOLDER = _STATIC / "offline"
_SCRIPTS = (
    "qr/index",
    "qr/decode",
    "json",
    "canonical",
    "statements",
    "attachments",
    "pictures",
    "credential",
    "code",
    "codes",
    "page",
)
"""In the order in which each needs those before it; without a folder, of that of this page."""
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\.[./a-z]*/(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_EXPORT_AGAIN = re.compile(r"^export default \w+;$", re.MULTILINE)


def offline_page(*, body: LocalText, at: datetime) -> str:
    """The page as it is at a moment, of that body: HTML that asks nothing of anybody.

    Its policy lets nothing run or load but what stands in it.
    """
    script, style = _script(), _FOLDER.joinpath("page.css").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    words = {**OFFLINE_WORDS, "body": body}
    known = _known(offline_facts(at=at), words, at=at)
    return render_to_string(
        "verification/offline.html",
        {
            "policy": mark_safe(policy),  # noqa: S308 - made above
            "title": OFFLINE_WORDS["title"].en,
            # our own files, and JSON in which nothing can end the element that holds it
            "style": mark_safe(style),  # noqa: S308
            "script": mark_safe(script),  # noqa: S308
            "known": mark_safe(known),  # noqa: S308
        },
    )


def _known(facts: OfflineFacts, words: Mapping[str, LocalText], *, at: datetime) -> str:
    told = {
        "made": at.isoformat(),
        "own": facts.own,
        "listsAt": facts.lists_at,
        "issuers": facts.keys,
        "lists": {
            address: {"purpose": purpose, "bits": bits}
            for address, (purpose, bits) in facts.lists.items()
        },
        "vocabularies": facts.vocabularies,
        "words": {
            language: {name: text.in_language(language) for name, text in words.items()}
            for language in LANGUAGES
        },
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


@cache
def _script() -> str:
    """The modules in one, each in a room of its own: a file cannot load others from its folder."""
    return "\n".join(
        _in_a_room(name.rpartition("/")[2], _file_of(name).read_text(encoding="utf-8"))
        for name in _SCRIPTS
    )


def _file_of(name: str) -> Traversable:
    return (_STATIC if "/" in name else _FOLDER) / f"{name}.js"


def _in_a_room(name: str, text: str) -> str:
    given = ", ".join(found[1] for found in _EXPORT.findall(text))
    own = _EXPORT_AGAIN.sub("", _IMPORT.sub(r"const \1 = in_\2;", text))
    own = _EXPORT.sub(r"\1", own)
    return f"const in_{name} = (() => {{\n{own}\nreturn {{ {given} }};\n}})();"


def _digest(text: str) -> str:
    told = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{told}'"
