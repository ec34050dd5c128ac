"""The recorder's process over its real sockets, with replayed media and with lost devices."""

from __future__ import annotations

import io
import subprocess
import sys
from multiprocessing.connection import Client
from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest
from msgspec import structs

from edge_agent.app.recorder import RecorderProcess, open_source
from edge_agent.app.used_models import used_hashes
from edge_agent.capture.bus import (
    AnswerBeganMark,
    BeginAnswer,
    BeginInterview,
    Done,
    EndAnswer,
    EndInterview,
    FrameHeader,
    InterviewEndedMark,
    InterviewMark,
    Refused,
    TakeOverMark,
    TroubleMark,
    unpack_reply,
)
from edge_agent.capture.live_source import LiveSource
from edge_agent.errors import MediaError, ProcessError, SettingsError
from edge_agent.inference.model_table import ALWAYS
from edge_agent.settings import Replay, ReplayTake
from tests.fakes.devices import SIZE, FakeDevices
from tests.fakes.kiosk import POLICY_HASH, Kiosk, make_kiosk, make_plan
from tests.fakes.media_files import noise, write_sound, write_video
from tests.integration.running_recorder import BOUND_S, Running
from wire.language import Language
from wire.messages.events import Trouble
from wire.sealed import NONCE, SEALED_CHUNK, closing_chunk, open_sealed, unwrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wire.upload import Part

pytestmark = pytest.mark.integration
RATE = 48_000
TAKE_S = 3.5
BEGIN = BeginInterview(plan=make_plan(), language=Language.EN, analysis=False, face_analysis=False)


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    folder = tmp_path_factory.mktemp("media")
    return Replay(
        video=write_video(folder / "grey.mp4", 40),
        audio=write_sound(folder / "noise.wav", noise(10 * RATE)),
        speed="max",
        takes=(
            ReplayTake(stage=0, start_s=0.0, end_s=TAKE_S),
            ReplayTake(stage=1, start_s=5.0, end_s=6.0),
        ),
    )


@pytest.fixture
def kiosk(tmp_path: Path, replay: Replay) -> Kiosk:
    return make_kiosk(tmp_path, replay)


@pytest.fixture
def running(kiosk: Kiosk) -> Iterator[Running]:
    running = Running(kiosk)
    yield running
    running.stop()


def _opened(running: Running, answer: int, part: int, about: Part) -> bytes:
    stem = running.folder / f"{answer}-{part}.media"
    header = stem.with_suffix(".media.header").read_bytes()
    body = stem.with_suffix(".media.body").read_bytes()
    if about.truncated:
        index = (len(body) - NONCE) // SEALED_CHUNK
        key = unwrap(header, running.kiosk.identity)
        body += closing_chunk(key, body[:NONCE], index, b"\x00\x00\x00\x08free")
    return open_sealed(header, body, running.kiosk.identity)


def _played_s(content: bytes) -> float:
    with av.open(io.BytesIO(content), "r") as container:
        return (container.duration or 0) / 1e6


def test_an_interview_is_recorded_answer_by_answer(running: Running) -> None:
    assert running.client.ask(BEGIN) == Done(pts=0.0)
    running.answer(0, 0)
    running.answer(1, 1)
    assert running.client.ask(EndInterview()).pts == pytest.approx(TAKE_S + 1.0)
    running.wait_for_mark(InterviewEndedMark)
    first, second = running.manifest(0), running.manifest(1)
    assert first.policy_hash == POLICY_HASH
    assert (first.frames_recorded, second.frames_recorded) == (35, 10)
    assert (first.frames_lost, first.gaps, second.gaps) == (0, (), ())
    assert second.parts[0].start == pytest.approx(TAKE_S)
    assert first.parts[0].duration == pytest.approx(TAKE_S, abs=0.1)
    assert _played_s(_opened(running, 0, 0, first.parts[0])) == pytest.approx(TAKE_S, abs=0.1)
    assert not (running.kiosk.settings.state_dir / "sitting.json").exists()


def test_the_manifest_names_the_models_of_the_consents(running: Running) -> None:
    begin = structs.replace(BEGIN, analysis=True, face_analysis=True)
    running.client.ask(begin)
    running.answer(0, 1)
    used = used_hashes(running.kiosk.settings, begin)
    assert running.manifest(0).model_hashes == used
    assert len(used) > len(ALWAYS)


