"""The words of the pages in Malay: gather them, check that none is missing, compile them.

    python tools/messages.py extract    words of templates and Python into locale/ms/.../django.po
    python tools/messages.py check      exit 1 and a line for each word that is not right
    python tools/messages.py compile    .po -> .mo, for every language; done by `make setup`

English is the source. locale/en holds only what packages say otherwise than this house would.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tauliah"
LOCALE = SOURCE / "web" / "locale"
MALAY = LOCALE / "ms" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# allauth has no Malay of its own, and Django's lags behind; these modules speak to people here.
PACKAGE_MODULES = {
    "django": ("contrib/auth/password_validation.py",),
    "allauth": (
        "account/adapter.py",
        "account/fields.py",
        "account/forms.py",
        "mfa/adapter.py",
        "mfa/base/forms.py",
        "mfa/totp/forms.py",
        "mfa/webauthn/forms.py",
    ),
}
HEADER = """\
# Malay words of Tauliah. Written by `python tools/messages.py extract`; the msgstr by people.
msgid ""
msgstr ""
"Language: ms\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_STRING = r"""[uU]?("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_CALL = re.compile(
    rf"\b(?P<name>gettext|_|ngettext|pgettext|npgettext)\(\s*{_STRING}"
    rf"(?:\s*,\s*{_STRING})?(?:\s*,\s*{_STRING})?"
)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+")

Found = tuple[str | tuple[str, str], str | None]


def messages_of_template(text: str) -> Iterator[Found]:
    """Each message (or singular and plural) of a template, with its context.

    Django turns the template into calls between blanked-out letters, which is not Python: so the
    calls are looked for, as xgettext does.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calls = templatize(text)
    for call in _CALL.finditer(calls):
        strings = [ast.literal_eval(part) for part in call.groups()[1:] if part is not None]
        match call["name"], strings:
            case "ngettext", [one, many, *_]:
                yield (one, many), None
            case "pgettext", [context, message, *_]:
                yield message, context
            case "npgettext", [context, one, many]:
                yield (one, many), context
            case _, [message, *_]:
                yield message, None


def messages_of_module(file: Path) -> Iterator[Found]:
    """Each message of a Python module, with its context."""
    for _line, message, _comments, context in extract_from_file("python", file, KEYWORDS):
        yield message, context


def gathered() -> Catalog:
    """All words of the house that pages may show, without translations."""
    catalog = _empty()
    for origin, found in _all_messages():
        for message, context in found:
            if message:
                catalog.add(message, locations=[(origin, 0)], context=context)
    return catalog


def _empty() -> Catalog:
    catalog = Catalog(locale="ms")
    # Babel would give Malay the two forms of English
    catalog.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    return catalog


def _all_messages() -> Iterator[tuple[str, Iterable[Found]]]:
    templates = SOURCE / "web" / "templates"
    for file in sorted(templates.rglob("*")):
        if file.suffix in {".html", ".txt", ".xml"}:
            origin = str(file.relative_to(ROOT))
            yield origin, messages_of_template(file.read_text(encoding="utf-8"))
    for file in sorted(SOURCE.rglob("*.py")):
        yield str(file.relative_to(ROOT)), messages_of_module(file)
    for package, modules in PACKAGE_MODULES.items():
        spec = find_spec(package)
        folder = Path(str(spec.origin)).parent if spec else Path()
        for module in modules:
            yield f"{package}/{module}", messages_of_module(folder / module)


def read_catalogue(file: Path = MALAY) -> Catalog:
    """The catalogue as it is kept."""
    with file.open("rb") as text:
        return read_po(text, locale=file.parts[-3], abort_invalid=True)


def extract() -> int:
    """Bring the catalogue up to date: keep translations, add new words, drop those gone."""
    fresh = gathered()
    kept = read_catalogue() if MALAY.exists() else _empty()
    for message in fresh:
        old = kept.get(message.id, message.context) if message.id else None
        if old is not None and old.string and old.id == message.id:
            message.string = old.string
            message.flags |= old.flags
    text = BytesIO()
    write_po(text, fresh, omit_header=True, include_lineno=False, sort_by_file=True, width=100)
    MALAY.write_bytes(HEADER.encode() + text.getvalue())
    missing = sum(1 for message in fresh if message.id and not _is_translated(message))
    print(f"{len(fresh)} messages, {missing} without Malay: {MALAY.relative_to(ROOT)}")
    return 0


def faults() -> list[str]:
    """A line for each message that is new, gone, untranslated, fuzzy or differs in placeholders."""
    fresh, kept = gathered(), read_catalogue()
    known = {(message.id, message.context) for message in kept if message.id}
    wanted = {(message.id, message.context) for message in fresh if message.id}
    lines = [f"not in the catalogue, run extract: {id!r}" for id, _ in wanted - known]
    lines += [f"no longer used, run extract: {id!r}" for id, _ in known - wanted]
    for message in kept:
        if not message.id:
            continue
        if message.fuzzy:
            lines.append(f"fuzzy: {message.id!r}")
        elif not _is_translated(message):
            lines.append(f"without Malay: {message.id!r}")
        elif _signs(message.id) != _signs(message.string):
            lines.append(f"placeholders differ: {message.id!r} -> {message.string!r}")
    return sorted(lines)


def check() -> int:
    """Print the faults; 1 where there is one."""
    lines = faults()
    print("\n".join(lines) if lines else "every message has its Malay")
    return 1 if lines else 0


def compile_all() -> int:
    """Write the .mo file beside each .po file."""
    for file in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        with file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_catalogue(file))
    return 0


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return bool(strings) and all(strings)


def _signs(text: str | tuple[str, ...]) -> set[str]:
    """The placeholders and tags of a message; of a plural, those of its general form."""
    last = text if isinstance(text, str) else text[-1]
    return set(_PLACEHOLDER.findall(last.replace("%%", "")))


COMMANDS = {"extract": extract, "check": check, "compile": compile_all}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    sys.exit(COMMANDS[sys.argv[1]]())
