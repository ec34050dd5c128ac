"""What a benchmark says while it measures."""

from __future__ import annotations

import os
import sys
import time


def tell(what: str) -> None:
    """Print a line with the time and the machine's load."""
    at, load = time.strftime("%H:%M:%S"), os.getloadavg()[0]
    sys.stdout.write(f"{at}  load {load:.1f}  {what}\n")
    sys.stdout.flush()
