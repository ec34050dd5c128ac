"""Live view: how old a picture is when it is shown, beside stock aiortc; what a viewer costs.

A 720p30 film with its wall time painted in goes through a real recorder, which records an answer
meanwhile, and a real agent's viewers, over UDP on this machine. A picture's age is the time from
its lying in memory to its being shown (Chromium) or decoded (aiortc): **the camera's and the
screen's own delays are not included**. `SECONDS` in the environment is each measurement's length.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks import live_site
from tests.benchmarks.bench_media import film_720p30
from tests.benchmarks.live_chromium import watch_in_chromium
from tests.benchmarks.live_receiver import watch
from tests.benchmarks.rows import row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SECONDS = float(os.environ.get("SECONDS", "20"))
FREEZE_S = 0.5
LOSS = 0.1
VIEWERS = 3
_WARM = 60
"""Pictures after a viewer's beginning that count for no age."""


def live() -> list[dict[str, Any]]:
    """Measure ages, freezes and costs; stock aiortc in the same run."""
    with tempfile.TemporaryDirectory(prefix="live-") as name:
        folder = Path(name)
        film = film_720p30(folder)
        rows = _clean(folder, film)
        with live_site.stock(folder / "stock", film) as port:
            ages, _ = asyncio.run(watch(port, SECONDS, on_marker=False))
        _compare(rows, "live_aiortc_p50_ms", statistics.median(ages[_WARM:]))
        return rows + _lossy(folder, film)


def _clean(folder: Path, film: Path) -> list[dict[str, Any]]:
    with live_site.kiosk(folder / "clean", film) as (port, agent, recorder):
        costs = _costs(port, agent, recorder)
        marker, _ = asyncio.run(watch(port, SECONDS, on_marker=True))
        waiting, _ = asyncio.run(watch(port, SECONDS, on_marker=False))
        chromium = watch_in_chromium(port, SECONDS)
    return [
        *_ages("live_chromium", chromium.ages_ms),
        *_ages("live_aiortc", marker),
        row("live_aiortc_without_marker_p50_ms", statistics.median(waiting[_WARM:]), "ms"),
        row("live_freezes_clean", freezes(chromium.shown_s), "over 0.5 s"),
        *costs,
    ]


def _lossy(folder: Path, film: Path) -> list[dict[str, Any]]:
    """Lose a tenth of all packets both ways, in the agent's own sockets."""
    with live_site.kiosk(folder / "lossy", film, LOSS) as (port, _, _):
        chromium = watch_in_chromium(port, SECONDS)
    late = sum(age > FREEZE_S * 1000 for age in chromium.ages_ms) / max(len(chromium.ages_ms), 1)
    return [
        row("live_freezes_10_percent_loss", freezes(chromium.shown_s), "over 0.5 s"),
        row("live_late_10_percent_loss", late, "share of pictures older than 0.5 s"),
        row("live_chromium_10_percent_loss_p50_ms", statistics.median(chromium.ages_ms), "ms"),
    ]


def _costs(port: int, agent: int, recorder: int) -> list[dict[str, Any]]:
    """Give what viewers cost the kiosk: three at once, beside none."""

    async def all_watch() -> None:
        await asyncio.gather(*(watch(port, SECONDS, on_marker=True) for _ in range(VIEWERS)))

    idle = _cores(lambda: time.sleep(SECONDS / 2), agent, recorder)
    watched = _cores(lambda: asyncio.run(all_watch()), agent, recorder)
    return [
        row("live_viewer_cores", (watched[0] - idle[0]) / VIEWERS, "cores of the agent, each of 3"),
        row("live_recorder_cores", watched[1], "cores, recording 720p30, 3 viewers"),
        row("live_recorder_cores_unwatched", idle[1], "cores, recording 720p30"),
    ]


def _cores(work: Callable[[], None], *pids: int) -> list[float]:
    began, used = time.monotonic(), [live_site.cpu_s(pid) for pid in pids]
    work()
    took = time.monotonic() - began
    return [(live_site.cpu_s(pid) - before) / took for pid, before in zip(pids, used, strict=True)]


def _ages(name: str, ages_ms: Sequence[float]) -> list[dict[str, Any]]:
    cuts = statistics.quantiles(ages_ms[_WARM:], n=100)
    return [row(f"{name}_p{cut}_ms", cuts[cut - 1], "ms") for cut in (50, 95, 99)]


def freezes(shown_s: Sequence[float]) -> int:
    """Count the pauses between two pictures that last longer than half a second."""
    return sum(after - before > FREEZE_S for before, after in pairwise(shown_s))


def _compare(rows: list[dict[str, Any]], name: str, peers: float) -> None:
    for one in rows:
        if one["name"] == name:
            ratio = round(peers / one["value"], 2)
            one.update(peer="stock aiortc", peer_value=round(peers, 1), ratio=ratio)
