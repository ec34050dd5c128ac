"""Runs the kiosk's four processes: whoever falls is started again, and none is left behind."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from typing import TYPE_CHECKING

import structlog

from edge_agent.publish.backoff import Backoff

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LOG = structlog.get_logger()
PROCESSES = ("recorder", "senses", "agent", "uploader")
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 30.0
_GOOD_RUN_S = 60.0
"""Who ran so long is started at once when it falls."""
_GOODBYE_S = 10.0
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Read by numpy's library when it is loaded; its matrices here are too small to share out."""
_FEW_HEAPS = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "8000000",
    "MALLOC_TRIM_THRESHOLD_": "8000000",
    "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "0",
}
"""glibc gives each thread a heap of its own and keeps what is freed: a third of the memory.

oneDNN, below CTranslate2, keeps what its largest run needed as long as it remembers any run.
"""


class Child:
    """One process, kept running."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self._name = name
        self._command = command
        chance = random.SystemRandom().random
        self._backoff = Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S, chance)

    async def keep(self) -> None:
        """Run it again and again; cancelled, it is asked to end and waited for."""
        while True:
            began = time.monotonic()
            environment = os.environ | _ONE_THREAD | _FEW_HEAPS
            process = await asyncio.create_subprocess_exec(*self._command, env=environment)
            try:
                code = await process.wait()
            finally:
                await _end(process)
            if time.monotonic() - began >= _GOOD_RUN_S:
                self._backoff.worked()
            wait_s = self._backoff.failed()
            _LOG.warning("process_restarts", name=self._name, ended_with=code, in_s=wait_s)
            await asyncio.sleep(wait_s)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask a process to end, and make it when it does not."""
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), _GOODBYE_S)
    except TimeoutError:
        process.kill()
        await process.wait()


async def supervise(commands: dict[str, Sequence[str]]) -> None:
    """Keep the processes running until SIGTERM or SIGINT, then end them all."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    children = [Child(name, command) for name, command in commands.items()]
    tasks = [asyncio.ensure_future(child.keep()) for child in children]
    _LOG.info("kiosk_started", processes=list(commands))
    await stopped.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    _LOG.info("kiosk_stopped")


def command(settings: Path, name: str) -> list[str]:
    """Spell the command of one process; it ends when this process does."""
    parent = ("--with-parent", str(os.getpid()))
    return [sys.executable, "-m", "edge_agent", "--settings", str(settings), *parent, name]


def run(settings: Path) -> None:
    """Run the kiosk until SIGTERM."""
    asyncio.run(supervise({name: command(settings, name) for name in PROCESSES}))
