"""What the messages of one answer add up to: how it was spoken, captured, and moved.

Shown to people beside the score, and no input of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from hub.scoring.composure_parts import MOST_SPANS, Span
from hub.scoring.evidence import newest_utterances
from wire.messages.utterance_features import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wire.messages.behaviour_window import BehaviourWindow
    from wire.messages.feature_window import FeatureWindow
    from wire.messages.utterance_features import UtteranceFeatures


@dataclass(frozen=True, slots=True)
class Spoken:
    """The candidate's utterances in one answer; another voice's are left out."""

    rate: float | None
    """Syllables or characters a minute, by the length of the utterances."""
    pauses: int
    pause_s: float
    fillers: int


@dataclass(frozen=True, slots=True)
class Captured:
    """Sound and pictures of one answer; None is what no window could tell."""

    snr: float | None
    """Decibels of speech over noise, A-weighted: median of the windows that have it."""
    noise: float | None
    """dBFS(A), median."""
    clipped: float | None
    """Share of the samples at full scale, by the seconds of speech in each window."""
    far_end_s: float
    """In which the kiosk itself played a voice."""
    framed: float | None
    """This and the next three: shares of the pictures that were looked at."""
    dark: float | None
    frozen: float | None
    several_faces: float | None
    brightness: float | None
    """Mean luma, 0..1, by the pictures of each window."""
    sync_s: float | None
    """Pictures later than their sound, median."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Counts of one answer that are no part of the composure indicator."""

    brow_lowerings: int
    brow_spans: tuple[Span, ...]
    """Seconds in which the first of them were counted."""
    gestures: int
    gesture_spans: tuple[Span, ...]


def spoken(utterances: Iterable[UtteranceFeatures], answer: int) -> Spoken | None:
    """Sum an answer's utterances, each its newest revision; None without one."""
    newest = newest_utterances(one for one in utterances if one.answer == answer)
    said = [one for one in newest if one.speaker is not Speaker.OTHER]
    if not said:
        return None
    return Spoken(
        rate=_mean((one.rate, one.end - one.start) for one in said if one.rate > 0),
        pauses=sum(one.pauses for one in said),
        pause_s=sum(one.pause_s for one in said),
        fillers=sum(one.fillers for one in said),
    )


def captured(features: Iterable[FeatureWindow], answer: int) -> Captured | None:
    """Sum an answer's windows; None without one."""
    windows = [one for one in features if one.answer == answer]
    if not windows:
        return None
    sounds = [one.sound for one in windows]
    pictures = [one.picture for one in windows]
    seen = sum(one.frames_seen for one in pictures)

    def share(frames: Iterable[int]) -> float | None:
        return sum(frames) / seen if seen else None

    return Captured(
        snr=_median(one.snr for one in sounds),
        noise=_median(one.noise for one in sounds),
        clipped=_mean((one.clipped, one.speech_s) for one in sounds),
        far_end_s=sum(one.far_end_s for one in sounds),
        framed=share(one.frames_framed for one in pictures),
        dark=share(one.frames_dark for one in pictures),
        frozen=share(one.frames_frozen for one in pictures),
        several_faces=share(one.frames_with_more_faces for one in pictures),
        brightness=_mean((one.brightness, one.frames_seen) for one in pictures),
        sync_s=_median(one.sync_s for one in windows),
    )


def moved(behaviour: Iterable[BehaviourWindow], answer: int) -> Moved | None:
    """Sum an answer's behaviour windows; None without one."""
    windows = sorted((one for one in behaviour if one.answer == answer), key=lambda one: one.start)
    if not windows:
        return None
    return Moved(
        brow_lowerings=sum(one.face.brow_lowerings for one in windows),
        brow_spans=_where(windows, lambda one: one.face.brow_lowerings),
        gestures=sum(one.body.gestures for one in windows),
        gesture_spans=_where(windows, lambda one: one.body.gestures),
    )


def _where(
    windows: Sequence[BehaviourWindow], count: Callable[[BehaviourWindow], int]
) -> tuple[Span, ...]:
    found = [one for one in windows if count(one)][:MOST_SPANS]
    return tuple(Span(start_s=one.start, end_s=one.start + one.duration) for one in found)


def _median(values: Iterable[float | None]) -> float | None:
    known = [one for one in values if one is not None]
    return median(known) if known else None


def _mean(values: Iterable[tuple[float, float]]) -> float | None:
    """Give the mean of values with their weights; None without weight."""
    known = list(values)
    whole = sum(weight for _, weight in known)
    return sum(one * weight for one, weight in known) / whole if whole else None
