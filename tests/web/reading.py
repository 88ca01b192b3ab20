"""A page as its reader meets it: the words and the links of its main part."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Main(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.words: list[str] = []
        self.links: list[str] = []
        self.fields: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "main":
            self.depth += 1
        if self.depth and tag == "a":
            self.links.append(named.get("href") or "")
        if self.depth and tag in {"input", "button"}:
            self.fields.append(named)

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.words.append(data)


def words(response: Any) -> str:
    """The words of the main part, one space between them."""
    return " ".join(" ".join(_main(response).words).split())


def links(response: Any) -> list[str]:
    """Where the links of the main part lead, in order."""
    return _main(response).links


def fields(response: Any) -> list[dict[str, str | None]]:
    """The attributes of inputs and buttons of the main part."""
    return _main(response).fields


def _main(response: Any) -> _Main:
    parser = _Main()
    parser.feed(response.content.decode())
    return parser
