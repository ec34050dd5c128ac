"""An answer is scored only when its sound allows it, and the reason stands beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.answer import AnswerSound
from tests.fakes.understood import understood
from wire.codec import decode, encode
from wire.messages.answer_features import SoundVerdict
from wire.messages.feature_window import SoundQuality
from wire.messages.utterance_features import Speaker
from wire.topics import Channel


def sound(
    speech_s: float = 0.8,
    level: float = -25.0,
    clipped: float = 0.0,
    noise: float | None = -60.0,
    snr: float | None = 35.0,
) -> SoundQuality:
    return SoundQuality(
        level=level,
        peak=-6.0,
        clipped=clipped,
        speech_s=speech_s,
        noise=noise,
        snr=snr if speech_s else None,
        far_end_s=0.0,
    )


def answer(*windows: SoundQuality, words: int = 20, confidence: float = 0.9) -> AnswerSound:
    heard = AnswerSound()
    for window in windows:
        heard.add_window(window, 1.0)
    if words:
        heard.add_utterance(understood(words, confidence))
    return heard


VERDICTS = [
    ("clear", answer(*[sound()] * 10), SoundVerdict.GOOD),
    ("nothing heard at all", AnswerSound(), SoundVerdict.NO_SPEECH),
    ("nobody spoke", answer(*[sound(0.0, -60.0)] * 10, words=0), SoundVerdict.NO_SPEECH),
    ("a cough", answer(sound(0.4), *[sound(0.0)] * 9, words=0), SoundVerdict.NO_SPEECH),
    ("whispered far off", answer(*[sound(level=-58.0)] * 10), SoundVerdict.TOO_QUIET),
    ("too loud", answer(*[sound(level=-3.0, clipped=0.1)] * 10), SoundVerdict.CLIPPED),
    ("a loud room", answer(*[sound(noise=-35.0, snr=10.0)] * 10), SoundVerdict.NOISY),
    (
        "a drill for two seconds in ten",
        answer(*[sound(noise=-60.0, snr=35.0)] * 8, *[sound(noise=-30.0, snr=5.0)] * 2),
        SoundVerdict.NOISY,
    ),
    ("a soft word", answer(*[sound(snr=35.0)] * 19, sound(snr=8.0)), SoundVerdict.GOOD),
    ("no words", answer(*[sound()] * 10, words=0), SoundVerdict.NOT_UNDERSTOOD),
    ("one word in ten seconds", answer(*[sound()] * 10, words=1), SoundVerdict.NOT_UNDERSTOOD),
    ("guessed", answer(*[sound()] * 10, confidence=0.4), SoundVerdict.NOT_UNDERSTOOD),
    ("half of it wrong", answer(*[sound()] * 10, confidence=0.7), SoundVerdict.NOT_UNDERSTOOD),
    (
        "short, who knows in what noise",
        answer(*[sound(noise=None, snr=None)] * 2, confidence=0.8),
        SoundVerdict.NOT_UNDERSTOOD,
    ),
    ("short and clear", answer(*[sound(noise=None, snr=None)] * 2), SoundVerdict.GOOD),
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
    heard.add_utterance(understood(1, 0.05))
    assert heard.verdict() is SoundVerdict.GOOD


@given(st.lists(st.tuples(st.floats(-90.0, -20.0), st.floats(0.0, 60.0)), min_size=1, max_size=20))
@settings(max_examples=50)
def test_more_noise_never_makes_an_answer_good(windows: list[tuple[float, float]]) -> None:
    clear = [sound(noise=noise, snr=snr) for noise, snr in windows]
    louder = [sound(noise=noise + 9.0, snr=max(0.0, snr - 9.0)) for noise, snr in windows]
    if answer(*louder).verdict() is SoundVerdict.GOOD:
        assert answer(*clear).verdict() is SoundVerdict.GOOD


def test_the_recogniser_says_from_where_on_it_is_sure() -> None:
    heard = answer(*[sound()] * 10, words=0)
    heard.add_utterance(replace(understood(20, 0.65), least_confidence=0.6))
    assert heard.verdict() is SoundVerdict.GOOD


def test_what_a_restart_left_of_an_answer_is_asked_for_as_much_as_what_follows() -> None:
    sent = understood(20, 0.65).message("0" * 32, 1, 2, 0)
    heard = answer(*[sound()] * 10, words=0)
    heard.add_utterance(sent)
    assert heard.verdict() is SoundVerdict.NOT_UNDERSTOOD
    heard.add_utterance(replace(understood(5, 0.65), least_confidence=0.6))
    assert heard.verdict() is SoundVerdict.GOOD


def test_another_voice_adds_no_word_and_its_speech_is_set_apart() -> None:
    heard = answer(*[sound()] * 10)
    heard.add_utterance(understood(30, 0.1, Speaker.OTHER), 2.0)
    message = heard.message("0" * 32, 1, 2, 10.0, 20.0)
    assert (message.words, message.verdict) == (20, SoundVerdict.GOOD)
    assert message.other_speech_s == pytest.approx(2.0)
    assert message.speech_s == pytest.approx(6.0)


@pytest.mark.parametrize("spoken_s", [2.8, 5.0, 7.9])
def test_an_answer_with_more_than_a_third_of_another_voice_is_not_scored(spoken_s: float) -> None:
    heard = answer(*[sound()] * 10)
    heard.add_utterance(understood(30, speaker=Speaker.OTHER), spoken_s)
    assert heard.verdict() is SoundVerdict.OTHER_VOICE


def test_the_message_adds_up_windows_and_utterances() -> None:
    heard = answer(*[sound()] * 10)
    heard.add_utterance(understood(5, 0.8))
    message = heard.message("0" * 32, 1, 2, 10.0, 20.0)
    assert message.words == 25
    assert message.speech_s == pytest.approx(8.0)
    assert decode(Channel.FEATURES, encode(message)) == message
