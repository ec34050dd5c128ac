"""A corrected text in the times of what was recognised."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.corrected import timed, words_of
from edge_agent.inference.ports import Word
from wire.language import Language

HEARD = tuple(
    Word(text, 10.0 + place, 10.8 + place) for place, text in enumerate(("we", "lowered", "it"))
)


def test_words_that_stayed_keep_their_times() -> None:
    corrected = timed("we lowered the limit", Language.EN, HEARD)
    assert corrected[:2] == HEARD[:2]
    assert [one.text for one in corrected[2:]] == ["the", "limit"]
    assert corrected[2].start == HEARD[2].start
    assert corrected[-1].end == HEARD[2].end


def test_a_word_put_in_between_has_no_length() -> None:
    corrected = timed("we also lowered it", Language.EN, HEARD)
    assert (corrected[1].start, corrected[1].end) == (10.8, 10.8)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("客户要走。", ("客", "户", "要", "走。")),
        ("用KYC审核", ("用", "KYC", "审", "核")),
        ("  ", ()),
    ],
)
def test_chinese_is_cut_into_characters_and_signs_stay_with_them(
    text: str, cut: tuple[str, ...]
) -> None:
    assert words_of(text, Language.ZH) == cut


@settings(max_examples=50)
@given(st.text("abc 客户。", max_size=40), st.sampled_from(Language))
def test_every_word_lies_within_the_utterance_and_none_goes_back(
    text: str, language: Language
) -> None:
    words = timed(text, language, HEARD)
    assert tuple(one.text for one in words) == words_of(text, language)
    assert all(10.0 <= one.start <= one.end <= 12.8 for one in words)
    assert all(before.start <= after.start for before, after in pairwise(words))
