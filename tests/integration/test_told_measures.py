"""What the pages say is measured is what the kiosk measures: per profile, and field by field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import pytest
from starlette.testclient import TestClient

from edge_agent.app.manifest import computed
from edge_agent.page.measure_words import MEASURES, purpose_of
from edge_agent.page.routes import build
from tests.fakes.desk import FakeDesk
from tests.fakes.kiosk_folder import enrolled
from tests.fakes.plans import sample_plan
from wire.messages.answer_features import AnswerFeatures
from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.feature_window import FeatureWindow
from wire.messages.utterance_features import UtteranceFeatures
from wire.policy import BEHAVIOUR, Measure, Profile, Purpose, allows

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

BASE = "http://127.0.0.1:8070"
COUNTED = {"type", "stream_id", "seq", "answer", "revision", "start", "end", "duration"}
"""Of every message: which, and when."""
FIELDS: dict[str, Measure] = {
    "FeatureWindow.closed_at": Measure.PICTURE_QUALITY,
    "FeatureWindow.sync_s": Measure.PICTURE_QUALITY,
    "FeatureWindow.picture": Measure.PICTURE_QUALITY,
    "FeatureWindow.sound": Measure.SOUND_QUALITY,
    "BehaviourWindow.closed_at": Measure.HEAD_POSE,
    "FaceBehaviour.measured_s": Measure.HEAD_POSE,
    "FaceBehaviour.head_yaw": Measure.HEAD_POSE,
    "FaceBehaviour.head_pitch": Measure.HEAD_POSE,
    "FaceBehaviour.head_roll": Measure.HEAD_POSE,
    "FaceBehaviour.blinks": Measure.BLINKS,
    "FaceBehaviour.smiles": Measure.SMILES,
    "FaceBehaviour.smile_s": Measure.SMILES,
    "FaceBehaviour.brow_lowerings": Measure.BROW_LOWERINGS,
    "FaceBehaviour.gaze_away_s": Measure.GAZE_AWAY,
    "FaceBehaviour.gaze_away_episodes": Measure.GAZE_AWAY,
    "BodyBehaviour.measured_s": Measure.POSTURE,
    "BodyBehaviour.lean": Measure.POSTURE,
    "BodyBehaviour.lean_forward": Measure.POSTURE,
    "BodyBehaviour.sway": Measure.POSTURE,
    "BodyBehaviour.hands_s": Measure.GESTURES,
    "BodyBehaviour.hand_movement": Measure.GESTURES,
    "BodyBehaviour.gestures": Measure.GESTURES,
    "BodyBehaviour.gesture_s": Measure.GESTURES,
    "UtteranceFeatures.speaker": Measure.OTHER_VOICE,
    "UtteranceFeatures.words": Measure.SPEECH,
    "UtteranceFeatures.confidence": Measure.SPEECH,
    "UtteranceFeatures.rate": Measure.SPEECH,
    "UtteranceFeatures.pauses": Measure.SPEECH,
    "UtteranceFeatures.pause_s": Measure.SPEECH,
    "UtteranceFeatures.fillers": Measure.SPEECH,
    "UtteranceFeatures.hits": Measure.KEYWORDS,
    "AnswerFeatures.speech_s": Measure.SPEECH,
    "AnswerFeatures.words": Measure.SPEECH,
    "AnswerFeatures.other_speech_s": Measure.OTHER_VOICE,
    "AnswerFeatures.verdict": Measure.SOUND_QUALITY,
    "AnswerFeatures.picture": Measure.PICTURE_QUALITY,
    "AnswerFeatures.content": Measure.CONTENT,
}
"""What each field that a kiosk sends is a measure of; a new field needs a row, and so a word."""
_PARTS = {"face", "body"}


def fields_of(message: type[msgspec.Struct]) -> set[str]:
    """Each field of a message, those of face and body one by one."""
    found = set()
    for field in msgspec.structs.fields(message):
        if field.name in _PARTS:
            found |= fields_of(field.type)
        elif field.name not in COUNTED:
            found.add(f"{message.__name__}.{field.name}")
    return found


def test_every_field_that_a_kiosk_sends_of_a_candidate_belongs_to_a_measure_with_words() -> None:
    told_of = fields_of(FeatureWindow) | fields_of(BehaviourWindow)
    told_of |= fields_of(UtteranceFeatures) | fields_of(AnswerFeatures)
    assert told_of == set(FIELDS)
    assert set(MEASURES) == set(Measure)
    assert set(FIELDS.values()) == set(Measure) - {Measure.COMPOSURE}


def told(profile: Profile, measures: frozenset[Measure]) -> tuple[list[str], list[str]]:
    """The measures on the notice, and on the consent page."""
    desk = FakeDesk(sample_plan(profile))
    desk.porch.compute(measures)
    pages = []
    with TestClient(build(desk), base_url=BASE) as client:
        client.post("/begin", data={"language": "en"})
        pages.append(client.get("/").text)
        client.post("/understood")
        pages.append(client.get("/").text)
    first, second = (re.findall(r'data-measure="(\w+)"', page) for page in pages)
    return first, second


@pytest.mark.parametrize("profile", Profile)
def test_notice_and_consent_name_what_this_kiosk_computes_and_nothing_else(
    profile: Profile, tmp_path: Path
) -> None:
    measures = computed(enrolled(tmp_path, profile).settings())
    assert measures
    assert all(allows(profile, one) for one in measures)
    assert (not measures & BEHAVIOUR) is (profile is not Profile.CN)
    for named in told(profile, measures):
        assert sorted(named) == sorted(one.value for one in measures)


def test_a_measure_that_is_switched_off_is_on_neither_page() -> None:
    measures = frozenset(Measure) - {Measure.CONTENT, Measure.OTHER_VOICE}
    for named in told(Profile.CN, measures):
        assert sorted(named) == sorted(one.value for one in measures)


def test_each_measure_is_behind_the_consent_that_the_hub_checks() -> None:
    assert {one for one in Measure if purpose_of(one) is Purpose.FACE_ANALYSIS} == BEHAVIOUR
    of_recording = {one for one in Measure if purpose_of(one) is Purpose.RECORDING}
    assert of_recording == {Measure.PICTURE_QUALITY, Measure.SOUND_QUALITY}


def test_a_kiosk_whose_manifest_cannot_be_read_names_too_much_rather_than_too_little(
    tmp_path: Path,
) -> None:
    folder = enrolled(tmp_path, Profile.EU)
    folder.policy.write_bytes(b"{}")
    assert computed(folder.settings()) == {one for one in Measure if allows(Profile.EU, one)}
