"""Another voice in the room is flagged and told; none of it is counted or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from edge_agent.capture.bus import ChunkHeader
from edge_agent.features.capture_problems import CaptureProblem
from edge_agent.publish.bell import CaptureState
from tests.fakes.buzz import RATE, buzz
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from tests.fakes.senses import WALL, WORDS, began, ended, interview
from tests.fakes.senses_rig import Rig
from wire.messages.answer_features import AnswerFeatures, SoundVerdict
from wire.messages.utterance_features import Speaker, UtteranceFeatures
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.senses import Item

UTTERANCE_S = 5.0
PAUSE_S = 2.0


def spoken(start: float, hertz: float, fall: float) -> list[Item]:
    """Sound of five seconds of a voice and two of silence."""
    pause = np.zeros(round(PAUSE_S * RATE), dtype=np.int16)
    samples = np.concatenate((buzz(hertz, UTTERANCE_S, fall, seed=int(start)), pause))
    items: list[Item] = []
    for at in range(0, len(samples), 320):
        pts = start + at / RATE
        header = ChunkHeader(pts=pts, captured_at=WALL + pts + 0.02, rate=RATE)
        items.append((header, samples[at : at + 320].astype("<i2").tobytes()))
    return items


def test_another_voice_is_flagged_told_and_left_out(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    voices = [(210.0, 1.0), (210.0, 1.0), (210.0, 1.0), (105.0, 1.6), (210.0, 1.0)]
    items = [interview(sample_plan(Profile.CN)), began(0, 0.0)]
    for number, (hertz, fall) in enumerate(voices):
        items += spoken(number * (UTTERANCE_S + PAUSE_S), hertz, fall)
    rig.play([*items, ended(0, len(voices) * (UTTERANCE_S + PAUSE_S))])

    messages = rig.messages()
    said = [one for one in messages if isinstance(one, UtteranceFeatures)]
    assert [one.speaker for one in said][-2:] == [Speaker.OTHER, Speaker.CANDIDATE]
    assert [one.words for one in said] == [len(WORDS)] * 3 + [0, len(WORDS)]
    (whole,) = [one for one in messages if isinstance(one, AnswerFeatures)]
    assert whole.words == 4 * len(WORDS)
    assert not isinstance(whole.other_speech_s, msgspec.UnsetType)
    assert whole.other_speech_s == pytest.approx(UTTERANCE_S, abs=1.5)
    assert whole.speech_s == pytest.approx(4 * whole.other_speech_s, rel=0.1)
    assert whole.verdict is not SoundVerdict.NO_SPEECH
    assert len(rig.transcript(INTERVIEW_ID, 0).utterances) == 4
    told = [one.problems for one in rig.rung if isinstance(one, CaptureState)]
    assert any(CaptureProblem.OTHER_VOICE in problems for problems in told)


def test_where_voices_may_not_be_compared_nobody_is_told_apart(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    voices = [(210.0, 1.0), (210.0, 1.0), (105.0, 1.6)]
    items = [interview(sample_plan(Profile.US)), began(0, 0.0)]
    for number, (hertz, fall) in enumerate(voices):
        items += spoken(number * (UTTERANCE_S + PAUSE_S), hertz, fall)
    rig.play([*items, ended(0, len(voices) * (UTTERANCE_S + PAUSE_S))])

    said = [one for one in rig.messages() if isinstance(one, UtteranceFeatures)]
    assert all(one.speaker is msgspec.UNSET for one in said)
    assert [one.words for one in said] == [len(WORDS)] * 3
