"""What was judged and measured of each answer, for the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UnsetType

from hub.scoring.answer_sums import captured, moved, spoken
from hub.scoring.evidence import newest_answers
from wire.messages.answer_features import AnswerFeatures
from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.feature_window import FeatureWindow
from wire.messages.utterance_features import UtteranceFeatures

if TYPE_CHECKING:
    from hub.reports.gathered import Gathered
    from hub.scoring.answer_sums import Captured


def answers(gathered: Gathered) -> list[dict[str, Any]] | None:
    """List the answers; null where the analysis of speech was refused."""
    if not gathered.analysed:
        return None
    newest = newest_answers(
        one.message for one in gathered.messages if isinstance(one.message, AnswerFeatures)
    )
    return [
        {
            **_judged(one),
            "words": one.words,
            **_spoken(gathered, one.answer),
            "capture": _captured(gathered, one.answer),
            **_moved(gathered, one.answer),
        }
        for _, one in sorted(newest.items())
    ]


def _judged(one: AnswerFeatures) -> dict[str, Any]:
    return {
        "answer": one.answer,
        "sound": one.verdict.value,
        "picture": one.picture.value,
        "other_speech_s": _told(one.other_speech_s),
        "topic": one.content.topic.value,
        "topic_similarity": one.content.topic_similarity,
        "coherence": one.content.coherence.value,
        "sentence_similarity": one.content.sentence_similarity,
    }


def _spoken(gathered: Gathered, answer: int) -> dict[str, Any]:
    """Give how it was spoken; four nulls where no word of the candidate's was recognised."""
    said = [one.message for one in gathered.messages if isinstance(one.message, UtteranceFeatures)]
    found = spoken(said, answer)
    if found is None:
        return dict.fromkeys(("rate", "pauses", "pause_s", "fillers"))
    return {
        "rate": _rounded(found.rate, 1),
        "pauses": found.pauses,
        "pause_s": round(found.pause_s, 2),
        "fillers": found.fillers,
    }


def _captured(gathered: Gathered, answer: int) -> dict[str, Any] | None:
    """Give how it was captured; null without a window of it."""
    windows = [one.message for one in gathered.messages if isinstance(one.message, FeatureWindow)]
    found = captured(windows, answer)
    return None if found is None else _capture(found)


def _capture(found: Captured) -> dict[str, Any]:
    return {
        "snr": _rounded(found.snr, 1),
        "noise": _rounded(found.noise, 1),
        "clipped": _rounded(found.clipped, 4),
        "far_end_s": round(found.far_end_s, 2),
        "framed": _rounded(found.framed, 4),
        "dark": _rounded(found.dark, 4),
        "frozen": _rounded(found.frozen, 4),
        "several_faces": _rounded(found.several_faces, 4),
        "brightness": _rounded(found.brightness, 4),
        "sync_s": _rounded(found.sync_s, 3),
    }


def _moved(gathered: Gathered, answer: int) -> dict[str, Any]:
    """Give the counts; without leave there is no field of them."""
    if not gathered.observed:
        return {}
    windows = [one.message for one in gathered.messages if isinstance(one.message, BehaviourWindow)]
    found = moved(windows, answer)
    return {
        "brow_lowerings": None if found is None else found.brow_lowerings,
        "gestures": None if found is None else found.gestures,
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _told(seconds: float | UnsetType) -> float | None:
    """Give seconds, or null where the profile forbids to measure them."""
    return None if isinstance(seconds, UnsetType) else round(seconds, 2)
