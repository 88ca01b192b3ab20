"""What axe-core finds on a page, said in lines that fit into the report of a test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES = {
    "runOnly": {"type": "tag", "values": WCAG_2_2_AA},
    # Off by default in axe, and the rule that WCAG 2.2 added.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOUR_RULES = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
RUN = """async ([within, options]) => {
  const { violations } = await axe.run(within, options);
  return violations.map(({ id, help, nodes }) => [
    `${id}: ${help}`,
    ...nodes.map(({ target, html }) => `    ${target} ${html.slice(0, 120)}`),
  ].join("\\n"));
}"""


def violations(page: Page, *, within: str = "html") -> list[str]:
    """All rules of WCAG 2.2 at level AA that the page, or a part of it, violates as it is now."""
    return _run(page, within, ALL_RULES)


def violations_in_the_dark(page: Page, *, within: str = "html") -> list[str]:
    """Rules of colour that it violates in its dark colours; all others are the same there."""
    page.emulate_media(color_scheme="dark")
    found = _run(page, within, COLOUR_RULES)
    page.emulate_media(color_scheme="light")
    return found


def _run(page: Page, within: str, options: Mapping[str, Any]) -> list[str]:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN, [within, options])
    return found
