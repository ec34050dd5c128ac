"""One interview at real-time speed: latency of the windows, pictures seen, frames recorded."""

from __future__ import annotations

import json
import subprocess
import sys
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
    seconds = sum(one["duration_s"] for one in report["recordings"])
    return [
        _row("window_to_message_p50_ms", latency["window_to_message"]["p50"], "ms"),
        _row("window_to_message_p95_ms", latency["window_to_message"]["p95"], "ms"),
        _row("window_to_hub_commit_p99_ms", latency["window_to_hub_commit"]["p99"], "ms"),
        _row("vision_beside_speech_fps", vision["frames_seen"] / seconds, "pictures/s"),
        _row("vision_frames_skipped", vision["frames_skipped"], "pictures"),
        _row("recorder_frames_lost", _lost(out), "pictures"),
    ]


def _lost(out: Path) -> int:
    """Sum what the recorder's log says it lost."""
    lost = 0
    for line in (out / "site" / "logs" / "kiosk.log").read_text().splitlines():
        if '"frames_lost"' in line:
            lost += int(json.loads(line)["frames_lost"])
    return lost
