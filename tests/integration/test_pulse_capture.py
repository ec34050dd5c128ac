"""PyAudio's real path without a sound card: PortAudio, ALSA, PulseAudio's null sink."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.capture.portaudio import PortAudioMicrophone
from edge_agent.errors import MicrophoneError
from edge_agent.settings import MicrophoneSettings
from tests.fakes.media_files import noise, write_sound
from tests.fakes.sound_server import RATE, SoundServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edge_agent.capture.frames import AudioChunk

pytestmark = pytest.mark.integration
PLAYED = np.concatenate((np.zeros(RATE // 2, np.int16), noise(2 * RATE)))
"""Half a second of silence first: a null sink starts a stream a little in its monitor's past."""
BOUND_S = 30.0


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    with SoundServer(tmp_path) as server:
        monkeypatch.setenv("ALSA_CONFIG_PATH", str(server.asoundrc))
        yield server


def _captured(server: SoundServer, wav: Path) -> list[AudioChunk]:
    """Capture from before the file is played until after its last sample."""
    microphone = PortAudioMicrophone(MicrophoneSettings(kind="pyaudio", rate=RATE))
    chunks = [microphone.read()]
    player = server.play(wav)
    deadline = time.monotonic() + BOUND_S
    while player.poll() is None or chunks[-1].samples.any():
        chunks.append(microphone.read())
        assert time.monotonic() < deadline
    microphone.close()
    assert player.returncode == 0
    return chunks


def test_what_is_played_is_captured_sample_for_sample(server: SoundServer, tmp_path: Path) -> None:
    chunks = _captured(server, write_sound(tmp_path / "noise.wav", PLAYED, RATE))
    heard = np.concatenate([chunk.samples for chunk in chunks])
    start = int(np.flatnonzero(heard)[0]) - int(np.flatnonzero(PLAYED)[0])
    assert np.array_equal(heard[start : start + len(PLAYED)], PLAYED)
    assert not heard[start + len(PLAYED) :].any()


def test_chunks_follow_each_other_in_time(server: SoundServer, tmp_path: Path) -> None:
    chunks = _captured(server, write_sound(tmp_path / "noise.wav", PLAYED[:RATE], RATE))
    assert {(chunk.rate, len(chunk.samples)) for chunk in chunks} == {(RATE, RATE // 50)}
    steps = np.diff([chunk.pts for chunk in chunks])
    assert np.median(steps) == pytest.approx(0.02)
    assert (steps > 0).all()


def test_a_microphone_of_an_unknown_name_is_an_error(server: SoundServer) -> None:
    del server
    with pytest.raises(MicrophoneError, match="no microphone is called 'Unheard'"):
        PortAudioMicrophone(MicrophoneSettings(kind="pyaudio", device="Unheard"))


def test_a_microphone_that_cannot_be_opened_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = tmp_path / "asoundrc"
    nobody.write_text('pcm.!default {\n type pulse\n server "unix:/nobody/here"\n}\n')
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(nobody))
    with pytest.raises(MicrophoneError, match="K-MICROPHONE-001"):
        PortAudioMicrophone(MicrophoneSettings(kind="pyaudio"))
