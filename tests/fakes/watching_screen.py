"""A viewer by aiortc: what an interviewer's browser does, without a browser."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Self

import av
import msgspec
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, MediaStreamTrack

from wire import live
from wire.live import FromKiosk

if TYPE_CHECKING:
    from collections.abc import Callable

    from wire.live import FromBrowser


class Voice(AudioStreamTrack):
    """An interviewer's microphone: silent, or a loud hum."""

    def __init__(self) -> None:
        super().__init__()
        self.is_loud = False
        self.given = 0

    async def recv(self) -> av.AudioFrame:
        frame = await super().recv()
        assert isinstance(frame, av.AudioFrame)
        self.given += 1
        if self.is_loud:
            count = frame.samples
            phase = np.arange(count) * (2 * np.pi * 500 / frame.sample_rate)
            frame.planes[0].update((8000 * np.sin(phase)).astype("<i2").tobytes())
        return frame


class WatchingScreen:
    """Offers, is answered, and keeps what came."""

    def __init__(self, microphone: MediaStreamTrack | None = None) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.pictures: list[av.VideoFrame] = []
        self.sounds: list[av.AudioFrame] = []
        self.told: list[FromKiosk] = []
        self.on_picture: Callable[[av.VideoFrame], None] = self.pictures.append
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Condition()
        self.connection.on("track", self._follow)
        self.connection.addTransceiver("video", "recvonly")
        if microphone is None:
            self.connection.addTransceiver("audio", "recvonly")
        else:
            self.connection.addTransceiver(microphone, "sendrecv")
        self.channel = self.connection.createDataChannel(live.LABEL)
        self.channel.on("message", self._hear)

    async def offer(self) -> str:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return self.connection.localDescription.sdp

    async def take(self, answer: str) -> None:
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def wait_for(self, is_so: Callable[[], bool], bound_s: float = 30.0) -> None:
        async with asyncio.timeout(bound_s), self._changed:
            await self._changed.wait_for(is_so)

    def say(self, said: FromBrowser) -> None:
        self.channel.send(msgspec.json.encode(said).decode())

    def vanish(self) -> None:
        """Lose the network: nothing goes out or comes in any more, and nobody is told."""
        transport: Any = self.connection.getTransceivers()[0].receiver.transport.transport
        for protocol in transport._connection._protocols:
            protocol.transport.abort()

    async def close(self) -> None:
        await self.connection.close()
        for task in self._tasks:
            task.cancel()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _follow(self, track: MediaStreamTrack) -> None:
        self._tasks.add(asyncio.ensure_future(self._receive(track)))

    async def _receive(self, track: MediaStreamTrack) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, av.VideoFrame):
                    self.on_picture(frame)
                elif isinstance(frame, av.AudioFrame):
                    self.sounds.append(frame)
                await self._tell()

    def _hear(self, word: str) -> None:
        self.told.append(msgspec.json.decode(word, type=FromKiosk))
        self._tasks.add(asyncio.ensure_future(self._tell()))

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()
