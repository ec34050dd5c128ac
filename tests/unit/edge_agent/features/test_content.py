"""An answer is compared with its question and with itself; what cannot be told is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.content import (
    COHERENT,
    INCOHERENT,
    MOST_SENTENCES,
    OFF_TOPIC,
    ON_TOPIC,
    UNTOLD,
    ContentMeter,
    above_bank,
    coherence,
    judged,
    linkage,
    topicality,
)
from edge_agent.features.content_bank import CHINESE, ENGLISH
from edge_agent.inference.pieces import pieces
from edge_agent.inference.ports import Word
from tests.fakes.text_encoder import FakeTextEncoder
from wire.language import Language
from wire.messages.answer_features import Coherent, Content, Topicality

QUESTION = "How did you notice the risk of a client and what did you do about the risk?"
ON = (
    "I did notice the risk of a client early. The client and the risk did bother you. "
    "What I did about the risk was a notice. You did notice the client and his risk."
)
OFF = (
    "Whales swim through cold oceans slowly. Penguins waddle over frozen beaches happily. "
    "Carrots taste best raw, grandmother says. Violins need new strings every winter."
)


def measured(text: str, language: Language = Language.EN) -> Content:
    return ContentMeter(FakeTextEncoder(), language).measure(QUESTION, [said(text, language)])


def said(text: str, language: Language) -> list[Word]:
    return [Word(word, at / 2, at / 2 + 0.5) for at, word in enumerate(pieces(text, language))]


def test_an_answer_in_the_questions_words_is_on_topic_and_of_a_piece() -> None:
    content = measured(ON)
    assert content.topic is Topicality.ON_TOPIC
    assert content.coherence is Coherent.COHERENT
    assert content.topic_similarity is not None
    assert content.topic_similarity >= ON_TOPIC
    assert content.sentence_similarity is not None
    assert content.sentence_similarity >= COHERENT


def test_an_answer_about_anything_else_is_off_topic() -> None:
    content = measured(OFF)
    assert content.topic is Topicality.OFF_TOPIC
    assert content.topic_similarity is not None
    assert content.topic_similarity < OFF_TOPIC


@pytest.mark.parametrize("text", ["", "Yes.", "I did notice the risk. It was a client."])
def test_of_a_short_answer_nothing_is_told(text: str) -> None:
    assert measured(text) == UNTOLD


def test_three_sentences_have_a_topic_but_too_few_neighbours() -> None:
    content = measured(" ".join(ON.split(". ", maxsplit=1)[0] + "." for _ in range(3)))
    assert content.topic is Topicality.ON_TOPIC
    assert content.coherence is Coherent.CANNOT_TELL


def test_a_question_read_back_is_no_answer_to_it() -> None:
    read = "How did you notice the risk of a client and what did I do about the risk? "
    assert measured(read * 4) == UNTOLD


def test_a_question_read_back_before_an_answer_changes_nothing_of_its_verdict() -> None:
    assert measured(f"{QUESTION} {ON} {QUESTION}") == measured(ON)
    assert measured(f"{QUESTION} {OFF} {QUESTION}") == measured(OFF)


def test_an_endless_answer_is_looked_at_so_far_only() -> None:
    encoder = FakeTextEncoder()
    meter = ContentMeter(encoder, Language.EN)
    encoder.said.clear()
    meter.measure(QUESTION, [said("This is one short sentence. " * 500, Language.EN)])
    assert len(encoder.said) == 2 * MOST_SENTENCES - 1


numbers = st.floats(-100, 100)


@settings(max_examples=50)
@given(numbers, st.none() | numbers)
def test_a_number_is_told_exactly_where_there_is_a_verdict(
    topic: float, linked: float | None
) -> None:
    content = judged(topic, linked)
    assert (content.topic_similarity is None) == (content.topic is Topicality.CANNOT_TELL)
    assert (content.sentence_similarity is None) == (content.coherence is Coherent.CANNOT_TELL)


def test_between_two_thresholds_nobody_can_tell() -> None:
    assert topicality((ON_TOPIC + OFF_TOPIC) / 2) is Topicality.CANNOT_TELL
    assert coherence((COHERENT + INCOHERENT) / 2) is Coherent.CANNOT_TELL
    assert coherence(INCOHERENT - 0.01) is Coherent.INCOHERENT
    assert coherence(None) is Coherent.CANNOT_TELL


@settings(max_examples=20)
@given(st.integers(0, 2**16))
def test_what_is_like_the_bank_is_no_deviation_above_it(seed: int) -> None:
    """The bank's own sentences have mean 0 and deviation 1, whatever they are compared with."""
    random = np.random.default_rng(seed)
    bank = random.standard_normal((20, 8)).astype(np.float32)
    above = above_bank(bank, random.standard_normal(8).astype(np.float32), bank)
    assert float(above.mean()) == pytest.approx(0.0, abs=1e-4)
    assert float(above.std()) == pytest.approx(1.0, abs=1e-4)


def test_linkage_is_the_same_from_the_end_to_the_beginning() -> None:
    encoder = FakeTextEncoder()
    vectors, bank = encoder.passages(OFF.split(". ")), encoder.passages(ENGLISH)
    assert linkage(vectors, bank) == pytest.approx(linkage(vectors[::-1], bank), abs=1e-5)


def test_both_banks_hold_as_many_sentences_and_none_twice() -> None:
    assert len(set(ENGLISH)) == len(ENGLISH) == len(set(CHINESE)) == len(CHINESE)
