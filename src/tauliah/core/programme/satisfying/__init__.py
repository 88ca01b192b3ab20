"""Whether the rules of a programme can be met at all, and the statements by which they cannot.

A set of rules is decided for the person for whom it is easiest: one who starts on the day on which
the version begins, has nothing before, passes whatever can be passed whenever a window holds it,
and waits as long as is good. Credit and exemptions, which a registrar grants, are not reckoned
with. Who could be met by nobody of that kind is met by nobody new.
"""

from tauliah.core.programme.satisfying.problems import conflict_problems

__all__ = ["conflict_problems"]
