"""How long a kiosk takes from its start until a candidate could sit down.

Ready: recorder, senses (with the language's models loaded and verified), agent and uploader have
all said so. The hub is away, as it may be at a boot. Files may be in the page cache.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import IO

import tomli_w

from provisioning.demo import options

_PARTS = {"recorder_ready", "senses_ready", "agent_ready", "uploader_ready"}
_RUNS = 3
_LIMIT_S = 60.0


def cold_start_s(settings: Path) -> float:
    """Start the kiosk of these settings several times; give the median in seconds."""
    return statistics.median(_once(settings) for _ in range(_RUNS))


def _once(settings: Path) -> float:
    with tempfile.TemporaryDirectory(prefix="kiosk-") as scratch:
        told = tomllib.loads(settings.read_text(encoding="utf-8"))
        told["runtime_dir"] = scratch
        told["replay"]["audio"] = str(options.PACKAGED_MEDIA / "two_cities.wav")
        ours = Path(scratch, "kiosk.toml")
        ours.write_text(tomli_w.dumps(told), encoding="utf-8")
        command = [sys.executable, "-m", "edge_agent", "--settings", str(ours), "run"]
        began = time.monotonic()
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as kiosk:
            try:
                return _seconds_until_ready(kiosk.stderr, began)
            finally:
                kiosk.terminate()


def _seconds_until_ready(log: IO[str] | None, began: float) -> float:
    waiting = set(_PARTS)
    for line in log or ():
        waiting.discard(_event(line))
        elapsed = time.monotonic() - began
        if not waiting:
            return elapsed
        if elapsed > _LIMIT_S:
            break
    raise TimeoutError(f"not ready: {', '.join(sorted(waiting))}")


def _event(line: str) -> str:
    try:
        return str(json.loads(line)["event"])
    except (ValueError, KeyError, TypeError):
        return ""
