"""Published clips are read with few errors, slow speech in sentences, words at their time."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.inference.models import model_path
from edge_agent.inference.silero import SileroVoiceActivity
from edge_agent.inference.utterances import UtteranceCutter
from tests.integration.speech_clips import (
    MEDIA,
    MODELS,
    RATE,
    chinese,
    english,
    errors,
    needs_media,
    opened,
    read,
    silence,
    speak,
)
from wire.language import Language

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ports import Word
    from edge_agent.inference.utterances import Utterance

pytestmark = pytest.mark.integration

LIBRI = (
    "it was the first great sorrow of his life it was not so much the loss of the cotton itself "
    "but the fantasy the hopes the dreams built around it"
)
MANDARIN = {
    "zh-aishell-BAC009S0724W0121.wav": "广州市房地产中介协会分析",
    "zh-funasr-example.wav": "欢迎大家来体验达摩院推出的语音识别模型",
}


def cut(samples: NDArray[np.int16]) -> list[Utterance]:
    cutter = UtteranceCutter(SileroVoiceActivity(model_path(MODELS, "silero_vad")))
    heard = [
        utterance
        for at in range(0, len(samples), 320)
        for utterance in cutter.hear(samples[at : at + 320], at / RATE)
    ]
    return [*heard, *cutter.flush()]


def words_of(utterances: list[Utterance], language: Language) -> list[Word]:
    found = (opened(language).recognise(utterance.samples) for utterance in utterances)
    return [word for recognised in found for word in recognised.words]


def text(samples: NDArray[np.int16], language: Language) -> str:
    return " ".join(word.text for word in words_of(cut(samples), language))


@needs_media
def test_english_is_read_with_at_most_one_word_in_twenty_wrong() -> None:
    heard = english(text(read(MEDIA / "en-libri-1995-1837-0001.wav"), Language.EN))
    assert errors(LIBRI.split(), heard) / len(LIBRI.split()) <= 0.05


@needs_media
def test_chinese_is_read_with_at_most_three_characters_wrong() -> None:
    wrong = {
        name: errors(list(said), chinese(text(read(MEDIA / name), Language.ZH)))
        for name, said in MANDARIN.items()
    }
    assert sum(wrong.values()) <= 3, wrong


@needs_media
def test_a_clip_among_long_silences_gains_no_word() -> None:
    clip = read(MEDIA / "en-libri-1995-1837-0001.wav")
    among = np.concatenate((silence(10.0), clip, silence(20.0)))
    assert english(text(among, Language.EN)) == english(text(clip, Language.EN))


@needs_media
@pytest.mark.parametrize("level", [0.03, 0.2, 3.0])
def test_english_is_read_whether_quiet_or_loud(level: float) -> None:
    clip = read(MEDIA / "en-libri-1995-1837-0001.wav")
    scaled = np.clip(clip * level, -32768, 32767).astype(np.int16)
    assert errors(LIBRI.split(), english(text(scaled, Language.EN))) <= 2


@needs_media
def test_english_is_not_invented_from_chinese_with_any_confidence() -> None:
    clip = read(MEDIA / "zh-funasr-example.wav")
    assert opened(Language.EN).recognise(clip).confidence < 0.6


SLOW = "I checked every application against our compliance rules"


@pytest.mark.parametrize(("speed", "gap"), [(80, 0), (100, 10), (80, 12)])
def test_slow_speech_stays_in_one_utterance_and_is_read(speed: int, gap: int) -> None:
    utterances = cut(speak(SLOW, speed=speed, gap=gap))
    assert len(utterances) == 1
    heard = english(" ".join(word.text for word in words_of(utterances, Language.EN)))
    assert errors(english(SLOW), heard) <= 2


@needs_media
def test_a_recording_played_at_half_speed_stays_in_sentences() -> None:
    clip = read(MEDIA / "en-libri-1995-1837-0001.wav")
    halved = np.repeat(clip, 2)
    assert len(cut(halved)) <= 3


PHRASES = ["I opened accounts for customers", "we checked every risk", "my team sold bonds"]


@pytest.mark.parametrize("gap_s", [0.1, 0.3, 0.6])
def test_words_are_within_a_third_of_a_second_of_where_they_were_said(gap_s: float) -> None:
    clips = [np.concatenate((_trimmed(speak(phrase)), silence(gap_s))) for phrase in PHRASES]
    starts = list(accumulate((len(clip) / RATE for clip in clips), initial=0.5))
    found = opened(Language.EN).recognise(np.concatenate((silence(0.5), *clips, silence(0.6))))
    heard = [(english(word.text)[0], word) for word in found.words]
    for phrase, start, after in zip(PHRASES, starts, starts[1:], strict=False):
        first, *_, last = english(phrase)
        assert min(abs(word.start - start) for text, word in heard if text == first) <= 0.3
        assert min(abs(word.end - after + gap_s) for text, word in heard if text == last) <= 0.3


def _trimmed(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """Leave out the silence that the synthesiser puts around a phrase."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 100)
    return samples[loud[0] : loud[-1]]
