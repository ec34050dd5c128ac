"""The demo's child processes: started with their log in a file, ended with the demo."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING, Protocol

from provisioning.demo.errors import ProcessError
from provisioning.descent import bound_to_parent
from provisioning.interrupts import Uninterrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_STOP_S = 15.0
_LOOK_S = 0.2
_ANSWER_S = 180.0
"""One that has died is noticed at once; on a busy machine one that lives may take long."""


class Watched(Protocol):
    """Something that runs as long as the site does."""

    def check(self) -> None:
        """Raise a ProvisioningError when it is gone for good."""


def free_port() -> int:
    """Give a TCP port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(host: str, port: int, server: Watched) -> None:
    """Return when somebody accepts connections; raises what `server` raises, or ProcessError."""
    deadline = time.monotonic() + _ANSWER_S
    while True:
        server.check()
        try:
            socket.create_connection((host, port), 1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise ProcessError(f"nobody answered at {host}:{port}.") from None
            time.sleep(_LOOK_S)
        else:
            return


def module(name: str, *arguments: str) -> list[str]:
    """Spell the command that runs one of our packages on this Python."""
    return [sys.executable, "-m", name, *arguments]


def ask(
    command: Sequence[str],
    *,
    stdin: str | None = None,
    watch: Callable[[], None] = lambda: None,
) -> str:
    """Run a command to its end and give its output; raises ProcessError with its last line.

    `watch` is called several times a second; what it raises ends the command.
    """
    with ExitStack() as stack:
        with Uninterrupted():
            process = stack.enter_context(_spawn(command, reads=stdin is not None))
            stack.callback(process.terminate)
        output, errors = _communicate(process, stdin, watch)
    if process.returncode != 0:
        lines = (errors or output).strip().splitlines() or ["it said nothing"]
        raise ProcessError(lines[-1])
    return output


def _spawn(command: Sequence[str], *, reads: bool) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE if reads else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=bound_to_parent(),  # noqa: PLW1509 - C calls, no locks
    )


def _communicate(
    process: subprocess.Popen[str],
    stdin: str | None,
    watch: Callable[[], None],
) -> tuple[str, str]:
    while True:
        try:
            return process.communicate(stdin, timeout=_LOOK_S)
        except subprocess.TimeoutExpired:
            stdin = None  # it is being written; only the first call may name it
            watch()


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
            preexec_fn=bound_to_parent(),  # noqa: PLW1509 - C calls, no locks
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
        with Uninterrupted():
            child = Child(name, command, log)
            stack.callback(child.stop)
        yield child
