"""A prompt is stored under the consents that what it rests on was measured under."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from hub.ingest.rules import needed_consents
from wire.messages.events import PromptShown
from wire.policy import Purpose

RECORDING, WORDS, FACE = Purpose.RECORDING, Purpose.ANALYSIS, Purpose.FACE_ANALYSIS


@pytest.mark.parametrize(
    ("figures", "purposes"),
    [
        ({}, {RECORDING}),
        ({"silence_s": 11.0}, {RECORDING, WORDS}),
        ({"share": 0.1, "hits": 8}, {RECORDING, WORDS}),
        ({"said": 80, "competency": 1}, {RECORDING, WORDS}),
        ({"topic_similarity": 0.2}, {RECORDING, WORDS}),
        ({"brow_lowerings": 5}, {RECORDING, FACE}),
        ({"gaze_away_s": 12.0}, {RECORDING, FACE}),
    ],
    ids=["nothing", "silence", "share", "own", "topic", "brows", "gaze"],
)
def test_what_a_prompt_rests_on_says_what_was_to_be_agreed_to(
    figures: dict[str, Any], purposes: set[Purpose]
) -> None:
    shown = PromptShown(
        stream_id="0" * 32,
        seq=1,
        pts=1.0,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        answer=0,
        rule=0,
        **figures,
    )
    assert set(needed_consents(shown)) == purposes
