"""What an audit finds of one requirement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tauliah.core.kernel import Entry, LocalText

Kind = Literal["all", "any", "at_least", "credits", "one_pathway_of", "pathway", "exam", "course",
               "classroom", "designation", "ethics", "experience"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement: whether it is met, by which entry, and a sentence that says so.

    `code` is the exam, course, designation, code of ethics or pathway meant, else empty.
    `left` counts the different leaves still to do on the shortest way through this requirement,
    and `shortest` holds them for a requirement that has parts. A leaf that is not met and `blocked`
    can be met no more by doing it: its course is retired, or what was earned counts elsewhere.
    """

    kind: Kind
    code: str
    title: LocalText
    sentence: LocalText
    met: bool
    left: int
    met_by: Entry | None = None
    parts: tuple[Finding, ...] = ()
    shortest: tuple[Finding, ...] = ()
    blocked: bool = False

    def all_findings(self) -> Iterator[Finding]:
        """This finding and all under it, outermost first."""
        yield self
        for part in self.parts:
            yield from part.all_findings()

    def missing(self) -> tuple[Finding, ...]:
        """The leaves still to do on the shortest way, as the rule is read; none when met."""
        if self.met or self.parts:
            return self.shortest
        return (self,)

    def counted(self) -> tuple[Finding, ...]:
        """The leaves that are met, on whichever way, each once."""
        found = [f for f in self.all_findings() if f.met_by is not None]
        return tuple({(f.kind, f.code): f for f in found}.values())
