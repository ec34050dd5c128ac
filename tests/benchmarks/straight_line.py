"""One interview at real-time speed: latency of the windows, pictures seen, frames recorded."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def _row(name: str, value: float, unit: str) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "peer": None,
        "peer_value": None,
        "ratio": None,
    }


def straight_line(out: Path) -> list[dict[str, Any]]:
    """Run the demo once and read its report."""
    command = [sys.executable, "-m", "provisioning", "demo", "--once", "--out", str(out)]
    subprocess.run(command, check=True)
    report = json.loads((out / "report.json").read_text())
    latency, vision = report["latency_ms"], report["vision"]
    recorded, lost = _manifests(out)
    seconds = sum(one["duration_s"] for one in report["recordings"])
    return [
        _row("window_to_message_p50_ms", latency["window_to_message"]["p50"], "ms"),
        _row("window_to_message_p95_ms", latency["window_to_message"]["p95"], "ms"),
        _row("window_to_hub_commit_p99_ms", latency["window_to_hub_commit"]["p99"], "ms"),
        _row("vision_seen_fps", vision["frames_seen"] / seconds, "pictures/s"),
        _row("vision_frames_skipped", vision["frames_skipped"], "pictures"),
        _row("recorder_frames_recorded", recorded, "pictures"),
        _row("recorder_frames_lost", lost, "pictures"),
    ]


def _manifests(out: Path) -> tuple[int, int]:
    """Sum what the signed manifests say was recorded and lost."""
    with closing(sqlite3.connect(out / "site" / "hub" / "hub.db")) as database:
        query = "SELECT sum(frames_recorded), sum(frames_lost) FROM manifest"
        recorded, lost = database.execute(query).fetchone()
    return int(recorded), int(lost)
