"""A signal that ends a command is not lost while the command starts a process."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from provisioning import interrupts
from provisioning.authority import Credentials
from provisioning.broker import Broker
from provisioning.demo import processes
from provisioning.demo.processes import ask, running
from provisioning.interrupts import ENDING, Uninterrupted
from tests.fakes.signal_at_fork import AT_FORK, MOMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

TRACED = {interrupts.__file__, processes.__file__}
SLEEPER = ["sleep", "60"]


def interrupt(number: int, _: object) -> None:
    raise KeyboardInterrupt(number)


@pytest.fixture(autouse=True)
def _raising_handlers() -> Iterator[None]:
    before = {number: signal.signal(number, interrupt) for number in ENDING}
    yield
    AT_FORK.disarm()
    for number, handler in before.items():
        signal.signal(number, handler)


def children() -> set[int]:
    """Give the process ids of whom we started and did not wait for yet."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = entry.read_text().rpartition(")")[2].split()[1]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == os.getpid():
            found.add(int(entry.parent.name))
    return found


def start_child(folder: Path) -> None:
    with running("child", SLEEPER, folder):
        sys.settrace(None)


def start_broker(folder: Path) -> None:
    file = folder / "absent.pem"
    Broker(folder / "broker", "127.0.0.1", 1, Credentials(file, file, file)).start()


@pytest.fixture
def _deaf_mosquitto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "mosquitto"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)


@pytest.mark.usefixtures("_deaf_mosquitto")
@pytest.mark.parametrize("number", ENDING)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("start", [lambda _: ask(SLEEPER), start_child, start_broker])
def test_a_signal_in_the_middle_of_a_fork_ends_what_was_begun(
    tmp_path: Path, start: Callable[[Path], object], moment: str, number: signal.Signals
) -> None:
    before = children()
    AT_FORK.arm(number, moment)
    with pytest.raises(KeyboardInterrupt) as ended:
        start(tmp_path)
    assert ended.value.args == (number,)
    assert children() == before


@contextmanager
def signal_at_line(wanted: int) -> Iterator[None]:
    """Send SIGTERM just before the line of the traced files that is run as number `wanted`."""
    passed = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal passed
        if frame.f_code.co_filename not in TRACED:
            return None
        if event == "line":
            passed += 1
            if passed == wanted:
                signal.raise_signal(signal.SIGTERM)
        return trace

    tracer = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(tracer)
    assert passed < wanted, "the signal was swallowed"


def test_a_signal_at_any_line_of_starting_a_child_ends_it(tmp_path: Path) -> None:
    before, lines = children(), 0
    while True:
        lines += 1
        try:
            with signal_at_line(lines):
                start_child(tmp_path)
        except KeyboardInterrupt:
            assert children() == before
        else:
            break
    assert lines > len(ENDING), "no line was traced"


def put_off(events: list[str]) -> None:
    with Uninterrupted():
        signal.raise_signal(signal.SIGHUP)
        events.append("end of the block")


def test_what_comes_in_the_block_is_handled_at_its_end() -> None:
    events: list[str] = []
    with pytest.raises(KeyboardInterrupt, match=str(int(signal.SIGHUP))):
        put_off(events)
    assert events == ["end of the block"]


def put_off_twice(events: list[str]) -> None:
    with Uninterrupted():
        put_off(events)
        events.append("end of the outer block")


def test_a_block_within_a_block_waits_for_the_outer_ones_end() -> None:
    events: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        put_off_twice(events)
    assert events == ["end of the block", "end of the outer block"]


def test_the_handlers_are_as_before_after_the_block() -> None:
    with Uninterrupted():
        assert signal.getsignal(signal.SIGTERM) is not interrupt
    assert [signal.getsignal(number) for number in ENDING] == [interrupt] * len(ENDING)


def test_an_ignored_signal_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with Uninterrupted():
        signal.raise_signal(signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_another_thread_may_start_processes_too() -> None:
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append(ask(["echo", "here"])))
    thread.start()
    thread.join()
    assert said == ["here\n"]
