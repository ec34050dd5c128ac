"""Whether an utterance is the candidate's voice or clearly another one in the room.

Sans-I/O. The candidate's voice is learnt from the first utterances of the interview and forgotten
with it. Two voices are told apart only where their pitch hardly overlaps and their spectra differ;
everything else is `cannot_tell`, for a wrong `other` would take the candidate's words away.
Speaker models that go further (Reynolds et al. 2000) need training data that is not at hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from edge_agent.features.speaker_print import VoicePrint, joined, voice_print
from wire.messages.utterance_features import Speaker

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEARNT_S = 3.0
"""Voiced seconds that make a voice known, of about ten seconds of speech."""
LEAST_S = 1.0
"""Voiced seconds of an utterance that can be told, of about three of speech."""
WIDEST = 9.0
"""Semitones between the quartiles of one voice's pitch; more are two voices, or nobody's."""
FAR, NEAR = 6.0, 2.5
"""Semitones between medians of another voice at least, and of the same voice at most."""
APART = 0.9
"""Share of pairs of moments in which another voice is the higher one (or the lower one)."""
UNLIKE, ALIKE = 0.4, 0.4
"""Distance of spectra, in deviations, of another voice at least, and of the same at most."""


class SpeakerCheck:
    """Learns the candidate's voice, then tells each utterance.

    What was learnt from two voices (an interviewer who explains first) is forgotten, and it learns
    again: nobody could be told by it.
    """

    def __init__(self) -> None:
        self._heard: list[VoicePrint] = []
        self._candidate: VoicePrint | None = None

    def judge(self, samples: NDArray[np.int16]) -> Speaker:
        """Say whose voice an utterance (16 kHz) is."""
        heard = voice_print(samples)
        if self._candidate is None:
            self._learn(heard)
            return Speaker.CANNOT_TELL
        return told(self._candidate, heard)

    def _learn(self, heard: VoicePrint) -> None:
        self._heard.append(heard)
        whole = joined(tuple(self._heard))
        if whole.voiced_s < LEARNT_S:
            return
        self._heard.clear()
        if _width(whole) <= WIDEST:
            self._candidate = whole


def told(candidate: VoicePrint, heard: VoicePrint) -> Speaker:
    """Compare two prints, if there is enough of one voice in each."""
    if heard.voiced_s < LEAST_S or _width(heard) > WIDEST or _width(candidate) > WIDEST:
        return Speaker.CANNOT_TELL
    return compare(candidate, heard)


def compare(candidate: VoicePrint, heard: VoicePrint) -> Speaker:
    """Say whether two prints are of one voice, of two, or neither for sure."""
    away = abs(heard.pitch - candidate.pitch)
    unlike = spectral_distance(candidate, heard)
    if away >= FAR and unlike >= UNLIKE and _apart(candidate, heard) >= APART:
        return Speaker.OTHER
    if away <= NEAR and unlike <= ALIKE:
        return Speaker.CANDIDATE
    return Speaker.CANNOT_TELL


def spectral_distance(one: VoicePrint, other: VoicePrint) -> float:
    """Give the root mean square difference of mean cepstra, in deviations of their frames."""
    variance = (one.cepstra.var(axis=0) + other.cepstra.var(axis=0)) / 2
    away = one.cepstra.mean(axis=0) - other.cepstra.mean(axis=0)
    return float(np.sqrt(np.mean(away**2 / np.maximum(variance, 1e-9))))


def _apart(one: VoicePrint, other: VoicePrint) -> float:
    """Give the larger share of pairs with one order (Mann and Whitney's U), 0.5 to 1."""
    below = np.searchsorted(np.sort(one.pitches), other.pitches) / len(one.pitches)
    share = float(below.mean())
    return max(share, 1.0 - share)


def _width(voice: VoicePrint) -> float:
    low, high = np.quantile(voice.pitches, (0.25, 0.75))
    return float(high - low)
