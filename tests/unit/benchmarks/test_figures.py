"""Figures of the benchmarks are of what they say, and held to a bound."""

from __future__ import annotations

import numpy as np
import pytest

from edge_agent.inference.speech_gate import RATE
from tests.benchmarks.rows import row
from tests.benchmarks.speech_clips import Clip
from tests.benchmarks.speech_streaming import Heard, real_time_factor
from tests.benchmarks.targets import TARGETS
from wire.language import Language


def heard(seconds: float, busy_s: float) -> Heard:
    clip = Clip("clip", Language.EN, np.zeros(round(seconds * RATE), np.int16), ("a", "word"))
    return Heard(clip, 0, busy_s, (), (), ())


def test_the_real_time_factor_is_of_the_clips_without_the_silences_around_them() -> None:
    assert real_time_factor([heard(2.0, 0.5)]) == pytest.approx(0.25)
    assert real_time_factor([heard(2.0, 0.5), heard(8.0, 3.0)]) == pytest.approx(0.35)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("all_pss_growth_mb_per_half_hour", 20.0, 20.1),
        ("slow_words_per_utterance_0.8s", 2.0, 1.9),
        ("slow_words_per_utterance_1.2s", 2.0, 1.9),
    ],
)
def test_a_row_is_held_to_its_bound(name: str, good: float, bad: float) -> None:
    assert TARGETS[name].holds(row(name, good, ""))
    assert not TARGETS[name].holds(row(name, bad, ""))
