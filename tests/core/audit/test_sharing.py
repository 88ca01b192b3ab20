"""Several designations at once: the best use of each exam, as trying all uses would show."""

from __future__ import annotations

import time
from datetime import date
from itertools import chain, combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.audit import audit, audit_all, claimable, conferral_refusal
from tauliah.core.audit.auditing import Person
from tauliah.core.audit.sharing import joint_audit
from tauliah.core.programme import AllOf, AnyOf, RuleVersion, SharingLimit
from tests.core.audit.rules import (
    COURSES,
    NEW,
    TODAY,
    Record,
    at_least,
    both,
    exam,
    exams,
    programme_asking,
    rules_drawn,
)

CODES = ("API", "AINS", "CPCU")
_NEVER = 10_000


def programme_of(rules, limits=()):
    """Designations with these rules, and limits (of, with, at_most or None, unique or None)."""
    programme = programme_asking(exam("PUM"))
    designations = []
    for one in programme.designations:
        if one.code not in rules:
            continue
        version = RuleVersion.model_validate(
            {"from": date(2024, 1, 1), "source": both("Rules"), "requires": rules[one.code]}
        )
        sharing = tuple(
            SharingLimit.model_validate({"with": other, "at_most": most, "unique_at_least": unique})
            for of, other, most, unique in limits
            if of == one.code
        )
        designations.append(one.model_copy(update={"versions": (version,), "sharing": sharing}))
    return programme.model_copy(update={"designations": tuple(designations)})


def joint(programme, record=NEW):
    return audit_all(programme, record.entries, TODAY)


def uses(found):
    return {one.exam: one.counts_for for one in found.uses}


FREE = at_least(2, *exams("PUM", "PPM", "PLI"))


def test_without_limits_every_exam_counts_wherever_it_is_asked_for():
    programme = programme_of({"API": FREE, "CPCU": FREE})

    found = joint(programme, NEW.passed("PUM", "PPM"))

    assert uses(found) == {"PPM": ("API", "CPCU"), "PUM": ("API", "CPCU")}
    assert all(found.is_met(code) for code in ("API", "CPCU"))
    assert found.audits == tuple(
        audit(programme, code, entries=NEW.passed("PUM", "PPM").entries, on=TODAY)
        for code in ("API", "CPCU")
    )


def test_a_limit_is_kept_and_told_in_both_languages():
    programme = programme_of({"API": FREE, "CPCU": FREE}, [("API", "CPCU", 1, None)])

    found = joint(programme, NEW.passed("PUM", "PPM", "PLI"))

    assert all(found.is_met(code) for code in ("API", "CPCU"))
    counts = list(uses(found).values())
    assert sum(len(one) == 2 for one in counts) == 1
    apart = next(one for one in found.uses if one.withheld_from)
    assert apart.sentence.en.endswith("because designations may share only so many exams.")
    assert apart.sentence.ms.endswith("yang boleh dikongsi antara gelaran adalah terhad.")


def test_an_exam_goes_where_nothing_else_can_take_its_place():
    rules = {"API": exam("PUM"), "CPCU": AnyOf(any=exams("PUM", "PIN"))}
    programme = programme_of(rules, [("CPCU", "API", 0, None)])

    found = joint(programme, NEW.passed("PUM"))

    assert uses(found) == {"PUM": ("API",)}
    assert [one.finding.left for one in found.audits] == [0, 1]
    assert [one.code for one in found.audits[1].missing] == ["PIN"]


def test_a_conferred_designation_keeps_what_it_stands_on():
    rules = {"API": exam("PUM"), "CPCU": AnyOf(any=(exam("PUM"), AllOf(all=exams("PIN", "PLI"))))}
    programme = programme_of(rules, [("API", "CPCU", 0, None)])

    free = joint(programme, NEW.passed("PUM").matriculated("CPCU"))
    held = joint(programme, NEW.passed("PUM").matriculated("CPCU").conferred("API"))

    assert uses(free)["PUM"] == ("CPCU",)
    assert uses(held)["PUM"] == ("API",)


def test_an_exam_that_counts_elsewhere_says_so_where_it_is_missing():
    rules = {"API": exam("PUM"), "CPCU": exam("PUM")}
    programme = programme_of(rules, [("API", "CPCU", 0, None)])

    found = joint(programme, NEW.passed("PUM").conferred("API"))

    assert found.audits[1].finding.blocked
    assert "counts for another designation" in found.audits[1].finding.sentence.en


def test_exams_of_its_own_are_asked_for():
    rules = {
        "API": AnyOf(any=exams("PUM", "PIN")),
        "CPCU": at_least(2, *exams("PUM", "PPM", "PLI")),
    }
    programme = programme_of(rules, [("CPCU", "API", None, 2)])

    short = joint(programme, NEW.passed("PUM", "PPM").conferred("API"))
    enough = joint(programme, NEW.passed("PUM", "PPM", "PIN").conferred("API"))

    assert not short.is_met("CPCU")
    assert short.shortages[0].sentence.en == (
        "At least 2 exams must count for CPCU and not for API; so far 1 do."
    )
    assert enough.is_met("CPCU")
    assert uses(enough)["PUM"] == ("CPCU",)


