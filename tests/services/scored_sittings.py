"""Hundreds of scored sittings at once, row by row as exams leave them, for analyses to start from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import numpy as np

AT = datetime(2026, 2, 10, 2, tzinfo=UTC)
WINDOW = "2026-1"
_numbers = count(1)


def score_sittings(
    persons: int,
    *,
    items: int | Sequence[int] = 12,
    course: str = "PUM",
    window: str = WINDOW,
    languages: Sequence[str] = ("en", "ms"),
    ability: float = 0.0,
    own_forms: int = 0,
    seed: int = 1,
) -> None:
    """So many new candidates sit one form of these items (how many, or which) and have results.

    Answers follow a two-parameter model; `ability` is the mean of the candidates. With `own_forms`
    each has a form of so many of the items, drawn for them.
    """
    from tauliah.apps.itembank.models import Form, FormItem
    from tauliah.apps.itembank.queries import current_items
    from tauliah.apps.people.models import User
    from tauliah.apps.results.models import ScoringRun
    from tauliah.apps.sittings.models import Attempt, AttemptEvent, Booking, CurrentAnswer

    random = np.random.default_rng(seed)
    places = list(range(items)) if isinstance(items, int) else list(items)
    pool = current_items(course, "secure")
    chosen = [pool[place] for place in places]
    slopes = np.array([0.8 + 0.7 * ((7 * place) % 10) / 9 for place in places])
    difficulties = np.array([-1.5 + 3 * ((3 * place) % 11) / 10 for place in places])
    theta = random.normal(ability, 1, persons)
    share = 1 / (1 + np.exp(-slopes * (theta[:, None] - difficulties)))
    right = random.random(share.shape) < share

    people, forms, members, bookings, attempts, events, answers, runs = ([] for _ in range(8))
    length = own_forms or len(chosen)
    mark = -(-length * 7 // 10)
    for row in range(persons):
        number = next(_numbers)
        person = User(
            email=f"analysed.{number}@example.test",
            full_name=f"Analysed {number}",
            candidate_number=f"A{number:06}",
            joined_at=AT,
        )
        form = Form(course=course, release=1, seed=str(number), assembled_at=AT)
        drawn = sorted(random.permutation(len(chosen))[:own_forms]) if own_forms else None
        taken: list[int] = list(range(len(chosen))) if drawn is None else [int(at) for at in drawn]
        members += [
            FormItem(form=form, position=at, version_id=chosen[place].version)
            for at, place in enumerate(taken, start=1)
        ]
        booking = Booking(
            person=person,
            course=course,
            window=window,
            form=form.pk,
            booked_at=AT,
            state="started",
        )
        attempt = Attempt(
            booking=booking,
            seed=str(number),
            started_at=AT + timedelta(seconds=row),
            deadline=AT + timedelta(hours=2),
            submitted_at=AT + timedelta(hours=1),
            sealed_as="submitted",
        )
        events.append(
            AttemptEvent(
                attempt=attempt,
                number=1,
                act="started",
                facts={"language": languages[row % len(languages)]},
                client_sequence=0,
                server_time=AT,
                digest="-",
            )
        )
        answers += [
            CurrentAnswer(
                attempt=attempt,
                item=chosen[place].code,
                value=_answer(chosen[place].text, is_right=bool(right[row, place])),
            )
            for place in taken
        ]
        total = int(right[row, taken].sum())
        runs.append(
            ScoringRun(
                attempt=attempt.pk,
                person=person.pk,
                course=course,
                number=1,
                correct=total,
                items=length,
                pass_mark=mark,
                passed=total >= mark,
                topics=[],
                answers_head="-",
                keys_digest="-",
                scored_at=AT,
            )
        )
        people.append(person)
        forms.append(form)
        bookings.append(booking)
        attempts.append(attempt)
    rows: tuple[tuple[Any, list[Any]], ...] = (
        (User, people),
        (Form, forms),
        (FormItem, members),
        (Booking, bookings),
        (Attempt, attempts),
        (AttemptEvent, events),
        (CurrentAnswer, answers),
        (ScoringRun, runs),
    )
    for model, made in rows:
        model.objects.bulk_create(made, batch_size=500)


def _answer(text: Any, *, is_right: bool) -> str:
    wrong = next(name for name in sorted(text.options) if name != text.key)
    return str(text.key) if is_right else wrong
