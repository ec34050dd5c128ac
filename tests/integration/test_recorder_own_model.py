"""A technician's own speech model is hashed before the recorder is ready, not while it records."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from msgspec import structs
from structlog.testing import capture_logs

from edge_agent.capture.bus import BeginInterview
from edge_agent.errors import OwnModelError, ProcessError
from edge_agent.inference.models import folder_sha256
from edge_agent.settings import Replay, SpeechSettings
from tests.fakes.kiosk import make_kiosk, make_plan
from tests.fakes.media_files import noise, write_sound, write_video
from tests.integration.running_recorder import Running
from wire.language import Language

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.kiosk import Kiosk

pytestmark = pytest.mark.integration
CHINESE = BeginInterview(plan=make_plan(), language=Language.ZH, analysis=True, face_analysis=False)


def kiosk_with(folder: Path, tmp_path: Path) -> Kiosk:
    replay = Replay(
        video=write_video(tmp_path / "grey.mp4", 40),
        audio=write_sound(tmp_path / "noise.wav", noise(4 * 48_000)),
        speed="max",
        takes=(),
    )
    kiosk = make_kiosk(tmp_path, replay)
    speech = SpeechSettings(zh=f"vosk:{folder}")
    return replace(kiosk, settings=structs.replace(kiosk.settings, speech=speech))


def test_no_file_of_it_is_read_once_the_recorder_is_ready(tmp_path: Path) -> None:
    """What is written afterwards without a trace would be seen by who reads it again."""
    folder, before = tmp_path / "vosk", tmp_path / "before"
    folder.mkdir()
    model = folder / "final.mdl"
    model.write_bytes(b"numbers")
    shutil.copytree(folder, before)
    running = Running(kiosk_with(folder, tmp_path))
    written = model.stat()
    with model.open("r+b") as file:
        file.write(b"NUMBERS")
    os.utime(model, ns=(written.st_atime_ns, written.st_mtime_ns))

    running.client.ask(CHINESE)
    running.answer(0, 0)

    assert running.manifest(0).model_hashes[-1] == folder_sha256(before)
    running.stop()


def test_a_folder_that_holds_nothing_is_told_at_the_start_and_stops_only_its_language(
    tmp_path: Path,
) -> None:
    with capture_logs() as logs:
        running = Running(kiosk_with(tmp_path / "absent", tmp_path))
    told = [one for one in logs if one["event"] == "own_model_unusable"]
    assert [(one["code"], one["language"]) for one in told] == [(OwnModelError.code, "zh")]
    with pytest.raises(ProcessError, match="holds no model"):
        running.client.ask(CHINESE)
    running.client.ask(structs.replace(CHINESE, language=Language.EN))
    running.stop()
