"""Whisper's spectrogram has a tone where it sounds, and one frame for each hundredth second."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.inference.mel import log_mel

RATE = 16_000
SLANEY = {250.0: 6, 1000.0: 26, 2000.0: 44, 4000.0: 62, 7000.0: 76}
"""Hertz and the band (of 80) that holds them on Slaney's scale: 200/3 Hz a mel up to 1 kHz,
27 mels for each factor of 6.4 above it; 8 kHz is mel 45.2, cut into 81 steps."""


@pytest.mark.parametrize(("hertz", "band"), SLANEY.items())
def test_a_tone_is_loudest_in_its_band(hertz: float, band: int) -> None:
    tone = 8000 * np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE)
    assert abs(int(log_mel(tone.astype(np.int16), 0.0)[:, 50].argmax()) - band) <= 1


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40_000), st.floats(0.1, 3.0))
def test_any_length_gives_a_frame_for_each_ten_milliseconds(length: int, pad_s: float) -> None:
    found = log_mel(np.ones(length, dtype=np.int16), pad_s)
    assert found.shape == (80, (length + int(pad_s * RATE)) // 160)
    assert found.dtype == np.float32


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_values_lie_within_two_of_the_loudest(seed: int) -> None:
    noise = np.random.default_rng(seed).integers(-9000, 9000, RATE).astype(np.int16)
    found = log_mel(noise, 1.0)
    assert float(found.max() - found.min()) <= 2.0 + 1e-5
