"""A call for help: told with its time, answered once, by a screen or by the hub."""

from __future__ import annotations

from edge_agent.interview.helping import Help
from tests.unit.edge_agent.side.conftest import AT, PLAN, SPEAKER, WATCHER, Room
from wire import live
from wire.messages.events import (
    HelpCalled,
    HelpComing,
)


def test_a_call_for_help_is_told_with_its_time_until_somebody_says_they_come(room: Room) -> None:
    room.screens.count = 1
    room.side.tick()
    room.happen(HelpCalled(stream_id=PLAN.interview_id, seq=1, pts=2.0, at=AT, stage=0))
    room.side.tick()
    asked = room.screens.of(live.Standing)[-1]
    assert isinstance(asked, live.Standing)
    assert (asked.help_since, asked.help_coming) == (AT, False)
    room.side.said(WATCHER, live.SayComing())
    room.side.said(SPEAKER, live.SayComing())
    room.side.tick()
    told = room.screens.of(live.Standing)[-1]
    assert isinstance(told, live.Standing)
    assert (told.help_since, told.help_coming) == (AT, True)
    promised = [one for one in room.talk.outbox.messages if isinstance(one, HelpComing)]
    assert [one.viewing_id for one in promised] == [WATCHER]


def test_the_hub_promises_help_to_the_interview_it_means_only(room: Room) -> None:
    room.happen(HelpCalled(stream_id=PLAN.interview_id, seq=1, pts=2.0, at=AT, stage=0))
    room.side.promised("f" * 32)
    assert room.talk.state.help == Help(AT)
    room.side.promised(PLAN.interview_id)
    assert room.talk.state.help == Help(AT, is_coming=True)


def test_help_that_nobody_asked_for_is_not_promised(room: Room) -> None:
    room.side.said(WATCHER, live.SayComing())
    room.side.promised(PLAN.interview_id)
    assert not room.talk.taken