def test_a_request_said_twice_changes_nothing(running: Running) -> None:
    running.client.ask(BEGIN)
    running.client.ask(BEGIN)
    running.client.ask(BeginAnswer(answer=0, stage=0))
    running.client.ask(BeginAnswer(answer=0, stage=0))
    running.wait_for_mark(TakeOverMark)
    ends = {running.client.ask(EndAnswer()).pts for _ in range(2)}
    assert ends == {TAKE_S}
    marks = [each for each in running.heard if isinstance(each, InterviewMark | AnswerBeganMark)]
    assert len(marks) == 2
    assert len(running.manifest(0).parts) == 1


@pytest.mark.parametrize(
    ("before", "request_", "reason"),
    [
        ([], BeginAnswer(answer=0, stage=0), "No interview is running"),
        ([], EndAnswer(), "No interview is running"),
        (
            [BEGIN, BeginAnswer(answer=0, stage=0)],
            BeginAnswer(answer=1, stage=1),
            "Answer 0 is still open",
        ),
        (
            [BEGIN, BeginAnswer(answer=0, stage=0), EndAnswer()],
            BeginAnswer(answer=0, stage=0),
            "Answer 0 is recorded already",
        ),
        (
            [],
            BeginInterview(
                plan=b'{"interview_id": "1"}',
                language=Language.EN,
                analysis=False,
                face_analysis=False,
            ),
            "W-PLAN-001",
        ),
    ],
)
def test_a_request_out_of_place_is_refused_and_the_recorder_goes_on(
    running: Running,
    before: list[BeginInterview | BeginAnswer | EndAnswer],
    request_: BeginInterview | BeginAnswer | EndAnswer,
    reason: str,
) -> None:
    for each in before:
        running.client.ask(each)
    with pytest.raises(ProcessError, match=reason):
        running.client.ask(request_)
    running.client.ask(BEGIN)


def test_a_stage_without_a_take_is_recorded_as_silence(running: Running) -> None:
    running.client.ask(BEGIN)
    running.answer(0, 2)
    (part,) = running.manifest(0).parts
    assert part.duration == pytest.approx(3.0, abs=0.1)


def test_nonsense_is_refused_and_the_recorder_goes_on(running: Running) -> None:
    path = running.kiosk.settings.runtime_dir / "recorder.sock"
    for nonsense in (b"", b"\xc1", b'{"type": "BeginAnswer"}'):
        with Client(str(path), family="AF_UNIX") as connection:
            connection.send_bytes(nonsense)
            reply = unpack_reply(connection.recv_bytes())
        assert isinstance(reply, Refused)
        assert reply.code == "K-PROCESS-001"
    Client(str(path), family="AF_UNIX").close()
    running.client.ask(BEGIN)


def test_nothing_is_kept_before_an_answer_begins(running: Running) -> None:
    running.client.ask(BEGIN)
    seen = len(running.heard)
    running.wait_for(lambda: len(running.heard) > seen + 3)
    running.client.ask(EndInterview())
    assert not running.folder.exists()


def test_a_recorder_that_is_stopped_goes_on_in_a_new_part(kiosk: Kiosk) -> None:
    first = Running(kiosk)
    first.client.ask(BEGIN)
    first.client.ask(BeginAnswer(answer=0, stage=0))
    first.wait_for_mark(TakeOverMark)
    first.stop()
    second = Running(kiosk)
    second.wait_for_mark(AnswerBeganMark)
    second.wait_for_mark(TakeOverMark)
    second.client.ask(BeginAnswer(answer=0, stage=0))
    second.client.ask(EndAnswer())
    manifest = second.manifest(0)
    second.stop()
    assert [part.truncated for part in manifest.parts] == [False, False]
    assert manifest.parts[1].start == pytest.approx(TAKE_S, abs=0.1)
    headers = {path.read_bytes() for path in second.folder.glob("*.media.header")}
    assert len(headers) == 2


