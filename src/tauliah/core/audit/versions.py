"""Which version of a designation's rules is for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.programme import Designation, RuleVersion


def versions_for(
    designation: Designation, *, matriculated_on: date | None, on: date
) -> tuple[RuleVersion, ...]:
    """The versions by which a person may be audited on that day, oldest first; none before any.

    Who has not matriculated is taken as matriculating on the day. Without grandfathering it is the
    version in force. Fixed by matriculation it is the version for that day of matriculation. Best
    of, it is that one and every one since.
    """
    in_force = designation.rules_on(on)
    if in_force is None or designation.grandfathering == "none":
        return (in_force,) if in_force else ()
    since = min(matriculated_on, on) if matriculated_on else on
    begun = [one for one in designation.versions if one.from_date <= on]
    own = [one for one in begun if _is_for(designation, one, since)]
    if designation.grandfathering == "fixed":
        return (own[-1],) if own else (in_force,)
    oldest = min((one.from_date for one in own), default=in_force.from_date)
    later = [one for one in begun if one.from_date >= oldest and _is_open_to(one, since)]
    return tuple(sorted(later, key=lambda one: one.from_date))


def _is_for(designation: Designation, version: RuleVersion, matriculated_on: date) -> bool:
    begins, ends = designation.span_of(version)
    return begins <= matriculated_on < ends


def _is_open_to(version: RuleVersion, matriculated_on: date) -> bool:
    """Whether a later version may be chosen: unless it says that it is for later people only."""
    first = version.applies_to.matriculated_from if version.applies_to else None
    return first is None or first <= matriculated_on


def version_sentence(
    designation: Designation,
    version: RuleVersion,
    *,
    of: Sequence[RuleVersion],
    matriculated_on: date | None,
) -> LocalText:
    """Which version applies and why, in one sentence."""
    rules = spoken_day(version.from_date)
    if designation.grandfathering == "none":
        return LocalText(
            en=f"The rules of {rules.en} apply, which are in force on the day of this audit.",
            ms=f"Peraturan bertarikh {rules.ms} terpakai kerana ia berkuat kuasa pada hari audit ini.",
        )
    if matriculated_on is None:
        return LocalText(
            en=f"The rules of {rules.en} apply, as they would to a person who matriculates today.",
            ms=f"Peraturan bertarikh {rules.ms} terpakai, seperti bagi orang yang mendaftar hari ini.",
        )
    day = spoken_day(matriculated_on)
    if len(of) > 1:
        return LocalText(
            en=f"The rules of {rules.en} apply: of the {len(of)} versions open to those who "
            f"matriculated on {day.en}, they leave the least to do.",
            ms=f"Peraturan bertarikh {rules.ms} terpakai: daripada {len(of)} versi yang terbuka "
            f"kepada mereka yang mendaftar pada {day.ms}, versi ini meninggalkan keperluan paling sedikit.",
        )
    return LocalText(
        en=f"The rules of {rules.en} apply, because of matriculation on {day.en}.",
        ms=f"Peraturan bertarikh {rules.ms} terpakai kerana pendaftaran dibuat pada {day.ms}.",
    )
