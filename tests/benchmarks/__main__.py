"""`make bench`: measure, print a table, write build/bench.json.

One interview of the demo at real-time speed, everything running on this machine; then the sealing
of recordings beside pyrage. Figures are of this machine alone; none was measured on a Pi.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from tests.benchmarks.growth import growth
from tests.benchmarks.sealing import sealing
from tests.benchmarks.straight_line import straight_line
from tests.benchmarks.vision_beside_speech import vision_beside_speech

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


def main() -> int:
    """Measure everything and show it."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    where = {"machine": machine(), "commit": commit()}
    measured = (
        *sealing(),
        *vision_beside_speech(),
        *straight_line(build / "bench"),
        *growth(build / "growth"),
    )
    rows: list[dict[str, Any]] = [{**row, **where} for row in measured]
    (build / "bench.json").write_text(json.dumps(rows, indent=1) + "\n")
    table = Table(
        Column("name", no_wrap=True),
        "value",
        "unit",
        "peer",
        "peer's",
        "ratio",
        title=where["machine"],
    )
    for row in rows:
        cells = (row["peer"], row["peer_value"], row["ratio"])
        table.add_row(
            row["name"],
            f"{row['value']:g}",
            row["unit"],
            *("" if c is None else str(c) for c in cells),
        )
    Console(width=110).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
