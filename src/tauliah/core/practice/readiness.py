"""How likely it is to pass: ability by topic from first answers, memory, and what is not known of both.

A first answer to a practice item is right with the probability g + (1 - g) / (1 + exp(-z)), the
three-parameter logistic of Birnbaum (1968) with a discrimination of 1 and a guessing parameter g that
follows from the number of options. z is the person's ability, plus the topic's own deviation, plus a
slope times the mean recall of the topic at that time, less the difficulty of the cognitive level. All
but g are uncertain; their posterior is approximated by a normal around its mode (Laplace; see Tierney
and Kadane, 1986). The exam is as many such items as the blueprint says, by topic and level.

Second answers to the same item are not used: they say that the item is remembered.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tauliah.core.practice.arrays import Floats, Whole

LEVELS = 4
"""Remember, understand, apply, analyse."""
LEVEL_DIFFICULTY = (-0.4, -0.1, 0.2, 0.5)
"""How many logits harder than the mean an item of each level is taken to be before any answer."""

LEAST_ANSWERS, LEAST_OF_TOPIC = 24, 2
"""Without so many first answers, and so many in each topic of the exam, nothing is said."""

DRAWS = 400
INTERVAL = 0.8
HALF_LIFE_DAYS = 120.0

_ABILITY = (-0.6, 1.0)  # mean and standard deviation in logits before any answer, at no recall
_TOPIC_SPREAD = 0.5
# logits from no recall to full recall; wide, for nobody knows how far remembering carries
_SLOPE = (1.5, 1.5)
_LEVEL_SPREAD = 0.25
_TRANSFER = (
    0.25  # how far exam items may be harder or easier for one than practice items, in logits
)
_ITEM_SPREAD = 0.6  # of the difficulties of exam items around their level, in logits


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """First answers to m practice items; every array is (m,).

    `topic` and `level` are places in the blueprint's topics and in the levels, `guess` the chance of a
    blind answer, `recall` the mean recall of the topic then, `age` the days since.
    """

    topic: Whole
    level: Whole
    right: Floats
    guess: Floats
    recall: Floats
    age: Floats


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """What the exam asks: items by topic and level (topics, levels), and how many must be right.

    `guess` (topics,) is the chance of a blind answer in each topic.
    """

    items: Floats
    guess: Floats
    pass_mark: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """The probability of passing and the limits between which it lies with a probability of 0.8."""

    probability: float
    low: float
    high: float

    @property
    def in_ten(self) -> int:
        """Out of ten such candidates, how many would pass, rounded; 0 and 10 are not said of anyone."""
        return min(max(round(self.probability * 10), 1), 9)


@dataclass(frozen=True, slots=True)
class Ability:
    """What first answers say of a person: draws of the posterior, (draws, parameters).

    The parameters are the ability, the deviations of the topics, the slope, those of the levels.
    """

    draws: Floats
    topics: int


def is_enough(answers: FirstAnswers, plan: ExamPlan) -> bool:
    """Whether there are enough first answers to say anything honest."""
    counts = np.bincount(answers.topic, minlength=len(plan.items))
    asked = plan.items.sum(axis=1) > 0
    return len(answers.topic) >= LEAST_ANSWERS and bool((counts[asked] >= LEAST_OF_TOPIC).all())


def ability(answers: FirstAnswers, topics: int, *, seed: int) -> Ability:
    """What first answers say of a person; without any, what is assumed of everybody.

    Older answers count less: half after 120 days.
    """
    mean = np.array([_ABILITY[0], *[0.0] * topics, _SLOPE[0], *LEVEL_DIFFICULTY])
    spread = np.array(
        [_ABILITY[1], *[_TOPIC_SPREAD] * topics, _SLOPE[1], *[_LEVEL_SPREAD] * LEVELS]
    )
    precision = np.diag(spread**-2.0)
    design = _design(answers, topics)
    counted = 0.5 ** (answers.age / HALF_LIFE_DAYS)
    found, information = mean.copy(), precision
    for _ in range(50):
        z = design @ found
        curve = 1 / (1 + np.exp(-z))
        chance = answers.guess + (1 - answers.guess) * curve
        slope = (1 - answers.guess) * curve * (1 - curve)
        # Fisher scoring: the expected information is positive, so each step is one uphill
        score = counted * (answers.right - chance) * slope / (chance * (1 - chance))
        weight = counted * slope**2 / (chance * (1 - chance))
        information = design.T @ (weight[:, None] * design) + precision
        step = np.linalg.solve(information, design.T @ score - precision @ (found - mean))
        found = found + step
        if np.abs(step).max() < 1e-8:
            break
    root = np.linalg.cholesky(np.linalg.inv(information))
    noise = np.random.default_rng(seed).standard_normal((DRAWS, len(mean)))
    return Ability(found + noise @ root.T, topics)


def readiness(person: Ability, plan: ExamPlan, recall: Floats, *, seed: int) -> Readiness:
    """The probability of passing with such a recall of each topic, (topics,).

    Over the draws, each with an own shift between practice and exam; the score is taken as normal
    with the mean and the variance of a sum of independent items, and the step of whole items halved.
    """
    chances = pass_chances(person, plan, recall, seed=seed)
    low, high = np.quantile(chances, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2])
    mean = float(chances.mean())
    # near certainty, a few draws can pull the mean out of the limits of the others
    return Readiness(mean, min(float(low), mean), max(float(high), mean))


def pass_chances(person: Ability, plan: ExamPlan, recall: Floats, *, seed: int) -> Floats:
    """The probability of passing by each draw of the posterior; (draws,)."""
    shift = np.random.default_rng(seed + 1).normal(0, _TRANSFER, len(person.draws))
    own, topic, slope, level = _parts(person)
    z = (own + shift)[:, None] + topic + slope[:, None] * recall
    # a logistic over normal difficulties is a flatter logistic; Zeger, Liang and Albert (1988)
    flatter = 1 / math.sqrt(1 + (16 * math.sqrt(3) / (15 * math.pi)) ** 2 * _ITEM_SPREAD**2)
    curve = 1 / (1 + np.exp(-flatter * (z[:, :, None] - level[:, None, :])))
    chance = plan.guess[:, None] + (1 - plan.guess[:, None]) * curve
    mean = (plan.items * chance).sum(axis=(1, 2))
    variance = (plan.items * chance * (1 - chance)).sum(axis=(1, 2))
    return _normal((mean - plan.pass_mark + 0.5) / np.sqrt(np.maximum(variance, 1e-9)))


def largest_gain(
    person: Ability, plan: ExamPlan, recall: Floats, *, seed: int, reached: float = 0.95
) -> tuple[int, float]:
    """The topic whose recall, brought to `reached`, adds most to the probability of passing, and how much."""
    now = pass_chances(person, plan, recall, seed=seed).mean()
    found = []
    for topic in range(person.topics):
        better = recall.copy()
        better[topic] = max(reached, recall[topic])
        found.append(float(pass_chances(person, plan, better, seed=seed).mean() - now))
    best = int(np.argmax(found))
    return best, found[best]


def _design(answers: FirstAnswers, topics: int) -> Floats:
    m = len(answers.topic)
    design = np.zeros((m, 2 + topics + LEVELS))
    design[:, 0] = 1
    design[np.arange(m), 1 + answers.topic] = 1
    design[:, 1 + topics] = answers.recall
    design[np.arange(m), 2 + topics + answers.level] = -1
    return design


def _parts(person: Ability) -> tuple[Floats, Floats, Floats, Floats]:
    draws, topics = person.draws, person.topics
    return draws[:, 0], draws[:, 1 : 1 + topics], draws[:, 1 + topics], draws[:, 2 + topics :]


def _normal(z: Floats) -> Floats:
    """The distribution function of the standard normal."""
    return np.array([0.5 * math.erfc(-one / math.sqrt(2)) for one in z])
