"""One viewer's connection, by aiortc: host candidates only, the recording's own packets."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec
import structlog
from aiortc import (
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
    exceptions,
)

from edge_agent.live import playout_delay
from edge_agent.live.packet_track import PacketTrack
from edge_agent.live.repair import send_again_twice
from edge_agent.live.viewers import NotUnderstoodError
from edge_agent.live.watch import Watch
from wire import live

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from aiortc import MediaStreamTrack, RTCDataChannel, RTCRtpTransceiver

    from edge_agent.capture.frames import Packet
    from edge_agent.live.packet_feed import PacketFeed
    from edge_agent.live.side_desk import SideDesk
    from edge_agent.live.voices import Voices
    from wire.live import FromBrowser, FromKiosk
    from wire.messages.signal import Call

_LOG = structlog.get_logger()
_LOOK_S = 1.0
_LONGEST_WORD = 4096
_MOST_UNSENT = 1024 * 1024
"""Bytes that may wait on the data channel; a screen further behind calls again."""
_BROWSER: msgspec.json.Decoder[FromBrowser] = msgspec.json.Decoder(live.FromBrowser)
_SPOILT = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RuntimeError,  # a StopIteration inside
    exceptions.InternalError,
    exceptions.InvalidAccessError,
    exceptions.InvalidStateError,
    exceptions.OperationError,
)
"""What aiortc raises on an offer that is none."""

playout_delay.offer_it()


class AiortcPeer:
    """Sends packets as they come; a viewer that is not heard of for a while is gone."""

    def __init__(
        self,
        call: Call,
        gone: Callable[[], None],
        feed: PacketFeed,
        desk: SideDesk,
        voices: Voices | None,
    ) -> None:
        """Take `gone`, which is called when the peer closed itself; without `voices` none plays."""
        self._call = call
        self._gone = gone
        self._feed = feed
        self._desk = desk
        self._voices = voices if call.may_speak else None
        self._tracks = {kind: PacketTrack(kind) for kind in ("video", "audio")}
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._connection.on("connectionstatechange", self._changed)
        self._connection.on("datachannel", self._channel_opened)
        self._connection.on("track", self._listen_to)
        self._channel: RTCDataChannel | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closed = False

    async def answer(self, sdp: str) -> str:
        """Take the offer and give the answer; raises NotUnderstoodError."""
        connection = self._connection
        video = self._sending("video", "sendonly")
        self._sending("audio", "sendonly" if self._voices is None else "sendrecv")
        try:
            await connection.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
            if video.mid is None:
                raise NotUnderstoodError("The offer has no place for pictures.")
            await connection.setLocalDescription(await connection.createAnswer())
        except _SPOILT as error:
            raise NotUnderstoodError(f"The offer cannot be answered: {error}.") from error
        self._later(self._watch())
        return connection.localDescription.sdp

    def tell(self, said: FromKiosk) -> None:
        """Say something on the data channel; nothing happens while that is not open."""
        channel = self._channel
        if channel is None or channel.readyState != "open":
            return
        if channel.bufferedAmount > _MOST_UNSENT:
            self._channel = None
            self._later(self._leave("channel_stuck"))
            return
        channel.send(msgspec.json.encode(said).decode())

    async def close(self) -> None:
        """Stop sending; safe to call twice."""
        if self._is_closed:
            return
        self._is_closed = True
        self._feed.leave(self._take)
        for track in self._tracks.values():
            track.stop()
        if self._voices is not None:
            self._voices.leave(self._call.viewing_id)
        with contextlib.suppress(*_SPOILT):  # after a spoilt offer it may be made by half
            await self._connection.close()
        for task in self._tasks - {asyncio.current_task()}:
            task.cancel()

    def _sending(self, kind: str, direction: str) -> RTCRtpTransceiver:
        transceiver = self._connection.addTransceiver(self._tracks[kind], direction)
        every = RTCRtpSender.getCapabilities(kind).codecs
        wanted = {"video/h264", "video/rtx", "audio/opus"}
        transceiver.setCodecPreferences([c for c in every if c.mimeType.lower() in wanted])
        if kind == "video":
            playout_delay.add_to(transceiver.sender)
            send_again_twice(transceiver.sender)
            # a stream of its own: no browser holds pictures back until their sound is there
            transceiver.sender._stream_id = uuid4().hex  # noqa: SLF001 - aiortc has no setting for it
            # aiortc tells nobody else that a picture was lost
            transceiver.sender._send_keyframe = self._feed.want_key  # type: ignore[method-assign]  # noqa: SLF001
        return transceiver

    def _take(self, packet: Packet) -> None:
        self._tracks[packet.kind].offer(packet)

    def _changed(self) -> None:
        state = self._connection.connectionState
        if state == "connected":
            self._feed.join(self._take)
        elif state in ("failed", "closed") and not self._is_closed:
            self._later(self._leave(state))

    async def _watch(self) -> None:
        """Leave when nothing was heard of the viewer for too long."""
        watch = Watch(time.monotonic())
        while not self._is_closed:
            await asyncio.sleep(_LOOK_S)
            is_connected = self._connection.connectionState == "connected"
            if watch.is_over(time.monotonic(), await self._heard(), is_connected=is_connected):
                await self._leave("silent")

    async def _heard(self) -> int:
        """Count what came from the viewer so far: reports, words, acknowledgements."""
        try:
            report = await self._connection.getStats()
        except _SPOILT:
            return 0
        return sum(getattr(one, "packetsReceived", 0) for one in report.values())

    async def _leave(self, why: str) -> None:
        if not self._is_closed:
            _LOG.info("viewer_lost", why=why)
            await self.close()
            self._gone()

    def _channel_opened(self, channel: RTCDataChannel) -> None:
        if channel.label != live.LABEL or self._channel is not None:
            return
        self._channel = channel
        channel.on("message", self._hear)
        for said in self._desk.opened(self._call.viewing_id):
            self.tell(said)

    def _hear(self, word: str | bytes) -> None:
        if len(word) > _LONGEST_WORD:
            _LOG.warning("screen_not_understood", bytes=len(word))
            return
        try:
            said = _BROWSER.decode(word)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            _LOG.warning("screen_not_understood", bytes=len(word))
            return
        for answer in self._answers(said):
            self.tell(answer)

    def _answers(self, said: FromBrowser) -> list[FromKiosk]:
        if isinstance(said, live.Clock):
            took_s = self._tracks["video"].took_s
            return [live.Clock(sent=said.sent, at=time.time(), frame_s=took_s)]
        return self._desk.said(self._call.viewing_id, said)

    def _listen_to(self, track: MediaStreamTrack) -> None:
        if self._voices is not None and track.kind == "audio":
            self._later(self._voices.listen(self._call.viewing_id, track))

    def _later(self, what: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
