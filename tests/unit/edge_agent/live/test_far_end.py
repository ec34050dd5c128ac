from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.live.far_end import HANGOVER_S, FarEndGate, level_dbfs

BLOCK_S = 0.02
LOUD = np.full(960, 3000, np.int16)
QUIET = np.zeros(960, np.int16)


def changes(gate: FarEndGate, blocks: list[bool]) -> list[tuple[float, bool]]:
    told = []
    for number, is_loud in enumerate(blocks):
        now = 10 + number * BLOCK_S
        change = gate.heard(LOUD if is_loud else QUIET, now)
        if change is not None:
            told.append((round(number * BLOCK_S, 3), change))
    return told


def test_a_voice_plays_from_its_first_loud_block_until_the_hangover_is_over() -> None:
    blocks = [False] * 5 + [True] * 10 + [False] * 100
    assert changes(FarEndGate(), blocks) == [(0.1, True), (0.28 + HANGOVER_S, False)]


def test_a_pause_between_words_ends_nothing() -> None:
    pause = round(HANGOVER_S / BLOCK_S) - 1
    assert changes(FarEndGate(), [True, *[False] * pause, True]) == [(0.0, True)]


def test_levels_are_those_of_full_scale() -> None:
    assert level_dbfs(QUIET) == -120.0
    assert level_dbfs(np.zeros(0, np.int16)) == -120.0
    assert round(level_dbfs(np.full(100, 16384, np.int16)), 2) == -6.02


@settings(max_examples=50)
@given(blocks=st.lists(st.booleans(), max_size=120))
def test_no_loud_block_is_played_while_the_voice_counts_as_silent(blocks: list[bool]) -> None:
    gate = FarEndGate()
    for number, is_loud in enumerate(blocks):
        before = gate.is_playing
        change = gate.heard(LOUD if is_loud else QUIET, number * BLOCK_S)
        assert gate.is_playing or not is_loud
        assert (change is None) == (gate.is_playing == before)
