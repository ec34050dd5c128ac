"""Starts the live benchmark's processes, and says what each costs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from edge_agent.capture.bus import BeginAnswer, BeginInterview, EndAnswer, EndInterview
from edge_agent.capture.recorder_client import RecorderClient
from edge_agent.errors import ProcessError
from tests.benchmarks.live_reader import Reader
from tests.fakes.kiosk import make_plan
from tests.integration.site import free_port
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.benchmarks.live_network import End

ROOT = Path(__file__).resolve().parents[2]
_HERE = "127.0.0.1"
_BOUND_S = 180.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A recorder, an agent's viewers and, where it is analysed, the senses."""

    address: str
    """Of calls; to be reached at the other end of the cable where there is one."""
    folder: Path
    agent: int
    recorder: int
    """Process ids."""
    interviews: Interviews


class Interviews:
    """Begins and ends interviews and answers at a recorder."""

    def __init__(self, folder: Path, *, is_analysed: bool) -> None:
        self._client = RecorderClient(folder / "run" / "recorder.sock")
        self._is_analysed = is_analysed
        self.number = 0
        self.answer = 0

    @property
    def interview_id(self) -> str:
        """Name the newest interview."""
        return f"{self.number:032x}"

    def begin(self) -> None:
        """Begin the next interview with its first answer; raises ProcessError."""
        self.number, self.answer = self.number + 1, -1
        whether = self._is_analysed
        plan = make_plan(self.interview_id)
        begin = BeginInterview(
            plan=plan, language=Language.EN, analysis=whether, face_analysis=whether
        )
        self._client.ask(begin)
        self.begin_answer()

    def begin_answer(self) -> None:
        """Begin the next answer; raises ProcessError."""
        self.answer += 1
        self._client.ask(BeginAnswer(answer=self.answer, stage=self.answer % 3))

    def end_answer(self) -> None:
        """End the answer, and wait until it is on the disk; raises ProcessError."""
        self._client.ask(EndAnswer())

    def end(self) -> None:
        """End the interview; raises ProcessError."""
        self._client.ask(EndInterview())


@contextmanager
def started(
    part: str, folder: Path, film: Path, *where: str, at: End | None = None, preset: str = ""
) -> Iterator[int]:
    """Run one of the processes; gives its id."""
    command = [sys.executable, "-m", "tests.benchmarks.live_processes", part]
    whole = [*command, str(folder), str(film), *(where or (_HERE, "0"))]
    told = {**os.environ, "LIVE_PRESET": preset}
    with subprocess.Popen(
        whole if at is None else at.command(*whole), cwd=ROOT, env=told
    ) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


@contextmanager
def kiosk(
    folder: Path,
    film: Path,
    at: End | None = None,
    *,
    is_analysed: bool = False,
    preset: str = "",
) -> Iterator[Kiosk]:
    """Run a kiosk that records an answer; `at` is the end of the cable at which it stands.

    `preset` is another one of x264's than the product's.
    """
    folder.mkdir()
    host, port = _HERE if at is None else at.address, free_port()
    interviews = Interviews(folder, is_analysed=is_analysed)
    with ExitStack() as stack:
        recorder = stack.enter_context(started("recorder", folder, film, preset=preset))
        until(lambda: _began(interviews))
        if is_analysed:
            reader = stack.enter_context(Reader(folder / "run"))
            stack.enter_context(started("senses", folder, film))
            until(lambda: reader.has_read)
        called = started("agent", folder, film, host, str(port), at=at)
        agent = stack.enter_context(called)
        address = f"http://{host}:{port}/"
        if at is None:
            until(lambda: answers(address))
        yield Kiosk(address, folder, agent, recorder, interviews)


@contextmanager
def stock(folder: Path, film: Path) -> Iterator[str]:
    """Run stock aiortc; gives the address of calls."""
    port = free_port()
    with started("stock", folder, film, _HERE, str(port)):
        address = f"http://{_HERE}:{port}/"
        until(lambda: answers(address))
        yield address


def cpu_s(pid: int) -> float:
    """Give the processor seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def answers(address: str) -> bool:
    """Say whether calls are taken there."""
    try:
        httpx.get(address, timeout=5.0)
    except httpx.TransportError:
        return False
    return True


def until(is_so: Callable[[], bool]) -> None:
    """Wait for a fact; raises TimeoutError."""
    deadline = time.monotonic() + _BOUND_S
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("A process of the live benchmark does not answer.")
        time.sleep(0.1)


def _began(interviews: Interviews) -> bool:
    try:
        interviews.begin()
    except ProcessError:
        return False
    return True
