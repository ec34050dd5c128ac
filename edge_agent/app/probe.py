"""One look through the camera and one ear at the microphone, for `check`."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from edge_agent.app.recorder import open_source
from edge_agent.capture.bus import ChunkHeader, FrameHeader, Subscribe
from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.capture.media_stream import MediaStream
from edge_agent.errors import CameraError, MicrophoneError

if TYPE_CHECKING:
    from edge_agent.settings import Settings

_PATIENCE_S = 5.0
_WISH = Subscribe(frame_rate=10.0, frame_width=640, every_sample=False)


def look_and_listen(settings: Settings) -> str:
    """Say what camera and microphone deliver; raises EdgeError when one delivers nothing.

    A running recorder owns the devices: then its stream is looked at, else the devices are opened.
    """
    sees, hears = _through_recorder(settings) or _through_devices(settings)
    if not sees:
        raise CameraError(f"No picture within {_PATIENCE_S:g} s.")
    if not hears and settings.microphone.kind != "replay":
        raise MicrophoneError(f"No sound within {_PATIENCE_S:g} s.")
    return "picture and sound" if hears else "picture; a replay is silent between answers"


def _through_recorder(settings: Settings) -> tuple[bool, bool] | None:
    socket = settings.runtime_dir / "media.sock"
    if not socket.exists():
        return None
    stream = MediaStream(socket, _WISH)
    timer = threading.Timer(_PATIENCE_S, stream.close)
    timer.start()
    sees = hears = heard_anything = False
    for header, _ in stream:
        heard_anything = True
        sees = sees or isinstance(header, FrameHeader)
        hears = hears or isinstance(header, ChunkHeader)
        if sees and (hears or settings.microphone.kind == "replay"):
            stream.close()
    timer.cancel()
    return (sees, hears) if heard_anything else None


def _through_devices(settings: Settings) -> tuple[bool, bool]:
    source = open_source(settings)
    sees = hears = False
    until = time.monotonic() + _PATIENCE_S
    try:
        while time.monotonic() < until and not (sees and hears):
            item = source.take(0.1)
            sees = sees or isinstance(item, Frame)
            hears = hears or isinstance(item, AudioChunk)
            if sees and settings.microphone.kind == "replay":
                break
    finally:
        source.close()
    return sees, hears
