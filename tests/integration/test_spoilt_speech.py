"""Sound that was spoilt on its way takes a score away, and never lowers it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.capture.frames import AudioChunk
from edge_agent.features.answer import AnswerSound
from edge_agent.features.keywords import KeywordSpotter
from edge_agent.features.sound_quality import SoundMeter
from edge_agent.features.utterance import measure
from edge_agent.inference.recognisers import recogniser
from tests.benchmarks.capture_damages import DAMAGES
from tests.benchmarks.capture_noises import heard
from tests.integration.speech_clips import MEDIA, MODELS, RATE, needs_media, read, silence, speak
from wire.language import Language
from wire.messages.answer_features import SoundVerdict
from wire.plan import Keyword

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ports import SpeechRecognizer

pytestmark = [pytest.mark.integration, needs_media]
SAID = (
    "I looked after the customers of the bank. We checked the risk of every loan, and I "
    "explained the costs to my manager. Then we changed the contract and the account was closed."
)
GROUPS = {
    "espeak": ["customer", "bank", "risk", "loan", "cost", "manager", "contract", "account"],
    "a reader": ["sorrow", "life", "loss", "cotton", "fantasy", "hope", "dream", "built"],
}
WAYS = (
    "steady 10 dB",
    "steady 0 dB",
    "gated 10 dB",
    "gated 5 dB",
    "gated 0 dB",
    "below 1500 Hz",
    "below 800 Hz",
    "lost 100 of 300 ms",
    "lost 125 of 250 ms",
    "flat by 30 dB",
    "half speed",
)


@cache
def hears() -> SpeechRecognizer:
    return recogniser("moonshine", Language.EN, MODELS)


@cache
def clip(voice: str) -> NDArray[np.int16]:
    reader = MEDIA / "en-libri-1995-1837-0001.wav"
    return speak(SAID, speed=160) if voice == "espeak" else read(reader)


def spotter(voice: str) -> KeywordSpotter:
    groups = enumerate(GROUPS[voice])
    words = [Keyword(number=at, language=Language.EN, forms=(form,)) for at, form in groups]
    return KeywordSpotter(tuple(words), Language.EN)


@cache
def judged(voice: str, way: str) -> tuple[SoundVerdict, int]:
    """Give the verdict on the voice's answer spoilt in such a way, and the groups heard in it."""
    samples = np.concatenate((silence(1.0), DAMAGES[way](clip(voice)), silence(1.0)))
    hearing, utterances = heard(samples)
    meter, answer = SoundMeter(), AnswerSound()
    meter.hear(AudioChunk(0.0, 0.0, RATE, samples))
    for second in range(len(samples) // RATE):
        answer.add_window(meter.take(float(second), second + 1.0, hearing), 1.0)
    groups = set[int]()
    for one in utterances:
        start, end = one.start_pts, one.end_pts
        told = measure(hears().recognise(one.samples), start, end, Language.EN, spotter(voice))
        groups |= {hit.keyword for hit in told.hits}
        if told.words:
            answer.add_utterance(told, hearing.speech_s(start, end))
    return answer.verdict(), len(groups)


@pytest.mark.parametrize("voice", GROUPS)
def test_clear_speech_is_good_and_nearly_every_group_is_heard(voice: str) -> None:
    verdict, groups = judged(voice, "clear")
    assert verdict is SoundVerdict.GOOD
    assert groups >= len(GROUPS[voice]) - 1


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("voice", GROUPS)
def test_spoilt_speech_is_not_good_or_loses_at_most_one_group(voice: str, way: str) -> None:
    verdict, groups = judged(voice, way)
    assert verdict is not SoundVerdict.GOOD or groups >= judged(voice, "clear")[1] - 1


@pytest.mark.parametrize("way", ["gated 10 dB", "gated 5 dB", "gated 0 dB"])
@pytest.mark.parametrize("voice", GROUPS)
def test_noise_that_comes_and_goes_with_the_speech_is_no_good_sound(voice: str, way: str) -> None:
    assert judged(voice, way)[0] in (SoundVerdict.NOISY, SoundVerdict.NOT_UNDERSTOOD)
