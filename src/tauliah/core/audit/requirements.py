"""The audit of one rule: each requirement held against what a person earned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tauliah.core.audit.earning import Chosen, Earned, Earnings, chosen
from tauliah.core.audit.earning_sentences import (
    classroom_sentence,
    course_sentence,
    credits_sentence,
    credits_title,
    experience_sentence,
    experience_title,
    lapsed_sentence,
    used_up_sentence,
    with_reason,
)
from tauliah.core.audit.experience import experience_of
from tauliah.core.audit.finding import Finding, Kind
from tauliah.core.audit.sentences import (
    choice_sentence,
    designation_sentence,
    ethics_sentence,
    group_sentence,
    pathway_exams_sentence,
    pathway_sentence,
)
from tauliah.core.audit.ways import DONE, Points, Step, Way, WayFinder, Ways, repeated_steps
from tauliah.core.kernel import Entry, EntryKind, LocalText
from tauliah.core.programme import (
    AllOf,
    AnyOf,
    AtLeast,
    ClassAttended,
    CourseCompleted,
    Credits,
    CreditsAsked,
    DesignationHeld,
    EthicsAccepted,
    ExamPassed,
    ExperienceGained,
    OnePathwayOf,
    Pathway,
    Requirement,
    Timed,
    leaves,
    named,
    parts,
)


def finding_of(rule: Requirement, earnings: Earnings) -> Finding:
    """What is met of a rule by what was earned, what is missing, and why."""
    steps, repeated = _steps(rule)
    finder = WayFinder(repeated, _blocked(steps, earnings), earnings.programme.exam_fees)
    finding, _ = _RuleAudit(earnings, finder).find(rule)
    return finding


@lru_cache(maxsize=512)
def _steps(rule: Requirement) -> tuple[tuple[Step, ...], Way]:
    """The leaves of a rule, and those that stand in several places."""
    steps = tuple(named(leaf) for leaf in leaves(rule))
    return steps, repeated_steps(steps)


def _blocked(steps: Iterable[Step], earnings: Earnings) -> Way:
    """The steps that can be done no more, whatever is still to be done."""
    retired = earnings.programme.retired_on
    ended = (code for code, day in retired.items() if day <= earnings.on)
    gone = earnings.withheld.union(ended)
    return frozenset(
        (kind, code)
        for kind, code in steps
        if (kind in ("exam", "course") and code in gone)
        # a course may still be completed whose exam may be tried no more
        or (kind == "exam" and earnings.is_used_up(code))
    )


@dataclass(frozen=True, slots=True)
class _RuleAudit:
    earnings: Earnings
    finder: WayFinder

    def find(self, requirement: Requirement | Pathway) -> tuple[Finding, Ways]:
        match requirement:
            case ExamPassed(exam=code):
                return self._course(requirement, code, self.earnings.exam(code))
            case CourseCompleted(course=code):
                return self._course(requirement, code, self.earnings.course(code))
            case ClassAttended(classroom=code):
                course = self.earnings.programme.course(code)
                choice = self._chosen(requirement, self.earnings.classroom(code))
                sentence = classroom_sentence(course, choice, leaf=requirement)
                return self._leaf(named(requirement), course.title, choice, sentence=sentence)
            case DesignationHeld(designation=code):
                other = self.earnings.programme.designation(code)
                choice = self._chosen(requirement, self.earnings.designation(code))
                entry = choice.counts.entry if choice.counts else None
                if choice.earned is not None and choice.fault == "lapsed":
                    sentence = lapsed_sentence(other, choice.earned)
                else:
                    sentence = designation_sentence(other, entry)
                    sentence = with_reason(sentence, choice, leaf=requirement)
                return self._leaf(named(requirement), other.title, choice, sentence=sentence)
            case EthicsAccepted(ethics=code):
                return self._ethics(code)
            case ExperienceGained():
                return self._experience(requirement)
            case Credits():
                return self._credits(requirement)
            case _:
                return self._group(requirement)

    def _chosen(self, leaf: Timed, earned: Sequence[Earned]) -> Chosen:
        return chosen(leaf, earned, on=self.earnings.on)

    def _course(
        self, leaf: ExamPassed | CourseCompleted, code: str, earned: Sequence[Earned]
    ) -> tuple[Finding, Ways]:
        programme = self.earnings.programme
        course = programme.course(code)
        choice = self._chosen(leaf, earned)
        sentence = course_sentence(programme, course, choice, leaf=leaf)
        if (
            isinstance(leaf, ExamPassed)
            and choice.earned is None
            and self.earnings.is_used_up(code)
        ):
            failures = len(self.earnings.standing.failed[code])
            sentence = used_up_sentence(course, failures=failures)
        return self._leaf(named(leaf), course.title, choice, sentence=sentence)

    def _ethics(self, code: str) -> tuple[Finding, Ways]:
        ethics = self.earnings.programme.ethics_on(code, self.earnings.on)
        entry = self.earnings.standing.acceptance_of(code, ethics.version) if ethics else None
        title = ethics.title if ethics else LocalText(en="Code of ethics", ms="Kod etika")
        return self._met_by(("ethics", code), title, entry, sentence=ethics_sentence(title, entry))

    def _experience(self, leaf: ExperienceGained) -> tuple[Finding, Ways]:
        asked = leaf.experience
        entries = self.earnings.standing.of(EntryKind.EXPERIENCE_RECORDED)
        having = experience_of(entries, asked, on=self.earnings.on)
        entry = having.last_entry if having.months >= asked.months else None
        sentence = experience_sentence(asked, having)
        return self._met_by(named(leaf), experience_title(asked), entry, sentence=sentence)

    def _leaf(
        self, step: Step, title: LocalText, choice: Chosen, *, sentence: LocalText
    ) -> tuple[Finding, Ways]:
        return self._met_by(
            step, title, choice.counts.entry if choice.counts else None, sentence=sentence
        )

    def _met_by(
        self, step: Step, title: LocalText, entry: Entry | None, *, sentence: LocalText
    ) -> tuple[Finding, Ways]:
        kind, code = _kind(step), step[1]
        if entry is not None:
            return Finding(kind, code, title, sentence, met=True, left=0, met_by=entry), DONE
        blocked = step in self.finder.blocked
        finding = Finding(kind, code, title, sentence, met=False, left=1, blocked=blocked)
        return finding, self.finder.step(step)

    def _credits(self, wanted: Credits) -> tuple[Finding, Ways]:
        asked = wanted.credits
        found = [self.find(part) for part in parts(wanted)]
        inside = tuple(finding for finding, _ in found)
        groups = asked.at_least_from
        worth, enough = credit_points(asked)
        ways_inside = [ways for _, ways in found]
        ways = self.finder.through_points(
            tuple(zip(ways_inside, worth, strict=True)), enough=enough
        )
        missing = _leaves_of(self.finder.shortest(ways), inside)
        earned = [
            sum(points[sort] for points, finding in zip(worth, inside, strict=True) if finding.met)
            for sort in range(len(enough))
        ]
        short = tuple(
            "+".join(group.of)
            for group, having in zip(groups, earned[1:], strict=True)
            if having < group.points
        )
        sentence = credits_sentence(wanted, earned=earned[0], short=short)
        title, left = credits_title(wanted), len(missing)
        finding = Finding(
            "credits", "", title, sentence, met=left == 0, left=left, parts=inside, shortest=missing
        )
        return finding, ways

    def _group(
        self, requirement: AllOf | AnyOf | AtLeast | OnePathwayOf | Pathway
    ) -> tuple[Finding, Ways]:
        found = [self.find(part) for part in parts(requirement)]
        inside = tuple(finding for finding, _ in found)
        ways_inside = [ways for _, ways in found]
        match requirement:
            case AnyOf() | OnePathwayOf():
                ways = self.finder.through_some(ways_inside, 1)
            case AtLeast(at_least=choice):
                ways = self.finder.through_some(ways_inside, choice.n)
            case _:
                ways = self.finder.through_all(ways_inside)
        missing = _leaves_of(self.finder.shortest(ways), inside)
        kind, code, title, sentence = _words(requirement, inside, missing)
        left = len(missing)
        finding = Finding(
            kind, code, title, sentence, met=left == 0, left=left, parts=inside, shortest=missing
        )
        return finding, ways


def credit_points(asked: CreditsAsked) -> tuple[list[Points], Points]:
    """What each part of a list is worth, and what is enough: points in all, then in each group."""
    groups = asked.at_least_from
    worth = [
        (item.points, *(item.points if item.code in group.of else 0 for group in groups))
        for item in asked.from_items
    ]
    return worth, (asked.points, *(group.points for group in groups))


def _kind(step: Step) -> Kind:
    kinds: dict[str, Kind] = {
        "exam": "exam",
        "course": "course",
        "classroom": "classroom",
        "designation": "designation",
        "ethics": "ethics",
        "experience": "experience",
    }
    return kinds[step[0]]


def _words(
    requirement: AllOf | AnyOf | AtLeast | OnePathwayOf | Pathway,
    inside: Sequence[Finding],
    missing: Sequence[Finding],
) -> tuple[Kind, str, LocalText, LocalText]:
    """The kind, code, title and sentence of a requirement that has parts."""
    match requirement:
        case Pathway(pathway=code, title=title):
            return "pathway", code, title, _pathway_words(title, missing)
        case OnePathwayOf():
            best = min(inside, key=lambda pathway: pathway.left)
            title = LocalText(en="One of the pathways", ms="Salah satu laluan")
            return "one_pathway_of", "", title, best.sentence
        case AnyOf(title=title):
            sentence = choice_sentence(1, met=_count_met(inside), of=len(inside))
            return "any", "", title or sentence, sentence
        case AtLeast(at_least=choice, title=title):
            sentence = choice_sentence(choice.n, met=_count_met(inside), of=len(inside))
            return "at_least", "", title or sentence, sentence
        case AllOf(title=title):
            title = title or LocalText(en="All of these", ms="Kesemua yang berikut")
            return "all", "", title, group_sentence(left=len(missing))


def _pathway_words(title: LocalText, missing: Sequence[Finding]) -> LocalText:
    if all(finding.kind == "exam" for finding in missing):
        return pathway_exams_sentence(title, left=len(missing))
    return pathway_sentence(title, left=len(missing))


def _count_met(findings: Iterable[Finding]) -> int:
    return sum(finding.met for finding in findings)


def _leaves_of(way: Way, inside: Iterable[Finding]) -> tuple[Finding, ...]:
    """The leaves of a way in the order of the rule, each once."""
    if not way:
        return ()
    found = (leaf for part in inside for leaf in part.all_findings() if not leaf.parts)
    # where a time is asked for, the same exam may be met in one place and missing in another
    wanted = [leaf for leaf in found if not leaf.met and (leaf.kind, leaf.code) in way]
    return tuple({(leaf.kind, leaf.code): leaf for leaf in wanted}.values())
