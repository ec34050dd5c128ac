"""Which take counts: laws, and the cases that people ask about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from wire.messages.events import AnswerBegan, TakeChosen
from wire.takes import counted, takes

if TYPE_CHECKING:
    from wire.takes import TakeEvent

AT = datetime(2026, 1, 1, tzinfo=UTC)
STREAM = "0123456789abcdef" * 2


def began(answer: int, *, of: int | None = None, after: int | None = None) -> AnswerBegan:
    return AnswerBegan(
        stream_id=STREAM,
        seq=1,
        pts=0.0,
        at=AT,
        answer=answer,
        stage=0,
        retake_of=of,
        continues=after,
    )


def chosen(answer: int) -> TakeChosen:
    return TakeChosen(stream_id=STREAM, seq=1, pts=0.0, at=AT, answer=answer)


def test_the_newest_take_counts() -> None:
    assert counted([began(0), began(1, of=0), began(2)]) == {1, 2}


def test_the_candidates_choice_counts_until_there_is_a_newer_take() -> None:
    events: list[TakeEvent] = [began(0), began(1, of=0), chosen(0)]
    assert counted(events) == {0}
    assert counted([*events, began(2, of=1)]) == {2}


def test_a_take_that_a_pause_cut_counts_as_a_whole() -> None:
    events = [began(0), began(1, after=0), began(2, of=1), began(3, after=2)]
    assert [(one.answers, one.number) for one in takes(events)] == [((0, 1), 1), ((2, 3), 2)]
    assert counted(events) == {2, 3}
    assert counted([*events, chosen(1)]) == {0, 1}


def test_an_answer_that_names_one_that_is_not_there_stands_for_itself() -> None:
    assert counted([began(4, of=2), began(5, after=3)]) == {4, 5}


@st.composite
def rows(draw: st.DrawFn) -> list[TakeEvent]:
    """Give events as a kiosk may tell them: each retake or rest names an answer before it."""
    events: list[TakeEvent] = []
    for answer in range(draw(st.integers(0, 8))):
        earlier = st.none() if answer == 0 else st.none() | st.integers(0, answer - 1)
        is_rest = draw(st.booleans())
        named = draw(earlier)
        events.append(began(answer, after=named) if is_rest else began(answer, of=named))
        if draw(st.booleans()):
            events.append(chosen(draw(st.integers(0, answer))))
    return events


@settings(max_examples=50)
@given(rows())
def test_of_each_questions_takes_exactly_one_counts_and_no_answer_is_lost(
    events: list[TakeEvent],
) -> None:
    found, counting = takes(events), counted(events)
    answers = sorted(answer for take in found for answer in take.answers)
    assert answers == [one.answer for one in events if isinstance(one, AnswerBegan)]
    for first in {take.first for take in found}:
        together = [take for take in found if take.first == first]
        assert [set(take.answers) <= counting for take in together].count(True) == 1
        assert [take.number for take in together] == list(range(1, len(together) + 1))
    assert counting <= set(answers)
