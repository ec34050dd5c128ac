"""One look through the camera and one ear at the microphone, for `check`."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from edge_agent.app.recorder import open_camera
from edge_agent.capture.bus import ChunkHeader, FrameHeader, Subscribe
from edge_agent.capture.media_stream import MediaStream
from edge_agent.capture.portaudio import PortAudioMicrophone
from edge_agent.capture.replay_camera import ReplayCamera
from edge_agent.capture.replay_microphone import ReplayMicrophone
from edge_agent.errors import CameraError, MicrophoneError

if TYPE_CHECKING:
    from edge_agent.settings import Settings

_PATIENCE_S = 5.0
_WISH = Subscribe(frame_rate=10.0, frame_width=640, every_sample=False)


def look(settings: Settings) -> str:
    """Say what the camera delivers; raises EdgeError when that is nothing.

    A running recorder owns the devices: then its stream is looked at.
    """
    if settings.camera.kind == "replay" and settings.replay is not None:
        ReplayCamera(settings.replay.video).close()
        return "pictures of a file"
    delivers = _recorder_delivers(settings, FrameHeader)
    if delivers is None:
        camera = open_camera(settings.camera)
        try:
            camera.read()
        finally:
            camera.close()
    elif not delivers:
        raise CameraError(f"The recorder had no picture for {_PATIENCE_S:g} s.")
    return "picture"


def listen(settings: Settings) -> str:
    """Say what the microphone delivers; raises EdgeError when that is nothing."""
    rate = settings.microphone.rate
    if settings.microphone.kind == "replay" and settings.replay is not None:
        ReplayMicrophone(settings.replay.audio, rate, 0, 0).close()
        return "sound of a file"
    delivers = _recorder_delivers(settings, ChunkHeader)
    if delivers is None:
        microphone = PortAudioMicrophone(settings.microphone)
        try:
            microphone.read()
        finally:
            microphone.close()
    elif not delivers:
        raise MicrophoneError(f"The recorder had no sound for {_PATIENCE_S:g} s.")
    return "sound"


def _recorder_delivers(settings: Settings, kind: type[FrameHeader | ChunkHeader]) -> bool | None:
    """Say whether a running recorder streams this; None when none runs."""
    socket = settings.runtime_dir / "media.sock"
    if not socket.exists():
        return None
    heard = None
    stream = MediaStream(socket, _WISH)
    timer = threading.Timer(_PATIENCE_S, stream.close)
    timer.start()
    for header, _ in stream:
        heard = isinstance(header, kind)
        if heard:
            break
    timer.cancel()
    stream.close()
    return heard
