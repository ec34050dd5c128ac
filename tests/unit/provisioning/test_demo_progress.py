"""What the demo tells while it works, to a terminal and into a pipe."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from provisioning.demo.progress import Steps


class Flushed(StringIO):
    """A pipe's end: what was flushed has arrived."""

    arrived = ""

    def flush(self) -> None:
        self.arrived = self.getvalue()


def test_a_step_is_told_into_a_pipe_before_it_is_done() -> None:
    pipe = Flushed()
    with Steps(Console(file=pipe)).step("keys"):
        assert pipe.arrived == "keys ...\n"


def test_each_change_of_a_long_step_is_one_line_in_a_pipe() -> None:
    pipe = Flushed()
    with Steps(Console(file=pipe)).bar(10.0) as tell:
        for done_s, text in enumerate(["loading", "loading", "answering", "answering"]):
            tell(done_s, text)
        assert pipe.arrived == "loading ...\nanswering ...\n"


def test_a_terminal_sees_what_is_being_done() -> None:
    screen = Flushed()
    console = Console(file=screen, force_terminal=True, width=80)
    steps = Steps(console)
    with steps.step("keys"):
        pass
    with steps.bar(10.0) as tell:
        tell(4.0, "answering")
    assert "keys" in screen.arrived
    assert "answering" in screen.arrived
