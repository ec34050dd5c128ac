"""Port: a synthetic voice that reads the page aloud; it is said to be one wherever it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from edge_agent.errors import EdgeError

if TYPE_CHECKING:
    from wire.language import Language


class VoiceError(EdgeError):
    """Nothing can be read aloud."""

    code = "K-VOICE-001"
    diagnosis = "Install the package espeak-ng; the page stays readable without it."


@dataclass(frozen=True, slots=True)
class Speech:
    """A text, spoken."""

    wave: bytes
    """A WAV file: mono, signed 16-bit PCM."""
    seconds: float


class Voice(Protocol):
    """Turns text into speech on this machine, without any network."""

    def speak(self, text: str, language: Language) -> Speech:
        """Give `text` spoken in `language`; raises VoiceError."""
        ...
