"""Live view: how old a picture is when it is shown, beside stock aiortc; what a viewer costs.

A 720p30 film with its wall time painted in goes through a real recorder, which records an answer
meanwhile, real senses, which see and hear it and make captions, and a real agent's viewers, over
UDP on this machine. A picture's age is the time from its lying in memory to its being shown
(Chromium) or decoded (aiortc): **the camera's and the screen's own delays are not included**.
Viewers take turns, `ROUNDS` times; `SECONDS` in the environment is how long each one watches.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from tests.benchmarks import live_site
from tests.benchmarks.bench_media import film_720p30
from tests.benchmarks.live_chromium import watch_in_chromium
from tests.benchmarks.live_follower import Follower
from tests.benchmarks.live_receiver import vanish, watch
from tests.benchmarks.progress import tell
from tests.benchmarks.rows import row
from wire.manifest import Envelope
from wire.upload import Manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SECONDS = float(os.environ.get("SECONDS", "10"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
VIEWERS = 3
_CHROMIUMS = 2
"""Times as long a browser watches: its 99th percentile is wanted."""
_WARM = 60
"""Pictures after a viewer's beginning that count for no age."""
_STOCK = "stock aiortc, with the machine to itself"


def live() -> list[dict[str, Any]]:
    """Measure costs, then ages by turns; stock aiortc in the same run."""
    with tempfile.TemporaryDirectory(prefix="live-") as name:
        folder = Path(name)
        film = film_720p30(folder)
        with (
            live_site.kiosk(folder / "kiosk", film, is_analysed=True) as kiosk,
            live_site.stock(folder / "stock", film) as peer,
        ):
            costs = _costs(kiosk)
            ages = _by_turns(kiosk, peer)
            gone_s = asyncio.run(vanish(kiosk.address))
    return [
        *_percentiles("live_chromium", ages["chromium"]),
        *_percentiles("live_aiortc", ages["marker"], statistics.median(ages["stock alone"])),
        row("live_aiortc_without_marker_p50_ms", statistics.median(ages["waiting"]), "ms"),
        row("live_stock_beside_p50_ms", statistics.median(ages["stock beside"]), "ms"),
        row("live_vanished_s", gone_s, "s until nothing is sent to a viewer that vanished"),
        *costs,
    ]


def _by_turns(kiosk: live_site.Kiosk, peer: str) -> dict[str, list[float]]:
    """Let each kind of viewer watch; an answer is recorded but while the peer is alone."""
    ages: defaultdict[str, list[float]] = defaultdict(list)
    for turn in range(ROUNDS):
        tell(f"live: round {turn + 1} of {ROUNDS}")
        shown = watch_in_chromium(kiosk.address, SECONDS * _CHROMIUMS)
        ages["chromium"] += shown.ages_ms[_WARM:]
        ages["marker"] += _watched(kiosk.address, on_marker=True)
        ages["waiting"] += _watched(kiosk.address, on_marker=False)
        ages["stock beside"] += _watched(peer, on_marker=False)
        kiosk.interviews.end_answer()
        kiosk.interviews.end()
        ages["stock alone"] += _watched(peer, on_marker=False)
        kiosk.interviews.begin()
    return ages


def _watched(address: str, *, on_marker: bool) -> list[float]:
    ages, _ = asyncio.run(watch(address, SECONDS, on_marker=on_marker))
    return ages[_WARM:]


def _costs(kiosk: live_site.Kiosk) -> list[dict[str, Any]]:
    """Give what viewers cost the kiosk, three at once beside none, and what they do to it."""
    tell("live: what three viewers cost")

    async def all_watch() -> None:
        viewers = (watch(kiosk.address, 2 * SECONDS, on_marker=True) for _ in range(VIEWERS))
        await asyncio.gather(*viewers)

    idle = _cores(lambda: time.sleep(SECONDS), kiosk.agent, kiosk.recorder)
    with Follower(kiosk.folder / "run" / "media.sock") as follower:
        watched = _cores(lambda: asyncio.run(all_watch()), kiosk.agent, kiosk.recorder)
    kiosk.interviews.end_answer()
    lost = frames_lost(kiosk)
    kiosk.interviews.begin_answer()
    return [
        row("live_viewer_cores", (watched[0] - idle[0]) / VIEWERS, "cores of the agent, each of 3"),
        row("live_recorder_cores", watched[1], "cores, recording 720p30, 3 viewers"),
        row("live_recorder_cores_unwatched", idle[1], "cores, recording 720p30"),
        row("live_3_viewers_frames_lost", lost, "recorded pictures"),
        row("live_3_viewers_frames_late", follower.late, f"of {len(follower.took_s)} pictures"),
        row("live_3_viewers_slowest_ms", 1000 * max(follower.took_s), "ms from memory to packet"),
    ]


def frames_lost(kiosk: live_site.Kiosk) -> int:
    """Give how many pictures the manifest of the newest answer says were lost."""
    held = kiosk.interviews
    spool = kiosk.folder / "state" / "spool" / held.interview_id
    envelope = (spool / f"{held.answer}.manifest.json").read_bytes()
    signed = msgspec.json.decode(envelope, type=Envelope).manifest
    return msgspec.json.decode(signed, type=Manifest).frames_lost


def _cores(work: Callable[[], None], *pids: int) -> list[float]:
    began, used = time.monotonic(), [live_site.cpu_s(pid) for pid in pids]
    work()
    took = time.monotonic() - began
    return [(live_site.cpu_s(pid) - before) / took for pid, before in zip(pids, used, strict=True)]


def _percentiles(
    name: str, ages_ms: Sequence[float], peers: float | None = None
) -> list[dict[str, Any]]:
    cuts = (50, 95, 99)
    found = np.percentile(ages_ms, cuts)
    rows = [row(f"{name}_p{cut}_ms", float(ms), "ms") for cut, ms in zip(cuts, found, strict=True)]
    if peers is not None:
        ratio = round(peers / float(found[0]), 2)
        rows[0] |= {"peer": _STOCK, "peer_value": round(peers, 1), "ratio": ratio}
    return rows
