from __future__ import annotations

from edge_agent.capture.bus import FarEnd, FarEndMark
from edge_agent.record.played_voices import PlayedVoices


def test_what_is_heard_ends_with_the_last_of_the_voices() -> None:
    voices = PlayedVoices()
    told = [
        FarEnd(playing=True, voice="synthetic"),
        FarEnd(playing=True, voice="interviewer"),
        FarEnd(playing=False, voice="synthetic"),
        FarEnd(playing=False, voice="interviewer"),
    ]
    marks = [voices.hear(one, float(pts)) for pts, one in enumerate(told)]
    began, over = FarEndMark(playing=True, pts=0.0), FarEndMark(playing=False, pts=3.0)
    assert marks == [began, None, None, over]


def test_what_is_told_again_changes_nothing() -> None:
    voices = PlayedVoices()
    assert voices.hear(FarEnd(playing=False), 1.0) is None
    voices.hear(FarEnd(playing=True), 2.0)
    assert voices.hear(FarEnd(playing=True), 3.0) is None
