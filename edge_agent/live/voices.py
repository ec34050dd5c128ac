"""The voices of those who may speak: decoded, mixed and played while anyone is there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, cast

import av
import numpy as np
import structlog
from aiortc.mediastreams import MediaStreamError

from edge_agent.errors import ProcessError
from edge_agent.live.mixer import Mixer
from edge_agent.live.playback import Playback
from edge_agent.live.speaker import RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiortc import MediaStreamTrack

    from edge_agent.capture.bus import FarEnd
    from edge_agent.capture.recorder_client import RecorderClient
    from edge_agent.live.speaker import Speaker

_LOG = structlog.get_logger()


class Voices:
    """Everything but `listen`'s decoding happens on the event loop and the playing thread."""

    def __init__(self, open_speaker: Callable[[], Speaker], recorder: RecorderClient) -> None:
        self._open_speaker = open_speaker
        self._recorder = recorder
        self._mixer = Mixer()
        self._speaking: set[str] = set()
        self._playback: Playback | None = None
        self._telling = ThreadPoolExecutor(1, thread_name_prefix="far-end")

    async def listen(self, viewing_id: str, track: MediaStreamTrack) -> None:
        """Play what comes on `track` until it ends."""
        self._speaking.add(viewing_id)
        if self._playback is None:
            self._playback = Playback(self._open_speaker, self._mixer, self._tell)
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        try:
            while True:
                frame = cast("av.AudioFrame", await track.recv())
                for part in resampler.resample(frame):
                    self._mixer.add(viewing_id, part.to_ndarray().reshape(-1).astype(np.int16))
        except MediaStreamError:
            self.leave(viewing_id)

    def leave(self, viewing_id: str) -> None:
        """Play this voice no more; the speaker is released when nobody is left to speak."""
        self._mixer.remove(viewing_id)
        self._speaking.discard(viewing_id)
        if not self._speaking and self._playback is not None:
            self._playback.stop()
            self._playback = None

    def _tell(self, far_end: FarEnd) -> None:
        self._telling.submit(self._tell_recorder, far_end)

    def _tell_recorder(self, far_end: FarEnd) -> None:
        try:
            self._recorder.ask(far_end)
        except ProcessError as error:
            _LOG.warning("far_end_not_told", code=error.code, why=str(error))
