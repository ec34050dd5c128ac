"""Whether sound can serve: how far its speech stands above the room, told over many windows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edge_agent.features.capture_limits import LEAST_SNR

if TYPE_CHECKING:
    from wire.messages.feature_window import SoundQuality

_NOISELESS = -120.0


@dataclass(frozen=True, slots=True)
class _Spoken:
    speech_s: float
    power: float
    noise: float


@dataclass(slots=True)
class SpeechOverNoise:
    """Compares each window's noise with the level of all the speech so far.

    A single second's own ratio falls with every soft syllable; its noise does not.
    """

    _spoken: list[_Spoken] = field(default_factory=list)
    _noise: float | None = None

    def add_window(self, sound: SoundQuality) -> None:
        """Take one window's sound."""
        self._noise = sound.noise
        if sound.noise is not None and sound.snr is not None and sound.speech_s > 0:
            noise = 10.0 ** (sound.noise / 10.0)
            power = noise * 10.0 ** (sound.snr / 10.0)
            self._spoken.append(_Spoken(sound.speech_s, power, noise))

    @property
    def noisy_share(self) -> float:
        """Share of the speech that was said in too much noise; 0 when nothing is known."""
        whole = self.known_s
        least = self._level() - LEAST_SNR
        noisy = sum(one.speech_s for one in self._spoken if _decibels(one.noise) > least)
        return noisy / whole if whole else 0.0

    @property
    def known_s(self) -> float:
        """Seconds of speech whose noise is known."""
        return sum(one.speech_s for one in self._spoken)

    @property
    def is_noisy_now(self) -> bool | None:
        """Whether the newest window's noise is too loud for the speech so far; None if unknown."""
        if self._noise is None or not self._spoken:
            return None
        return self._level() - self._noise < LEAST_SNR

    def _level(self) -> float:
        """Give the mean level of the speech, in decibels of full scale."""
        whole = sum(one.speech_s for one in self._spoken)
        power = sum(one.speech_s * one.power for one in self._spoken)
        return _decibels(power / whole) if whole else _NOISELESS


def _decibels(power: float) -> float:
    return 10.0 * math.log10(power) if power > 0 else _NOISELESS