def test_an_exam_that_nothing_asks_for_is_told():
    found = joint(programme_of({"API": exam("PUM")}), NEW.passed("PIN"))

    assert found.uses[0].sentence.en == (
        "Course PIN (PIN) counts for nothing, because no designation asks for it."
    )


limits_drawn = st.lists(
    st.tuples(st.sampled_from(CODES), st.sampled_from(CODES), st.integers(0, 2), st.booleans())
    .filter(lambda one: one[0] != one[1])
    .map(lambda one: (*one[:2], *((one[2], None) if one[3] else (None, one[2] + 1)))),
    max_size=3,
    unique_by=lambda one: one[:2],
)
records_drawn = st.tuples(
    st.sets(st.sampled_from(COURSES[:4])),
    st.lists(st.sampled_from(CODES), unique=True, max_size=2),
    st.sets(st.sampled_from(CODES)),
)


def record_of(drawn) -> Record:
    passed, conferred, matriculated = drawn
    record = NEW.passed(*sorted(passed))
    for code in sorted(matriculated):
        record = record.matriculated(code)
    for code in conferred:
        record = record.conferred(code)
    return record


def best_price(programme, record, limits):
    """By trying, for every designation, every set of exams that is withheld from it."""
    person = Person.of(programme, record.entries, on=TODAY)

    def counted(one):
        return {f.code for f in one.finding.counted() if f.kind in ("exam", "course")}

    choices = []
    for code in CODES:
        having = sorted(counted(person.audit(code)))
        sets = chain.from_iterable(combinations(having, n) for n in range(len(having) + 1))
        choices.append([person.audit(code, withheld=frozenset(gone)) for gone in sets])
    held = sorted(
        (entry.happened_at, code) for code, entry in person.standing.held.items() if code in CODES
    )
    conferred = [code for _, code in held]
    best = None
    for found in product(*choices):
        by_code = dict(zip(CODES, found, strict=True))
        by_rules = {}
        for code, one in by_code.items():
            by_rules[code] = len(one.missing) + _NEVER * sum(f.blocked for f in one.missing)
        left = dict(by_rules)
        fits = True
        for of, other, most, unique in limits:
            shared = counted(by_code[of]) & counted(by_code[other])
            if most is not None:
                fits &= len(shared) <= most
            else:
                left[of] = max(left[of], unique - len(counted(by_code[of]) - shared))
        if not fits:
            continue
        under_way = [c for c in CODES if by_code[c].matriculated and c not in conferred]
        others = [c for c in CODES if c not in conferred and c not in under_way]
        price = (
            *(left[code] for code in conferred),
            sum(left[code] for code in under_way),
            sum(left[code] for code in others),
            sum(by_rules.values()),
            programme.about.fees.exam * sum(f.kind == "exam" for one in found for f in one.missing),
        )
        best = price if best is None else min(best, price)
    return best


@given(st.tuples(rules_drawn, rules_drawn, rules_drawn), limits_drawn, records_drawn)
@settings(max_examples=150, deadline=None)
def test_the_answer_is_the_best_of_all(rules, limits, drawn):
    programme = programme_of(dict(zip(CODES, rules, strict=True)), limits)
    record = record_of(drawn)

    found = joint(programme, record)

    assert found.price == best_price(programme, record, limits)
    for of, other, most, _ in limits:
        if most is not None:
            shared = [one for one in found.uses if of in one.counts_for and other in one.counts_for]
            assert len(shared) <= most
    assert joint(programme, record) == found
    by_solver = joint_audit(Person.of(programme, record.entries, on=TODAY), looked_at=0)
    assert by_solver == found


def test_five_exams_in_three_designations_take_no_time():
    rules = {code: at_least(3, *exams(*COURSES)) for code in CODES}
    pairs = [("API", "CPCU", 1, None), ("API", "AINS", 1, None), ("AINS", "CPCU", 1, None)]
    programme = programme_of(rules, pairs)
    started = time.process_time()

    found = joint(programme, NEW.passed(*COURSES))

    assert found.price == best_price(programme, NEW.passed(*COURSES), pairs)
    assert time.process_time() - started < 10


def test_what_must_be_its_own_is_asked_for_before_conferral():
    rules = {"API": exam("PUM"), "CPCU": exam("PUM")}
    programme = programme_of(rules, [("CPCU", "API", None, 1)])

    found = joint(programme, NEW.matriculated("CPCU").passed("PUM").conferred("API"))

    refusal = conferral_refusal(found.audit("CPCU"), shortages=found.shortages)
    assert refusal is not None
    assert refusal.code == "exams-of-its-own-missing"
    assert conferral_refusal(found.audit("CPCU")) is None
    assert "CPCU" not in claimable(found)
