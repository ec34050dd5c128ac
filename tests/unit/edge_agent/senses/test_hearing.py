"""Sound at 16 kHz: nothing shifted, nothing lost, and a level for the meter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.app.senses_hearing import Hearing, LevelMeter
from edge_agent.capture.frames import AudioChunk
from edge_agent.errors import MicrophoneError
from edge_agent.inference.speech_gate import FRAME_S, RATE
from edge_agent.inference.streaming_rhythm import Stage
from edge_agent.inference.swresample import Resampler
from tests.fakes.senses import FakeVoice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.utterances import Utterance


def tone(seconds: float, rate: int, from_s: float = 0.0, to_s: float = np.inf) -> NDArray[np.int16]:
    """A tone of 200 Hz in [from_s, to_s), silence elsewhere."""
    times = np.arange(round(seconds * rate)) / rate
    heard = (times >= from_s) & (times < to_s)
    return np.asarray(8000 * np.sin(2 * np.pi * 200 * times) * heard, dtype=np.int16)


def chunks(samples: NDArray[np.int16], rate: int, pts: float, length: int) -> list[AudioChunk]:
    return [
        AudioChunk(pts + at / rate, 0.0, rate, samples[at : at + length])
        for at in range(0, len(samples), length)
    ]


@given(
    rate=st.sampled_from([8_000, 16_000, 44_100, 48_000]),
    cuts=st.lists(st.integers(min_value=1, max_value=3000), min_size=1, max_size=20),
)
@settings(max_examples=25, deadline=None)
def test_resampling_in_pieces_is_resampling_the_whole(rate: int, cuts: list[int]) -> None:
    samples = tone(0.5, rate)
    pieces, whole = Resampler(rate), Resampler(rate)
    edges = sorted({min(cut, len(samples)) for cut in np.cumsum(cuts)} | {len(samples)})
    parts = [
        pieces.resample(samples[start:end])
        for start, end in zip([0, *edges], edges, strict=False)
        if end > start
    ]
    got = np.concatenate([*parts, pieces.flush()])
    expected = np.concatenate([whole.resample(samples), whole.flush()])
    assert abs(len(got) - 0.5 * RATE) <= 2
    assert len(got) == len(expected)
    assert np.abs(got.astype(int) - expected.astype(int)).max() <= 1


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_sound_stands_after_resampling_where_it_stood_before(rate: int) -> None:
    resampler = Resampler(rate)
    samples = tone(1.0, rate, from_s=0.5)
    resampled = np.concatenate([resampler.resample(samples), resampler.flush()])
    expected = tone(1.0, RATE, from_s=0.5)[: len(resampled)]
    error = np.abs(resampled.astype(int) - expected.astype(int))
    assert np.mean(error) < 30


def test_a_rate_that_is_no_rate_is_an_error_of_ours() -> None:
    with pytest.raises(MicrophoneError):
        Resampler(0).resample(np.zeros(100, np.int16))


@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_an_utterance_keeps_its_media_time_at_any_rate(rate: int) -> None:
    hearing = Hearing(FakeVoice())
    heard = [
        utterance
        for chunk in chunks(tone(4.0, rate, 1.0, 2.0), rate, 100.0, rate // 50)
        for utterance in hearing.hear(chunk)
    ]
    paused, utterance = (*heard, *hearing.flush())
    assert paused.stage is Stage.PAUSED
    assert np.array_equal(paused.samples, utterance.samples)
    assert utterance.start_pts <= 101.0 < utterance.start_pts + 0.5
    assert 102.0 <= utterance.end_pts < 102.5
    assert hearing.speech_s(100.0, 104.0) == pytest.approx(1.0, abs=2 * FRAME_S)


def test_what_counts_as_judged_lags_sound_by_less_than_a_tenth_of_a_second() -> None:
    hearing = Hearing(FakeVoice())
    for chunk in chunks(tone(2.0, 48_000), 48_000, 10.0, 960):
        hearing.hear(chunk)
        assert chunk.end - 0.1 < hearing.judged_until <= chunk.end


def test_missing_sound_ends_the_utterance_and_the_rest_keeps_its_own_time() -> None:
    hearing = Hearing(FakeVoice())
    heard: list[Utterance] = []
    for pts in (0.0, 10.0):
        for chunk in chunks(tone(1.0, 48_000), 48_000, pts, 960):
            heard += hearing.hear(chunk)
    heard += hearing.flush()
    assert [round(utterance.start_pts, 1) for utterance in heard] == [0.0, 10.0]
    assert hearing.speech_s(1.1, 10.0) == 0.0


def test_a_level_is_given_ten_times_a_second_and_says_whether_somebody_speaks() -> None:
    meter = LevelMeter(FakeVoice())
    levels = [
        level
        for chunk in chunks(tone(2.0, 48_000, 1.0, 2.0), 48_000, 0.0, 960)
        if (level := meter.hear(chunk, now=chunk.end)) is not None
    ]
    assert len(levels) == pytest.approx(20, abs=2)
    assert levels[2].dbfs == -120.0
    assert not levels[2].speech
    assert levels[-1].dbfs == pytest.approx(-15.2, abs=0.2)
    assert levels[-1].speech
