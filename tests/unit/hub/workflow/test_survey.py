"""The survey hides each candidate in a group, and says nothing of fewer than five."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from hub.storage.database import reading
from hub.storage.schema import METADATA
from hub.storage.tables.survey_answer import SurveyAnswer
from hub.workflow.survey import FEWEST, summed, sums, take
from tests.fakes.hub_database import HubDatabase, make
from wire.survey import Item, Survey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2026, 3, 2)
COUNTS = st.lists(st.integers(0, 8), max_size=12)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[HubDatabase]:
    made = make(tmp_path)
    yield made
    made.close()


def rows(counts: list[int]) -> list[SurveyAnswer]:
    """So many answers a day, in the order of days."""
    return [
        SurveyAnswer(survey_id=secrets.token_hex(16), day=DAY + timedelta(place), liking=4)
        for place, count in enumerate(counts)
        for _ in range(count)
    ]


@settings(max_examples=50)
@given(COUNTS, st.integers(0, 8))
def test_one_more_day_adds_nobody_or_a_whole_group(before: list[int], today: int) -> None:
    then, now = summed(rows(before)).surveys, summed(rows([*before, today])).surveys
    assert now == then or now - then >= FEWEST


@settings(max_examples=50)
@given(COUNTS)
def test_what_is_shown_is_never_of_fewer_than_five(counts: list[int]) -> None:
    found = summed(rows(counts))
    assert found.surveys == 0 or found.surveys >= FEWEST
    for item in found.counts:
        assert sum(found.counts[item].values()) >= FEWEST


def test_an_item_that_few_rated_is_left_out() -> None:
    answers = rows([6])
    for answer in answers[:4]:
        answer.fair = 2
    found = summed(answers)
    assert Item.FAIR not in found.counts
    assert found.counts[Item.LIKING] == {1: 0, 2: 0, 3: 0, 4: 6, 5: 0}


def test_a_survey_sent_twice_counts_once_and_today_waits(database: HubDatabase) -> None:
    for number in range(FEWEST):
        survey = Survey(survey_id=f"{number:032x}", day=DAY, prepared=5)
        take(database.engine, survey)
        take(database.engine, survey)
    assert sums(database.engine, DAY).surveys == 0
    assert sums(database.engine, DAY + timedelta(1)).surveys == FEWEST
    with reading(database.engine) as session:
        assert session.query(SurveyAnswer).count() == FEWEST


def test_a_row_has_nothing_that_points_to_a_person_or_an_hour() -> None:
    columns = {column.name for column in inspect(SurveyAnswer).columns}
    assert columns == {"survey_id", "day", *Item}
    table = METADATA.tables["survey_answer"]
    assert not table.foreign_keys
    assert table.dialect_options["sqlite"]["with_rowid"] is False
