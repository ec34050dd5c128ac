"""How many interviews' live pictures freeze, on a clean link and on one that loses a tenth.

Kiosk and browser stand in network namespaces of their own with a cable between them
(`live_network`), recording and inference run. An interview has two answers with a second between
them and is watched by one page of a real Chromium, from its first picture to its end; it counts as
frozen when for more than half a second no new picture was shown. `INTERVIEWS` and `SECONDS` in the
environment are how many are held, and how long both answers of one last together.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks import live_network, live_site
from tests.benchmarks.bench_media import film_720p30
from tests.benchmarks.progress import tell
from tests.benchmarks.rows import row

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERVIEWS = int(os.environ.get("INTERVIEWS", "100"))
SECONDS = float(os.environ.get("SECONDS", "8"))
FREEZE_S = 0.5
LOSS_PERCENT = 10
_TOLD_EVERY = 10


def freezes() -> list[dict[str, Any]]:
    """Hold the interviews on both links; nothing where no link can be made."""
    if why := live_network.why_not():
        tell(f"freezes are not measured: {why}")
        return []
    with tempfile.TemporaryDirectory(prefix="live-") as name:
        folder = Path(name)
        film = film_720p30(folder)
        clean = _held(folder / "clean", film, 0)
        lossy = _held(folder / "lossy", film, LOSS_PERCENT)
    unit = f"% of {INTERVIEWS} interviews of {SECONDS + 1:g} s"
    return [
        row("live_freezes_clean", _share(clean), unit),
        row("live_freezes_10_percent_loss", _share(lossy), unit),
        *_more("clean", clean),
        *_more("10_percent_loss", lossy),
    ]


def _held(folder: Path, film: Path, loss_percent: int) -> list[dict[str, Any]]:
    """Hold all interviews at a link that loses so many of a hundred datagrams each way."""
    tell(f"{INTERVIEWS} interviews, {loss_percent} % lost")
    with (
        live_network.cable(loss_percent) as cable,
        live_site.kiosk(folder, film, cable.kiosk, is_analysed=True) as kiosk,
    ):
        kiosk.interviews.end_answer()
        kiosk.interviews.end()
        told = (kiosk.address, str(folder), str(INTERVIEWS), str(SECONDS))
        program = (sys.executable, "-m", "tests.benchmarks.live_viewings", *told)
        command = cable.viewer.command(*program)
        with subprocess.Popen(command, cwd=live_site.ROOT, stdout=subprocess.PIPE) as viewer:
            held = []
            for line in viewer.stdout or ():
                held.append(json.loads(line))
                if len(held) % _TOLD_EVERY == 0:
                    tell(f"{len(held)} held, {sum(map(is_frozen, held))} with a freeze")
    if len(held) != INTERVIEWS:
        raise subprocess.CalledProcessError(viewer.returncode, command)
    return held


def pauses(shown: Sequence[float], until: float) -> list[float]:
    """Give the seconds between two pictures, and from the last one to the end."""
    return [after - before for before, after in pairwise([*shown, until])]


def is_frozen(held: dict[str, Any]) -> bool:
    """Say whether a pause was too long, or nothing was shown at all."""
    return not held["shown"] or max(pauses(held["shown"], held["until"])) > FREEZE_S


def _share(held: list[dict[str, Any]]) -> float:
    return 100 * sum(map(is_frozen, held)) / len(held)


def _more(link: str, held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen = [one for one in held if one["shown"]]
    frozen_s = sum(
        pause for one in seen for pause in pauses(one["shown"], one["until"]) if pause > FREEZE_S
    )
    watched_s = sum(one["until"] - one["shown"][0] for one in seen)
    ages = [age for one in seen for age in one["ages"]]
    first_s = [one["shown"][0] - one["asked"] for one in seen]
    return [
        row(f"live_frozen_time_{link}", 100 * frozen_s / watched_s, "% of the time watched"),
        row(f"live_never_shown_{link}", len(held) - len(seen), "interviews"),
        row(f"live_first_picture_{link}_p50_s", statistics.median(first_s), "s"),
        row(f"live_first_picture_{link}_p95_s", float(np.percentile(first_s, 95)), "s"),
        row(f"live_age_{link}_p50_ms", statistics.median(ages), "ms"),
        row(f"live_age_{link}_p95_ms", float(np.percentile(ages, 95)), "ms"),
    ]
