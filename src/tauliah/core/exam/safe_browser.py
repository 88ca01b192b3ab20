"""Safe Exam Browser: the configuration of an exam, its Config Key, and the proof in each request.

After "Config Key", developer documentation of Safe Exam Browser, ETH Zurich: the settings as JSON
with sorted keys and nothing escaped, SHA-256; a request proves it by the SHA-256 of its address,
without fragment, and that key.
"""

from __future__ import annotations

import base64
import hashlib
import plistlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag, urlsplit

ORIGINATOR = "originatorVersion"
_ALLOW = 1
_MODERN_WEB_VIEW = 3
_FULL_SCREEN = 1
_STARTS_AN_EXAM = 0


def exam_settings(start_url: str) -> dict[str, Any]:
    """The settings under which an exam is sat: this house's pages alone, one window, no helpers.

    Downloads stay allowed, since a candidate may have to save an emergency file, and so does
    quitting: nobody is locked in.
    """
    host = urlsplit(start_url).netloc
    rule = {"action": _ALLOW, "active": True, "expression": f"{host}/*", "regex": False}
    return {
        ORIGINATOR: "Tauliah",
        "allowBrowsingBackForward": False,
        "allowDictation": False,
        "allowDictionaryLookup": False,
        "allowDownloads": True,
        "allowDownUploads": True,
        "allowQuit": True,
        "allowScreenSharing": False,
        "allowSpellCheck": False,
        "allowSwitchToApplications": False,
        "allowVirtualMachine": False,
        "browserViewMode": _FULL_SCREEN,
        "browserWindowAllowReload": True,
        "browserWindowWebView": _MODERN_WEB_VIEW,
        "enablePrintScreen": False,
        "sebConfigPurpose": _STARTS_AN_EXAM,
        "sendBrowserExamKey": True,
        "showReloadButton": True,
        "showTime": True,
        "startURL": start_url,
        "URLFilterEnable": True,
        "URLFilterRules": [rule],
    }


def settings_file(settings: Mapping[str, Any]) -> bytes:
    """The configuration as a file that Safe Exam Browser opens: a plain property list."""
    return plistlib.dumps(dict(settings), sort_keys=True)


def config_key(settings: Mapping[str, Any]) -> str:
    """The Config Key of settings, 64 hex digits; who saved them does not matter."""
    counted = {name: value for name, value in settings.items() if name != ORIGINATOR}
    return hashlib.sha256(_spelled(counted).encode()).hexdigest()


def request_hash(url: str, key: str) -> str:
    """What a request to an address carries where the settings with that Config Key are in force."""
    return hashlib.sha256((urldefrag(url).url + key).encode()).hexdigest()


def _spelled(value: object) -> str:
    """The SEB-JSON of a value: no spaces, no escapes, empty dictionaries left out."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, bytes):
        return f'"{base64.b64encode(value).decode()}"'
    if isinstance(value, datetime):
        return f'"{value.isoformat()}"'
    if isinstance(value, Mapping):
        kept = {name: one for name, one in value.items() if one != {}}
        pairs = (f'"{name}":{_spelled(kept[name])}' for name in sorted(kept, key=str.casefold))
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_spelled, value)) + "]"
    return f'"{value}"'
