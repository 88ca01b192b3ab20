"""The words for conditions that conflict, and for what would be enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tauliah.core.audit.pathfinder.path_sentences import listed, spoken_money
from tauliah.core.audit.pathfinder.plan import Conflict
from tauliah.core.audit.pathfinder.quest import Group, Quest
from tauliah.core.kernel import LocalText, spoken_day

if TYPE_CHECKING:
    from tauliah.core.audit.pathfinder.solving import Chosen


CLOSED = ("in-preparation", "retired")
"""Conditions that name courses whose exams cannot be sat."""


def conflict_sentence(quest: Quest, group: Group, without: Chosen | None) -> LocalText:
    """One condition and what it is up against, as the best answer without it shows."""
    code, about = group
    wishes = quest.wishes
    if code == "pathway":
        letters = quest.designation(about).letters
        title = quest.pathway_title(about)
        return LocalText(
            en=f"You want the pathway “{title.en}” for {letters}.",
            ms=f"Anda mahukan laluan “{title.ms}” bagi {letters}.",
        )
    if code == "deadline" and wishes.done_by is not None:
        wanted = spoken_day(wishes.done_by)
        if without is None:
            return LocalText(
                en=f"You want to be done by {wanted.en}.",
                ms=f"Anda mahu selesai selewat-lewatnya pada {wanted.ms}.",
            )
        first = spoken_day(quest.days.day(without.value[0]))
        return LocalText(
            en=f"You want to be done by {wanted.en}; the first day on which it can be done is "
            f"{first.en}.",
            ms=f"Anda mahu selesai selewat-lewatnya pada {wanted.ms}; hari terawal yang mungkin "
            f"ialah {first.ms}.",
        )
    if code == "budget" and wishes.budget is not None:
        currency = quest.programme.about.currency
        money = spoken_money(wishes.budget, currency)
        if without is None:
            return LocalText(
                en=f"You want to spend {money} at most.",
                ms=f"Anda mahu membelanjakan paling banyak {money}.",
            )
        least = spoken_money(without.value[0], currency)
        return LocalText(
            en=f"You want to spend {money} at most; the least that it can cost is {least}.",
            ms=f"Anda mahu membelanjakan paling banyak {money}; kos paling rendah ialah {least}.",
        )
    if code == "hours":
        return _hours_sentence(quest, without)
    if code in CLOSED:
        return _closed_sentence(quest, code, without)
    if code == "window-limit":
        most = wishes.exams_in_a_window
        return LocalText(
            en=f"You want to sit {most} at most in one window.",
            ms=f"Anda mahu menduduki paling banyak {most} peperiksaan dalam satu tetingkap.",
        )
    if code in ("attempts", "lapse", "time-limits"):
        return _rule_sentence(code, quest.designation(about).letters)
    return _PLAIN[code]


def relaxed_sentence(
    quest: Quest, group: Group, best: Chosen, figure: int | None
) -> LocalText | None:
    """What would be enough, everything else being kept; None where there is no word for it."""
    code, _ = group
    if code == "deadline":
        first = spoken_day(quest.days.day(best.value[0]))
        return LocalText(
            en=f"With time until {first.en} there is a way.",
            ms=f"Dengan masa hingga {first.ms}, ada jalan.",
        )
    if code == "budget":
        least = spoken_money(best.value[0], quest.programme.about.currency)
        return LocalText(en=f"With {least} there is a way.", ms=f"Dengan {least}, ada jalan.")
    if code == "hours":
        if figure is None:
            return None
        return LocalText(
            en=f"With {figure} hours of study a week there is a way.",
            ms=f"Dengan {figure} jam belajar seminggu, ada jalan.",
        )
    if code == "window-limit":
        if figure is None:
            return None
        return LocalText(
            en=f"With {figure} exams in one window there is a way.",
            ms=f"Dengan {figure} peperiksaan dalam satu tetingkap, ada jalan.",
        )
    if code in CLOSED:
        row = listed(_named(closed_exams(quest, code, best)))
        return LocalText(
            en=f"Credit from the registrar for {row.en} would be enough.",
            ms=f"Kredit daripada pendaftar bagi {row.ms} sudah memadai.",
        )
    if code in ("pathway", "holidays", "booked"):
        return LocalText(en="Without that there is a way.", ms="Tanpa syarat itu, ada jalan.")
    return None


def no_plan_sentence(quest: Quest, conflicts: Sequence[Conflict], *, proven: bool) -> LocalText:
    """That there is no way, and how sure that is."""
    letters = [quest.designation(code).letters for code in quest.targets]
    row = listed([LocalText(en=one, ms=one) for one in letters])
    if not proven:
        return LocalText(
            en=f"No way to {row.en} was found in the time given; there may be one.",
            ms=f"Tiada laluan ke {row.ms} ditemukan dalam masa yang diberi; mungkin ada.",
        )
    if not conflicts:
        return LocalText(
            en=f"There is no way to {row.en}: its rules ask for what nobody can do any more.",
            ms=f"Tiada laluan ke {row.ms}: peraturannya meminta sesuatu yang tidak dapat lagi dilakukan.",
        )
    if len(conflicts) == 1:
        return LocalText(
            en=f"There is no way to {row.en}. {conflicts[0].sentence.en}",
            ms=f"Tiada laluan ke {row.ms}. {conflicts[0].sentence.ms}",
        )
    en = " ".join(one.sentence.en for one in conflicts)
    ms = " ".join(one.sentence.ms for one in conflicts)
    return LocalText(
        en=f"There is no way to {row.en}, because these cannot all be kept. {en}",
        ms=f"Tiada laluan ke {row.ms} kerana syarat ini tidak dapat dipenuhi kesemuanya. {ms}",
    )


def closed_exams(quest: Quest, code: str, chosen: Chosen) -> list[str]:
    """The exams of an answer that cannot be sat: in preparation, or retired before their day."""
    found = []
    for exam in sorted({*chosen.exams, *chosen.lessons}):
        course = quest.courses[exam]
        if code == "in-preparation":
            is_closed = course.status == "in-preparation" and exam not in quest.opened
        else:
            number = chosen.exams[exam][0] if exam in chosen.exams else chosen.lessons[exam]
            is_closed = not course.counts_when_earned_on(quest.days.day(number))
        if is_closed:
            found.append(exam)
    return found


def _hours_sentence(quest: Quest, without: Chosen | None) -> LocalText:
    """How long the study takes of which there is no way around."""
    hours = quest.wishes.hours_a_week
    exams = sorted({*without.exams, *without.lessons}) if without is not None else []
    studied = [code for code in exams if quest.hours_left(code)]
    if not studied:
        return LocalText(
            en=f"You study {hours} hours a week.", ms=f"Anda belajar {hours} jam seminggu."
        )
    names, asked = listed(_named(studied)), sum(map(quest.hours_left, studied))
    done = quest.day_when_studied(asked)
    if done is None:
        return LocalText(
            en=f"With {hours} hours a week the {asked} hours of study for {names.en} take longer "
            "than a plan can reach.",
            ms=f"Dengan {hours} jam seminggu, {asked} jam belajar bagi {names.ms} melebihi tempoh "
            "yang boleh dirancang.",
        )
    until = spoken_day(done)
    return LocalText(
        en=f"With {hours} hours a week the {asked} hours of study for {names.en} take until "
        f"{until.en}.",
        ms=f"Dengan {hours} jam seminggu, {asked} jam belajar bagi {names.ms} berlangsung hingga "
        f"{until.ms}.",
    )


def _closed_sentence(quest: Quest, code: str, without: Chosen | None) -> LocalText:
    closed = closed_exams(quest, code, without) if without is not None else []
    row = listed(_named(closed)) if closed else None
    if code == "in-preparation":
        if row is None:
            return LocalText(
                en="An exam that is needed is in preparation and cannot be booked.",
                ms="Peperiksaan yang diperlukan masih dalam penyediaan dan tidak boleh ditempah.",
            )
        return LocalText(
            en=f"In preparation, so that no exam can be booked: {row.en}.",
            ms=f"Masih dalam penyediaan, maka peperiksaannya belum boleh ditempah: {row.ms}.",
        )
    if row is None:
        return LocalText(
            en="A course that is needed is retired.", ms="Kursus yang diperlukan telah ditamatkan."
        )
    return LocalText(
        en=f"Retired, so that no exam counts any more: {row.en}.",
        ms=f"Telah ditamatkan, maka peperiksaannya tidak lagi dikira: {row.ms}.",
    )


def _rule_sentence(code: str, letters: str) -> LocalText:
    return {
        "attempts": LocalText(
            en=f"An exam was failed as often as {letters} allows, so that a pass counts no more.",
            ms=f"Satu peperiksaan telah gagal sebanyak yang dibenarkan oleh {letters}, maka "
            "kelulusannya tidak lagi dikira.",
        ),
        "lapse": LocalText(
            en=f"Exams passed for {letters} are forfeited unless all is finished in time.",
            ms=f"Peperiksaan yang dilepasi bagi {letters} luput melainkan kesemuanya selesai dalam "
            "tempohnya.",
        ),
        "time-limits": LocalText(
            en=f"{letters} asks when something must have been earned.",
            ms=f"{letters} menetapkan bila sesuatu mesti diperoleh.",
        ),
    }[code]


def _named(codes: Sequence[str]) -> list[LocalText]:
    return [LocalText(en=code, ms=code) for code in codes]


_PLAIN = {
    "holidays": LocalText(
        en="You do not study on your holidays.", ms="Anda tidak belajar pada waktu cuti."
    ),
    "booked": LocalText(
        en="You keep the exams that are booked on their days.",
        ms="Anda mengekalkan peperiksaan yang telah ditempah pada harinya.",
    ),
    "experience": LocalText(
        en="With the work that you say you do, the experience asked for is not reached in time.",
        ms="Dengan kerja yang anda nyatakan, pengalaman yang diminta tidak tercapai pada masanya.",
    ),
    "clashes": LocalText(
        en="Papers that are held at the same time cannot both be sat.",
        ms="Kertas yang diadakan pada waktu yang sama tidak boleh diduduki kedua-duanya.",
    ),
    "prerequisites": LocalText(
        en="Some exams may be sat only after others are passed.",
        ms="Sesetengah peperiksaan hanya boleh diduduki selepas yang lain dilepasi.",
    ),
    "retakes": LocalText(
        en="An exam that was sat before may be sat again only within the limits on retakes.",
        ms="Peperiksaan yang pernah diduduki hanya boleh diduduki semula mengikut had pengulangan.",
    ),
    "sharing": LocalText(
        en="The designations limit which exams count for several of them.",
        ms="Gelaran ini mengehadkan peperiksaan yang dikira bagi lebih daripada satu gelaran.",
    ),
    "classroom": LocalText(
        en="A class that is asked for is not held in time.",
        ms="Kelas yang diminta tidak diadakan pada masanya.",
    ),
    "revoked": LocalText(
        en="A designation was revoked; only the registrar can reinstate it.",
        ms="Satu gelaran telah dibatalkan; hanya pendaftar boleh memulihkannya.",
    ),
    "horizon": LocalText(
        en="A plan reaches six years ahead at most.",
        ms="Sesuatu pelan menjangkau paling jauh enam tahun ke hadapan.",
    ),
}
