"""The side desk: what interviewers' screens are told, and what they may ask for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest

from edge_agent.app.captions import Captions
from edge_agent.app.side import Side
from edge_agent.features.capture_problems import CaptureProblem
from edge_agent.interview.commands import Next, Prompted
from edge_agent.interview.decisions import decide
from edge_agent.interview.fold import fold
from edge_agent.interview.helping import Help
from edge_agent.interview.state import InterviewState, Phase
from edge_agent.publish.bell import (
    AnswerDone,
    Bell,
    CaptionHeard,
    Listen,
    OutboxGrew,
    Puzzled,
    TopicNow,
)
from tests.fakes.told import (
    RISK,
    TEAM,
    began,
    ended,
    number_of,
    plan,
    said,
    second,
    whole,
)
from wire import live
from wire.language import Language
from wire.messages.answer_features import Topicality
from wire.messages.events import (
    AnswerKept,
    ConsentRecorded,
    Ending,
    FollowUpAsked,
    HelpCalled,
    HelpComing,
    InterviewBegan,
    InterviewEnded,
    InterviewEvent,
    PromptDismissed,
    PromptShown,
)
from wire.policy import Purpose
from wire.prompting import LongSilence, NotUnderstood, OffTopic

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.interview.commands import Command
    from wire.live import FromKiosk
    from wire.messages.fields import Durable

PLAN = plan()
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WATCHER, SPEAKER = "a" * 32, "b" * 32


@dataclass
class Outbox:
    """Keeps messages and numbers them."""

    messages: list[Durable] = field(default_factory=list)

    def keep(self, message: Durable) -> None:
        self.messages.append(msgspec.structs.replace(message, seq=len(self.messages) + 1))

    def since(self, stream_id: str, seq: int) -> list[Durable]:
        assert stream_id == PLAN.interview_id
        return [one for one in self.messages if one.seq > seq]


@dataclass
class Talk:
    """An interview that carries commands out as the agent does."""

    outbox: Outbox = field(default_factory=Outbox)
    state: InterviewState = field(default_factory=InterviewState)
    taken: list[Command] = field(default_factory=list)

    def media_time(self) -> float:
        return self.state.pts

    def problem(self) -> CaptureProblem | None:
        return CaptureProblem.TOO_QUIET

    def later(self, command: Command) -> None:
        self.taken.append(command)
        for step in decide(self.state, command, AT):
            if isinstance(step, InterviewEvent):
                self.outbox.keep(step)
        self.fold()

    def fold(self) -> None:
        events = [one for one in self.outbox.messages if isinstance(one, InterviewEvent)]
        self.state = fold(PLAN, events)


@dataclass
class Screens:
    """Those who watch; nobody at first."""

    count: int = 0
    is_led: bool = False
    told: list[FromKiosk] = field(default_factory=list)

    def speaks(self, viewing_id: str) -> bool:
        return self.is_led and viewing_id == SPEAKER

    def tell(self, said: FromKiosk) -> None:
        self.told.append(said)

    def of(self, kind: type) -> list[FromKiosk]:
        return [one for one in self.told if isinstance(one, kind)]


class Room:
    """A side desk beside an interview that has begun."""

    def __init__(self, folder: Path) -> None:
        self.talk, self.screens = Talk(), Screens()
        self.captions = Captions(folder / "senses.sock")
        self.side = Side(self.talk.outbox, self.talk, self.captions)
        self.side.admit(self.screens)
        for purpose in Purpose:
            self.happen(_consent(purpose))
        self.happen(_begun())

    def happen(self, *messages: Durable) -> None:
        """Have messages kept, and the desk told as the agent tells it."""
        for message in messages:
            self.talk.outbox.keep(message)
        self.talk.fold()
        self.side.rung(OutboxGrew())
        self.side.catch_up()

    def answer(self, *facts: Durable, stage: int = 1) -> None:
        """Have stage `stage` answered with `facts`."""
        self.happen(began(0, stage), *facts)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def _consent(purpose: Purpose) -> ConsentRecorded:
    return ConsentRecorded(
        stream_id=PLAN.interview_id, seq=1, pts=0.0, at=AT, purpose=purpose, granted=True
    )


def _begun() -> InterviewBegan:
    return InterviewBegan(
        stream_id=PLAN.interview_id,
        seq=1,
        pts=0.0,
        at=AT,
        language=Language.EN,
        profile=PLAN.profile,
        policy_hash=PLAN.policy_hash,
        plan_hash="0" * 64,
        model_hashes=(),
    )


def caption(text: str, *, final: bool = False, start: float = 1.0) -> CaptionHeard:
    return CaptionHeard(answer=0, start=start, end=start + 1.0, text=text, final=final)


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


def test_only_who_may_speak_goes_on_and_only_by_the_stage_that_is_seen(room: Room) -> None:
    room.screens.count, room.screens.is_led = 2, True
    room.answer()
    for who, stage in ((WATCHER, 1), (SPEAKER, 0), (SPEAKER, 2)):
        room.side.said(who, live.GoOn(stage=stage))
    assert room.talk.taken == []
    room.side.said(SPEAKER, live.GoOn(stage=1))
    assert room.talk.taken == [Next()]


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


def test_evidence_and_seconds_are_told_as_they_come(room: Room) -> None:
    room.screens.count = 1
    room.answer(said(RISK, start=4.0), second(0.0, speech_s=1.0))
    heard = live.Evidence(answer=0, keyword=RISK, start=4.0, end=4.5)
    assert room.screens.of(live.Evidence) == [heard]
    moment = room.screens.of(live.Heard)[0]
    assert isinstance(moment, live.Heard)
    assert (moment.pts, moment.face, moment.problem) == (1.0, True, "too_quiet")


def test_what_is_said_to_be_not_understood_and_off_topic_prompts_at_once(room: Room) -> None:
    room.screens.count = 1
    room.answer(*(second(float(at), speech_s=1.0) for at in range(40)))
    room.side.rung(Puzzled(answer=0, start=38.0, end=39.0))
    room.side.rung(TopicNow(answer=0, pts=39.0, topic=Topicality.OFF_TOPIC, similarity=0.3))
    room.side.rung(TopicNow(answer=0, pts=40.0, topic=Topicality.CANNOT_TELL, similarity=None))
    room.side.tick()
    rules = [one.rule for one in room.talk.outbox.messages if isinstance(one, PromptShown)]
    assert rules == [number_of(PLAN, NotUnderstood), number_of(PLAN, OffTopic)]


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
