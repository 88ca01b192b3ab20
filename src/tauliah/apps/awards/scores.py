"""What a transcript says of an exam as the figures of a credential."""

from __future__ import annotations

from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import TranscriptLine, transcript_of
from tauliah.core.credentials import ScoreFacts


def score_of(line: TranscriptLine) -> ScoreFacts | None:
    """Points of points where there are any, or else right answers of items; None for credit."""
    if line.points is not None:
        return ScoreFacts(points=line.points, least="0", most=str(line.of))
    if line.items:
        return ScoreFacts(points=str(line.correct), least="0", most=str(line.items))
    return None


def scores_of(person: User) -> dict[str, ScoreFacts]:
    """The scores of a person's exams, by the code of each; those that have one."""
    scores = {line.exam: score_of(line) for line in transcript_of(person)}
    return {exam: score for exam, score in scores.items() if score is not None}
