"""Rate, pauses and fillers of an utterance, from its words and their times."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.fillers import fillers
from edge_agent.features.keywords import KeywordSpotter
from edge_agent.features.syllables import syllables
from edge_agent.features.utterance import UtteranceMeasures, in_media_time, measure, silences
from edge_agent.inference.pieces import pieces
from edge_agent.inference.ports import Recognised, Word
from wire.codec import decode, encode
from wire.language import Language
from wire.plan import Keyword
from wire.topics import Channel

EN, ZH = Language.EN, Language.ZH
SYLLABLES = {
    "a": 1,
    "bank": 1,
    "made": 1,
    "asked": 1,
    "wanted": 2,
    "table": 2,
    "handled": 2,
    "create": 2,
    "media": 3,
    "science": 2,
    "nation": 2,
    "being": 2,
    "changes": 2,
    "finished": 2,
    "people": 2,
    "customer": 3,
    "application": 4,
    "responsible": 4,
    "the": 1,
    "rhythm": 1,
    "don't": 1,
    "Follow-up": 3,
    "killed": 1,
    "verified": 3,
    "safely": 2,
}


def words(*texts: str, each: float = 0.4, gap: float = 0.0) -> tuple[Word, ...]:
    return tuple(
        Word(text, at * (each + gap), at * (each + gap) + each) for at, text in enumerate(texts)
    )


def measured(said: tuple[Word, ...], language: Language = EN) -> UtteranceMeasures:
    spotter = KeywordSpotter([Keyword(number=3, language=language, forms=("bank",))], language)
    return measure(Recognised(said, 0.9), 0.0, 60.0, language, spotter)


@pytest.mark.parametrize(("word", "count"), sorted(SYLLABLES.items()))
def test_syllables_of_common_words_are_counted_right(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_rate_leaves_pauses_out() -> None:
    fluent, halting = words(*["bank"] * 10), words(*["bank"] * 10, gap=0.5)
    assert measured(fluent).rate == pytest.approx(150.0)
    assert measured(halting).rate == pytest.approx(150.0)
    assert (measured(fluent).pauses, measured(halting).pauses) == (0, 9)
    assert measured(halting).pause_s == pytest.approx(4.5)


def test_the_rate_of_chinese_counts_characters() -> None:
    assert measured(words(*"我们银行有三家", each=0.2), ZH).rate == pytest.approx(300.0)


def test_too_short_a_stretch_has_no_rate() -> None:
    assert measured(words("yes", each=0.5)).rate == 0.0
    assert measured(()).rate == 0.0


@given(st.lists(st.floats(0.0, 2.0), max_size=20))
def test_a_pause_is_a_silence_of_a_quarter_second(gaps: list[float]) -> None:
    at, said = 0.0, [Word("a", 0.0, 0.0)]
    for gap in gaps:
        at += gap
        said.append(Word("a", at, at))
    found = silences(said)
    assert all(gap >= 0.25 for gap in found)
    assert sum(found) <= sum(gaps) + 1e-9


gaps_and_words = st.lists(
    st.tuples(st.sampled_from([0.0, 0.3, 0.5, 1.5]), st.sampled_from(["bank", "account", "um"])),
    min_size=4,
    max_size=20,
)


def at_speed(spoken: list[tuple[float, str]], slower: float) -> tuple[Word, ...]:
    """Half a second a word after its gap, all of it `slower` times as long."""
    words, at = [], 0.0
    for gap, text in spoken:
        words.append(Word(text, (at + gap) * slower, (at + gap + 0.5) * slower))
        at += gap + 0.5
    return tuple(words)


@settings(max_examples=50)
@given(gaps_and_words, st.floats(0.9, 4.0))
def test_slower_playback_slows_the_rate_in_proportion(
    spoken: list[tuple[float, str]], slower: float
) -> None:
    as_spoken, slowed = measured(at_speed(spoken, 1.0)), measured(at_speed(spoken, slower))
    assert slowed.rate * slower == pytest.approx(as_spoken.rate)
    assert slowed.pause_s == pytest.approx(as_spoken.pause_s * slower)
    assert (slowed.words, slowed.pauses) == (as_spoken.words, as_spoken.pauses)


@settings(max_examples=50)
@given(gaps_and_words, st.floats(0.0, 20.0))
def test_silence_adds_no_word_and_is_no_pause_at_the_edges(
    spoken: list[tuple[float, str]], silence_s: float
) -> None:
    words = at_speed(spoken, 1.0)
    alone = measured(words)
    later = in_media_time(Recognised(words, 0.9), silence_s).words
    among = measured(later)
    assert (among.words, among.pauses, among.fillers) == (alone.words, alone.pauses, alone.fillers)
    assert among.pause_s == pytest.approx(alone.pause_s)
    assert among.rate == pytest.approx(alone.rate)


FILLED = [
    (EN, "Um, I was, uh, in the hmm umm bank", 4),
    (EN, "The error, her umbrella, a hum", 0),
    (EN, "you know I like this sort of work", 0),
    (ZH, "嗯，我在呃银行", 2),
    (ZH, "那个那个客户", 1),
    (ZH, "那个客户就是这个人", 0),
]


@pytest.mark.parametrize(("language", "text", "count"), FILLED)
def test_fillers_are_sounds_that_only_hesitate(language: Language, text: str, count: int) -> None:
    assert fillers(words(*pieces(text, language)), language) == count


def test_words_are_shifted_to_media_time_and_their_number_stays() -> None:
    shifted = in_media_time(Recognised(words("a", "bank"), 0.5), 100.0)
    assert [(word.start, word.end) for word in shifted.words] == [(100.0, 100.4), (100.4, 100.8)]
    assert shifted.confidence == 0.5


spoken = st.lists(st.sampled_from(["bank", "um", "42", "a...", "\u4f60"]), max_size=200)


@settings(max_examples=40)
@given(spoken, st.floats(0.0, 1.0), st.sampled_from([EN, ZH]))
def test_whatever_was_said_makes_a_message_that_may_leave_the_kiosk(
    texts: list[str], confidence: float, language: Language
) -> None:
    spotter = KeywordSpotter([Keyword(number=3, language=language, forms=("bank",))], language)
    found = measure(Recognised(words(*texts), confidence), 1.0, 90.0, language, spotter)
    message = found.message("0" * 32, 1, 0, 0)
    assert decode(Channel.FEATURES, encode(message)) == message
    assert len(message.hits) == min(64, texts.count("bank"))
