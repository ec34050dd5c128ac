"""Whether somebody wants captions: the agent says so every two seconds while that is so."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import structlog

from edge_agent.errors import ProcessError
from edge_agent.publish.bell import Bell, Listen

if TYPE_CHECKING:
    from pathlib import Path

_LOG = structlog.get_logger()
WANTED_S = 6.0
"""After so long without a word from the agent nobody listens any more."""


class Ear:
    """Hears the agent; `now` is monotonic seconds."""

    def __init__(self, path: Path) -> None:
        """Listen at `path`; raises ProcessError."""
        self._bell = Bell(path)
        self._asked_at = -math.inf

    def is_wanted(self, now: float) -> bool:
        """Say whether somebody listens."""
        try:
            if any(isinstance(ring, Listen) for ring in self._bell.heard()):
                self._asked_at = now
        except ProcessError as error:
            _LOG.warning("ring_refused", code=error.code, why=str(error))
        return now - self._asked_at < WANTED_S

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        self._bell.close()
