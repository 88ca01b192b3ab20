"""The item bank in words: pools, levels, types, what was done, and the parts of an item."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

POOLS: Mapping[str, Promise] = {
    "secure": gettext_lazy("Exam"),
    "practice": gettext_lazy("Practice"),
}
LEVELS: Mapping[str, Promise] = {
    "remember": pgettext_lazy("level", "Remember"),
    "understand": pgettext_lazy("level", "Understand"),
    "apply": pgettext_lazy("level", "Apply"),
    "analyse": pgettext_lazy("level", "Analyse"),
}
TYPES: Mapping[str, Promise] = {
    "single-choice": gettext_lazy("Single choice"),
    "multiple-choice": gettext_lazy("Multiple choice"),
    "true-false-set": gettext_lazy("True or false"),
    "inline-choice": gettext_lazy("Gaps with choices"),
    "numeric": gettext_lazy("Number"),
    "short-text": gettext_lazy("Short text"),
    "order": gettext_lazy("Order"),
    "match": gettext_lazy("Match"),
    "hotspot": gettext_lazy("Place in a picture"),
    "extended-response": gettext_lazy("Extended response"),
}
DUTIES: Mapping[str, Promise] = {
    "author": gettext_lazy("To write"),
    "content-review": gettext_lazy("Content to review"),
    "language-review": gettext_lazy("Language to review"),
    "fairness-review": gettext_lazy("Fairness to review"),
    "officer": gettext_lazy("To be put to use"),
}
ACTS: Mapping[str, Promise] = {
    "submit": gettext_lazy("Submit for review"),
    "pass": gettext_lazy("Pass this review"),
    "return": gettext_lazy("Send back"),
    "pilot": gettext_lazy("Put on pilot"),
    "operate": gettext_lazy("Take into use"),
    "retire": gettext_lazy("Retire"),
}
DONE: Mapping[str, Promise] = {
    "write": gettext_lazy("Version written"),
    "submit": gettext_lazy("Submitted for review"),
    "pass": gettext_lazy("Review passed"),
    "return": gettext_lazy("Sent back"),
    "pilot": gettext_lazy("Put on pilot"),
    "operate": gettext_lazy("Taken into use"),
    "retire": gettext_lazy("Retired"),
    "comment": gettext_lazy("Comment"),
    "entrust": gettext_lazy("Entrusted to another author"),
    "publish": gettext_lazy("Taken over by a release"),
}
_PARTS: Mapping[str, Promise] = {
    "id": gettext_lazy("Id"),
    "type": gettext_lazy("Type"),
    "outcome": gettext_lazy("Outcome"),
    "level": gettext_lazy("Level"),
    "lesson": gettext_lazy("Lesson"),
    "case": gettext_lazy("Case"),
    "points": gettext_lazy("Points"),
    "stem": gettext_lazy("Question"),
    "key": gettext_lazy("Key"),
    "keys": gettext_lazy("Keys"),
    "explanation": gettext_lazy("Explanation"),
    "text": gettext_lazy("Text"),
    "value": gettext_lazy("Value"),
    "scoring": gettext_lazy("Scoring"),
    "sequence": gettext_lazy("Right order"),
    "accepted": gettext_lazy("Accepted spellings"),
    "model_answer": gettext_lazy("A good answer"),
    "words": gettext_lazy("Words"),
    "tolerance.absolute": gettext_lazy("Tolerance"),
    "tolerance.percent": gettext_lazy("Tolerance in per cent"),
}


def part_name(path: str) -> str:
    """A part of an item in words, such as “Option a: explanation”; the path itself for rare parts."""
    if path in _PARTS:
        return str(_PARTS[path])
    option = re.fullmatch(r"(?:(.+)\.)?options\.([a-z])\.(text|explanation)", path)
    if option and option[3] == "text":
        named = _("Option {letter}").format(letter=option[2])
    elif option:
        named = _("Option {letter}: explanation").format(letter=option[2])
    else:
        return path
    return f"{option[1]} · {named}" if option[1] else named
