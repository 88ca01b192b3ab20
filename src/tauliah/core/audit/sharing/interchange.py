"""Exams that can stand for one another: to exchange two of them changes nothing in any rule."""

from __future__ import annotations

from collections.abc import Sequence

from tauliah.core.audit.finding import Finding
from tauliah.core.audit.requirements import credit_points
from tauliah.core.audit.sharing.question import Question, RuleOption
from tauliah.core.programme import AtLeast, Credits, Pathway, Requirement, parts

_Shape = tuple[object, ...]


def interchangeable(question: Question) -> tuple[tuple[str, ...], ...]:
    """The exams over a limit in groups within which each can stand for each other.

    Each group is in the order of the codes; exams of which none is like another are left out.
    """
    of_pair: dict[str, list[str]] = {}
    for code, exam in question.pairs:
        of_pair.setdefault(exam, []).append(code)
    options = [one for several in question.options.values() for one in several]
    shapes = [_shape_of(one) for one in options]
    groups: list[list[str]] = []
    for exam in sorted(of_pair):
        for group in groups:
            if of_pair[group[0]] == of_pair[exam] and all(
                _shape_of(one, (group[0], exam)) == shape
                for one, shape in zip(options, shapes, strict=True)
            ):
                group.append(exam)
                break
        else:
            groups.append([exam])
    return tuple(tuple(group) for group in groups if len(group) > 1)


def _shape_of(option: RuleOption, exchanged: Sequence[str] = ()) -> _Shape:
    names = dict(zip(exchanged, reversed(exchanged), strict=True))
    return _shape(option, option.audit.rules.requires, option.audit.finding, names)


def _shape(
    option: RuleOption, rule: Requirement | Pathway, finding: Finding, names: dict[str, str]
) -> _Shape:
    """A rule as audited, with some exams exchanged; lists in an order that depends on content only."""
    if not finding.parts:
        code, is_exam = finding.code, finding.kind in ("exam", "course")
        fee = option.fees[code] if is_exam else 0
        name = names.get(code, code) if is_exam else code
        return (finding.kind, name, finding.met, finding.blocked, fee)
    inside = [
        _shape(option, part, found, names)
        for part, found in zip(parts(rule), finding.parts, strict=True)
    ]
    if isinstance(rule, Credits):
        worth, enough = credit_points(rule.credits)
        valued: list[_Shape] = list(zip(worth, inside, strict=True))
        return (finding.kind, enough, *sorted(valued, key=repr))
    least = rule.at_least.n if isinstance(rule, AtLeast) else 0
    return (finding.kind, least, *sorted(inside, key=repr))
