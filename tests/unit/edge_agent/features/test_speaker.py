"""A clearly different voice is told from the candidate's; everything else is not."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.speaker import SpeakerCheck
from edge_agent.features.speaker_print import voice_print
from edge_agent.features.utterance import UtteranceMeasures, of_speaker
from tests.fakes.buzz import RATE, buzz
from wire.messages.utterance_features import KeywordHit, Speaker

WOMAN, MAN = 210.0, 110.0


@cache
def acquainted(hertz: float = WOMAN, fall: float = 1.0) -> SpeakerCheck:
    """A check that has heard a voice for nine seconds; it learns no more."""
    check = SpeakerCheck()
    assert check.judge(buzz(hertz, 3.0, fall)) is Speaker.CANNOT_TELL
    for number in (1, 2):
        check.judge(buzz(hertz, 3.0, fall, seed=number))
    return check


@pytest.mark.parametrize("hertz", [80.0, 110.0, 160.0, 220.0, 330.0])
def test_a_pitch_is_told_within_a_semitone(hertz: float) -> None:
    heard = voice_print(buzz(hertz, 4.0))
    assert heard.pitch == pytest.approx(12 * np.log2(hertz / 100.0), abs=1.0)
    assert heard.voiced_s > 2.0


def test_a_voice_an_octave_away_with_another_timbre_is_another() -> None:
    assert acquainted().judge(buzz(MAN, 4.0, 1.6)) is Speaker.OTHER
    assert acquainted(MAN, 1.6).judge(buzz(WOMAN, 4.0)) is Speaker.OTHER


@pytest.mark.parametrize("gain", [0.05, 0.3, 3.0])
def test_the_candidate_stays_the_candidate_whether_soft_or_loud(gain: float) -> None:
    sound = np.clip(buzz(WOMAN, 4.0, seed=5) * gain, -32768, 32767).astype(np.int16)
    assert acquainted().judge(sound) is Speaker.CANDIDATE


@given(st.floats(-5.0, 5.0), st.integers(0, 100))
@settings(max_examples=10, deadline=None)
def test_the_candidate_may_speak_higher_or_lower_and_is_never_another(
    semitones: float, seed: int
) -> None:
    spoken = buzz(WOMAN * 2 ** (semitones / 12), 4.0, seed=seed)
    assert acquainted().judge(spoken) is not Speaker.OTHER


def test_noise_in_the_room_does_not_make_the_candidate_another() -> None:
    sound = buzz(WOMAN, 4.0, seed=5)
    for decibels in (20, 10, 3):
        noise = np.random.default_rng(1).standard_normal(len(sound))
        loud = sound.std() / 10 ** (decibels / 20)
        noisy = np.clip(sound + noise * loud, -32768, 32767).astype(np.int16)
        assert acquainted().judge(noisy) is not Speaker.OTHER


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(4 * RATE, dtype=np.int16),
        np.zeros(0, dtype=np.int16),
        np.zeros(100, dtype=np.int16),
        buzz(MAN, 0.8, 1.6),
        np.random.default_rng(0).integers(-9000, 9000, 4 * RATE).astype(np.int16),
    ],
    ids=["silence", "nothing", "a click", "too short", "noise"],
)
def test_what_has_too_little_voice_cannot_be_told(
    sound: np.ndarray[tuple[int], np.dtype[np.int16]],
) -> None:
    assert acquainted().judge(sound) is Speaker.CANNOT_TELL


def test_a_voice_learnt_from_two_people_tells_nobody() -> None:
    check = SpeakerCheck()
    for number, hertz in enumerate([WOMAN, MAN, WOMAN, MAN]):
        check.judge(buzz(hertz, 2.0, seed=number))
    assert check.judge(buzz(60.0, 4.0, 1.6)) is Speaker.CANNOT_TELL


def test_what_was_learnt_from_two_people_is_forgotten_and_learnt_anew() -> None:
    check = SpeakerCheck()
    for hertz in (WOMAN, MAN):
        check.judge(buzz(hertz, 2.0))
    for number in (1, 2):
        assert check.judge(buzz(WOMAN, 3.0, seed=number)) is Speaker.CANNOT_TELL
    assert check.judge(buzz(WOMAN, 4.0, seed=5)) is Speaker.CANDIDATE
    assert check.judge(buzz(MAN, 4.0, 1.6)) is Speaker.OTHER


def test_of_another_voice_nothing_is_counted() -> None:
    hit = KeywordHit(keyword=1, start=1.0, end=1.5)
    measures = UtteranceMeasures(
        start=1.0,
        end=4.0,
        words=9,
        confidence=0.9,
        rate=200.0,
        pauses=1,
        pause_s=0.4,
        fillers=2,
        hits=(hit,),
    )
    sent = of_speaker(measures, Speaker.OTHER).message("0" * 32, 1, 0, 0)
    assert (sent.speaker, sent.start, sent.end) == (Speaker.OTHER, 1.0, 4.0)
    assert (sent.words, sent.rate, sent.pauses, sent.fillers, sent.hits) == (0, 0.0, 0, 0, ())
    unsure = of_speaker(measures, Speaker.CANNOT_TELL)
    assert (unsure.words, unsure.hits) == (9, (hit,))
