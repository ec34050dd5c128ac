"""Somebody who reads captions along, in place of the agent: so that the senses make them."""

from __future__ import annotations

import select
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Self

from edge_agent.app.captions import EVERY_S
from edge_agent.publish.bell import (
    SENSES_SOCKET_NAME,
    SOCKET_NAME,
    Bell,
    BellPush,
    CaptionHeard,
    Listen,
)

if TYPE_CHECKING:
    from pathlib import Path

_TURN_S = 0.2


class Reader:
    """Rings for captions until it is left, and counts them."""

    def __init__(self, run: Path) -> None:
        """Take the folder of the sockets."""
        self._bell = Bell(run / SOCKET_NAME)
        self._senses = run / SENSES_SOCKET_NAME
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read)
        self.count = 0
        """Captions that came so far."""

    @property
    def has_read(self) -> bool:
        """Say whether a caption came: then models are loaded, and the senses at work."""
        return self.count > 0

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._over.set()
        self._thread.join()
        self._bell.close()

    def _read(self) -> None:
        asked_at = -EVERY_S
        while not self._over.is_set():
            if time.monotonic() - asked_at >= EVERY_S:
                asked_at = time.monotonic()
                with closing(BellPush(self._senses)) as push:
                    push.ring(Listen())
            if select.select([self._bell], [], [], _TURN_S)[0]:
                self.count += sum(isinstance(one, CaptionHeard) for one in self._bell.heard())
