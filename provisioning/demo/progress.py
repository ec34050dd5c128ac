"""What the demo is doing now: moving on a terminal, a line a step into a pipe."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console


class Steps:
    """Tells a console what is being done; rich shows nothing that moves where nobody watches."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Tell of one step, for the length of a `with` block."""
        if self._console.is_terminal:
            with self._console.status(text):
                yield
        else:
            self._say(text)
            yield

    @contextmanager
    def bar(self, total_s: float) -> Iterator[Callable[[float, str], None]]:
        """Give what is to be told the seconds that are done and what is being done."""
        if not self._console.is_terminal:
            yield _Changes(self._say).tell
            return
        columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
        with Progress(*columns, console=self._console) as bar:
            task = bar.add_task("", total=total_s)
            yield lambda done_s, text: bar.update(task, completed=done_s, description=text)

    def _say(self, text: str) -> None:
        self._console.print(f"{text} ...", highlight=False)


class _Changes:
    """Tells each text once, as long as it stays the same."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._last = ""

    def tell(self, _done_s: float, text: str) -> None:
        if text != self._last:
            self._last = text
            self._say(text)
