"""The real voice: what espeak-ng says can be heard, and nothing of it counts as speech."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest

from edge_agent.page.espeak import Espeak
from edge_agent.page.voice import VoiceError
from wire.language import Language

pytestmark = pytest.mark.integration
TEXTS = {
    Language.EN: "Tell us about a time when a customer was about to leave.",
    Language.ZH: "请讲一次客户打算离开的经历：您当时怎么做的，结果如何？",
}


@pytest.fixture
def voice() -> Espeak:
    found = Espeak.found()
    assert found is not None, "apt-get install espeak-ng"
    return found


@pytest.mark.parametrize("language", Language)
def test_a_question_is_spoken_loud_enough_and_as_long_as_it_says(
    voice: Espeak, language: Language
) -> None:
    speech = voice.speak(TEXTS[language], language)
    with wave.open(io.BytesIO(speech.wave)) as file:
        rate, count = file.getframerate(), file.getnframes()
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        samples = np.frombuffer(file.readframes(count), dtype="<i2").astype(float)
    assert len(samples) == count
    assert speech.seconds == pytest.approx(count / rate)
    assert 2.0 < speech.seconds < 20.0
    loudness = 20 * np.log10(np.sqrt(np.mean(samples**2)) / 32768)
    assert loudness > -35.0


def test_a_text_that_looks_like_an_option_is_only_read(voice: Espeak) -> None:
    assert voice.speak("--version", Language.EN).seconds > 0.3


def test_a_voice_that_is_not_there_is_told_with_its_remedy() -> None:
    with pytest.raises(VoiceError, match="Install the package espeak-ng"):
        Espeak("/no/espeak-ng").speak("one", Language.EN)
