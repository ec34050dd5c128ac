"""The voice of espeak-ng, run as a program of its own (GPL-3.0; nothing of it is linked in)."""

from __future__ import annotations

import io
import shutil
import subprocess
import wave

from edge_agent.page.voice import Speech, VoiceError
from wire.language import Language

_VOICES = {Language.EN: ("en-gb", "150"), Language.ZH: ("cmn", "165")}
"""Each language's voice, and its pace in words a minute as espeak-ng counts them."""
_PATIENCE_S = 20.0
_HEADER = 44
"""Bytes before the samples; the lengths in it are those of an endless stream."""


class Espeak:
    """Reads aloud in English and Mandarin."""

    def __init__(self, program: str) -> None:
        """Use the program at this path."""
        self._program = program

    @classmethod
    def found(cls) -> Espeak | None:
        """Give the voice where the program is installed."""
        program = shutil.which("espeak-ng")
        return None if program is None else cls(program)

    def speak(self, text: str, language: Language) -> Speech:
        """Give `text` spoken; it goes in by a pipe, never as an argument. Raises VoiceError."""
        voice, pace = _VOICES[language]
        command = [self._program, "-b", "1", "-v", voice, "-s", pace, "--stdin", "--stdout"]
        try:
            said = subprocess.run(
                command, input=text.encode(), capture_output=True, check=True, timeout=_PATIENCE_S
            ).stdout
        except (OSError, subprocess.SubprocessError) as error:
            raise VoiceError(f"espeak-ng did not speak: {type(error).__name__}.") from error
        if len(said) <= _HEADER or said[:4] != b"RIFF":
            raise VoiceError("espeak-ng gave no sound.")
        return _finite(said)


def _finite(endless: bytes) -> Speech:
    """Write the samples anew under a header that says how long they are."""
    rate = int.from_bytes(endless[24:28], "little")
    samples = endless[_HEADER : len(endless) - len(endless) % 2]
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    return Speech(out.getvalue(), len(samples) / 2 / rate)
