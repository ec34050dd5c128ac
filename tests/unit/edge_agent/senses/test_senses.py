"""The senses' process over fakes: what becomes of an interview's stream."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from edge_agent.errors import ProcessError
from edge_agent.publish.bell import AnswerDone, Level, OutboxGrew, SensesReady
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from tests.fakes.senses import (
    WORDS,
    FakeTracker,
    Item,
    answer,
    began,
    ended,
    interview,
    media,
    over,
)
from tests.fakes.senses_rig import Rig
from wire.language import Language
from wire.messages.answer_features import AnswerFeatures, SoundVerdict
from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.feature_window import FeatureWindow
from wire.messages.utterance_features import UtteranceFeatures
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from wire.messages.fields import Durable

T = TypeVar("T")
CN = sample_plan(Profile.CN)


def of(kind: type[T], messages: list[Durable]) -> list[T]:
    return [message for message in messages if isinstance(message, kind)]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_an_answer_becomes_contiguous_messages_that_partition_it(rig: Rig) -> None:
    rig.play([interview(CN), *answer(0, 0.0, 6.5)])
    messages = rig.messages()
    assert [message.seq for message in messages] == list(range(1, len(messages) + 1))
    windows = of(FeatureWindow, messages)
    assert [window.start for window in windows] == [float(n) for n in range(math.ceil(6.5))]
    assert sum(window.duration for window in windows) == pytest.approx(6.5)
    assert sum(window.picture.frames_seen for window in windows) == 98
    assert sum(window.picture.frames_skipped for window in windows) == 0
    assert isinstance(messages[-1], AnswerFeatures)


def test_utterances_carry_media_time_and_numbers_but_no_word(rig: Rig) -> None:
    rig.play([interview(CN), *answer(0, 10.0, 17.0)])
    said = of(UtteranceFeatures, rig.messages())
    assert [round(one.start) for one in said] == [10, 13, 16]
    assert {one.words for one in said} == {len(WORDS)}
    (whole,) = of(AnswerFeatures, rig.messages())
    assert whole.words == 3 * len(WORDS)
    assert whole.verdict is SoundVerdict.GOOD
    assert whole.speech_s == pytest.approx(3.0, abs=0.2)
    everything = b"".join(rig.payloads())
    assert not any(word.encode() in everything for word in WORDS)


def test_the_words_lie_sealed_in_the_spool_with_their_media_time(rig: Rig) -> None:
    rig.play([interview(CN), *answer(2, 10.0, 13.0)])
    transcript = rig.transcript(INTERVIEW_ID, 2)
    (words,) = transcript.utterances
    assert tuple(word.text for word in words) == WORDS
    assert 10.0 <= words[0].start < words[-1].end <= 12.0
    files = [path for path in rig.folder.rglob("*") if path.is_file()]
    assert not any(word.encode() in path.read_bytes() for word in WORDS for path in files)


@pytest.mark.parametrize(
    "opening",
    [
        interview(sample_plan(Profile.EU)),
        interview(sample_plan(Profile.US)),
        interview(CN, face_analysis=False),
    ],
    ids=["eu", "us", "cn_without_consent"],
)
def test_without_leave_there_is_no_behaviour_and_no_landmark(rig: Rig, opening: Item) -> None:
    rig.play([opening, *answer(0, 0.0, 2.0)])
    assert len(of(FeatureWindow, rig.messages())) == 2
    assert of(BehaviourWindow, rig.messages()) == []
    assert True not in rig.behaviour_asked


def test_with_leave_each_window_has_its_behaviour(rig: Rig) -> None:
    rig.play([interview(CN), *answer(0, 0.0, 2.5)])
    behaviour = of(BehaviourWindow, rig.messages())
    assert [window.duration for window in behaviour] == [1.0, 1.0, 0.5]
    assert rig.behaviour_asked[-1]


def test_without_consent_to_analysis_there_are_only_quality_windows(rig: Rig) -> None:
    rig.play([interview(CN, analysis=False, face_analysis=False), *answer(0, 0.0, 4.0)])
    assert {type(message) for message in rig.messages()} == {FeatureWindow}
    assert rig.recogniser.heard == 0
    assert not list((rig.settings.state_dir / "spool").rglob("*.transcript.*"))


def test_the_same_stream_always_gives_the_same_messages(tmp_path: Path) -> None:
    first, second = Rig(tmp_path / "a"), Rig(tmp_path / "b")
    items = [interview(CN), *answer(0, 0.0, 5.3)]
    for rig in (first, second):
        rig.play(items)
    windows = [of(FeatureWindow, rig.messages()) for rig in (first, second)]
    assert [strip(one) for one in windows[0]] == [strip(one) for one in windows[1]]


def strip(window: FeatureWindow) -> tuple[Any, ...]:
    return window.start, window.duration, window.closed_at, window.picture, window.sound


def test_answers_follow_each_other_and_each_is_rung_done(rig: Rig) -> None:
    items = [interview(CN), *answer(0, 0.0, 2.0), *answer(1, 2.0, 5.0), *answer(2, 5.0, 6.0)]
    rig.play(items, answers=3)
    assert [one.answer for one in rig.rung if isinstance(one, AnswerDone)] == [0, 1, 2]
    assert [one.answer for one in of(AnswerFeatures, rig.messages())] == [0, 1, 2]
    assert OutboxGrew() in rig.rung


def test_marks_that_are_repeated_change_nothing(rig: Rig) -> None:
    first, last = media(0.0, 2.0), media(2.0, 4.0)
    repeated = [interview(CN), began(0, 0.0)]
    rig.play([*repeated, *first, *repeated, *last, ended(0, 4.0)])
    windows = of(FeatureWindow, rig.messages())
    assert [window.start for window in windows] == [0.0, 1.0, 2.0, 3.0]
    assert rig.done() == 1


def test_started_amid_an_answer_windows_begin_at_the_next_whole_second(rig: Rig) -> None:
    rig.play([interview(CN), began(0, 10.0), *media(12.4, 15.0), ended(0, 15.0)])
    assert [window.start for window in of(FeatureWindow, rig.messages())] == [13.0, 14.0]


def test_when_a_take_is_over_its_windows_do_not_wait_for_the_answers_end(rig: Rig) -> None:
    rig.start([interview(CN), began(0, 0.0), *media(0.0, 3.0), over(0, 3.0)])
    rig.wait_until(lambda: len(of(FeatureWindow, rig.messages())) == 3)
    rig.wait_until(lambda: len(of(UtteranceFeatures, rig.messages())) == 1)
    rig.stop()
    assert rig.done() == 0


def test_restarted_amid_an_answer_it_still_counts_what_was_sent_before(rig: Rig) -> None:
    rig.start([interview(CN), began(0, 0.0), *media(0.0, 3.0), over(0, 3.0)])
    rig.wait_until(lambda: len(rig.messages()) == 7)
    rig.stop()
    rig.play([interview(CN), began(0, 0.0), *media(3.5, 6.0), ended(0, 6.0)])
    messages = rig.messages()
    assert [message.seq for message in messages] == list(range(1, len(messages) + 1))
    windows = of(FeatureWindow, messages)
    assert [window.start for window in windows] == [0.0, 1.0, 2.0, 4.0, 5.0]
    (whole,) = of(AnswerFeatures, messages)
    assert whole.words == 2 * len(WORDS)
    assert whole.speech_s == pytest.approx(sum(window.sound.speech_s for window in windows))


def test_sound_between_answers_only_moves_the_meter(rig: Rig) -> None:
    rig.start([interview(CN), *media(0.0, 1.0)])
    rig.wait_until(lambda: any(isinstance(one, Level) for one in rig.rung))
    rig.stop()
    levels = [one for one in rig.rung if isinstance(one, Level)]
    assert any(level.speech for level in levels) or levels[0].dbfs > -60
    assert rig.messages() == []


def test_a_recogniser_that_lags_holds_the_stream_and_loses_nothing(rig: Rig) -> None:
    rig.recogniser.may.clear()
    items = [interview(CN), *answer(0, 0.0, 60.0)]
    rig.start(items)
    rig.wait_until(lambda: rig.stream.given > 500)
    rig.recogniser.may.set()
    rig.wait_until(lambda: rig.done() == 1)
    rig.stop()
    assert len(of(UtteranceFeatures, rig.messages())) == 20
    assert len(of(FeatureWindow, rig.messages())) == 60


def test_readiness_names_the_languages_that_are_loaded(rig: Rig) -> None:
    rig.play([interview(CN, language=Language.ZH), *answer(0, 0.0, 2.0)])
    ready = [one for one in rig.rung if isinstance(one, SensesReady)]
    assert ready[0].languages == (Language.EN,)
    assert rig.languages == [Language.EN, Language.ZH]
    assert rig.transcript(INTERVIEW_ID, 0).language == "zh"


def test_without_vision_the_answer_is_heard_to_its_end_then_the_process_ends(
    tmp_path: Path,
) -> None:
    rig = Rig(tmp_path, tracker=FakeTracker(fails_at=1.5))
    rig.play([interview(CN), *answer(0, 0.0, 5.0)])
    rig.wait_until(lambda: rig.error is not None)
    assert isinstance(rig.error, ProcessError)
    windows = of(FeatureWindow, rig.messages())
    assert len(windows) == 5
    assert windows[4].picture.frames_seen == 0
    assert len(of(UtteranceFeatures, rig.messages())) == 2
    assert rig.done() == 1


def test_without_a_recogniser_the_process_ends_with_an_error(rig: Rig) -> None:
    rig.recogniser.fails = True
    rig.play([interview(CN), *answer(0, 0.0, 3.0)])
    assert isinstance(rig.error, ProcessError)


def test_live_pictures_give_way_but_sound_does_not(tmp_path: Path) -> None:
    rig = Rig(tmp_path, speed="realtime")
    rig.play([interview(CN), *answer(0, 0.0, 10.0)])
    windows = of(FeatureWindow, rig.messages())
    assert sum(window.duration for window in windows) == pytest.approx(10.0)
    assert len(of(UtteranceFeatures, rig.messages())) == 4
