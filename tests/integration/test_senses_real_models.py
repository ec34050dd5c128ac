"""The senses with the models that are shipped, over media that packages ship."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from edge_agent.app.senses import PICTURE_RATE
from edge_agent.app.senses_models import Models, models_of
from edge_agent.capture.bus import ChunkHeader, FrameHeader
from edge_agent.capture.replay_camera import ReplayCamera
from edge_agent.capture.replay_microphone import ReplayMicrophone
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from tests.fakes.senses import WALL, Item, began, ended, interview
from tests.fakes.senses_rig import Rig
from wire.language import Language
from wire.messages.answer_features import AnswerFeatures, SoundVerdict
from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.feature_window import FeatureWindow
from wire.messages.utterance_features import UtteranceFeatures
from wire.plan import Keyword
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wire.plan import Plan

pytestmark = pytest.mark.integration

CACHE = Path(__file__).parents[2] / ".cache"
SECONDS = 12.5
RATE = 48_000


def plan(profile: Profile) -> Plan:
    best_of_times = Keyword(number=7, language=Language.EN, forms=("best of times",))
    return msgspec.structs.replace(sample_plan(profile), keywords=(best_of_times,))


def recorded(seconds: float) -> Iterator[Item]:
    """What a recorder would stream of one answer: the carphone face over Dickens."""
    camera = ReplayCamera(CACHE / "media" / "carphone_pristine.mp4")
    microphone = ReplayMicrophone(CACHE / "media" / "two_cities.wav", RATE, 0.0, seconds)
    picture = 0
    while (at := picture / PICTURE_RATE) < seconds:
        chunk = microphone.read()
        while at < chunk.end:
            yield picture_at(camera, at)
            picture += 1
            at = picture / PICTURE_RATE
        header = ChunkHeader(pts=chunk.pts, captured_at=WALL + chunk.end, rate=chunk.rate)
        yield header, chunk.samples.astype("<i2").tobytes()
    microphone.close()
    camera.close()


def picture_at(camera: ReplayCamera, pts: float) -> Item:
    image = camera.picture(round(pts * camera.rate))
    height, width, _ = image.shape
    header = FrameHeader(pts=pts, captured_at=WALL + pts, width=width, height=height, skipped=0)
    return header, image.tobytes()


def sensed(folder: Path, profile: Profile, seconds: float) -> Rig:
    rig = Rig(folder)
    rig.settings = msgspec.structs.replace(rig.settings, models_dir=CACHE / "models")
    models: Models = models_of(rig.settings)
    opening = interview(plan(profile), face_analysis=True)
    rig.play([opening, began(0, 0.0), *recorded(seconds), ended(0, seconds)], models=models)
    assert rig.error is None
    return rig


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Rig:
    return sensed(tmp_path_factory.mktemp("senses"), Profile.CN, SECONDS)


def test_a_face_and_a_voice_become_windows_without_a_gap(rig: Rig) -> None:
    messages = rig.messages()
    assert [message.seq for message in messages] == list(range(1, len(messages) + 1))
    windows = [one for one in messages if isinstance(one, FeatureWindow)]
    assert [window.start for window in windows] == [float(number) for number in range(13)]
    assert sum(window.duration for window in windows) == pytest.approx(SECONDS)
    seen = sum(window.picture.frames_seen for window in windows)
    assert seen == pytest.approx(SECONDS * PICTURE_RATE, abs=1)
    assert sum(window.picture.frames_with_face for window in windows) >= 0.95 * seen
    assert sum(window.sound.speech_s for window in windows) > SECONDS / 2


def test_the_face_is_measured_where_it_may_be(rig: Rig) -> None:
    windows = [one for one in rig.messages() if isinstance(one, BehaviourWindow)]
    assert len(windows) == 13
    assert sum(window.face.measured_s for window in windows) > SECONDS / 3


def test_what_was_said_is_understood_and_stays_sealed(rig: Rig) -> None:
    transcript = rig.transcript(INTERVIEW_ID, 0)
    said = [word for utterance in transcript.utterances for word in utterance]
    texts = [re.sub(r"\W", "", word.text).lower() for word in said]
    assert {"best", "times", "wisdom", "foolishness"} <= set(texts)
    assert all(0.0 <= word.start <= word.end <= SECONDS for word in said)
    wire = b"".join(rig.payloads()).lower()
    assert not any(text.encode() in wire for text in texts if len(text) > 5)


def test_a_keyword_is_found_where_it_was_said(rig: Rig) -> None:
    utterances = [one for one in rig.messages() if isinstance(one, UtteranceFeatures)]
    hits = [hit for utterance in utterances for hit in utterance.hits]
    assert [hit.keyword for hit in hits] == [7]
    assert 0.0 <= hits[0].start < hits[0].end <= 4.0


def test_the_answer_is_fit_to_be_scored(rig: Rig) -> None:
    (whole,) = (one for one in rig.messages() if isinstance(one, AnswerFeatures))
    assert whole.verdict is SoundVerdict.GOOD
    assert whole.words > 20


def test_where_the_profile_forbids_it_no_behaviour_leaves_the_kiosk(tmp_path: Path) -> None:
    messages = sensed(tmp_path, Profile.EU, 2.0).messages()
    assert any(isinstance(one, FeatureWindow) for one in messages)
    assert not any(isinstance(one, BehaviourWindow) for one in messages)
