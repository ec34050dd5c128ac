"""Who may lead an interview, and what the kiosk asks where nobody does."""

from __future__ import annotations

import pytest

from edge_agent.interview.commands import Next
from edge_agent.interview.state import Phase
from edge_agent.publish.bell import AnswerDone
from tests.fakes.told import (
    began,
    ended,
    whole,
)
from tests.unit.edge_agent.side.conftest import AT, PLAN, SPEAKER, WATCHER, Room
from wire import live
from wire.messages.events import (
    AnswerKept,
    FollowUpAsked,
)


def test_only_who_may_speak_goes_on_and_only_by_the_stage_that_is_seen(room: Room) -> None:
    room.screens.count, room.screens.is_led = 2, True
    room.answer()
    for who, stage in ((WATCHER, 1), (SPEAKER, 0), (SPEAKER, 2)):
        room.side.said(who, live.GoOn(stage=stage))
    assert room.talk.taken == []
    room.side.said(SPEAKER, live.GoOn(stage=1))
    assert room.talk.taken == [Next()]


def test_nobody_goes_on_for_the_candidate_who_looks_at_an_answer(room: Room) -> None:
    room.screens.count, room.screens.is_led = 2, True
    room.answer()
    for _ in range(2):
        room.side.said(SPEAKER, live.GoOn(stage=1))
    assert room.talk.taken == [Next()]
    assert where(room) == (Phase.REVIEW, 1, None)


def test_a_follow_up_is_put_beside_the_open_question(room: Room) -> None:
    room.screens.count, room.screens.is_led = 2, True
    room.answer()
    room.side.said(WATCHER, live.AskAlso(follow_up=1))
    assert room.talk.taken == []
    room.side.said(SPEAKER, live.AskAlso(follow_up=1))
    assert (room.talk.state.follow_up, room.talk.state.phase) == (1, Phase.ANSWERING)
    room.side.tick()
    standing = room.screens.of(live.Standing)[-1]
    assert isinstance(standing, live.Standing)
    assert (standing.follow_up, standing.led) == (1, True)
    room.side.said(SPEAKER, live.AskAlso(follow_up=4000))
    assert room.talk.state.follow_up == 1


def test_nothing_follows_a_question_before_it_is_answered(room: Room) -> None:
    room.screens.count, room.screens.is_led = 2, True
    room.answer(ended(), whole(), _kept(0), stage=0)
    assert where(room) == (Phase.QUESTION, 1, None)
    room.side.said(SPEAKER, live.AskAlso(follow_up=0))
    assert PLAN.follow_ups[0].stage == 1
    assert where(room) == (Phase.QUESTION, 1, None)


def test_the_kiosk_asks_one_follow_up_while_the_answer_is_looked_at(room: Room) -> None:
    room.answer(ended(), whole())
    room.side.rung(AnswerDone(answer=0))
    asked = [one for one in room.talk.outbox.messages if isinstance(one, FollowUpAsked)]
    assert [(one.follow_up, one.answer, one.viewing_id) for one in asked] == [(0, 0, None)]
    assert where(room) == (Phase.REVIEW, 1, 0)
    room.happen(_kept(0))
    assert where(room) == (Phase.QUESTION, 1, 0)
    room.happen(began(1, 1, 70.0), ended(1, 90.0), whole(1))
    room.side.rung(AnswerDone(answer=1))
    assert room.talk.state.follow_ups == {0}
    room.happen(_kept(1))
    assert where(room) == (Phase.QUESTION, 2, None)


def where(room: Room) -> tuple[Phase, int, int | None]:
    """Say what the candidate has before them."""
    state = room.talk.state
    return state.phase, state.stage, state.follow_up


def _kept(answer: int) -> AnswerKept:
    return AnswerKept(stream_id=PLAN.interview_id, seq=1, pts=91.0, at=AT, answer=answer)


@pytest.mark.parametrize("late", [True, False])
def test_the_kiosk_asks_nothing_where_an_interviewer_leads_or_the_candidate_went_on(
    room: Room, *, late: bool
) -> None:
    room.screens.is_led = not late
    room.answer(ended(), whole())
    if late:
        room.happen(_kept(0))
    room.side.rung(AnswerDone(answer=0))
    assert room.talk.taken == []
