"""All processes of the hub without systemd: started, watched and ended together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import structlog

from hub.errors import ProcessError
from hub.storage.migrate import migrate

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

    from hub.settings import Settings

PROCESSES = ("keeper", "receive", "ingest", "web", "mail")
_FIRST_DELAY_S, _LONGEST_DELAY_S = 0.5, 30.0
_STEADY_S = 60.0
"""A process that ran this long starts its back-off anew."""
_STOP_S = 10.0
_WATCH_S = 0.2
_PR_SET_PDEATHSIG = 1
_log = structlog.get_logger()
_libc = ctypes.CDLL(None)


class _Leave:
    """Whether the supervisor was asked to end.

    A handler that raised instead would lose the signal that comes during a fork: Python forgets
    what its handler raises in the functions that a fork calls (os.register_at_fork).
    """

    def __init__(self) -> None:
        self.is_asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True


class Watched:
    """One process and when to start it again."""

    def __init__(self, name: str, settings_file: Path) -> None:
        self.name = name
        self._command = [sys.executable, "-m", "hub", "--settings", str(settings_file), name]
        self._delay_s = _FIRST_DELAY_S
        self._started = self._due = time.monotonic()
        self._process: subprocess.Popen[bytes] | None = None

    def watch(self, now: float) -> None:
        """Start it when it is due; note when it has ended."""
        if self._process is None:
            if now >= self._due:
                self._start(now)
        elif (code := self._process.poll()) is not None:
            steady = now - self._started >= _STEADY_S
            self._delay_s = _FIRST_DELAY_S if steady else min(self._delay_s * 2, _LONGEST_DELAY_S)
            self._process, self._due = None, now + self._delay_s
            error = ProcessError(f"{self.name} ended with {code}.")
            _log.error("process_ended", code=error.code, name=self.name, again_in_s=self._delay_s)

    def _start(self, now: float) -> None:
        self._started = now
        bind = partial(_die_with, os.getpid())
        self._process = subprocess.Popen(self._command, preexec_fn=bind)  # noqa: PLW1509 - C calls, no locks

    def ask_to_end(self) -> None:
        """Send SIGTERM."""
        if self._process is not None:
            self._process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until it has ended; kill it at the deadline."""
        if self._process is None:
            return
        try:
            self._process.wait(max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _die_with(parent: int) -> None:
    """Leave no process behind, even when the supervisor is killed (prctl(2))."""
    # The supervisor's handler, inherited until the program starts, would only remember SIGTERM.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def run(settings: Settings, settings_file: Path) -> None:
    """Migrate, then run all of them until SIGTERM or Ctrl-C."""
    migrate(settings)
    leave = _Leave()
    watched = [Watched(name, settings_file) for name in processes(settings)]
    try:
        while not leave.is_asked:
            for one in watched:
                one.watch(time.monotonic())
            time.sleep(_WATCH_S)
        _log.info("leaving")
    finally:
        for one in watched:
            one.ask_to_end()
        deadline = time.monotonic() + _STOP_S
        for one in watched:
            one.end(deadline)


def processes(settings: Settings) -> tuple[str, ...]:
    """Name the processes; the audit log's has work where a folder for it is named."""
    audit = settings.audit
    has_work = audit.checkpoint_dir is not None or audit.export_dir is not None
    return (*PROCESSES, *(("witness",) if has_work else ()))
