"""An answer is scored only when its sound allows it, and the reason stands beside it."""

from __future__ import annotations

import pytest

from edge_agent.features.answer import AnswerSound
from edge_agent.features.utterance import UtteranceMeasures
from wire.codec import decode, encode
from wire.messages.answer_features import SoundVerdict
from wire.messages.feature_window import SoundQuality
from wire.topics import Channel


def sound(speech_s: float = 0.8, level: float = -25.0, clipped: float = 0.0) -> SoundQuality:
    return SoundQuality(
        level=level,
        peak=-6.0,
        clipped=clipped,
        speech_s=speech_s,
        noise=None,
        snr=None,
        far_end_s=0.0,
    )


def said(words: int, confidence: float) -> UtteranceMeasures:
    return UtteranceMeasures(
        start=0.0,
        end=10.0,
        words=words,
        confidence=confidence,
        rate=0.0,
        pauses=0,
        pause_s=0.0,
        fillers=0,
        hits=(),
    )


def answer(*windows: SoundQuality, words: int = 20, confidence: float = 0.9) -> AnswerSound:
    heard = AnswerSound()
    for window in windows:
        heard.add_window(window, 1.0)
    if words:
        heard.add_utterance(said(words, confidence))
    return heard


VERDICTS = [
    ("clear", answer(*[sound()] * 10), SoundVerdict.GOOD),
    ("nothing heard at all", AnswerSound(), SoundVerdict.NO_SPEECH),
    ("nobody spoke", answer(*[sound(0.0, -60.0)] * 10, words=0), SoundVerdict.NO_SPEECH),
    ("a cough", answer(sound(0.4), *[sound(0.0)] * 9, words=0), SoundVerdict.NO_SPEECH),
    ("whispered far off", answer(*[sound(level=-58.0)] * 10), SoundVerdict.TOO_QUIET),
    ("too loud", answer(*[sound(level=-3.0, clipped=0.1)] * 10), SoundVerdict.CLIPPED),
    ("no words", answer(*[sound()] * 10, words=0), SoundVerdict.NOT_UNDERSTOOD),
    ("one word in ten seconds", answer(*[sound()] * 10, words=1), SoundVerdict.NOT_UNDERSTOOD),
    ("guessed", answer(*[sound()] * 10, confidence=0.4), SoundVerdict.NOT_UNDERSTOOD),
]


@pytest.mark.parametrize(
    ("heard", "verdict"), [row[1:] for row in VERDICTS], ids=[v[0] for v in VERDICTS]
)
def test_the_verdict_names_what_stands_in_the_way(
    heard: AnswerSound, verdict: SoundVerdict
) -> None:
    assert heard.verdict() is verdict


def test_silence_around_the_speech_does_not_make_it_too_quiet() -> None:
    assert answer(*[sound()] * 5, *[sound(0.0, -90.0)] * 200).verdict() is SoundVerdict.GOOD


def test_a_clear_utterance_outweighs_an_unclear_short_one() -> None:
    heard = answer(*[sound()] * 10)
    heard.add_utterance(said(1, 0.05))
    assert heard.verdict() is SoundVerdict.GOOD


def test_the_message_adds_up_windows_and_utterances() -> None:
    heard = answer(*[sound()] * 10)
    heard.add_utterance(said(5, 0.8))
    message = heard.message("0" * 32, 1, 2, 10.0, 20.0)
    assert message.words == 25
    assert message.speech_s == pytest.approx(8.0)
    assert decode(Channel.FEATURES, encode(message)) == message
