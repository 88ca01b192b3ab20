"""What is held of a person as one page to read, in one language, written row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from typing import IO, Any

from tauliah.apps.holdings import Says, Table
from tauliah.apps.privacy.overview import kept_in_words
from tauliah.core.kernel import LocalText

_WORDS = {
    "heading": LocalText(en="All that we hold of {name}", ms="Semua data {name} yang kami simpan"),
    "made": LocalText(en="As of {at}.", ms="Setakat {at}."),
    "lead": LocalText(
        en="The file data.json says the same for programs, with every field; files that you sent "
        "lie beside it. Times are UTC.",
        ms="Fail data.json menyatakan perkara yang sama untuk atur cara, dengan setiap medan; fail "
        "yang anda hantar terdapat di sebelahnya. Masa ialah UTC.",
    ),
    "contents": LocalText(en="Contents", ms="Kandungan"),
    "purpose": LocalText(en="Held", ms="Disimpan"),
    "kept": LocalText(en="Kept", ms="Tempoh simpanan"),
    "stays": LocalText(en="After an erasure", ms="Selepas pemadaman"),
    "goes": LocalText(en="It goes.", ms="Dipadamkan."),
    "none": LocalText(en="Of these nothing is held", ms="Tiada data disimpan tentang perkara ini"),
    "yes": LocalText(en="yes", ms="ya"),
    "no": LocalText(en="no", ms="tidak"),
    "held, not given": LocalText(
        en="held, and not given, so that nobody can log in with it",
        ms="disimpan tetapi tidak diberikan, supaya tiada sesiapa dapat log masuk dengannya",
    ),
    "you": LocalText(en="you", ms="anda"),
    "someone else": LocalText(en="another person", ms="orang lain"),
    "system": LocalText(en="the system", ms="sistem"),
}
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin-inline: auto; padding: 1rem; }
.rows { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { text-align: start; vertical-align: top; padding: .25rem .75rem .25rem 0;
  border-block-end: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  max-width: 40rem; overflow-wrap: break-word; }
td { min-width: 6rem; white-space: pre-wrap; }
.about { opacity: .8; }
"""


def write_page(
    out: IO[str],
    held: Iterable[tuple[Table, int, Iterator[dict[str, Any]]]],
    *,
    language: str,
    name: str,
    at: datetime,
) -> None:
    """Write the page; `held` gives each table, how many rows it has, and these."""

    def say(word: str, **facts: str) -> str:
        return escape(_WORDS[word].in_language(language).format(**facts))

    found = list(held)
    heading = say("heading", name=name)
    made = say("made", at=f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
    out.write(
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{heading}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{heading}</h1>\n<p>{made} {say('lead')}</p>\n"
        f'<nav aria-labelledby="contents"><h2 id="contents">{say("contents")}</h2>\n<ul>\n'
    )
    for table, rows, _ in found:
        if rows:
            title = escape(table.title.in_language(language))
            out.write(f'<li><a href="#{table.model}">{title}</a>: {rows}</li>\n')
    out.write("</ul></nav>\n")
    for table, rows, shown in found:
        if not rows:
            continue
        stays = escape(table.stays.in_language(language)) if table.stays else say("goes")
        out.write(
            f'<section id="{table.model}">\n<h2>{escape(table.title.in_language(language))}</h2>\n'
            f'<p class="about">{say("purpose")}: {escape(table.purpose.in_language(language))}.<br>'
            f"{say('kept')}: {escape(kept_in_words(table).in_language(language))}.<br>"
            f"{say('stays')}: {stays}</p>\n"
        )
        _write_rows(out, table, shown, language)
        out.write("</section>\n")
    out.write(f"<h2>{say('none')}</h2>\n<ul>\n")
    for table, rows, _ in found:
        if not rows:
            out.write(f"<li>{escape(table.title.in_language(language))}</li>\n")
    out.write("</ul>\n")
    out.write("</main>\n</body>\n</html>\n")


def _write_rows(out: IO[str], table: Table, shown: Iterator[dict[str, Any]], language: str) -> None:
    labelled = {name: one.label for name, one in table.fields.items() if one.label is not None}
    out.write('<div class="rows" tabindex="0"><table>\n<thead><tr>')
    for label in labelled.values():
        out.write(f'<th scope="col">{escape(label.in_language(language))}</th>')
    out.write("</tr></thead>\n<tbody>\n")
    for row in shown:
        cells = (_said(row.get(name), table.fields[name].says, language) for name in labelled)
        out.write("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>\n")
    out.write("</tbody></table></div>\n")


def _said(value: Any, says: Says, language: str) -> str:
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return _WORDS["yes" if value else "no"].in_language(language)
    if says in (Says.SECRET, Says.WHOSE) and value in _WORDS:
        return _WORDS[value].in_language(language)
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_said(one, says, language)}" for name, one in value.items())
    if isinstance(value, list):
        return "\n".join(_said(one, says, language) for one in value)
    text = str(value)
    return _moment(text) or text


def _moment(text: str) -> str | None:
    """A moment as people read it, to the second; None for any other text."""
    if len(text) < 19 or text[4:5] != "-" or text[10:11] != "T":
        return None
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return None
