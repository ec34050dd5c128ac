"""Lets the kiosk's processes find what its own requirements install, and not what developers have.

structlog and httpx import rich where they find it (7 MB and more a process); no kiosk has it.
Python runs this file at its start where `PYTHONPATH` names this folder.
"""

from __future__ import annotations

import sys

_ONLY_DEVELOPERS_HAVE = ("rich",)

if "edge_agent" in sys.orig_argv:
    for name in _ONLY_DEVELOPERS_HAVE:
        sys.modules[name] = None  # type: ignore[assignment]  # documented: its import fails
