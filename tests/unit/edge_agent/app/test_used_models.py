"""Which models an interview names, and that hub and manifest are told the same ones."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from edge_agent.app.front import Front
from edge_agent.app.sitting import Sitting
from edge_agent.app.used_models import ALWAYS, used_hashes
from edge_agent.capture.bus import BeginInterview, Done
from edge_agent.inference.models import model_hashes
from edge_agent.interview.commands import Ready
from edge_agent.interview.state import InterviewState
from edge_agent.publish.outbox import Outbox
from edge_agent.settings import SpeechSettings
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from tests.fakes.senses_rig import kiosk_settings
from wire.language import Language
from wire.messages.events import InterviewBegan
from wire.policy import Profile, Purpose
from wire.sealed import generate_identity

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.capture.bus import Request

WHISPER = ("whisper_model", "whisper_config", "whisper_tokenizer", "whisper_vocabulary")
MOONSHINE = ("moonshine_encoder", "moonshine_decoder", "moonshine_tokenizer")
FACE = ("face_landmarks",)
RECORDING = frozenset({Purpose.RECORDING})
EVERYTHING = frozenset(Purpose)
INTERVIEWS = [
    (Profile.CN, EVERYTHING, Language.ZH, (*FACE, *WHISPER)),
    (Profile.CN, EVERYTHING, Language.EN, (*FACE, *MOONSHINE, *WHISPER)),
    (Profile.CN, EVERYTHING - {Purpose.FACE_ANALYSIS}, Language.ZH, WHISPER),
    (Profile.CN, EVERYTHING - {Purpose.ANALYSIS}, Language.ZH, FACE),
    (Profile.EU, EVERYTHING, Language.ZH, WHISPER),
    (Profile.EU, RECORDING, Language.EN, ()),
]


class NotingRecorder:
    """Carries everything out, and knows what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def ask(self, request: Request) -> Done:
        self.asked.append(request)
        return Done(pts=0.0)


@pytest.mark.parametrize(("profile", "granted", "language", "further"), INTERVIEWS)
async def test_the_hub_is_told_the_models_that_the_recorder_signs(
    tmp_path: Path,
    profile: Profile,
    granted: frozenset[Purpose],
    language: Language,
    further: tuple[str, ...],
) -> None:
    settings = kiosk_settings(tmp_path, generate_identity()[1])
    recorder, outbox = NotingRecorder(), Outbox(tmp_path / "outbox.db")
    sitting = Sitting(outbox, recorder, lambda: None)
    sitting.expect(
        InterviewState(
            plan=sample_plan(profile), language=language, asked=EVERYTHING, granted=granted
        )
    )
    await Front(settings, sitting).take(Ready())
    (began,) = outbox.events(INTERVIEW_ID)
    outbox.close()
    (asked,) = recorder.asked
    assert isinstance(began, InterviewBegan)
    assert isinstance(asked, BeginInterview)
    assert began.model_hashes == used_hashes(settings.speech, asked)
    assert set(began.model_hashes) == set(model_hashes((*ALWAYS, *further)))


def test_a_technicians_own_recogniser_is_not_among_the_pinned_models() -> None:
    own = SpeechSettings(zh="vosk:somewhere")
    begun = BeginInterview(plan=b"", language=Language.ZH, analysis=True, face_analysis=False)
    assert used_hashes(own, begun) == model_hashes(ALWAYS)


def test_the_recorder_loads_no_model_runtime() -> None:
    code = "import sys, edge_agent.app.recorder; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert not {"onnxruntime", "ctranslate2", "tflite_runtime", "vosk"} & set(loaded)
