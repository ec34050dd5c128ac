"""Sound is cut into utterances that keep every spoken sample, once."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.inference.speech_gate import FRAME, RATE
from edge_agent.inference.streaming_rhythm import SILENCE_S
from edge_agent.inference.utterances import LONGEST_S, Utterance, UtteranceCutter
from tests.fakes.voice import LOUD, LoudnessVoice

if TYPE_CHECKING:
    from numpy.typing import NDArray

FRAMES_PER_S = RATE / FRAME
script = st.lists(st.tuples(st.booleans(), st.integers(1, 90)), min_size=1, max_size=12)
"""Runs of (speech or not, frames)."""
chunks = st.integers(100, 5000)


def sound(runs: list[tuple[bool, int]]) -> NDArray[np.int16]:
    """Every sample differs from its neighbours, so that one can say where a stretch came from."""
    parts = [np.full(frames * FRAME, LOUD + 1 if loud else 1) for loud, frames in runs]
    joined = np.concatenate(parts)
    return np.array(joined + np.arange(len(joined)) % 499, dtype=np.int16)


def hear(samples: NDArray[np.int16], chunk: int, pts: float = 0.0) -> list[Utterance]:
    cutter = UtteranceCutter(LoudnessVoice())
    heard = [
        utterance
        for at in range(0, len(samples), chunk)
        for utterance in cutter.hear(samples[at : at + chunk], pts + at / RATE)
    ]
    return [*heard, *cutter.flush()]


def seconds(loud: bool, length: float) -> tuple[bool, int]:  # noqa: FBT001
    return loud, round(length * FRAMES_PER_S)


@settings(max_examples=60, deadline=None)
@given(script, chunks)
def test_utterances_are_in_order_and_never_overlap(
    runs: list[tuple[bool, int]], chunk: int
) -> None:
    heard = hear(sound(runs), chunk)
    ends = [0.0, *(utterance.end_pts for utterance in heard)]
    for end, utterance in zip(ends, heard, strict=False):
        assert utterance.start_pts >= end - 1e-9
        assert utterance.end_pts > utterance.start_pts


@settings(max_examples=60, deadline=None)
@given(script, chunks)
def test_the_samples_of_an_utterance_are_those_of_its_time(
    runs: list[tuple[bool, int]], chunk: int
) -> None:
    samples = sound(runs)
    for utterance in hear(samples, chunk):
        start = round(utterance.start_pts * RATE)
        assert np.array_equal(utterance.samples, samples[start : start + len(utterance.samples)])
        assert utterance.end_pts == pytest.approx((start + len(utterance.samples)) / RATE)


@settings(max_examples=60, deadline=None)
@given(script, chunks)
def test_every_spoken_sample_is_in_an_utterance_unless_it_was_a_click(
    runs: list[tuple[bool, int]], chunk: int
) -> None:
    samples = sound(runs)
    kept = np.zeros(len(samples), dtype=bool)
    for utterance in hear(samples, chunk):
        start = round(utterance.start_pts * RATE)
        kept[start : start + len(utterance.samples)] = True
    assert np.count_nonzero((samples > LOUD) & ~kept) <= 4 * FRAME * len(runs)


@settings(max_examples=30, deadline=None)
@given(script, chunks, chunks)
def test_the_size_of_the_chunks_changes_nothing(
    runs: list[tuple[bool, int]], one: int, other: int
) -> None:
    first, second = hear(sound(runs), one), hear(sound(runs), other)
    assert [(u.start_pts, len(u.samples)) for u in first] == [
        (u.start_pts, len(u.samples)) for u in second
    ]


def test_no_utterance_is_longer_than_a_recogniser_takes() -> None:
    heard = hear(sound([seconds(True, 100.0)]), 1600)  # noqa: FBT003
    assert len(heard) >= 4
    assert all(utterance.end_pts - utterance.start_pts <= LONGEST_S + 0.04 for utterance in heard)
    assert sum(len(utterance.samples) for utterance in heard) == pytest.approx(1_600_000, abs=600)


def test_an_utterance_too_long_is_cut_in_its_silence() -> None:
    heard = hear(sound([(True, 700), (False, 20), (True, 400)]), 1600)
    assert heard[0].end_pts == pytest.approx(710 / FRAMES_PER_S, abs=0.2)


def test_silence_is_no_utterance() -> None:
    assert hear(sound([seconds(False, 60.0)]), 1600) == []  # noqa: FBT003


def test_a_click_is_no_utterance() -> None:
    assert hear(sound([(False, 50), (True, 2), (False, 90)]), 480) == []


def test_a_pause_of_a_slow_speaker_does_not_end_the_utterance() -> None:
    word, pause = seconds(True, 0.5), seconds(False, SILENCE_S - 0.1)  # noqa: FBT003
    assert len(hear(sound([word, pause] * 8), 1600)) == 1


def test_little_speech_is_joined_over_a_longer_silence() -> None:
    word, pause = seconds(True, 0.6), seconds(False, 1.1)  # noqa: FBT003
    assert len(hear(sound([word, pause, word, pause, word]), 1600)) == 1


def test_silence_ends_an_utterance_before_more_is_heard() -> None:
    cutter = UtteranceCutter(LoudnessVoice())
    spoken = sound([seconds(True, 3.0), seconds(False, 1.0)])  # noqa: FBT003
    (closed,) = cutter.hear(spoken, 5.0)
    assert closed.start_pts == 5.0
    assert closed.end_pts == pytest.approx(8.3, abs=0.05)


def test_missing_samples_end_the_utterance() -> None:
    cutter = UtteranceCutter(LoudnessVoice())
    spoken = sound([seconds(True, 2.0)])  # noqa: FBT003
    assert cutter.hear(spoken, 0.0) == ()
    (closed,) = cutter.hear(spoken, 10.0)
    assert closed.end_pts == pytest.approx(2.0, abs=0.04)
    (rest,) = cutter.flush()
    assert rest.start_pts == 10.0


@settings(max_examples=40, deadline=None)
@given(script, st.lists(st.floats(0.0, 40.0), min_size=1, max_size=6))
def test_speech_of_windows_adds_up_to_the_speech_of_the_whole(
    runs: list[tuple[bool, int]], cuts: list[float]
) -> None:
    cutter = UtteranceCutter(LoudnessVoice())
    cutter.hear(sound(runs), 0.0)
    cutter.flush()
    edges = [0.0, *sorted(cuts), 100.0]
    parts = [cutter.speech_s(start, end) for start, end in itertools.pairwise(edges)]
    spoken = sum(frames for loud, frames in runs if loud) / FRAMES_PER_S
    assert sum(parts) == pytest.approx(cutter.speech_s(0.0, 100.0))
    assert cutter.speech_s(0.0, 100.0) == pytest.approx(spoken)
