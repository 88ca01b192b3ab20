"""Rules as a tree of nodes, each with its place in the text and how many of its parts it wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tauliah.core.programme.reading import Path
from tauliah.core.programme.rules import (
    AllOf,
    AtLeast,
    Credits,
    Leaf,
    Pathway,
    Requirement,
    parts,
)

Key = tuple[object, ...]
"""What names a statement: its kind first, then where it stands."""


@dataclass(frozen=True)
class Node:
    """A requirement. A leaf has no parts; others want parts of some weight.

    `worth` is what each part weighs for each sum and `enough` what each sum must reach. `key` names
    the statement by which it is asked, for a leaf and where a number is asked.
    """

    path: Path
    key: Key | None
    leaf: Leaf | None = None
    parts: tuple[Node, ...] = ()
    worth: tuple[tuple[int, ...], ...] = ()
    enough: tuple[int, ...] = ()

    def nodes(self) -> Iterator[Node]:
        """This node and all under it, outermost first."""
        yield self
        for part in self.parts:
            yield from part.nodes()

    def leaves(self) -> Iterator[Node]:
        """The leaves under it, as the rule is read."""
        return (node for node in self.nodes() if node.leaf is not None)

    def is_met(self, holds: frozenset[Key], leaf_is_met: Callable[[Node], bool]) -> bool:
        """Whether it is met when these leaves are; a statement that does not hold asks nothing."""
        if self.key is not None and self.key not in holds:
            return True
        if self.leaf is not None:
            return leaf_is_met(self)
        met = [part.is_met(holds, leaf_is_met) for part in self.parts]
        return all(
            sum(worth[n] for worth, is_met in zip(self.worth, met, strict=True) if is_met) >= enough
            for n, enough in enumerate(self.enough)
        )


def tree_of(rule: Requirement | Pathway, path: Path, name: Key) -> Node:
    """The tree of a rule that stands at a path; `name` is the designation and the version."""
    if isinstance(rule, Leaf):
        return Node(path, ("asks", *name, path), leaf=rule)
    step, key = _step(rule), None
    inside = tuple(
        tree_of(part, (*path, *step, number), name) for number, part in enumerate(parts(rule))
    )
    worth: tuple[tuple[int, ...], ...] = tuple((1,) for _ in inside)
    enough: tuple[int, ...] = (1,)
    match rule:
        case AllOf() | Pathway():
            enough = (len(inside),)
        case AtLeast(at_least=choice):
            # more than there are is a mistake of its own, and told as one
            enough, key = (min(choice.n, len(inside)),), ("asks", *name, path)
        case Credits(credits=asked):
            key = ("asks", *name, path)
            groups = asked.at_least_from
            worth = tuple(
                (item.points, *(item.points if item.code in group.of else 0 for group in groups))
                for item in asked.from_items
            )
            reachable = [sum(each) for each in zip(*worth, strict=True)]
            wanted = (asked.points, *(group.points for group in groups))
            enough = tuple(map(min, wanted, reachable))
        case _:
            pass
    return Node(path, key, parts=inside, worth=worth, enough=enough)


def _step(rule: Requirement | Pathway) -> Path:
    match rule:
        case AllOf() | Pathway():
            return ("all",)
        case AtLeast():
            return ("at_least", "of")
        case Credits():
            return ("credits", "from")
        case _:
            return (next(iter(type(rule).model_fields)),)
