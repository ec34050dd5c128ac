"""The live benchmark's processes: a kiosk's recorder and agent, and stock aiortc as the peer.

`python -m tests.benchmarks.live_processes recorder|senses|agent|stock FOLDER FILM HOST PORT`
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import signal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import av
import msgspec
import uvicorn
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from edge_agent.app import senses as senses_process
from edge_agent.app.recorder import RecorderProcess
from edge_agent.capture.live_source import LiveSource
from edge_agent.record import encoder
from edge_agent.settings import CameraSettings
from provisioning.demo import options
from tests.benchmarks.live_camera import (
    HEIGHT,
    WIDTH,
    PaintedCamera,
    SpokenMicrophone,
    pictures,
    speech,
)
from tests.benchmarks.live_page import PAGE
from tests.fakes.kiosk import INTERVIEW, make_kiosk
from tests.fakes.watched_kiosk import WatchedKiosk
from wire.language import Language
from wire.messages.signal import Accepted, Call

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import numpy as np
    from numpy.typing import NDArray
    from starlette.requests import Request

    from edge_agent.settings import Settings

_NO_STUN = RTCConfiguration(iceServers=[])


def recorder(folder: Path, film: Path, _host: str, _port: int) -> None:
    """Record from the painted camera until SIGTERM; `LIVE_PRESET` is another preset of x264."""
    if preset := os.environ.get("LIVE_PRESET"):
        encoder._VIDEO_OPTIONS["preset"] = preset
    settings = _settings(folder)
    camera, microphone = partial(PaintedCamera, pictures(film)), partial(SpokenMicrophone, speech())
    process = RecorderProcess(settings, LiveSource(camera, microphone, (WIDTH, HEIGHT)))
    signal.signal(signal.SIGTERM, lambda *_: process.stop())
    process.run()


def senses(folder: Path, _film: Path, _host: str, _port: int) -> None:
    """See and hear what the recorder beside it records until SIGTERM."""
    senses_process.run(_beside(folder, "senses"))


def agent(folder: Path, _: Path, host: str, port: int) -> None:
    """Take calls by HTTP for the recorder beside it until SIGTERM."""
    settings = _beside(folder, "agent")
    asyncio.run(_serve_agent(settings, host, port))


def stock(_: Path, film: Path, host: str, port: int) -> None:
    """Take calls as aiortc's own example does: each viewer is encoded for, by its own encoder."""
    asyncio.run(_serve_stock(pictures(film), host, port))


async def _serve_agent(settings: Settings, host: str, port: int) -> None:
    kiosk = WatchedKiosk(settings)

    async def answer(sdp: str) -> str:
        number = secrets.token_hex(16)
        call = Call(viewing_id=number, interview_id=INTERVIEW, sdp=sdp, may_speak=False)
        answered = await kiosk.viewers.call(call)
        return answered.sdp if isinstance(answered, Accepted) else ""

    await _serve(answer, lambda: kiosk.viewers.count, host, port)


async def _serve_stock(film: list[NDArray[np.uint8]], host: str, port: int) -> None:
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

    await _serve(answer, lambda: len(peers), host, port)


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


async def _serve(
    answer: Callable[[str], Awaitable[str]], count: Callable[[], int], host: str, port: int
) -> None:
    async def call(request: Request) -> Response:
        return PlainTextResponse(await answer((await request.body()).decode()))

    async def page(_: Request) -> Response:
        return HTMLResponse(PAGE)

    async def viewers(_: Request) -> Response:
        return PlainTextResponse(str(count()))

    called = Route("/call", call, methods=["POST"])
    app = Starlette(routes=[Route("/", page), called, Route("/viewers", viewers)])
    config = uvicorn.Config(app, host=host, port=port, log_level="warning")
    await uvicorn.Server(config).serve()


def _settings(folder: Path) -> Settings:
    made = make_kiosk(folder).settings
    camera = CameraSettings(kind="v4l2", width=WIDTH, height=HEIGHT)
    recording = msgspec.structs.replace(made.recording, bit_rate=1_000_000)
    models = options.MODELS
    return msgspec.structs.replace(made, camera=camera, recording=recording, models_dir=models)


def _beside(folder: Path, name: str) -> Settings:
    """Give settings of another process, with its own state and the recorder's sockets."""
    own = folder / name
    own.mkdir(exist_ok=True)
    made, run = make_kiosk(own).settings, folder / "run"
    models, spoken = options.MODELS, Language.EN
    return msgspec.structs.replace(made, runtime_dir=run, models_dir=models, language=spoken)


if __name__ == "__main__":
    parts = {"recorder": recorder, "senses": senses, "agent": agent, "stock": stock}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=list(parts))
    parser.add_argument("folder", type=Path)
    parser.add_argument("film", type=Path)
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    asked = parser.parse_args()
    parts[asked.part](asked.folder, asked.film, asked.host, asked.port)
