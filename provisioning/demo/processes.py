"""The demo's child processes: started with their log in a file, ended with the demo."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING

from provisioning.demo.errors import ProcessError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_STOP_S = 15.0


def free_port() -> int:
    """Give a TCP port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def module(name: str, *arguments: str) -> list[str]:
    """Spell the command that runs one of our packages on this Python."""
    return [sys.executable, "-m", name, *arguments]


def ask(command: Sequence[str], *, stdin: str | None = None) -> str:
    """Run a command to its end and give its output; raises ProcessError with its last line."""
    ran = subprocess.run(command, capture_output=True, text=True, input=stdin, check=False)
    if ran.returncode != 0:
        lines = (ran.stderr or ran.stdout).strip().splitlines() or ["it said nothing"]
        raise ProcessError(lines[-1])
    return ran.stdout


class Child:
    """A running process of the site."""

    def __init__(self, name: str, command: Sequence[str], log: IO[bytes]) -> None:
        self.name = name
        self._log = log
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def check(self) -> None:
        """Raise ProcessError when the process has ended."""
        code = self._process.poll()
        if code is not None:
            raise ProcessError(f"{self.name} ended with {code}; its log: {self._log.name}")

    def stop(self) -> None:
        """End the process and, should it not, its whole group."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()


@contextmanager
def running(name: str, command: Sequence[str], logs: Path) -> Iterator[Child]:
    """Run a child for the length of a `with` block."""
    logs.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        log = stack.enter_context((logs / f"{name}.log").open("ab"))
        child = Child(name, command, log)
        stack.callback(child.stop)
        yield child
