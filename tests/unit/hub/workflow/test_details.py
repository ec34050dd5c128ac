from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.storage.tables.candidate_detail import Detail
from hub.workflow.candidate_errors import DetailError
from hub.workflow.details import checked
from hub.workflow.identity_number import check_character, is_identity_number

TODAY = date(2026, 6, 1)
GOOD = "11010519491231002X"  # the example of GB 11643-1999
BIRTHDAYS = st.dates(date(1900, 1, 1), TODAY)
PLACES = st.integers(110000, 659999)
QUICK = settings(max_examples=40)


def number(place: int, born: date, order: int) -> str:
    seventeen = f"{place}{born:%Y%m%d}{order:03}"
    return seventeen + check_character(seventeen)


@QUICK
@given(PLACES, BIRTHDAYS, st.integers(0, 999))
def test_a_number_with_its_check_character_can_be_one(place: int, born: date, order: int) -> None:
    assert is_identity_number(number(place, born, order), TODAY)


@QUICK
@given(PLACES, BIRTHDAYS, st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_one_wrong_place_is_found(
    place: int, born: date, order: int, at: int, wrong: str
) -> None:
    good = number(place, born, order)
    bad = good[:at] + wrong + good[at + 1 :]
    assert is_identity_number(bad, TODAY) == (bad == good)


@QUICK
@given(PLACES, BIRTHDAYS, st.integers(0, 999), st.integers(0, 16))
def test_two_places_side_by_side_that_are_exchanged_are_found(
    place: int, born: date, order: int, at: int
) -> None:
    good = number(place, born, order)
    bad = good[:at] + good[at + 1] + good[at] + good[at + 2 :]
    assert is_identity_number(bad, TODAY) == (bad == good)


def test_a_number_of_somebody_who_is_not_born_yet_is_none() -> None:
    assert not is_identity_number(number(110105, TODAY + timedelta(1), 2), TODAY)
    assert not is_identity_number("110105194913310020", TODAY)


@pytest.mark.parametrize(
    ("kind", "typed", "text", "mask"),
    [
        (Detail.IDENTITY_NUMBER, " 110105 19491231 002x ", GOOD, "1****************X"),
        (
            Detail.IDENTITY_NUMBER,
            "１１０１０５１９４９１２３１００２Ｘ",
            GOOD,
            "1****************X",
        ),
        (Detail.EMAIL, "Zhang.San@Company.COM", "zhang.san@company.com", "Z•••@•••.com"),
        (Detail.PHONE, "138 0013 8000", "+8613800138000", "+86 ••• 00"),
        (Detail.PHONE, "+44 20 7946 0958", "+442079460958", "+44 ••• 58"),
        (Detail.PHONE, "０１０－６５５２９９８８", "+861065529988", "+86 ••• 88"),
    ],
)
def test_a_detail_has_one_form_and_a_mask(kind: Detail, typed: str, text: str, mask: str) -> None:
    found = checked(kind, typed, TODAY)
    assert (found.text, found.mask) == (text, mask)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Detail.IDENTITY_NUMBER, "110105194912310021"),
        (Detail.IDENTITY_NUMBER, "110105491231002"),
        (Detail.EMAIL, "zhang@"),
        (Detail.EMAIL, "zhang san@company.com"),
        (Detail.PHONE, "12"),
        (Detail.PHONE, "call me"),
        (Detail.PHONE, "+86 " + "1" * 200),
    ],
)
def test_what_cannot_be_one_is_refused_with_a_code(kind: Detail, typed: str) -> None:
    with pytest.raises(DetailError, match="H-CANDIDATE-001") as refused:
        checked(kind, typed, TODAY)
    assert refused.value.kind is kind
    assert typed not in str(refused.value)


@QUICK
@given(st.sampled_from(Detail), st.text(max_size=40))
def test_anything_typed_is_a_detail_or_an_error(kind: Detail, typed: str) -> None:
    try:
        found = checked(kind, typed, TODAY)
    except DetailError:
        return
    assert found.text
    assert found.text != found.mask
