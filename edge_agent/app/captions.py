"""What the candidate said and is saying, in memory only, for captions; wiped with the interview."""

from __future__ import annotations

import time
from collections import deque
from contextlib import closing
from typing import TYPE_CHECKING

from edge_agent.publish.bell import BellPush, Listen
from wire.live import Caption

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.publish.bell import CaptionHeard

_KEPT = 40
"""Final captions for a screen that opens late."""
EVERY_S = 2.0
"""How often the senses are told that somebody wants captions."""


class Captions:
    """Keeps the newest, and has the senses make them while somebody wants them."""

    def __init__(self, senses: Path) -> None:
        """Take the socket at which the senses are told to listen; nobody wants captions yet."""
        self._senses = senses
        self._final: deque[Caption] = deque(maxlen=_KEPT)
        self._partial: Caption | None = None
        self._asked_at = -EVERY_S
        self.wanted_by_candidate = False
        """The candidate page shows captions."""

    def hear(self, heard: CaptionHeard) -> Caption:
        """Take a caption, and give it as screens are told."""
        caption = Caption(
            answer=heard.answer,
            text=heard.text,
            start=heard.start,
            end=heard.end,
            final=heard.final,
        )
        if not heard.final:
            self._partial = caption
            return caption
        self._partial = None
        if heard.text:
            self._final.append(caption)
        return caption

    def of_answer(self, answer: int) -> tuple[Caption, ...]:
        """Give an answer's captions, oldest first; the last may be partial."""
        return tuple(one for one in self.all() if one.answer == answer)

    def all(self) -> tuple[Caption, ...]:
        """Give the newest captions, oldest first; the last may be partial."""
        partial = () if self._partial is None else (self._partial,)
        return (*self._final, *partial)

    def forget(self) -> None:
        """Drop every word."""
        self._final.clear()
        self._partial = None

    def keep_going(self, *, watched: bool) -> None:
        """Have captions made while a screen or the candidate wants them."""
        now = time.monotonic()
        if (watched or self.wanted_by_candidate) and now - self._asked_at >= EVERY_S:
            self._asked_at = now
            with closing(BellPush(self._senses)) as push:
                push.ring(Listen())
