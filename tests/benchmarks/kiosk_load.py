"""What the kiosk's processes cost while one runs: processor seconds and proportional memory.

PSS is /proc/PID/smaps_rollup's: pages shared by several processes count in equal parts.
"""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

_EVERY_S = 0.5
_TICKS = os.sysconf("SC_CLK_TCK")
_KIB_IN_MB = 1024 / 1e6
_AS_INSTALLED = Path(__file__).parent / "as_installed"


def environment() -> dict[str, str]:
    """Give the environment of a demo whose kiosk has only the packages that a kiosk has."""
    return os.environ | {"PYTHONPATH": str(_AS_INSTALLED)}


@dataclass(frozen=True, slots=True)
class Sample:
    """What all of the kiosk's processes had used at one moment."""

    at: float
    """POSIX seconds."""
    cpu_s: dict[int, float]
    """Processor seconds of each process since it began."""
    pss_mb: float


class KioskLoad:
    """Samples the kiosks below one process, twice a second, in a thread of its own."""

    def __init__(self, ancestor: int) -> None:
        """Watch the descendants of `ancestor` that run `edge_agent`."""
        self._ancestor = ancestor
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.samples: list[Sample] = []

    def __enter__(self) -> Self:
        """Begin to sample."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._over.set()
        self._thread.join()

    def cores(self, start: float, end: float) -> float:
        """Give the processor seconds used between two moments over the seconds between them."""
        within = [sample for sample in self.samples if start <= sample.at <= end]
        first, last = within[0], within[-1]
        used = sum(cpu - first.cpu_s.get(pid, 0.0) for pid, cpu in last.cpu_s.items())
        return used / (last.at - first.at)

    def pss_mb(self, start: float, end: float) -> list[float]:
        """Give the memory of every sample between two moments."""
        return [sample.pss_mb for sample in self.samples if start <= sample.at <= end]

    def _watch(self) -> None:
        while not self._over.wait(_EVERY_S):
            pids = list(_kiosk_processes(self._ancestor))
            cpu = {pid: used for pid in pids if (used := _cpu_s(pid)) is not None}
            self.samples.append(Sample(time.time(), cpu, sum(map(_pss_mb, pids))))


def _kiosk_processes(ancestor: int) -> Iterator[int]:
    """Yield the descendants of `ancestor` whose command line names the kiosk's package."""
    parents = {pid: parent for pid in _pids() if (parent := _parent(pid)) is not None}
    for pid in parents:
        up: int | None = pid
        while up is not None and up != ancestor:
            up = parents.get(up)
        if up == ancestor and "edge_agent" in _command(pid):
            yield pid


def _pids() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _read(pid: int, name: str) -> str:
    """Give a file of a process, which may be gone by now."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _stat(pid: int) -> list[str]:
    """Give the fields after the command's name (proc(5): state is the first)."""
    return _read(pid, "stat").rpartition(")")[2].split()


def _parent(pid: int) -> int | None:
    fields = _stat(pid)
    return int(fields[1]) if fields else None


def _cpu_s(pid: int) -> float | None:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else None


def _command(pid: int) -> str:
    return _read(pid, "cmdline").replace("\0", " ")


def _pss_mb(pid: int) -> float:
    for line in _read(pid, "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * _KIB_IN_MB
    return 0.0
