"""Recognised text is cut into words; what a decoder repeats without end is not believed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_agent.errors import ModelError
from edge_agent.inference.chinese import simplified
from edge_agent.inference.moonshine_tokens import read_tokens, text_of
from edge_agent.inference.pieces import pieces, without_loops
from edge_agent.inference.whisper import echoes
from wire.language import Language

CASES = [
    (Language.EN, "It was, he said, enough.", ["It", "was,", "he", "said,", "enough."]),
    (Language.EN, " follow-up -- don't ", ["follow-up", "don't"]),
    (Language.EN, "...", []),
    (Language.ZH, "你好，世界。", ["你", "好，", "世", "界。"]),
    (Language.ZH, "我用Excel做了3张表", ["我", "用", "Excel", "做", "了", "3", "张", "表"]),
    (Language.ZH, "，。", []),
]


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_text_is_cut_into_what_counts_as_a_word(
    language: Language, text: str, wanted: list[str]
) -> None:
    assert pieces(text, language) == wanted


def kept(words: list[str], seconds: float = math.inf) -> list[str]:
    return without_loops(words, Language.EN, seconds)[0]


@given(st.lists(st.sampled_from("abcde"), max_size=40, unique=True))
def test_what_does_not_repeat_stays(words: list[str]) -> None:
    assert kept(words) == words


def test_a_word_said_a_few_times_stays() -> None:
    said = ["no", "no", "no", "it", "was", "very", "very", "good"]
    assert kept(said, seconds=2.0) == said


@given(
    st.lists(st.sampled_from(["we", "sold", "bonds", "to", "them"]), min_size=1, max_size=5),
    st.integers(12, 30),
)
def test_a_loop_is_cut_to_less_than_it_was(turn: list[str], turns: int) -> None:
    assert len(kept(["begin", *turn * turns])) <= 1 + 2 * len(turn)


def test_a_loop_is_found_whatever_its_punctuation_and_what_follows_it_stays() -> None:
    looped = ["So", *["the", "bank,", "the", "bank."] * 5, "Thanks."]
    assert kept(looped) == ["So", "the", "bank,", "Thanks."]


LOOPS = [
    (Language.EN, "It was the last day of the day.", 3, 1),
    (Language.EN, "I do not know.", 3, 1),
    (Language.EN, "I do not know.", 2, 2),
    (Language.EN, "It was good.", 3, 3),
    (Language.EN, "It was good.", 4, 1),
    (Language.EN, "Oh no,", 3, 3),
    (Language.EN, "Oh no,", 4, 1),
    (Language.EN, "yes", 3, 3),
    (Language.EN, "no,", 7, 7),
    (Language.EN, "no,", 8, 1),
    (Language.EN, "Thank you.", 3, 3),
    (Language.EN, "Thank you for watching.", 1, 1),
    (Language.EN, "Thank you for watching.", 2, 2),
    (Language.EN, "Thank you for watching.", 3, 0),
    (Language.EN, "Thanks for watching.", 3, 0),
    (Language.ZH, "谢谢", 3, 3),
    (Language.ZH, "没有问题", 3, 3),
    (Language.ZH, "真的没问题", 3, 3),
    (Language.ZH, "这个没有问题", 3, 1),
    (Language.ZH, "这个没有问题", 2, 2),
    (Language.ZH, "谢谢大家。", 1, 1),
    (Language.ZH, "谢谢大家。", 2, 2),
    (Language.ZH, "谢谢大家。", 3, 0),
]


@pytest.mark.parametrize(("language", "turn", "turns", "wanted"), LOOPS)
def test_a_sentence_said_thrice_is_a_loop_and_something_short_is_not(
    language: Language, turn: str, turns: int, wanted: int
) -> None:
    """Said slowly, so that haste decides nothing."""
    words = pieces(turn, language)
    assert without_loops(words * turns, language, 60.0)[0] == words * wanted


def test_what_follows_a_phrase_known_to_be_invented_stays() -> None:
    said = [*pieces("Thank you for watching. " * 3, Language.EN), "Hello", "there."]
    assert without_loops(said, Language.EN, 60.0) == (["Hello", "there."], 2 / 14)


def test_fewer_turns_are_a_loop_where_nobody_could_say_them_so_fast() -> None:
    assert kept(["it", "was", "good"] * 3, seconds=9.0) == ["it", "was", "good"] * 3
    assert kept(["it", "was", "good"] * 3, seconds=1.0) == ["it", "was", "good"]


STUTTERS = [
    "4-4-4-4-4-4-4-4-4",
    "hahahahahahahaha",
    "啊啊啊啊啊啊啊啊",
    "no,no,no,no,no,no,no,no,no",
]


@pytest.mark.parametrize("word", STUTTERS)
def test_a_word_that_is_a_loop_in_itself_is_dropped(word: str) -> None:
    assert kept(["I", word, "see"]) == ["I", "see"]


@pytest.mark.parametrize("word", ["1000000000", "400-800-4000", "haha", "follow-up", "88888888"])
def test_numbers_and_short_repetitions_are_no_loop(word: str) -> None:
    assert kept([word]) == [word]


def test_a_speech_full_of_repetition_stays() -> None:
    said = (
        "It was the best of times, it was the worst of times. It was the age of wisdom, it was "
        "the age of foolishness. It was the epoch of belief, it was the epoch of incredulity. It "
        "was the season of light, it was the season of darkness. It was the spring of hope, it "
        "was the winter of despair. We had everything before us, we had nothing before us."
    )
    assert kept(said.split(), seconds=25.0) == said.split()


def test_a_text_as_regular_as_a_loop_is_refused_though_its_turns_differ() -> None:
    turns = [f"and then we went to the bank {number}" for number in range(30)]
    assert kept(" ".join(turns).split()) == []


def test_the_share_that_is_kept_says_how_much_was_a_loop() -> None:
    words, share = without_loops(["so", *["the", "bank"] * 9, "yes"], Language.EN)
    assert words == ["so", "the", "bank", "yes"]
    assert share == 4 / 20
    assert without_loops([], Language.EN) == ([], 0.0)


def test_traditional_characters_become_simplified() -> None:
    assert simplified("廣州市的銀行") == "广州市的银行"


def test_tokens_are_read_in_order_whatever_their_length() -> None:
    long = b"x" * 300
    blob = b"\x00" + b"\x02ab" + bytes([300 % 128 + 128, 300 // 128]) + long
    assert read_tokens(blob) == (b"", b"ab", long)


@given(st.binary(max_size=60))
def test_any_tokenizer_file_is_read_or_refused(blob: bytes) -> None:
    try:
        assert sum(map(len, read_tokens(blob))) < len(blob)
    except ModelError as error:
        assert error.code == "K-MODEL-001"  # noqa: PT017 - either outcome is lawful


def test_special_tokens_are_left_out_and_bytes_are_joined() -> None:
    tokens = [b"<s>", "\u2581Caf".encode(), b"<0xC3>", b"<0xA9>", b"</s>", b"<"]
    assert text_of([0, 1, 2, 3, 5, 4], tokens) == "Café<"


ECHOES = [
    ("以下是一段普通话面试", True),
    ("我说，以下是一段，普通话。", True),
    ("我会说普通话，也会写简体中文。", False),
    ("以下是我的看法", False),
    ("录音，", True),
    ("录音机", False),
    ("段", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "echo"), ECHOES)
def test_a_text_that_repeats_the_prompt_is_known(text: str, echo: bool) -> None:  # noqa: FBT001
    assert echoes(text) is echo
