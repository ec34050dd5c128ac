"""The live benchmark's processes: a kiosk's recorder and agent, and stock aiortc as the peer.

`python -m tests.benchmarks.live_processes recorder|agent|stock FOLDER FILM PORT`
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import secrets
import signal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import msgspec
import uvicorn
from aioice.ice import StunProtocol
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from edge_agent.app.recorder import RecorderProcess
from edge_agent.capture.live_source import LiveSource
from edge_agent.settings import CameraSettings
from tests.benchmarks.live_camera import HEIGHT, WIDTH, HumMicrophone, PaintedCamera, pictures
from tests.benchmarks.live_page import PAGE
from tests.fakes.kiosk import INTERVIEW, make_kiosk
from tests.fakes.watched_kiosk import WatchedKiosk
from wire.messages.signal import Accepted, Call

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import numpy as np
    from numpy.typing import NDArray
    from starlette.requests import Request

    from edge_agent.settings import Settings

_NO_STUN = RTCConfiguration(iceServers=[])


def recorder(folder: Path, film: Path, _: int) -> None:
    """Record from the painted camera until SIGTERM."""
    settings = _settings(folder)
    camera = partial(PaintedCamera, pictures(film))
    process = RecorderProcess(settings, LiveSource(camera, HumMicrophone, (WIDTH, HEIGHT)))
    signal.signal(signal.SIGTERM, lambda *_: process.stop())
    process.run()


def agent(folder: Path, _: Path, port: int) -> None:
    """Take calls by HTTP for the recorder beside it until SIGTERM."""
    own = folder / "agent"
    own.mkdir(exist_ok=True)
    settings = msgspec.structs.replace(make_kiosk(own).settings, runtime_dir=folder / "run")
    lose(float(os.environ.get("LIVE_LOSS", "0")))
    asyncio.run(_serve_agent(settings, port))


def stock(_: Path, film: Path, port: int) -> None:
    """Take calls as aiortc's own example does: each viewer is encoded for, by its own encoder."""
    asyncio.run(_serve_stock(pictures(film), port))


def lose(share: float) -> None:
    """Let this process's network lose so much of what goes out and, apart from it, comes in."""
    chance = random.Random(11)  # noqa: S311 - loss, not a secret
    send, hear = StunProtocol.send_data, StunProtocol.datagram_received

    async def send_some(self: StunProtocol, data: bytes, address: tuple[str, int]) -> None:
        if chance.random() >= share:
            await send(self, data, address)

    def hear_some(self: StunProtocol, data: bytes | str, address: tuple[str, int]) -> None:
        if chance.random() >= share:
            hear(self, data, address)

    if share:
        library: Any = StunProtocol
        library.send_data, library.datagram_received = send_some, hear_some


async def _serve_agent(settings: Settings, port: int) -> None:
    kiosk = WatchedKiosk(settings)

    async def answer(sdp: str) -> str:
        number = secrets.token_hex(16)
        call = Call(viewing_id=number, interview_id=INTERVIEW, sdp=sdp, may_speak=False)
        answered = await kiosk.viewers.call(call)
        return answered.sdp if isinstance(answered, Accepted) else ""

    await _serve(answer, port)


async def _serve_stock(film: list[NDArray[np.uint8]], port: int) -> None:
    peers: list[RTCPeerConnection] = []

    async def answer(sdp: str) -> str:
        peer = RTCPeerConnection(_NO_STUN)
        peers.append(peer)
        picture = peer.addTransceiver(_Painted(film), "sendonly")
        every = RTCRtpSender.getCapabilities("video").codecs
        picture.setCodecPreferences([one for one in every if one.mimeType != "video/VP8"])
        await peer.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        await peer.setLocalDescription(await peer.createAnswer())
        return peer.localDescription.sdp

    await _serve(answer, port)


class _Painted(MediaStreamTrack):
    """The painted camera as a track of pictures."""

    kind = "video"

    def __init__(self, film: list[NDArray[np.uint8]]) -> None:
        super().__init__()
        self._camera = PaintedCamera(film)

    async def recv(self) -> av.VideoFrame:
        """Wait for the next picture, on a thread as a camera is read."""
        frame = await asyncio.to_thread(self._camera.read)
        picture = av.VideoFrame.from_ndarray(frame.image, format="rgb24")
        picture.pts, picture.time_base = round(frame.pts * 90_000), Fraction(1, 90_000)
        return picture


async def _serve(answer: Callable[[str], Awaitable[str]], port: int) -> None:
    async def call(request: Request) -> Response:
        return PlainTextResponse(await answer((await request.body()).decode()))

    async def page(_: Request) -> Response:
        return HTMLResponse(PAGE)

    app = Starlette(routes=[Route("/", page), Route("/call", call, methods=["POST"])])
    await uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning")).serve()


def _settings(folder: Path) -> Settings:
    made = make_kiosk(folder).settings
    camera = CameraSettings(kind="v4l2", width=WIDTH, height=HEIGHT)
    recording = msgspec.structs.replace(made.recording, bit_rate=1_000_000)
    return msgspec.structs.replace(made, camera=camera, recording=recording)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["recorder", "agent", "stock"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("film", type=Path)
    parser.add_argument("port", type=int)
    asked = parser.parse_args()
    parts = {"recorder": recorder, "agent": agent, "stock": stock}
    parts[asked.part](asked.folder, asked.film, asked.port)
