"""What interviewers' screens are told, and when every word is dropped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edge_agent.app.captions import Captions
from edge_agent.interview.state import InterviewState
from edge_agent.publish.bell import (
    Bell,
    Listen,
)
from tests.fakes.told import (
    RISK,
    said,
    second,
)
from wire import live
from wire.messages.events import (
    Ending,
    InterviewEnded,
)

if TYPE_CHECKING:
    from pathlib import Path


from tests.unit.edge_agent.side.conftest import AT, PLAN, WATCHER, Room, caption


def test_a_screen_that_opens_late_is_told_where_things_are(room: Room) -> None:
    room.screens.count = 1
    room.answer(*(second(float(at)) for at in range(12)))
    room.side.rung(caption("and then", final=True))
    room.side.rung(caption("we che"))
    standing, prompt, final, partial = room.side.opened(WATCHER)
    assert isinstance(standing, live.Standing)
    assert (standing.phase, standing.stage, standing.answer) == ("answering", 1, 0)
    assert isinstance(prompt, live.Prompt)
    assert isinstance(final, live.Caption)
    assert isinstance(partial, live.Caption)
    assert (final.text, partial.text) == ("and then", "we che")


def test_evidence_and_seconds_are_told_as_they_come(room: Room) -> None:
    room.screens.count = 1
    room.answer(said(RISK, start=4.0), second(0.0, speech_s=1.0))
    heard = live.Evidence(answer=0, keyword=RISK, start=4.0, end=4.5)
    assert room.screens.of(live.Evidence) == [heard]
    moment = room.screens.of(live.Heard)[0]
    assert isinstance(moment, live.Heard)
    assert (moment.pts, moment.face, moment.problem) == (1.0, True, "too_quiet")


def test_every_word_is_dropped_when_the_interview_is_over(room: Room) -> None:
    room.answer()
    room.side.rung(caption("quagga", final=True))
    room.side.rung(caption("axolotl"))
    assert len(room.captions.of_answer(0)) == 2
    over = InterviewEnded(
        stream_id=PLAN.interview_id, seq=1, pts=9.0, at=AT, ending=Ending.FINISHED
    )
    room.happen(over)
    assert room.captions.all() == ()
    room.side.rung(caption("pangolin", final=True))
    room.side.tick()
    assert room.captions.all() == ()


def test_another_interview_begins_without_the_last_ones_words_and_prompts(room: Room) -> None:
    room.screens.count = 1
    room.answer(*(second(float(at)) for at in range(12)))
    room.side.rung(caption("quagga", final=True))
    room.talk.state = replace(InterviewState(), plan=None)
    room.side.tick()
    opened = room.side.opened(WATCHER)
    assert [type(one) for one in opened] == [live.Standing]


def test_the_senses_are_asked_for_captions_only_while_somebody_wants_them(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s"
    bell = Bell(path)
    captions = Captions(path)
    captions.keep_going(watched=False)
    assert bell.heard() == []
    captions.keep_going(watched=True)
    captions.keep_going(watched=True)
    assert bell.heard() == [Listen()]
    bell.close()
    other = Captions(path)
    other.wanted_by_candidate = True
    other.keep_going(watched=False)
