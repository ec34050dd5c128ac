"""Port: what plays the interviewers' voices to the candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from edge_agent.errors import EdgeError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 48_000
"""Hertz."""


class SpeakerError(EdgeError):
    """The loudspeaker plays nothing."""

    code = "K-SPEAKER-001"
    diagnosis = "Check the loudspeaker's plug and [speaker] in the settings, then run `check`."


class Speaker(Protocol):
    """A sink of sound: 48 kHz, mono."""

    def play(self, samples: NDArray[np.int16]) -> None:
        """Wait until there is room and play; raises SpeakerError."""
        ...

    def close(self) -> None:
        """Release the device; safe to call twice."""
        ...
