"""Starts the live benchmark's processes, and says what each costs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from edge_agent.capture.bus import BeginAnswer, BeginInterview
from edge_agent.capture.recorder_client import RecorderClient
from edge_agent.errors import ProcessError
from tests.fakes.kiosk import make_plan
from tests.integration.site import free_port
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
_BOUND_S = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def started(part: str, folder: Path, film: Path, port: int, loss: float = 0.0) -> Iterator[int]:
    """Run one of the processes; gives its id."""
    command = [sys.executable, "-m", "tests.benchmarks.live_processes", part]
    told = {**os.environ, "LIVE_LOSS": str(loss)}
    with subprocess.Popen(
        [*command, str(folder), str(film), str(port)], cwd=ROOT, env=told
    ) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


@contextmanager
def kiosk(folder: Path, film: Path, loss: float = 0.0) -> Iterator[tuple[int, int, int]]:
    """Run a kiosk that records an answer; gives the port of calls, agent's and recorder's id."""
    folder.mkdir()
    port = free_port()
    with started("recorder", folder, film, port) as recorder:
        client = RecorderClient(folder / "run" / "recorder.sock")
        plan = make_plan()
        begin = BeginInterview(plan=plan, language=Language.EN, analysis=False, face_analysis=False)
        _until(lambda: _asked(client, begin))
        client.ask(BeginAnswer(answer=0, stage=0))
        with started("agent", folder, film, port, loss) as agent:
            _until(lambda: _answers(port))
            yield port, agent, recorder


@contextmanager
def stock(folder: Path, film: Path) -> Iterator[int]:
    """Run stock aiortc; gives the port of calls."""
    port = free_port()
    with started("stock", folder, film, port):
        _until(lambda: _answers(port))
        yield port


def cpu_s(pid: int) -> float:
    """Give the processor seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _asked(client: RecorderClient, begin: BeginInterview) -> bool:
    try:
        client.ask(begin)
    except ProcessError:
        return False
    return True


def _answers(port: int) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{port}/", timeout=5.0)
    except httpx.TransportError:
        return False
    return True


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _BOUND_S
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("A process of the live benchmark does not answer.")
        time.sleep(0.1)