def _write_settings(kiosk: Kiosk, folder: Path) -> Path:
    settings = kiosk.settings
    assert settings.replay is not None
    takes = "".join(
        f"[[replay.takes]]\nstage = {each.stage}\nstart_s = {each.start_s}\nend_s = {each.end_s}\n"
        for each in settings.replay.takes
    )
    path = folder / "kiosk.toml"
    path.write_text(
        f"""
kiosk_id = "{settings.kiosk_id}"
profile = "cn"
policy = "{settings.policy}"
state_dir = "{settings.state_dir}"
runtime_dir = "{settings.runtime_dir}"
models_dir = "{settings.models_dir}"
hub = {{broker_host = "127.0.0.1", broker_port = 1, receive_url = "https://127.0.0.1:1"}}
camera = {{kind = "replay"}}
microphone = {{kind = "replay"}}
recording = {{recipients = ["{settings.recording.recipients[0]}"]}}
[identity]
certificate = "{settings.identity.certificate}"
key = "{settings.identity.key}"
authority = "{settings.identity.authority}"
[replay]
video = "{settings.replay.video}"
audio = "{settings.replay.audio}"
speed = "realtime"
{takes}
"""
    )
    return path


def test_what_a_killed_recorder_had_journalled_is_kept_and_the_next_one_goes_on(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    root = Path(__file__).parents[2]
    file = _write_settings(kiosk, tmp_path)
    killed = subprocess.run(
        [sys.executable, "-m", "tests.fakes.doomed_recorder", str(file)],
        check=False,
        cwd=root,
        timeout=BOUND_S,
    )
    assert killed.returncode == -9
    running = Running(kiosk)
    running.wait_for_mark(TakeOverMark)
    running.client.ask(EndAnswer())
    manifest = running.manifest(0)
    running.stop()
    assert [part.truncated for part in manifest.parts] == [True, False]
    assert manifest.parts[0].duration >= 1.9
    for number, part in enumerate(manifest.parts):
        content = _opened(running, 0, number, part)
        assert _played_s(content) == pytest.approx(part.duration, abs=0.1)
    planted = (b"ftyp", b"moof", b"mdat")
    files = [path for path in kiosk.settings.state_dir.rglob("*") if path.is_file()]
    assert not [path for path in files for words in planted if words in path.read_bytes()]


def test_a_lost_camera_is_said_and_the_sound_is_recorded_on(tmp_path: Path) -> None:
    devices = FakeDevices()
    source = LiveSource(devices.open_camera, devices.open_microphone, SIZE)
    running = Running(make_kiosk(tmp_path), source)
    running.client.ask(BEGIN)
    running.client.ask(BeginAnswer(answer=0, stage=0))
    began = len(running.heard)
    running.wait_for(lambda: any(isinstance(each, FrameHeader) for each in running.heard[began:]))
    devices.has_camera = False
    running.wait_for_mark(TroubleMark)
    chunks = devices.chunks_given
    running.wait_for(lambda: devices.chunks_given > chunks + 75)
    end = running.client.ask(EndAnswer()).pts
    manifest = running.manifest(0)
    running.stop()
    (trouble,) = [each for each in running.heard if isinstance(each, TroubleMark)]
    assert trouble.trouble is Trouble.CAMERA_LOST
    (part,) = manifest.parts
    assert part.duration == pytest.approx(end - part.start, abs=1.1)
    assert manifest.gaps[-1].end == pytest.approx(end, abs=0.01)
    with av.open(io.BytesIO(_opened(running, 0, 0, part)), "r") as container:
        sound = container.streams.audio[0]
        seconds = float((sound.duration or 0) * (sound.time_base or 0))
    assert seconds == pytest.approx(end - part.start, abs=0.05)


def test_files_that_cannot_be_played_stop_the_start(tmp_path: Path, replay: Replay) -> None:
    bad = Replay(video=tmp_path / "gone.mp4", audio=replay.audio, takes=())
    with pytest.raises(MediaError, match=r"gone\.mp4"):
        open_source(make_kiosk(tmp_path, bad).settings)


def test_a_missing_key_stops_the_start(kiosk: Kiosk) -> None:
    kiosk.settings.identity.key.unlink()
    with pytest.raises(SettingsError, match=r"identity\.key"):
        RecorderProcess(kiosk.settings, open_source(kiosk.settings))
