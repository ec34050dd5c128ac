"""Whole interviews at real-time speed, one in each language: latency, processor, memory, start."""

from __future__ import annotations

import json
import sqlite3
import statistics
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.benchmarks.bench_media import chinese_speech, film_720p30
from tests.benchmarks.cold_start import cold_start_s
from tests.benchmarks.kiosk_load import KioskLoad, environment
from tests.benchmarks.rows import row

if TYPE_CHECKING:
    from pathlib import Path

_PSS_PERCENTILE = 95


def straight_line(out: Path) -> list[dict[str, Any]]:
    """Run the demo at 720p30 in both languages; Chinese only where there is Chinese speech."""
    out.mkdir(parents=True, exist_ok=True)
    film, speech = film_720p30(out), chinese_speech(out)
    rows = _english(out / "en", film)
    if speech is not None:
        rows += _costs(out / "zh", "zh", "--video", str(film), "--audio", str(speech))
    return rows


def _english(out: Path, film: Path) -> list[dict[str, Any]]:
    costs = _costs(out, "en", "--video", str(film))
    report = json.loads((out / "report.json").read_text())
    latency, vision = report["latency_ms"], report["vision"]
    recorded, lost = _manifests(out)
    seconds = sum(one["duration_s"] for one in report["recordings"])
    return [
        row("window_to_message_p50_ms", latency["window_to_message"]["p50"], "ms"),
        row("window_to_message_p95_ms", latency["window_to_message"]["p95"], "ms"),
        row("window_to_hub_commit_p99_ms", latency["window_to_hub_commit"]["p99"], "ms"),
        row("vision_seen_fps", vision["frames_seen"] / seconds, "pictures/s"),
        row("vision_frames_skipped", vision["frames_skipped"], "pictures"),
        row("recorder_frames_recorded", recorded, "pictures"),
        row("recorder_frames_lost", lost, "pictures"),
        *costs,
    ]


def _costs(out: Path, language: str, *media: str) -> list[dict[str, Any]]:
    """Interview once and give what the kiosk cost meanwhile, then how long it takes to start."""
    command = [sys.executable, "-m", "provisioning", "demo", "--once", "--out", str(out)]
    with (
        subprocess.Popen([*command, "--language", language, *media], env=environment()) as demo,
        KioskLoad(demo.pid) as load,
    ):
        if demo.wait() != 0:
            raise subprocess.CalledProcessError(demo.returncode, command)
    spans = answers(out)
    cores = [load.cores(start, end) for start, end in spans]
    memory = [pss for start, end in spans for pss in load.pss_mb(start, end)]
    return [
        row(f"all_cores_{language}", statistics.median(cores), "cores"),
        row(
            f"all_pss_mb_{language}",
            statistics.quantiles(memory, n=100)[_PSS_PERCENTILE - 1],
            "MB, 95th percentile",
        ),
        row(f"cold_start_s_{language}", cold_start_s(out / "site" / "kiosk.toml"), "s"),
    ]


def _database(out: Path) -> sqlite3.Connection:
    return sqlite3.connect(out / "site" / "hub" / "hub.db")


def answers(out: Path) -> list[tuple[float, float]]:
    """Give when each answer began and ended (POSIX seconds)."""
    query = "SELECT payload FROM message WHERE kind = ? ORDER BY seq"
    with closing(_database(out)) as database:
        began, ended = (
            [_at(payload) for (payload,) in database.execute(query, (kind,))]
            for kind in ("answer_began", "answer_ended")
        )
    return list(zip(began, ended, strict=True))


def _at(payload: bytes) -> float:
    return datetime.fromisoformat(json.loads(payload)["at"]).timestamp()


def _manifests(out: Path) -> tuple[int, int]:
    """Sum what the signed manifests say was recorded and lost."""
    with closing(_database(out)) as database:
        query = "SELECT sum(frames_recorded), sum(frames_lost) FROM manifest"
        recorded, lost = database.execute(query).fetchone()
    return int(recorded), int(lost)
