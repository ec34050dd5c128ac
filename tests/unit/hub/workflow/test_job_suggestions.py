from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.scoring.job_questions import Level
from hub.scoring.job_texts import first_fault
from hub.workflow.competency_catalogue import catalogue
from hub.workflow.job_suggestions import Suggestion, suggest

ENTRIES = catalogue()
CHINESE = "负责信贷业务贷前调查，具备良好的风险控制能力和跨部门协作能力，遵守制度。"
ENGLISH = "You lead a team, coach new colleagues and handle complaints of our customer service."
WORDS = st.sampled_from(
    ["风险", "信贷", "客户", "投诉", "部门", "python", "Risks", "loans", "teams", "，", " ", "的"]
)


def of(description: str) -> dict[str, Suggestion]:
    return {one.entry.id: one for one in suggest(description, ENTRIES.values())}


def test_each_suggestion_shows_the_words_that_earned_it() -> None:
    found = of(CHINESE)
    assert found["risk-control"].found == ("信贷", "贷前", "风险")
    assert found["risk-control"].is_ticked
    assert found["risk-control"].weight == 3
    assert found["working-across"].found == ("跨部门", "协作")
    assert found["integrity"].found == ("制度",)
    assert not found["integrity"].is_ticked


def test_english_words_are_found_in_their_inflections_and_case() -> None:
    found = of(ENGLISH)
    assert found["leading-a-team"].found == ("lead a team", "coach")
    assert found["handling-complaints"].found == ("complaints", "customer service")
    assert of("LOANS and Credits")["risk-control"].found == ("LOANS", "Credits")


def test_chinese_terms_are_found_only_where_words_begin_and_end() -> None:
    assert of("部门主管")["leading-a-team"].found == ("主管",)
    assert of("民主管理")["leading-a-team"].found == ()


def test_an_empty_description_suggests_nothing_and_hides_nothing() -> None:
    listed = suggest("", ENTRIES.values())
    assert {one.entry.id for one in listed} == set(ENTRIES)
    assert not any(one.is_ticked or one.found or one.points for one in listed)


@settings(max_examples=12)
@given(st.lists(WORDS, max_size=12).map("".join))
def test_the_same_description_gives_the_same_list_in_the_order_of_points(text: str) -> None:
    listed = suggest(text, ENTRIES.values())
    again = suggest(text, reversed(ENTRIES.values()))
    assert listed == again
    assert [one.points for one in listed] == sorted((one.points for one in listed), reverse=True)
    assert all(word in text for one in listed for word in one.found)
    assert sum(one.is_ticked for one in listed) <= 6


@settings(max_examples=12)
@given(st.lists(WORDS, max_size=8).map(" ".join), st.lists(WORDS, max_size=4).map(" ".join))
def test_more_text_takes_no_points_away(text: str, more: str) -> None:
    before, after = of(text), of(f"{text}\n{more}")
    assert all(after[name].points >= before[name].points for name in ENTRIES)


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_of_the_catalogue_is_whole(name: str) -> None:
    entry = ENTRIES[name]
    assert first_fault(entry) is None
    assert len(set(entry.anchors)) == 5
    assert len(entry.groups) >= 4
    assert {one.level for one in entry.bank} == set(Level)
    assert all(one.follow_ups for one in entry.bank)


def test_no_two_questions_of_the_catalogue_have_one_name() -> None:
    names = [one.id for entry in ENTRIES.values() for one in entry.bank]
    assert len(names) == len(set(names))
