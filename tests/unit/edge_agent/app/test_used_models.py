"""Which models an interview names, and that hub and manifest are told the same ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from edge_agent.app import senses
from edge_agent.app.front import Front
from edge_agent.app.sitting import Sitting
from edge_agent.app.used_models import used_hashes, verify_all
from edge_agent.capture.bus import BeginInterview, Done
from edge_agent.errors import ModelError
from edge_agent.inference.model_table import ALWAYS
from edge_agent.inference.models import CHOICE_FILE, chosen, folder_sha256, model_hashes
from edge_agent.inference.text_encoders import content_models
from edge_agent.interview.commands import Ready
from edge_agent.interview.state import InterviewState
from edge_agent.publish.outbox import Outbox
from edge_agent.settings import SpeechSettings
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from tests.fakes.senses_rig import kiosk_settings
from wire.language import Language
from wire.messages.events import InterviewBegan
from wire.policy import Profile, Purpose, allows_behaviour
from wire.sealed import generate_identity

if TYPE_CHECKING:
    from edge_agent.capture.bus import Request
    from edge_agent.settings import Settings

MODELS = Path(__file__).parents[4] / ".cache" / "models"
WHISPER = ("whisper_model", "whisper_config", "whisper_tokenizer", "whisper_vocabulary")
MOONSHINE = ("moonshine_encoder", "moonshine_decoder", "moonshine_tokenizer")
FACE = ("face_landmarks", "pose_landmarks")
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
    assert began.model_hashes == used_hashes(settings, asked)
    assert set(began.model_hashes) == set(model_hashes(settings.models_dir, (*ALWAYS, *further)))


def test_a_technicians_own_folder_is_told_by_its_own_hash(tmp_path: Path) -> None:
    folder = tmp_path / "vosk"
    (folder / "am").mkdir(parents=True)
    (folder / "am" / "final.mdl").write_bytes(b"numbers")
    settings = with_own(tmp_path, folder)
    begun = BeginInterview(plan=b"", language=Language.ZH, analysis=True, face_analysis=False)

    told = used_hashes(settings, begun)

    names = (*ALWAYS, *content_models("e5", MODELS))
    assert told == (*model_hashes(settings.models_dir, names), folder_sha256(folder))
    (folder / "am" / "final.mdl").write_bytes(b"number")
    assert used_hashes(settings, begun)[-1] != told[-1]


def test_a_folder_that_holds_nothing_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no model"):
        verify_all(with_own(tmp_path, tmp_path / "absent"))


def linked(folder: Path, settings: Settings) -> Settings:
    """A folder with every model, that costs no space."""
    for path in MODELS.rglob("*"):
        if path.is_file() and path.name != "chosen.toml":
            (folder / path.relative_to(MODELS)).parent.mkdir(parents=True, exist_ok=True)
            (folder / path.relative_to(MODELS)).symlink_to(path)
    return msgspec.structs.replace(settings, models_dir=folder)


@pytest.mark.parametrize("profile", list(Profile))
def test_a_damaged_landmark_model_stops_the_start_where_it_may_be_loaded(
    profile: Profile, tmp_path: Path
) -> None:
    settings = linked(tmp_path / "models", kiosk_settings(tmp_path, generate_identity()[1]))
    settings = msgspec.structs.replace(settings, profile=profile)
    verify_all(settings)
    damaged = settings.models_dir / chosen(settings.models_dir, "face_landmarks").file
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.unlink()
    damaged.write_bytes(content)

    if not allows_behaviour(profile):
        verify_all(settings)
        return
    with pytest.raises(ModelError, match="K-MODEL-001"):
        senses.run(settings)


@pytest.mark.parametrize(
    "choice",
    ['variant = "int4"\nsha256 = "{pinned}"', 'variant = "float32"\nsha256 = "{other}"'],
    ids=["unknown variant", "unknown hash"],
)
def test_a_choice_that_the_manifest_does_not_know_stops_the_start(
    choice: str, tmp_path: Path
) -> None:
    settings = linked(tmp_path / "models", kiosk_settings(tmp_path, generate_identity()[1]))
    (pinned,) = model_hashes(None, ("face_landmarks",))
    text = choice.format(pinned=pinned, other="0" * 64)
    (settings.models_dir / CHOICE_FILE).write_text(f"[models.face_landmarks]\n{text}\n")

    with pytest.raises(ModelError, match="K-MODEL-002"):
        senses.run(settings)


def with_own(tmp_path: Path, folder: Path) -> Settings:
    settings = kiosk_settings(tmp_path, generate_identity()[1])
    return msgspec.structs.replace(
        settings, speech=SpeechSettings(zh=f"vosk:{folder}"), models_dir=MODELS
    )


def test_the_recorder_loads_no_model_runtime() -> None:
    code = "import sys, edge_agent.app.recorder; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert not {"onnxruntime", "ctranslate2", "tflite_runtime", "vosk"} & set(loaded)
