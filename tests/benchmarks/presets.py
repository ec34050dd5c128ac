"""What x264's presets would cost, give and save: the recorder's encoder at 720p30, on one film.

Processor time of a picture's conversion and encoding, the recording's bit rate and its likeness to
the film (PSNR), and how old the picture is at an aiortc viewer that releases a
frame on RTP's marker bit. The presets take turns.
"""

from __future__ import annotations

import asyncio
import io
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np

from edge_agent.record import encoder
from tests.benchmarks import live_site
from tests.benchmarks.bench_media import film_720p30
from tests.benchmarks.live_camera import HEIGHT, RATE, SOUND_RATE, WIDTH, pictures
from tests.benchmarks.live_receiver import watch
from tests.benchmarks.progress import tell
from tests.benchmarks.rows import row

if TYPE_CHECKING:
    from numpy.typing import NDArray

PRESETS = ("ultrafast", "superfast", "veryfast")
"""The product's is the second."""
_TURNS = 3
_WATCHED_S = 8.0
_WARM = 60
_BIT_RATE = 1_000_000
_PEAK = 255.0


def presets() -> list[dict[str, Any]]:
    """Encode by turns, then watch each."""
    with tempfile.TemporaryDirectory(prefix="live-") as name:
        folder = Path(name)
        path = film_720p30(folder)
        film = pictures(path)
        film = [*film, *film[-2:0:-1]] * 2
        cpu_ms: defaultdict[str, list[float]] = defaultdict(list)
        made: dict[str, bytes] = {}
        for turn in range(_TURNS):
            tell(f"presets: round {turn + 1} of {_TURNS}")
            for preset in PRESETS:
                took_ms, made[preset] = _encoded(film, preset)
                cpu_ms[preset].append(took_ms)
        ages = {preset: _age_ms(folder / preset, path, preset) for preset in PRESETS}
    return [
        one
        for preset in PRESETS
        for one in (
            row(f"encoder_{preset}_ms", statistics.median(cpu_ms[preset]), "processor ms/picture"),
            row(f"encoder_{preset}_kbit_s", _kbit_s(made[preset], len(film)), "kbit/s"),
            row(f"encoder_{preset}_psnr_db", _psnr(made[preset], film), "dB"),
            row(f"encoder_{preset}_aiortc_p50_ms", ages[preset], "ms"),
        )
    ]


def _encoded(film: list[NDArray[np.uint8]], preset: str) -> tuple[float, bytes]:
    """Encode as the recorder does; gives processor milliseconds a picture, and the file."""
    usual, parts = encoder._VIDEO_OPTIONS["preset"], list[bytes]()
    encoder._VIDEO_OPTIONS["preset"] = preset
    try:
        made = encoder.Encoder(parts.append, (WIDTH, HEIGHT), SOUND_RATE, _BIT_RATE)
        began = time.process_time()
        for number, picture in enumerate(film):
            made.picture(number / RATE, picture)
        took_s = time.process_time() - began
        made.close()
    finally:
        encoder._VIDEO_OPTIONS["preset"] = usual
    return 1000 * took_s / len(film), b"".join(parts)


def _age_ms(folder: Path, film: Path, preset: str) -> float:
    tell(f"presets: an aiortc viewer of {preset}")
    with live_site.kiosk(folder, film, preset=preset) as kiosk:
        ages, _ = asyncio.run(watch(kiosk.address, _WATCHED_S, on_marker=True))
    return statistics.median(ages[_WARM:])


def _kbit_s(made: bytes, count: int) -> float:
    return len(made) * 8 / 1000 / (count / RATE)


def _psnr(made: bytes, film: list[NDArray[np.uint8]]) -> float:
    """Give the mean likeness of every fifth picture."""
    found = []
    with av.open(io.BytesIO(made), mode="r") as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number % 5 == 0:
                seen = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
                found.append(_likeness(film[number], seen))
    return statistics.mean(found)


def _likeness(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    error = float(np.mean(np.square(one.astype(np.float32) - other.astype(np.float32))))
    return float(10 * np.log10(_PEAK**2 / error))
