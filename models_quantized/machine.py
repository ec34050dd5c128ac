"""The name under which figures are kept: another processor or runtime makes them void."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

_BOARD = Path("/proc/device-tree/model")
_PROCESSORS = Path("/proc/cpuinfo")
_RUNTIMES = ("onnxruntime", "tflite-runtime")


def machine() -> str:
    """Name this machine and the runtimes that are installed."""
    runtimes = ", ".join(f"{name} {version(name)}" for name in _RUNTIMES)
    return f"{_processor()}, {os.cpu_count()} cores, {platform.machine()}; {runtimes}"


def _processor() -> str:
    """Give the board's or the processor's name, as Linux knows it."""
    if _BOARD.is_file():
        return _BOARD.read_text(encoding="utf-8").strip("\0\n ")
    lines = _PROCESSORS.read_text(encoding="utf-8").splitlines() if _PROCESSORS.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"
