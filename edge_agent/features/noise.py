"""How loud it is between speech and under it, and how far speech stands above that.

The level between speech is a quantile of the power of frames over the last seconds (Stahl, Fischer
and Bippus, ICASSP 2000): the median of those without speech, so that a click or a breath does not
count. A noise gate, a headset or an echo canceller silences those frames and leaves the noise under
the speech; digital silence therefore tells nothing. What a twentieth of the frames of speech stay
below is the noise there, as even running speech falls to it that often (cf. Martin's minimum
statistics, IEEE TSAP 9, 2001). It counts where nothing is heard between speech, and where it is
louder than that and nearer to the speech than its own soft moments or an echoing room's tails are.

Powers are A-weighted: a mains hum or a fan as loud as the speech costs a recogniser hardly a word,
hiss does.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from functools import cache
from statistics import fmean, median
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from edge_agent.capture.frames import AudioChunk

FRAME_S = 0.032
"""A frame's length: some pitch periods, and as long as the voice activity model's."""
GUARD_S = 0.1
"""So near to speech a frame is neither: onsets and endings are found that late."""
REMEMBERED_S = 10.0
"""A room's noise is what it was in the last seconds."""
LEAST_QUIET = 10
"""Fewer frames between speech say nothing about the room."""
LEAST_HEARD = 94
"""Frames (3 s) of which the quietest show the noise."""
_SOFTEST = 0.05
"""The quantile of speech that shows the noise under it."""
_RUNNING = 0.1
"""The quantile of all sound where voices fill every pause."""
OWN_SOFTNESS = 10.0
"""Speech over its own softest twentieth: 21 dB and more when clear, 12 where a room echoes."""
_LOUDER = 10.0**0.6
"""So much louder than between speech, noise under it is another."""
SILENT = 10.0**-7.5
"""Power (-75 dBFS) below which a frame is a device's silence, not a room's."""
MOST_DB = 120.0
_HEARD_HERTZ = 8000.0


class SpeechClock(Protocol):
    """What the voice activity model said so far."""

    def speech_s(self, start: float, end: float) -> float:
        """Give the seconds of speech in [start, end) of media time, as far as judged."""
        ...

    def far_end_s(self, start: float, end: float) -> float:
        """Give the seconds of [start, end) in which the kiosk itself played a voice."""
        ...


@dataclass(frozen=True, slots=True)
class _Heard:
    start: float
    power: float
    near: bool
    """Whether speech is within the guard."""
    spoken: bool


class NoiseMeter:
    """Hears every sample once, in order; says how loud the noise of the last seconds was."""

    def __init__(self) -> None:
        self._heard: deque[_Heard] = deque()

    def measure(self, sound: AudioChunk, speech: SpeechClock) -> tuple[float | None, float | None]:
        """Give the noise's power up to the sound's end, and the sound's own mean power of speech.

        Powers are shares of full scale squared; None where there was no such moment.
        """
        loud = []
        for start, power in frames(sound):
            if speech.far_end_s(start - GUARD_S, start + FRAME_S + GUARD_S):
                continue
            near = speech.speech_s(start - GUARD_S, start + FRAME_S + GUARD_S) > 0
            spoken = near and speech.speech_s(start, start + FRAME_S) > FRAME_S / 2
            self._heard.append(_Heard(start, power, near=near, spoken=spoken))
            if spoken:
                loud.append(power)
        return self._noise(sound.end), (fmean(loud) if loud else None)

    def _noise(self, until: float) -> float | None:
        while self._heard and self._heard[0].start < until - REMEMBERED_S:
            self._heard.popleft()
        between, under = self._between(), self._under()
        if between is None:
            return under if self._is_gated() else self._running()
        if under is None:
            return between
        spoken = fmean(frame.power for frame in self._heard if frame.spoken)
        is_other = under > _LOUDER * between and under * OWN_SOFTNESS > spoken
        return under if is_other else between

    def _between(self) -> float | None:
        """Give the power away from speech, None where that is a device's silence."""
        quiet = [one.power for one in self._heard if not one.near and one.power > SILENT]
        return median(quiet) if len(quiet) >= LEAST_QUIET else None

    def _under(self) -> float | None:
        """Give the power that speech now and then falls to."""
        loud = [one.power for one in self._heard if one.spoken and one.power > SILENT]
        return float(np.quantile(loud, _SOFTEST)) if len(loud) >= LEAST_HEARD else None

    def _running(self) -> float | None:
        """Give the power that sound now and then falls to that somebody's voice always fills."""
        heard = [one.power for one in self._heard if one.power > SILENT]
        return float(np.quantile(heard, _RUNNING)) if len(heard) >= LEAST_HEARD else None

    def _is_gated(self) -> bool:
        """Say whether the device is silent between speech."""
        silent = sum(not one.near and one.power <= SILENT for one in self._heard)
        return silent >= LEAST_QUIET


def frames(sound: AudioChunk) -> Iterator[tuple[float, float]]:
    """Yield each whole frame's start and mean weighted power; a remainder is left out."""
    length = max(1, round(sound.rate * FRAME_S))
    whole = sound.samples[: len(sound.samples) // length * length].reshape(-1, length)
    window = np.hanning(length + 2)[1:-1]
    spectra = np.fft.rfft(whole / 32768.0 * window, axis=1)
    shares = 2.0 * _weights(length, sound.rate) / (length * np.sum(window**2))
    for number, power in enumerate(np.abs(spectra) ** 2 @ shares):
        yield sound.pts + number * length / sound.rate, float(power)


def weight(hertz: float) -> float:
    """Give the A-weighting of power: 1 at 1 kHz (IEC 61672-1:2013, annex E)."""
    square = hertz * hertz
    near = (square + 20.6**2) * (square + 12194.0**2)
    far = math.sqrt((square + 107.7**2) * (square + 737.9**2))
    return float((1.2589 * 12194.0**2 * square * square / (near * far)) ** 2)


@cache
def _weights(length: int, rate: int) -> NDArray[np.float64]:
    """Weigh a spectrum's bins; what recognisers at 16 kHz cannot hear has none."""
    hertz = np.fft.rfftfreq(length, 1.0 / rate)
    return np.array([weight(one) if one < _HEARD_HERTZ else 0.0 for one in hertz])


def snr(speech: float, noise: float) -> float:
    """Give decibels of speech over noise, when `speech` is the power of both together."""
    clean = max(0.0, speech - noise)
    if clean <= noise:
        return 0.0
    return min(MOST_DB, 10.0 * math.log10(clean / noise))
