"""What the pages before the first question are made from."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from edge_agent.interview.state import Phase
from wire.check_in import ALPHABET

if TYPE_CHECKING:
    from edge_agent.page.scene import Scene

PRACTICE_S = 60
"""So long the clock of the practice runs."""
_NAMES_NOBODY = frozenset({Phase.WELCOME, Phase.CHECK_IN})
"""Nothing of the interview is shown to whoever has not checked in."""


def context(scene: Scene) -> dict[str, object]:
    """Give what their templates need beside the scene."""
    arrival = scene.state.arrival
    return {
        "arrival": arrival,
        "is_known": scene.state.phase not in _NAMES_NOBODY,
        "keys": ALPHABET,
        "wait_s": math.ceil(arrival.wait_s(datetime.now(UTC))),
        "practice_s": PRACTICE_S,
    }


def step(scene: Scene) -> str:
    """Name what a page of the same phase may yet differ in; the page follows when it changes."""
    arrival = scene.state.arrival
    match scene.state.phase:
        case Phase.CHECK_IN:
            return f"wrong-{arrival.wrong_codes}"
        case Phase.PRACTICE:
            return arrival.practice.value if arrival.practice else ""
        case _:
            return ""
