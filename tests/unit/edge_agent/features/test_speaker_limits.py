"""Voices are told apart by pitch, overlap and spectrum at once; each limit from both sides."""

from __future__ import annotations

import numpy as np
import pytest

from edge_agent.features.speaker import told
from edge_agent.features.speaker_print import VoicePrint
from wire.messages.utterance_features import Speaker

FRAMES = 400
OTHER, CANDIDATE, UNSURE = Speaker.OTHER, Speaker.CANDIDATE, Speaker.CANNOT_TELL


def voice(
    pitch: float, timbre: float = 0.0, around: float = 0.5, frames: int = FRAMES
) -> VoicePrint:
    """Give frames of a pitch that is evenly spread `around` both sides (semitones).

    Two spectra differ by the difference of their `timbre`, in deviations of their frames.
    """
    pitches = pitch + around * np.linspace(-1.0, 1.0, frames)
    flutter = np.where(np.arange(frames) % 2, 1.0, -1.0)
    return VoicePrint(pitches, np.repeat(flutter[:, np.newaxis], 12, axis=1) + timbre)


@pytest.mark.parametrize("way", [-1.0, 1.0])
@pytest.mark.parametrize(
    ("pitch", "timbre", "around", "speaker"),
    [
        (8.0, 1.0, 0.5, OTHER),
        (8.0, 0.0, 0.5, UNSURE),
        (8.0, 0.39, 0.5, UNSURE),
        (8.0, 0.41, 0.5, OTHER),
        (5.9, 1.0, 0.5, UNSURE),
        (6.1, 1.0, 0.5, OTHER),
        (8.0, 1.0, 7.1, OTHER),
        (8.0, 1.0, 7.4, UNSURE),
        (0.0, 1.0, 0.5, UNSURE),
    ],
    ids=[
        "another voice",
        "of the same spectrum",
        "of a hardly different spectrum",
        "of a just different spectrum",
        "hardly far enough",
        "just far enough",
        "nine of ten moments apart",
        "of overlapping pitch",
        "of the same pitch and another spectrum",
    ],
)
def test_another_voice_is_far_away_apart_and_unlike_at_once(
    way: float, pitch: float, timbre: float, around: float, speaker: Speaker
) -> None:
    heard = voice(way * pitch, timbre, around)

    assert told(voice(0.0, 0.0, around), heard) is speaker


@pytest.mark.parametrize("way", [-1.0, 1.0])
@pytest.mark.parametrize(
    ("pitch", "timbre", "speaker"),
    [(2.4, 0.0, CANDIDATE), (2.6, 0.0, UNSURE), (0.0, 0.39, CANDIDATE), (0.0, 0.41, UNSURE)],
)
def test_the_candidate_is_near_and_alike(
    way: float, pitch: float, timbre: float, speaker: Speaker
) -> None:
    assert told(voice(0.0), voice(way * pitch, timbre)) is speaker


@pytest.mark.parametrize(("around", "speaker"), [(8.9, CANDIDATE), (9.1, UNSURE)])
def test_what_spreads_over_nine_semitones_is_not_one_voice(around: float, speaker: Speaker) -> None:
    assert told(voice(0.0, around=around), voice(0.0)) is speaker
    assert told(voice(0.0), voice(0.0, around=around)) is speaker


@pytest.mark.parametrize(("frames", "speaker"), [(98, UNSURE), (102, CANDIDATE)])
def test_a_second_of_voice_is_enough_to_tell(frames: int, speaker: Speaker) -> None:
    assert told(voice(0.0), voice(0.0, frames=frames)) is speaker
