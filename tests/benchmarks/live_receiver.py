"""The aiortc viewer of the live benchmark; it can release a frame on RTP's marker bit."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
from aiortc.jitterbuffer import JitterBuffer, JitterFrame

from tests.benchmarks.live_code import BLOCK, age_ms, read
from tests.fakes.watching_screen import WatchingScreen

if TYPE_CHECKING:
    import av
    from numpy.typing import NDArray


_LOOKED_S = 0.05
_PATIENCE_S = 30.0


class MarkerBuffer(JitterBuffer):
    """Gives a frame when its last packet is there; aiortc's waits for the next frame's first."""

    def _remove_frame(self, sequence_number: int) -> JitterFrame | None:  # noqa: ARG002 - aiortc's
        packets: list[Any] = []
        for count in range(self.capacity):
            packet = self._packets[((self._origin or 0) + count) % self._capacity]
            if packet is None or (packets and packet.timestamp != packets[0].timestamp):
                return None
            packets.append(packet)
            if packet.marker:
                self.remove(count + 1)
                data = b"".join(one._data for one in packets)
                return JitterFrame(data=data, timestamp=packet.timestamp)
        return None


async def watch(
    address: str, seconds: float, *, on_marker: bool
) -> tuple[list[float], list[float]]:
    """Watch; gives each picture's age in milliseconds and when it was seen (wall time)."""
    ages: list[float] = []
    seen: list[float] = []

    def picture(frame: av.VideoFrame) -> None:
        now = time.time()
        painted = read(_top(frame))
        seen.append(now)
        if painted is not None:
            ages.append(age_ms(painted, now))

    async with WatchingScreen() as screen:
        screen.on_picture = picture
        if on_marker:
            _release_on_marker(screen)
        await _call(address, screen)
        await asyncio.sleep(seconds)
    return ages, seen


async def vanish(address: str) -> float:
    """Watch, and lose the network; gives the seconds until nothing is sent any more."""
    async with WatchingScreen() as screen, httpx.AsyncClient(base_url=address) as client:
        await _call(address, screen)
        await screen.wait_for(lambda: bool(screen.pictures))
        watching = await _viewers(client)
        screen.vanish()
        vanished_at = time.monotonic()
        while await _viewers(client) >= watching:
            if time.monotonic() - vanished_at > _PATIENCE_S:
                raise TimeoutError("A viewer that vanished is still sent to.")
            await asyncio.sleep(_LOOKED_S)
        return time.monotonic() - vanished_at


async def _call(address: str, screen: WatchingScreen) -> None:
    async with httpx.AsyncClient(base_url=address) as client:
        reply = await client.post("/call", content=await screen.offer())
    await screen.take(reply.text)


async def _viewers(client: httpx.AsyncClient) -> int:
    return int((await client.get("/viewers")).text)


def _release_on_marker(screen: WatchingScreen) -> None:
    receiver: Any = screen.connection.getTransceivers()[0].receiver
    buffer = MarkerBuffer(capacity=512, is_video=True)
    receiver._RTCRtpReceiver__jitter_buffer = buffer


def _top(frame: av.VideoFrame) -> NDArray[np.uint8]:
    """Give the brightness of the top rows, without a copy of the whole picture."""
    plane = frame.planes[0]
    rows = np.frombuffer(bytes(plane), np.uint8)[: BLOCK * plane.line_size]
    return rows.reshape(BLOCK, plane.line_size)[:, : frame.width]
