from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.workflow.candidate_names import LONGEST_NAME, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("陳大文", "陈大文"),
        ("Ｃhen  Dawen", "chen dawen"),
        ("张 三", "张三"),
        ("Ada", "ADA"),
        ("U\u00a8", "Ü"),
    ],
)
def test_the_same_name_written_otherwise_has_the_same_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_other_names_have_other_keys() -> None:
    assert name_key("张三") != name_key("张珊")


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_a_key_of_a_key_is_itself_and_fits_its_column(name: str) -> None:
    key = name_key(name)
    assert len(key) <= LONGEST_NAME
    assert name_key(key) == key
