"""Builders of what an interview gives to score."""

from __future__ import annotations

from pathlib import Path

from hub.scoring import job as jobs
from hub.scoring.evidence import GivenAnswer
from hub.scoring.keywords import places
from hub.scoring.score import Heard
from tests.fakes.untold import UNTOLD
from wire.language import Language
from wire.messages.answer_features import AnswerFeatures, PictureVerdict, SoundVerdict
from wire.messages.utterance_features import KeywordHit, Speaker, UtteranceFeatures

INTERVIEW_ID = "0123456789abcdef" * 2
SAMPLE_JOB = (
    Path(__file__).parents[2] / "hub" / "workflow" / "jobs" / "bank-account-manager.toml"
).read_bytes()
JOB = jobs.parse(SAMPLE_JOB)
ANSWER_S = 60.0


def number(competency: str, group: int, language: Language = Language.EN) -> int:
    """Find the keyword number of a competency's group."""
    wanted = next(one for one in JOB.competencies if one.id == competency).groups[group]
    return next(
        index
        for index, place in enumerate(places(JOB))
        if place.competency.id == competency
        and place.group == wanted
        and place.language is language
    )


def answer_features(
    answer: int,
    verdict: SoundVerdict = SoundVerdict.GOOD,
    *,
    seq: int = 900,
    revision: int = 0,
) -> AnswerFeatures:
    """Describe answer number `answer`, one minute long."""
    return AnswerFeatures(
        stream_id=INTERVIEW_ID,
        seq=seq + answer,
        answer=answer,
        revision=revision,
        start=answer * ANSWER_S,
        end=(answer + 1) * ANSWER_S,
        speech_s=24.0,
        words=50,
        other_speech_s=0.0,
        verdict=verdict,
        picture=PictureVerdict.GOOD,
        content=UNTOLD,
    )


def utterance(answer: int, seq: int, *keywords: int, at: float = 10.0) -> UtteranceFeatures:
    """Describe an utterance with hits, `at` seconds into the answer."""
    start = answer * ANSWER_S + at
    hits = tuple(KeywordHit(keyword=one, start=start, end=start + 0.5) for one in keywords)
    return UtteranceFeatures(
        stream_id=INTERVIEW_ID,
        seq=seq,
        answer=answer,
        revision=0,
        start=start,
        end=start + 1.0,
        speaker=Speaker.CANDIDATE,
        words=5,
        confidence=0.9,
        rate=150.0,
        pauses=0,
        pause_s=0.0,
        fillers=0,
        hits=hits,
    )


def heard(
    utterances: tuple[UtteranceFeatures, ...],
    features: tuple[AnswerFeatures, ...] = (answer_features(0), answer_features(1)),
    *,
    language: Language = Language.EN,
    analysis: bool = True,
) -> Heard:
    """Give an interview whose answers 0 and 1 answered the job's first two questions."""
    return Heard(
        language=language,
        analysis=analysis,
        answers=(GivenAnswer(answer=0, question=0), GivenAnswer(answer=1, question=1)),
        features=features,
        utterances=utterances,
    )
