"""`python -m tests.benchmarks.face_truth`: the error of each face measure on rendered faces.

Real faces out of the clips at hand, turned and moved by known amounts, seen by the real models.
Nothing is timed. docs/measures has the figures.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.benchmarks.asked import asked
from tests.fakes.face_photographs import PHOTOGRAPHS, taken
from tests.fakes.face_truth import BROWS, LIDS, ROLLS, SIDEWAYS, SMILES, TURNS, UPWARDS, findings

if TYPE_CHECKING:
    from tests.fakes.face_truth import Finding

_UNITS = {"smile": "of D", "brow": "of D", "eye opening": "share"}


def main() -> int:
    """Render, measure, print."""
    asked(__file__, __doc__)
    table = Table("measure", "n", "mean error", "95 % within", "unit", "measured / true")
    for name, found in _all_findings().items():
        table.add_row(name, str(len(found)), *_row(name, found))
    Console(width=100).print(table)
    return 0


def _all_findings() -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for photograph in PHOTOGRAPHS:
        if not photograph.film.exists():
            sys.stderr.write(f"{photograph.name}: not at hand\n")
            continue
        eyes = (*LIDS, *SIDEWAYS, *UPWARDS) if photograph.eyes else ()
        face = taken(photograph)
        for one in findings(face, (*TURNS, *ROLLS, *SMILES, *BROWS, *eyes)):
            found[one.measure].append(one)
    return found


def _row(name: str, found: list[Finding]) -> tuple[str, str, str, str]:
    true = np.array([one.true for one in found])
    measured = np.array([one.measured for one in found])
    errors = np.abs(measured - true)
    unit = next((unit for key, unit in _UNITS.items() if name.startswith(key)), "degrees")
    digits = 1 if unit == "degrees" else 3
    slope = float(true @ measured / (true @ true)) if np.ptp(true) > 1e-3 else None
    shown = "" if slope is None or unit == "share" else f"{slope:.2f}"
    edge = float(np.percentile(errors, 95))
    return f"{errors.mean():.{digits}f}", f"{edge:.{digits}f}", unit, shown


if __name__ == "__main__":
    sys.exit(main())
