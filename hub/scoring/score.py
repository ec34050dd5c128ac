"""From features to scores: every number resolves to stretches of the recording.

docs/scoring.md has the formula and what it cannot tell. Behaviour is not an input.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

import msgspec

from hub.scoring.evidence import GivenAnswer, newest_answers, newest_utterances, span_of
from hub.scoring.keywords import places
from hub.scoring.result import Evidence, Reason, Score, ScoredCompetency, Why
from wire.language import Language, LocalText
from wire.messages.answer_features import AnswerFeatures, SoundVerdict
from wire.messages.utterance_features import UtteranceFeatures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hub.scoring.job import Competency, Job

LOWEST, HIGHEST = 1.0, 5.0
CONFIDENCE = 0.95
ENOUGH_WEIGHT = 0.5
"""Share of the weights that must be scoreable before there is a total."""


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What one interview gives to score."""

    language: Language
    analysis: bool
    """The candidate agreed to the analysis of speech."""
    answers: tuple[GivenAnswer, ...]
    features: tuple[AnswerFeatures, ...]
    utterances: tuple[UtteranceFeatures, ...]


def score(job: Job, heard: Heard) -> Score:
    """Score every competency of the job, and the total where enough of it can be scored."""
    newest = newest_answers(heard.features)
    scored = tuple(_scored(job, competency, heard, newest) for competency in job.competencies)
    total, interval, why = _total(scored)
    return Score(total=total, interval=interval, why=why, competencies=scored)


def _scored(
    job: Job,
    competency: Competency,
    heard: Heard,
    newest: Mapping[int, AnswerFeatures],
) -> ScoredCompetency:
    aimed = _aimed_at(job, competency, heard)
    analysed = [newest[answer] for answer in aimed if answer in newest]
    good = [one for one in analysed if one.verdict is SoundVerdict.GOOD] if heard.analysis else []
    evidence = _evidence(job, competency, heard, good)
    groups, all_groups = len({one.why.en for one in evidence}), len(competency.groups)
    spoiled = _spoiled(analysed, good) if groups < all_groups else None
    is_scored = bool(evidence) and spoiled is None
    return ScoredCompetency(
        id=competency.id,
        name=competency.name,
        weight=competency.weight,
        score=_mapped(groups / all_groups) if is_scored else None,
        interval=_interval(groups, all_groups) if is_scored else None,
        why=Reason(
            code=_why(heard, aimed, analysed, spoiled, groups),
            groups_heard=groups,
            groups=all_groups,
            speech_s=sum(one.speech_s for one in good),
            verdict=spoiled,
        ),
        evidence=evidence,
    )


def _spoiled(
    analysed: Sequence[AnswerFeatures], good: Sequence[AnswerFeatures]
) -> SoundVerdict | None:
    """Say what keeps an answer from showing what was heard in it, where that could matter.

    What was said there may be what is missing elsewhere: poor sound must not lower a score. An
    answer without speech shows as little as one that was left out.
    """
    bad = [one.verdict for one in analysed if one.verdict is not SoundVerdict.GOOD]
    heard_badly = [one for one in bad if one is not SoundVerdict.NO_SPEECH]
    return next(iter(heard_badly if good else bad), None)


def _aimed_at(job: Job, competency: Competency, heard: Heard) -> tuple[int, ...]:
    """List the answers to questions that let the competency show."""
    return tuple(
        sorted(
            {
                given.answer
                for given in heard.answers
                if given.question is not None
                and competency.id in job.questions[given.question].competencies
            },
        ),
    )


def _evidence(
    job: Job,
    competency: Competency,
    heard: Heard,
    good: Sequence[AnswerFeatures],
) -> tuple[Evidence, ...]:
    """Give each stretch once, in order of time."""
    numbered = places(job)
    usable = {one.answer: one for one in good}
    found = set()
    for utterance in newest_utterances(heard.utterances):
        if utterance.answer not in usable:
            continue
        for hit in utterance.hits:
            place = numbered[hit.keyword] if hit.keyword < len(numbered) else None
            span = span_of(hit, usable[utterance.answer])
            if place is None or span is None or place.language is not heard.language:
                continue
            if place.competency.id == competency.id:
                found.add((utterance.answer, *span, place.group.name.en, place.group.name.zh))
    return tuple(
        Evidence(answer=answer, start_s=start, end_s=end, why=LocalText(en=en, zh=zh))
        for answer, start, end, en, zh in sorted(found)
    )


def _why(
    heard: Heard,
    aimed: Sequence[int],
    analysed: Sequence[AnswerFeatures],
    spoiled: SoundVerdict | None,
    groups: int,
) -> Why:
    """Say why the score is what it is, or why there is none; the first reason that holds."""
    reasons = (
        (not heard.analysis, Why.ANALYSIS_REFUSED),
        (not aimed, Why.NOT_ANSWERED),
        (not analysed, Why.NOT_ANALYSED_YET),
        (spoiled is not None, Why.SOUND_UNUSABLE),
        (groups == 0, Why.NO_EVIDENCE),
    )
    return next((why for holds, why in reasons if holds), Why.GROUPS_HEARD)


def _mapped(coverage: float) -> float:
    """Map a share of the groups to the scale of 1 to 5."""
    return LOWEST + (HIGHEST - LOWEST) * min(max(coverage, 0.0), 1.0)


def _interval(heard: int, groups: int) -> tuple[float, float]:
    """Give Wilson's interval of the coverage on the scale of the score (Newcombe 1998, no. 3)."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share = heard / groups
    middle = share + z * z / (2 * groups)
    reach = z * sqrt(share * (1 - share) / groups + z * z / (4 * groups * groups))
    whole = 1 + z * z / groups
    # Where nothing or everything was heard the bound is the share itself, but for rounding.
    low = min((middle - reach) / whole, share)
    high = max((middle + reach) / whole, share)
    return _mapped(low), _mapped(high)


def _total(
    scored: Sequence[ScoredCompetency],
) -> tuple[float | None, tuple[float, float] | None, Reason]:
    """Give the weighted mean of what can be scored; its interval is the mean of the intervals."""
    weights = sum(one.weight for one in scored)
    known = [(one.weight, one.score, one.interval) for one in scored]
    able = [(w, s, i) for w, s, i in known if s is not None and i is not None]
    weight = sum(w for w, _, _ in able)
    share = weight / weights
    if share < ENOUGH_WEIGHT:
        return None, None, Reason(code=Why.TOO_LITTLE_SCOREABLE, scoreable_share=share)
    mean = sum(w * s for w, s, _ in able) / weight
    low = sum(w * i[0] for w, _, i in able) / weight
    high = sum(w * i[1] for w, _, i in able) / weight
    return mean, (low, high), Reason(code=Why.WEIGHTED_MEAN, scoreable_share=share)
