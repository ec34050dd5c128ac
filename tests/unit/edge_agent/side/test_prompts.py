"""Prompts: kept before they are shown, gone for all at once, told again after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.app.captions import Captions
from edge_agent.app.side import Side
from edge_agent.interview.commands import Prompted
from edge_agent.publish.bell import (
    Puzzled,
    TopicNow,
)
from tests.fakes.told import (
    TEAM,
    number_of,
    said,
    second,
)
from wire import live
from wire.messages.answer_features import Topicality
from wire.messages.events import (
    PromptDismissed,
    PromptShown,
)
from wire.prompting import LongSilence, NotUnderstood, OffTopic

if TYPE_CHECKING:
    from pathlib import Path


from tests.unit.edge_agent.side.conftest import PLAN, WATCHER, Room


def test_a_prompt_is_kept_before_anybody_is_shown_it(room: Room) -> None:
    room.screens.count = 1
    room.answer(*(second(float(at)) for at in range(12)))
    kept = [one for one in room.talk.outbox.messages if isinstance(one, PromptShown)]
    assert [one.rule for one in kept] == [number_of(PLAN, LongSilence)]
    prompts = room.screens.of(live.Prompt)
    assert [one.prompt for one in prompts if isinstance(one, live.Prompt)] == ["a0.r3"]
    room.side.tick()
    assert len(room.screens.of(live.Prompt)) == 1


def test_a_prompt_whose_silence_is_over_goes_by_itself(room: Room) -> None:
    room.screens.count = 1
    room.answer(*(second(float(at)) for at in range(12)))
    room.happen(second(12.0, speech_s=1.0))
    assert room.screens.of(live.PromptGone) == [live.PromptGone(prompt="a0.r3")]


def test_what_nobody_watched_is_no_prompt(room: Room) -> None:
    room.answer(*(second(float(at)) for at in range(12)))
    assert not [one for one in room.talk.outbox.messages if isinstance(one, PromptShown)]
    assert room.screens.told == []


def test_whoever_watches_dismisses_a_prompt_for_all(room: Room) -> None:
    room.screens.count = 2
    room.answer(*(second(float(at)) for at in range(12)))
    room.side.said(WATCHER, live.Dismiss(prompt="a0.r3"))
    room.side.catch_up()
    kept = [one for one in room.talk.outbox.messages if isinstance(one, PromptDismissed)]
    assert [one.viewing_id for one in kept] == [WATCHER]
    assert room.screens.of(live.PromptGone) == [live.PromptGone(prompt="a0.r3")]
    room.side.said(WATCHER, live.Dismiss(prompt="a0.r3"))
    room.side.said(WATCHER, live.Dismiss(prompt="a7.r0"))
    assert len([one for one in room.talk.taken if isinstance(one, Prompted)]) == 2


def test_what_is_said_to_be_not_understood_and_off_topic_prompts_at_once(room: Room) -> None:
    room.screens.count = 1
    room.answer(*(second(float(at), speech_s=1.0) for at in range(40)))
    room.side.rung(Puzzled(answer=0, start=38.0, end=39.0))
    room.side.rung(TopicNow(answer=0, pts=39.0, topic=Topicality.OFF_TOPIC, similarity=0.3))
    room.side.rung(TopicNow(answer=0, pts=40.0, topic=Topicality.CANNOT_TELL, similarity=None))
    room.side.tick()
    rules = [one.rule for one in room.talk.outbox.messages if isinstance(one, PromptShown)]
    assert rules == [number_of(PLAN, NotUnderstood), number_of(PLAN, OffTopic)]


def test_a_restarted_desk_shows_what_was_shown_and_nothing_twice(
    room: Room, tmp_path: Path
) -> None:
    room.screens.count = 1
    room.answer(said(*[TEAM] * 6), stage=0)
    again = Side(room.talk.outbox, room.talk, Captions(tmp_path / "senses.sock"))
    again.admit(room.screens)
    kept = len(room.talk.outbox.messages)
    again.tick()
    prompts = [one for one in again.opened(WATCHER) if isinstance(one, live.Prompt)]
    assert [one.rule for one in prompts] == ["own_contribution"]
    assert prompts[0].figures == {"share": 0.0, "hits": 6.0}
    assert len(room.talk.outbox.messages) == kept
