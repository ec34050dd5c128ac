"""While the kiosk itself plays a voice nothing is speech, whenever that began."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest

from edge_agent.capture.bus import InterviewEndedMark
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from tests.fakes.senses import Item, answer, began, ended, interview, media, played
from tests.fakes.senses_rig import Rig
from wire.messages.answer_features import AnswerFeatures, SoundVerdict
from wire.messages.feature_window import FeatureWindow
from wire.messages.utterance_features import UtteranceFeatures
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from wire.messages.fields import Durable

T = TypeVar("T")
CN = sample_plan(Profile.CN)
PARTED: Item = (InterviewEndedMark(pts=80.0), b"")


def of(kind: type[T], messages: list[Durable]) -> list[T]:
    return [message for message in messages if isinstance(message, kind)]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_no_word_counts_while_the_kiosk_plays_a_voice(rig: Rig) -> None:
    rig.play([interview(CN), *played(0.0), *answer(0, 0.0, 6.0)])
    (whole,) = of(AnswerFeatures, rig.messages())
    assert (whole.words, whole.verdict) == (0, SoundVerdict.NO_SPEECH)
    assert rig.recogniser.heard == 0
    assert rig.transcript(INTERVIEW_ID, 0).utterances == ()


@pytest.mark.parametrize("before", [[], [interview(sample_plan(Profile.CN, "f" * 32)), PARTED]])
def test_a_voice_that_plays_before_the_interview_begins_gives_no_word(
    rig: Rig, before: list[Item]
) -> None:
    """It began at second 90 of another media time, and is over after 5.5 s of this one."""
    still, spoken = media(0.0, 5.5), media(5.5, 9.0)
    items = [began(0, 0.0), *still, *played(5.5, playing=False), *spoken, ended(0, 9.0)]
    rig.play([*before, *played(90.0), interview(CN), *items])
    assert [round(one.start) for one in of(UtteranceFeatures, rig.messages())] == [6, 8]
    windows = of(FeatureWindow, rig.messages())
    assert [window.sound.far_end_s for window in windows] == [*[1.0] * 5, 0.5, 0.0, 0.0, 0.0]


def test_what_is_said_around_a_far_end_keeps_its_words_and_times(rig: Rig) -> None:
    first, between, last = media(0.0, 2.5), media(2.5, 6.0), media(6.0, 9.0)
    items = [*first, *played(2.5), *between, *played(5.5, playing=False), *last]
    rig.play([interview(CN), began(0, 0.0), *items, ended(0, 9.0)])
    said = of(UtteranceFeatures, rig.messages())
    assert [round(one.start) for one in said] == [0, 6]
    windows = of(FeatureWindow, rig.messages())
    assert sum(window.sound.speech_s for window in windows[3:5]) == 0.0
