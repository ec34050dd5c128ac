from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.workflow.resumes.correcting import is_value
from hub.workflow.resumes.field_names import FieldName


@pytest.mark.parametrize("typed", ["", "0", "7", "7.5", "7.", "60"])
def test_years_of_work_are_a_number(typed: str) -> None:
    assert is_value(FieldName.WORK_YEARS, typed)


@pytest.mark.parametrize(
    "typed", [".5", "1.²", "1.١", "²", "-1", "60.1", "1e1", "1.5.5", "9" * 200]
)
def test_what_is_no_number_of_years_is_refused(typed: str) -> None:
    assert not is_value(FieldName.WORK_YEARS, typed)


@given(st.sampled_from(FieldName), st.text(max_size=210))
def test_whatever_is_typed_is_a_value_or_none(name: FieldName, typed: str) -> None:
    assert is_value(name, typed) in {True, False}
