"""The kiosk's end of a live connection: real aiortc peers that say and note what a test wants."""

from __future__ import annotations

import asyncio
import math
import threading
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

import av
import msgspec
import numpy as np
from aiortc import (
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.mediastreams import MediaStreamError

from wire.live import LABEL, Clock, FromBrowser, FromKiosk

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from aiortc.mediastreams import MediaStreamTrack

T = TypeVar("T")
PATIENCE_S = 15.0
_LOUD = 500
"""Of 32,768."""


class Ball(VideoStreamTrack):
    """A light ball on a dark ground that moves with each frame."""

    async def recv(self) -> av.VideoFrame:
        pts, time_base = await self.next_timestamp()
        at = pts * float(time_base)
        rows, columns = np.mgrid[0:180, 0:320]
        ball = (rows - 90) ** 2 + (columns - 160 - 100 * math.sin(3 * at)) ** 2 < 30**2
        picture = np.where(ball[..., None], 220, 40).astype(np.uint8).repeat(3, axis=2)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = pts, Fraction(time_base)
        return frame


class LiveKiosk:
    """Runs its peers on a loop of its own; the test's thread asks."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._peers: dict[str, RTCPeerConnection] = {}
        self._channels: list[RTCDataChannel] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.opening: list[FromKiosk] = []
        """What every screen is told when it opens."""
        self.heard: list[FromBrowser] = []
        """All but clocks."""
        self.offers: list[str] = []
        self.heard_voice = threading.Event()
        """Set once something loud came from an interviewer."""

    def answer(self, offer: str) -> tuple[str, str]:
        """Take an offer; gives the viewing's number and the answer."""
        return self._run(self._answer(offer))

    def say(self, *messages: FromKiosk) -> None:
        """Tell all screens."""
        self._run(self._say(self._channels, messages))

    def hang_up(self, viewing: str) -> None:
        """End one viewing; one that is over already is no error."""
        if (peer := self._peers.pop(viewing, None)) is not None:
            self._run(peer.close())

    def vanish(self) -> None:
        """End all, as a kiosk does that lost its network or its agent."""
        for viewing in tuple(self._peers):
            self.hang_up(viewing)

    @property
    def viewings(self) -> int:
        """Count the viewings that nobody has ended."""
        return len(self._peers)

    def close(self) -> None:
        """Stop the loop."""
        self.vanish()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()

    def _run(self, doing: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(PATIENCE_S)

    async def _answer(self, offer: str) -> tuple[str, str]:
        peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        viewing = f"{len(self.offers):032x}"
        self.offers.append(offer)
        self._peers[viewing] = peer
        peer.on("datachannel", self._opened)
        peer.on("track", self._voice)
        await peer.setRemoteDescription(RTCSessionDescription(sdp=offer, type="offer"))
        peer.addTrack(Ball())
        await peer.setLocalDescription(await peer.createAnswer())
        return viewing, peer.localDescription.sdp

    def _opened(self, channel: RTCDataChannel) -> None:
        assert channel.label == LABEL
        self._channels.append(channel)
        channel.on("message", lambda text: self._heard(channel, text))
        self._keep(self._say([channel], self.opening))

    def _heard(self, channel: RTCDataChannel, text: str) -> None:
        said = msgspec.json.decode(text, type=FromBrowser)
        if isinstance(said, Clock):
            back = Clock(sent=said.sent, at=self._loop.time(), frame_s=0.004)
            channel.send(msgspec.json.encode(back).decode())
        else:
            self.heard.append(said)

    async def _say(self, channels: list[RTCDataChannel], messages: Any) -> None:
        for channel in channels:
            if channel.readyState == "open":
                for one in messages:
                    channel.send(msgspec.json.encode(one).decode())

    def _voice(self, track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            self._keep(self._listen(track))

    async def _listen(self, track: MediaStreamTrack) -> None:
        try:
            while True:
                frame = await track.recv()
                assert isinstance(frame, av.AudioFrame)
                if np.abs(frame.to_ndarray().astype(np.int32)).max() > _LOUD:
                    self.heard_voice.set()
        except MediaStreamError:
            return

    def _keep(self, doing: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
