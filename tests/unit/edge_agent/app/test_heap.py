from __future__ import annotations

import os
import subprocess
import sys

_FREES_INSIDE_THE_HEAP = """
import sys
from edge_agent.app.heap import give_back

def resident_mb():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 1e6

blocks = [bytearray(60_000) for _ in range(1000)]
last = bytearray(60_000)
del blocks
before = resident_mb()
give_back()
print(before - resident_mb())
"""


def test_what_was_freed_below_something_in_use_goes_back_to_the_system() -> None:
    kept = {"MALLOC_MMAP_THRESHOLD_": "8000000", "MALLOC_TRIM_THRESHOLD_": "8000000"}
    asked = [sys.executable, "-c", _FREES_INSIDE_THE_HEAP]
    told = subprocess.run(asked, env=os.environ | kept, capture_output=True, text=True, check=True)
    assert float(told.stdout) > 50
