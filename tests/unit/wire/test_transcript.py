"""The transcript as it lies sealed in the spool."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wire import transcript
from wire.errors import MessageError
from wire.language import Language
from wire.transcript import SpokenUtterance, SpokenWord, Transcript


def said(*texts: str, language: Language) -> Transcript:
    words = tuple(SpokenWord(text=text, start=1.0, end=2.0) for text in texts)
    utterance = SpokenUtterance(start=1.0, end=2.0, confidence=0.5, words=words)
    return Transcript(
        interview_id="a" * 32,
        answer=1,
        language=language,
        start=0.0,
        end=3.0,
        heard_from=0.0,
        utterances=(utterance, utterance),
    )


@given(text=st.text(min_size=1, max_size=200), language=st.sampled_from(Language))
@settings(max_examples=50)
def test_a_transcript_is_read_as_it_was_written(text: str, language: Language) -> None:
    written = said(text, language=language)
    assert transcript.decode(transcript.encode(written)) == written


@given(payload=st.binary(max_size=200))
@settings(max_examples=50)
def test_other_bytes_are_refused(payload: bytes) -> None:
    with pytest.raises(MessageError):
        transcript.decode(payload)


def test_a_transcript_that_is_too_long_is_refused_unread() -> None:
    with pytest.raises(MessageError, match="allowed"):
        transcript.decode(b" " * (transcript.MAX_BYTES + 1))


def test_english_is_read_with_spaces_and_chinese_without() -> None:
    assert said("a", "dog.", language=Language.EN).text == "a dog. a dog."
    assert said("你", "好。", language=Language.ZH).text == "你好。你好。"
