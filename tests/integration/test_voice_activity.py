"""Voice detectors share one session and nothing of what they heard."""

from __future__ import annotations

import numpy as np
import pytest

from edge_agent.inference.models import model_path
from edge_agent.inference.silero import SileroVoiceActivity
from edge_agent.inference.speech_gate import FRAME
from tests.integration.speech_clips import MODELS, speak

pytestmark = pytest.mark.integration


def test_two_that_hear_in_turn_judge_as_each_alone_would() -> None:
    said = speak("Good morning. I have worked in a bank for seven years.")
    frames = said[: len(said) // FRAME * FRAME].reshape(-1, FRAME)
    path = model_path(MODELS, "silero_vad")
    alone = SileroVoiceActivity(path)
    expected = [alone.probability(frame) for frame in frames]
    one, other = SileroVoiceActivity(path), SileroVoiceActivity(path)
    heard = []
    for frame, noise in zip(frames, frames[::-1], strict=True):
        heard.append(one.probability(frame))
        other.probability(noise)
    assert np.array_equal(heard, expected)
    assert max(expected) > 0.9
