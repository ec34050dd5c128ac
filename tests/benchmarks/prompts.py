"""How long after its evidence a prompt is told to the interviewers' screens.

From the moment at which the senses append the evidence and ring, to the moment at which the side
desk tells those who watch: outbox on the disk, bell and event loop as on a kiosk; the way over
WebRTC is not in it. What the senses take to find the evidence is not in it either: keywords come
with the final words, seconds 0.15 s after their end.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from edge_agent.app.captions import Captions
from edge_agent.app.side import Side
from edge_agent.app.sitting import Sitting
from edge_agent.interview.state import InterviewState
from edge_agent.publish.bell import Bell, BellPush, OutboxGrew
from edge_agent.publish.outbox import Outbox
from tests.benchmarks.rows import row
from tests.fakes.told import TEAM, agreed, began, plan, said
from wire import live
from wire.language import Language
from wire.policy import Profile, Purpose
from wire.topics import Channel

if TYPE_CHECKING:
    from edge_agent.capture.bus import Done, Request
    from edge_agent.interview.commands import Command
    from wire.messages.fields import Durable

_ANSWERS = 60
_PATIENCE_S = 5.0


class _NoRecorder:
    """Nothing is recorded here."""

    def ask(self, request: Request) -> Done:
        """Nobody asks."""
        raise NotImplementedError(request)


class _Watched:
    """One screen, which notes when it is told of a prompt."""

    count, is_led = 1, False

    def __init__(self) -> None:
        self.told_at: asyncio.Queue[float] = asyncio.Queue()

    def speaks(self, viewing_id: str) -> bool:
        """Only look."""
        return not viewing_id

    def tell(self, said: live.FromKiosk) -> None:
        """Note a prompt."""
        if isinstance(said, live.Prompt):
            self.told_at.put_nowait(time.perf_counter())


class _Kiosk:
    """Outbox, sitting and side desk of an agent."""

    def __init__(self, folder: Path) -> None:
        self.outbox = Outbox.of_kiosk(folder, Profile.CN)
        self.sitting = Sitting(self.outbox, _NoRecorder(), self._appended)
        self.screen = _Watched()
        self.side = Side(self.outbox, self, Captions(folder / "senses.sock"))
        self.side.admit(self.screen)
        self._tasks: set[asyncio.Task[None]] = set()

    def _appended(self) -> None:
        self.side.catch_up()

    @property
    def state(self) -> InterviewState:
        """Give the interview."""
        return self.sitting.state

    def media_time(self) -> float:
        """Give the newest event's time."""
        return self.state.pts

    def problem(self) -> None:
        """There is none."""

    def later(self, command: Command) -> None:
        """Take a command in its turn."""
        task = asyncio.get_running_loop().create_task(self.sitting.take(command))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def hear(self, bell: Bell) -> None:
        """Take what was rung."""
        for ring in bell.heard():
            self.side.rung(ring)

    def keep(self, message: Durable) -> None:
        """Append a message as another process does."""
        channel = Channel.FEATURES if "hits" in message.__struct_fields__ else Channel.EVENTS
        self.outbox.append(
            channel, lambda seq: msgspec.structs.replace(message, seq=seq), message.stream_id
        )


def prompts() -> list[dict[str, Any]]:
    """Have one prompt an answer, over and over."""
    with tempfile.TemporaryDirectory(prefix="k-") as folder:
        late = asyncio.run(_measure(Path(folder)))
    return [
        row("prompt_p50_ms", 1000 * statistics.median(late), "ms"),
        row("prompt_p95_ms", 1000 * float(np.percentile(late, 95)), "ms"),
    ]


async def _measure(folder: Path) -> list[float]:
    kiosk, late = _Kiosk(folder), []
    with closing(Bell(folder / "bell")) as bell, closing(BellPush(folder / "bell")) as push:
        loop = asyncio.get_running_loop()
        loop.add_reader(bell.fileno(), kiosk.hear, bell)
        made = plan()
        kiosk.sitting.expect(
            InterviewState(plan=made, language=Language.EN, began=True, granted=frozenset(Purpose))
        )
        kiosk.keep(agreed(Purpose.ANALYSIS))
        for answer in range(_ANSWERS):
            kiosk.keep(began(answer, 0, 10.0 * answer))
            evidence = said(*[TEAM] * 6, answer=answer, start=10.0 * answer)
            found_at = time.perf_counter()
            await asyncio.to_thread(kiosk.keep, evidence)
            push.ring(OutboxGrew())
            late.append(await asyncio.wait_for(kiosk.screen.told_at.get(), _PATIENCE_S) - found_at)
        loop.remove_reader(bell.fileno())
    kiosk.outbox.close()
    return late


if __name__ == "__main__":
    for measured in prompts():
        print(measured)  # noqa: T201 - run by hand
