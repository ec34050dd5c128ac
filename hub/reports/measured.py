"""An interview's measures, summed over its messages."""

from __future__ import annotations

from datetime import timedelta
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from hub.reports.observed import behaviour
from hub.scoring.evidence import newest_answers, newest_utterances
from hub.scoring.keywords import places
from wire.messages.answer_features import AnswerFeatures
from wire.messages.feature_window import FeatureWindow
from wire.messages.utterance_features import UtteranceFeatures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from hub.reports.gathered import Gathered, Stored

_MILLISECOND = timedelta(milliseconds=1)
_QUANTILES = (50, 95, 99)


def windows(gathered: Gathered) -> list[FeatureWindow]:
    """Give the one-second windows."""
    return [one.message for one in gathered.messages if isinstance(one.message, FeatureWindow)]


def vision(gathered: Gathered) -> dict[str, Any]:
    """Sum what was seen; behaviour is null, or no field, where it may not be measured."""
    pictures = [one.picture for one in windows(gathered)]
    seen = sum(one.frames_seen for one in pictures)
    with_face = sum(one.frames_with_face for one in pictures)
    return {
        "frames_seen": seen,
        "frames_skipped": sum(one.frames_skipped for one in pictures),
        "face_share": round(with_face / seen, 4) if seen else None,
        **behaviour(gathered),
    }


def speech(gathered: Gathered, transcript: str | None) -> dict[str, Any]:
    """Sum what was heard; words are null where their analysis was refused."""
    if not gathered.analysed:
        heard = sum(one.sound.speech_s for one in windows(gathered))
        words: dict[str, Any] = dict.fromkeys(("words", "transcript", "keyword_hits"))
        return {"speech_s": round(heard, 2), **words}
    answers = newest_answers(
        one.message for one in gathered.messages if isinstance(one.message, AnswerFeatures)
    )
    return {
        "speech_s": round(sum(one.speech_s for one in answers.values()), 2),
        "words": sum(one.words for one in answers.values()),
        "transcript": transcript,
        "keyword_hits": _hits(gathered),
    }


def _hits(gathered: Gathered) -> list[dict[str, Any]]:
    """List what was said of the job's subjects; times count from the answer's beginning."""
    known = places(gathered.job)
    said = newest_utterances(
        one.message for one in gathered.messages if isinstance(one.message, UtteranceFeatures)
    )
    return [
        {
            "answer": utterance.answer,
            "competency": known[hit.keyword].competency.id,
            "group": known[hit.keyword].group.name.en,
            "start_s": round(hit.start - gathered.begins_at(utterance.answer), 2),
            "end_s": round(hit.end - gathered.begins_at(utterance.answer), 2),
        }
        for utterance in said
        for hit in utterance.hits
        if hit.keyword < len(known)
    ]


def latency(gathered: Gathered) -> dict[str, Any]:
    """Give how long after its close a window was with the hub, and durable there.

    `window_to_message` counts to the hub's receipt, the broker's way included.
    """
    return {
        "window_to_message": _quantiles(
            (one.message, one.received_at) for one in gathered.messages
        ),
        "window_to_hub_commit": _quantiles(
            (one.message, one.committed_at) for one in _committed(gathered.messages)
        ),
    }


def _committed(messages: Sequence[Stored]) -> list[Stored]:
    return [one for one in messages if one.committed_at is not None]


def _quantiles(pairs: Iterable[tuple[object, datetime | None]]) -> dict[str, float | None]:
    waits = [
        (at - message.closed_at) / _MILLISECOND
        for message, at in pairs
        if isinstance(message, FeatureWindow) and at is not None
    ]
    if not waits:
        return {f"p{quantile}": None for quantile in _QUANTILES}
    # One wait alone is each of its quantiles; the library wants two.
    cuts = quantiles(waits if len(waits) > 1 else waits * 2, n=100, method="inclusive")
    return {f"p{quantile}": round(cuts[quantile - 1], 1) for quantile in _QUANTILES}
