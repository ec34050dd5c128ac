"""`make bench`: measure, print a table, write build/bench.json.

Single parts beside their peers in the same run, and whole interviews at real-time speed with
everything running on this machine. Figures are of this machine alone; none was measured on a Pi.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Column, Table

from tests.benchmarks.captions import captions
from tests.benchmarks.chair import touches
from tests.benchmarks.growth import growth
from tests.benchmarks.live import live
from tests.benchmarks.live_freezes import freezes
from tests.benchmarks.pages import pages
from tests.benchmarks.presets import presets
from tests.benchmarks.progress import tell
from tests.benchmarks.prompts import prompts
from tests.benchmarks.resumes import resume_rows
from tests.benchmarks.screen import screen
from tests.benchmarks.sealing import sealing
from tests.benchmarks.signalling import signalling
from tests.benchmarks.speech_streaming import speech
from tests.benchmarks.straight_line import straight_line
from tests.benchmarks.targets import TARGETS
from tests.benchmarks.vision_beside_speech import vision_beside_speech
from tests.benchmarks.vision_line import vision_line

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent


def machine() -> str:
    """Name the machine: processor, cores in use, system."""
    cpu = platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.split(":", 1)[1].strip()
            break
    return f"{cpu}, {len(os.sched_getaffinity(0))} cores, {platform.system()} {platform.release()}"


def commit() -> str:
    """Name the commit that is measured."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(
        asked, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


GROUPS: dict[str, Callable[[Path], list[dict[str, Any]]]] = {
    "sealing": lambda _: sealing(),
    "speech": lambda _: speech(),
    "vision": lambda _: vision_line(),
    "beside": lambda _: vision_beside_speech(),
    "line": lambda build: straight_line(build / "bench"),
    "pages": lambda _: pages(),
    "live": lambda _: live(),
    "freezes": lambda _: freezes(),
    "presets": lambda _: presets(),
    "signalling": lambda _: signalling(),
    "captions": lambda _: captions(),
    "screen": lambda _: screen(),
    "prompts": lambda _: prompts(),
    "chair": lambda _: touches(),
    "growth": lambda build: growth(build / "growth"),
    "resumes": lambda _: resume_rows(),
}
"""What is measured together; `python -m tests.benchmarks NAME ...` measures only those."""


def main() -> int:
    """Measure and show it; build/bench.json keeps the rows of groups that were not asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    told = f"measure only these of {', '.join(GROUPS)}"
    parser.add_argument("groups", nargs="*", metavar="NAME", help=told)
    asked = parser.parse_args().groups or list(GROUPS)
    if unknown := set(asked) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}; {told}")
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    where = {"machine": machine(), "commit": commit()}
    rows = [row for name in asked for row in _measured(name, build, where)]
    _show(rows, where["machine"])
    return 0


def _measured(name: str, build: Path, where: dict[str, str]) -> list[dict[str, Any]]:
    """Measure a group and keep its rows at once: what fails later loses nothing of it."""
    tell(f"{name}: begins")
    began, load = time.monotonic(), os.getloadavg()[0]
    rows = [{**row, **where} for row in GROUPS[name](build)]
    _keep(build / "bench.json", rows)
    took = time.monotonic() - began
    tell(f"{name}: took {took:.0f} s; load {load:.1f} when it began")
    return rows


def _keep(path: Path, rows: list[dict[str, Any]]) -> None:
    """Write the rows over those of the same names."""
    before = json.loads(path.read_text()) if path.is_file() else []
    names = {row["name"] for row in rows}
    kept = [row for row in before if row["name"] not in names]
    path.write_text(json.dumps([*kept, *rows], indent=1) + "\n")


def _show(rows: list[dict[str, Any]], title: str) -> None:
    name = Column("name", no_wrap=True)
    table = Table(name, "value", "unit", "peer", "peer's", "ratio", "wanted", title=title)
    for row in rows:
        target = TARGETS.get(row["name"])
        held = "" if target is None else target.says() + (" yes" if target.holds(row) else " NO")
        cells = (
            "" if row[key] is None else str(row[key]) for key in ("peer", "peer_value", "ratio")
        )
        table.add_row(row["name"], f"{row['value']:g}", row["unit"], *cells, held)
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())
