"""Level, peak and clipping are measured window by window, each sample once."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.capture.frames import AudioChunk
from edge_agent.features.sound_quality import SoundMeter, clipped, level, peak
from tests.fakes.spoken import Spoken
from wire.codec import decode, encode
from wire.messages.feature_window import FeatureWindow, PictureQuality
from wire.topics import Channel

_AT = datetime(2026, 1, 1, tzinfo=UTC)


def chunk(pts: float, samples: np.ndarray[tuple[int], np.dtype[np.int16]], rate: int) -> AudioChunk:
    return AudioChunk(pts=pts, captured_at=0.0, rate=rate, samples=samples)


def tone(amplitude: float, rate: int = 16_000) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    wave = np.sin(np.arange(rate) * 2 * np.pi * 1000 / rate)
    return np.array(amplitude * wave, dtype=np.int16)


def test_silence_has_the_lowest_level_and_nothing_clipped() -> None:
    silence = np.zeros(100, dtype=np.int16)
    assert (level(silence), peak(silence), clipped(silence)) == (-120.0, -120.0, 0.0)
    assert (level(silence[:0]), peak(silence[:0]), clipped(silence[:0])) == (-120.0, -120.0, 0.0)


def test_a_tone_of_half_scale_is_nine_decibels_below_full() -> None:
    assert level(tone(16384)) == pytest.approx(-9.03, abs=0.01)
    assert peak(tone(16384)) == pytest.approx(-6.02, abs=0.01)


@pytest.mark.parametrize("limit", [16000, 4000])
def test_tops_cut_off_below_full_scale_count_as_clipped(limit: int) -> None:
    overdriven = np.clip(tone(30000, 48_000) * 1.0, -limit, limit).astype(np.int16)
    assert clipped(overdriven) > 0.1


def test_a_top_cut_off_on_one_side_only_counts() -> None:
    assert clipped(np.minimum(tone(16000, 48_000), 4000)) > 0.1


@given(st.integers(1100, 32000), st.sampled_from([16_000, 44_100, 48_000]))
@settings(max_examples=30)
def test_a_whole_tone_of_any_loudness_is_not_clipped(amplitude: int, rate: int) -> None:
    assert clipped(tone(amplitude, rate)) < 0.02


def test_a_faint_hum_stays_long_at_its_top_and_is_not_clipped() -> None:
    times = np.arange(48_000) / 48_000
    assert clipped(np.array(300 * np.sin(2 * np.pi * 50 * times), dtype=np.int16)) == 0.0


def test_full_scale_of_either_sign_counts_as_clipped() -> None:
    assert clipped(np.array([32767, -32768, -32767, 0], dtype=np.int16)) == 0.75
    assert peak(np.array([-32768], dtype=np.int16)) == 0.0


lengths = st.lists(st.integers(1, 700), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(lengths, st.sampled_from([8_000, 16_000, 44_100, 48_000]), st.floats(0.0, 5000.0))
def test_windows_share_no_sample_and_lose_none(sizes: list[int], rate: int, origin: float) -> None:
    meter = SoundMeter()
    rng = np.random.default_rng(sum(sizes))
    pts, power = origin, 0.0
    for size in sizes:
        samples = rng.integers(-3000, 3000, size).astype(np.int16)
        power += float(np.square(samples, dtype=np.float64).sum())
        meter.hear(chunk(pts, samples, rate))
        pts += size / rate
    step, total, edge = 0.013, 0.0, origin
    while edge < pts:
        found = meter.take(edge, edge + step, Spoken())
        count = _count(origin, sum(sizes), rate, edge, edge + step)
        total += count * (32768.0 * 10 ** (found.level / 20)) ** 2 if count else 0.0
        edge += step
    assert total == pytest.approx(power, rel=1e-3, abs=1.0)


def _count(origin: float, size: int, rate: int, start: float, end: float) -> int:
    times = origin + np.arange(size) / rate
    return int(np.count_nonzero((times >= start - 1e-9) & (times < end - 1e-9)))


def test_speech_is_never_longer_than_its_window() -> None:
    assert SoundMeter().take(0.0, 0.5, Spoken((0.0, 0.6))).speech_s == 0.5


@given(st.lists(st.integers(-32768, 32767), max_size=50), st.floats(0.0, 1.0))
def test_whatever_was_heard_may_leave_the_kiosk(samples: list[int], until: float) -> None:
    meter = SoundMeter()
    meter.hear(chunk(0.0, np.array(samples, dtype=np.int16), 48_000))
    picture = PictureQuality(
        frames_seen=0,
        frames_skipped=0,
        frames_with_face=0,
        frames_with_more_faces=0,
        frames_framed=0,
        frames_dark=0,
        frames_frozen=0,
        brightness=0.0,
        sharpness=0.0,
        face_height=0.0,
    )
    window = FeatureWindow(
        stream_id="0" * 32,
        seq=1,
        answer=0,
        start=0.0,
        duration=1.0,
        closed_at=_AT,
        sync_s=None,
        picture=picture,
        sound=meter.take(0.0, 1.0, Spoken((0.0, until))),
    )
    assert decode(Channel.FEATURES, encode(window)) == window
