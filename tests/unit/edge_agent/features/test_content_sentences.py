"""Sentences come from punctuation and pauses, and lose no word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.content_sentences import pairs, sentences
from edge_agent.inference.pieces import pieces
from edge_agent.inference.ports import Word
from wire.language import Language

EN, ZH = Language.EN, Language.ZH


def said(text: str, language: Language, pause_after: tuple[int, ...] = ()) -> list[Word]:
    """A word takes 0.3 s; a second passes after those named."""
    words, at = [], 0.0
    for number, word in enumerate(pieces(text, language)):
        words.append(Word(word, at, at + 0.3))
        at += 1.3 if number in pause_after else 0.3
    return words


def test_punctuation_ends_a_sentence_in_both_languages() -> None:
    text = "I looked at the figures. They did not match! So I asked the client."
    assert sentences([said(text, EN)], EN) == [
        "I looked at the figures.",
        "They did not match!",
        "So I asked the client.",
    ]
    assert sentences([said("我核对了报表。数据完全对不上！我又问了客户。", ZH)], ZH) == [
        "我核对了报表。",
        "数据完全对不上！",
        "我又问了客户。",
    ]


def test_a_pause_ends_a_sentence_where_there_is_no_punctuation() -> None:
    words = said("我核对了报表数据完全对不上", ZH, pause_after=(5,))
    assert sentences([words], ZH) == ["我核对了报表", "数据完全对不上"]


def test_an_utterance_ends_a_sentence() -> None:
    parts = [said("I looked at the figures", EN), said("they did not match", EN)]
    assert sentences(parts, EN) == ["I looked at the figures", "they did not match"]


def test_what_is_short_is_joined_to_its_neighbour() -> None:
    assert sentences([said("Well. I looked at the figures. Yes.", EN)], EN) == [
        "Well. I looked at the figures. Yes."
    ]


def test_what_nothing_ends_is_cut_into_equal_parts() -> None:
    found = sentences([said("one two three four five six " * 10, EN)], EN)
    assert {len(sentence.split()) for sentence in found} == {12}


def test_two_neighbours_are_one_text_and_one_sentence_stands_for_itself() -> None:
    assert pairs(["a", "b", "c"], EN) == ["a b", "b c"]
    assert pairs(["一", "二"], ZH) == ["一二"]
    assert pairs(["a"], EN) == ["a"]
    assert pairs([], EN) == []


texts = st.lists(st.sampled_from(["we", "asked.", "why", "then!", "so", "it", "was"]), max_size=80)


@settings(max_examples=50)
@given(st.lists(texts, max_size=4))
def test_no_word_is_lost_and_none_changes_its_place(spoken: list[list[str]]) -> None:
    utterances = [said(" ".join(words), EN) for words in spoken]
    assert " ".join(sentences(utterances, EN)).split() == [w for words in spoken for w in words]


@pytest.mark.parametrize("language", Language)
def test_nothing_said_has_no_sentence(language: Language) -> None:
    assert sentences([], language) == []
    assert sentences([[]], language) == []
