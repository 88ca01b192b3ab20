"""The audit of one person against one designation: which rules apply, what counts, what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from tauliah.core.audit.continuing import Continuing, continuing_of
from tauliah.core.audit.earning import Earnings
from tauliah.core.audit.finding import Finding, Kind
from tauliah.core.audit.lapsing import forfeited_entries, spans_of_credit
from tauliah.core.audit.requirements import finding_of
from tauliah.core.audit.sentences import verdict_sentence
from tauliah.core.audit.standing import Standing, standing_of
from tauliah.core.audit.versions import version_sentence, versions_for
from tauliah.core.kernel import Entry, LocalText
from tauliah.core.programme import Designation, Programme, RuleVersion

__all__ = ["Audit", "Finding", "Kind", "Person", "audit"]


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of one person against one designation on one day.

    `why_rules` says which version of the rules applies and why; `continuing` is where a holder
    stands in continuing education.
    """

    designation: Designation
    rules: RuleVersion
    on: date
    finding: Finding
    matriculated: bool
    held: bool
    revoked: bool
    sentence: LocalText
    why_rules: LocalText
    continuing: Continuing

    @property
    def met(self) -> bool:
        """Whether every requirement is met."""
        return self.finding.met

    @property
    def pathways(self) -> tuple[Finding, ...]:
        """The named pathways side by side, in the order of the rules."""
        return tuple(f for f in self.finding.all_findings() if f.kind == "pathway")

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What is left to do on the shortest way."""
        return self.finding.missing()


def audit(
    programme: Programme, designation: str, *, entries: Iterable[Entry], on: date
) -> Audit | None:
    """The audit of these entries of one person on that day; None where no rules are in force yet.

    Entries that happened after `on` are the caller's to leave out. KeyError for a designation
    that the programme does not have.
    """
    return Person.of(programme, entries, on=on).audit(designation)


def _in_zone(one: Entry, zone: ZoneInfo) -> Entry:
    # one by one: to copy all of a record by the names of its fields takes a tenth of an audit
    return Entry(
        one.person, one.number, one.kind, one.facts, one.happened_at.astimezone(zone),
        one.recorded_by, one.reason, one.release, one.previous, one.seal,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """One person's record, ready to be audited on one day against any designation."""

    programme: Programme
    entries: tuple[Entry, ...]
    standing: Standing
    on: date

    @staticmethod
    def of(programme: Programme, entries: Iterable[Entry], *, on: date) -> Person:
        """The person of these entries, their days taken from the programme's calendar."""
        zone = ZoneInfo(programme.about.timezone)
        # a sentence names the day on the programme's calendar, whatever zone the moments came in
        local = tuple(_in_zone(one, zone) for one in entries)
        return Person(programme, local, standing_of(local), on)

    def audit(
        self, code: str, *, withheld: Collection[str] = (), under: RuleVersion | None = None
    ) -> Audit | None:
        """The audit against one designation, under a version of its rules where one is given.

        Exams that are withheld do not count. None where no rules are in force yet.
        """
        wanted = self.programme.designation(code)
        since = self._matriculated_on(code)
        versions = versions_for(wanted, matriculated_on=since, on=self.on)
        if not versions:
            return None
        found = [
            (version, self._finding(wanted, version, frozenset(withheld)))
            for version in ((under,) if under else versions)
        ]
        rules, finding = self._best(found)
        held, revoked = code in self.standing.held, code in self.standing.revoked
        return Audit(
            designation=wanted,
            rules=rules,
            on=self.on,
            finding=finding,
            matriculated=since is not None,
            held=held,
            revoked=revoked,
            sentence=verdict_sentence(wanted, left=finding.left, held=held, revoked=revoked),
            why_rules=version_sentence(wanted, rules, of=versions, matriculated_on=since),
            continuing=continuing_of(wanted, self.standing, on=self.on),
        )

    def versions(self, code: str) -> tuple[RuleVersion, ...]:
        """The versions of a designation's rules that may apply, oldest first; none before any."""
        wanted, since = self.programme.designation(code), self._matriculated_on(code)
        return versions_for(wanted, matriculated_on=since, on=self.on)

    def _matriculated_on(self, code: str) -> date | None:
        entry = self.standing.matriculated.get(code)
        return entry.happened_at.date() if entry else None

    def _finding(
        self, wanted: Designation, version: RuleVersion, withheld: frozenset[str]
    ) -> Finding:
        return finding_of(version.requires, self.earnings(wanted, version, withheld))

    def earnings(
        self, wanted: Designation, version: RuleVersion, withheld: frozenset[str] = frozenset()
    ) -> Earnings:
        """What was earned, as an audit against a version of a designation's rules looks at it."""
        earnings = Earnings(
            self.programme,
            self.standing,
            self.on,
            equivalences=(*self.programme.about.equivalences, *wanted.equivalences),
            withheld=withheld,
            attempts=wanted.attempts.at_most if wanted.attempts else None,
        )
        if wanted.lapse is not None:
            spans = spans_of_credit(
                wanted.lapse, self.standing, windows=self.programme.about.windows
            )
            forfeited = forfeited_entries(
                spans,
                self.standing,
                on=self.on,
                held_since=self._held_since(wanted.code),
                is_finished=lambda standing, day, gone: (
                    finding_of(
                        version.requires,
                        # what is forfeited is decided by what was passed, not by where it counts
                        replace(
                            earnings,
                            standing=standing,
                            on=day,
                            forfeited=gone,
                            withheld=frozenset(),
                        ),
                    ).met
                ),
            )
            earnings = replace(earnings, forfeited=forfeited)
        return earnings

    def _held_since(self, code: str) -> date | None:
        entry = self.standing.held.get(code)
        return entry.happened_at.date() if entry else None

    def _best(self, found: Sequence[tuple[RuleVersion, Finding]]) -> tuple[RuleVersion, Finding]:
        """The version under which the least is left, then the cheapest; of equals the newest."""
        if len(found) == 1:
            return found[0]
        return min(reversed(found), key=lambda one: self._length(one[1]))

    def _length(self, finding: Finding) -> tuple[int, int, int]:
        """What is left: what can be done no more, all of it, and what its exams cost."""
        missing, fees = finding.missing(), self.programme.exam_fees
        cost = sum(fees[one.code] for one in missing if one.kind == "exam")
        return sum(one.blocked for one in missing), len(missing), cost
