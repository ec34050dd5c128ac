from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.workflow.resumes.periods import covered, periods, without_periods

TODAY = date(2025, 6, 15)
STRETCHES = st.lists(
    st.tuples(st.integers(0, 600), st.integers(1, 120)).map(lambda one: (one[0], sum(one))),
    max_size=8,
)
QUICK = settings(max_examples=50)


@pytest.mark.parametrize(
    ("text", "months", "years"),
    [
        ("2016年7月 - 2019年3月", 33, "2016-2019"),
        ("2014/03 – 2017/02", 36, "2014-2017"),
        ("2015.09-2015.12", 4, "2015-2015"),
        ("2012.03~2015.12", 46, "2012-2015"),
        ("03/2018 to 02/2019", 12, "2018-2019"),
        ("March 2018 – Present", 88, "2018-"),
        ("Sept 2013 to Aug 2019", 72, "2013-2019"),
        ("2020年6月—至今", 61, "2020-"),
        ("2018年9月至今", 82, "2018-"),
        ("2009-2013", 48, "2009-2013"),
        ("2014 - 2014", 12, "2014-2014"),
        ("2013-07 ~ 2018-10", 64, "2013-2018"),
    ],
)
def test_a_period_is_read_in_months(text: str, months: int, years: str) -> None:
    (found,) = periods(f"x {text} y", TODAY)
    assert found.end - found.start == months
    assert found.years == years


@pytest.mark.parametrize(
    "text", ["2019 - 2015", "138-0000-0000", "号码 20190301", "1-2", "2030 - now"]
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert list(periods(text, TODAY)) == []


def test_a_line_without_its_period_keeps_its_words() -> None:
    assert without_periods("城市需求预测(2024.03-2024.06)") == "城市需求预测"


@QUICK
@given(STRETCHES)
def test_no_month_counts_twice(parts: list[tuple[int, int]]) -> None:
    months = {month for start, end in parts for month in range(start, end)}
    assert covered(parts) == len(months)


@QUICK
@given(STRETCHES)
def test_the_order_of_periods_does_not_matter(parts: list[tuple[int, int]]) -> None:
    assert covered(reversed(parts)) == covered(parts)


@QUICK
@given(st.text(max_size=80))
def test_any_line_has_only_periods_that_end_after_they_begin(text: str) -> None:
    assert all(one.start < one.end for one in periods(text, TODAY))
