"""Both spellings of an English word are one, and a Chinese number is its figures."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.chinese_numbers import value, with_numbers
from edge_agent.features.english_spelling import one_spelling

BOTH = [
    ("organise", "organize"),
    ("organisations", "organizations"),
    ("analysing", "analyzing"),
    ("behaviour", "behavior"),
    ("neighbours", "neighbors"),
    ("favourable", "favorable"),
    ("centres", "centers"),
    ("catalogue", "catalog"),
    ("licences", "licenses"),
    ("defence", "defense"),
    ("cancelled", "canceled"),
    ("counsellor", "counselor"),
    ("fulfil", "fulfill"),
    ("enrolment", "enrollment"),
    ("skilful", "skillful"),
    ("judgement", "judgment"),
    ("enquiry", "inquiry"),
]
DIFFERENT = [
    ("four", "for"),
    ("hour", "or"),
    ("filled", "filed"),
    ("calling", "caling"),
    ("course", "corse"),
    ("there", "theer"),
    ("price", "prize"),
    ("rise", "rice"),
]


@pytest.mark.parametrize(("british", "american"), BOTH)
def test_both_spellings_are_one(british: str, american: str) -> None:
    assert one_spelling(british) == one_spelling(american)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_words_that_look_alike_stay_two(one: str, other: str) -> None:
    assert one_spelling(one) != one_spelling(other)


@settings(max_examples=50)
@given(st.text("abceginoruyzls", min_size=1, max_size=12))
def test_a_spelling_made_one_changes_no_more(word: str) -> None:
    assert one_spelling(one_spelling(word)) == one_spelling(word)


NUMBERS = [
    ("3", "3"),
    ("三", "3"),
    ("十", "10"),
    ("十三", "13"),
    ("二十", "20"),
    ("一百零五", "105"),
    ("两千三百", "2300"),
    ("一万二千", "12000"),
    ("二十万", "200000"),
    ("20万", "200000"),
    ("1.5万", "15000"),
    ("三亿五千万", "350000000"),
    ("二零二四", "2024"),
]


@pytest.mark.parametrize(("written", "figures"), NUMBERS)
def test_a_number_has_one_value_however_it_is_written(written: str, figures: str) -> None:
    assert value(written) == figures


WHOLE = [
    ("一共三个月", ["一", "共", "3", "个", "月"]),
    ("一起", ["一", "起"]),
    ("千万不要", ["千", "万", "不", "要"]),
    ("涨了20%", ["涨", "了", "百", "分", "之", "20"]),
    ("百分之二十", ["百", "分", "之", "20"]),
    ("十分好", ["十", "分", "好"]),
]


@pytest.mark.parametrize(("text", "pieces"), WHOLE)
def test_what_is_a_number_is_one_piece_and_what_is_not_stays(text: str, pieces: list[str]) -> None:
    assert [piece for piece, _, _ in with_numbers(text)] == pieces


@settings(max_examples=50)
@given(st.text("一二三十百千万亿两零个月起致5.%", max_size=12))
def test_pieces_cover_the_text_in_order(text: str) -> None:
    places = sorted({(first, after) for _, first, after in with_numbers(text)})
    assert [at for first, after in places for at in range(first, after)] == list(range(len(text)))
