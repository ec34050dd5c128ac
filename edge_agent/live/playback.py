"""The thread that plays the voices, and tells the recorder while one is heard."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import structlog

from edge_agent.capture.bus import FarEnd
from edge_agent.live.far_end import FarEndGate
from edge_agent.live.speaker import RATE, SpeakerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.live.mixer import Mixer
    from edge_agent.live.speaker import Speaker

_LOG = structlog.get_logger()
_BLOCK = RATE // 50
_AGAIN_S = 2.0


class Playback:
    """Plays what the mixer has until it is stopped; a speaker that fails is opened again."""

    def __init__(
        self, open_speaker: Callable[[], Speaker], mixer: Mixer, tell: Callable[[FarEnd], None]
    ) -> None:
        """Take `tell`, which must not wait: it is told when a voice begins or ends to play."""
        self._open = open_speaker
        self._mixer = mixer
        self._tell = tell
        self._gate = FarEndGate()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Play no more; returns at once."""
        self._stopped.set()

    def join(self) -> None:
        """Wait until the speaker is released."""
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._play()
            except SpeakerError as error:
                _LOG.error("speaker_failed", code=error.code, error=str(error))
                self._stopped.wait(_AGAIN_S)
            finally:
                if self._gate.is_playing:
                    self._gate = FarEndGate()
                    self._tell(FarEnd(playing=False, voice="interviewer"))

    def _play(self) -> None:
        speaker = self._open()
        try:
            while not self._stopped.is_set():
                samples = self._mixer.take(_BLOCK)
                change = self._gate.heard(samples, time.monotonic())
                if change is not None:
                    self._tell(FarEnd(playing=change, voice="interviewer"))
                speaker.play(samples)
        finally:
            speaker.close()
