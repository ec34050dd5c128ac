"""What the pages between the first question and the last show beside the interview's state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edge_agent.interview.state import Phase
from wire.messages.answer_features import PictureVerdict, SoundVerdict
from wire.prompting import RuleKind

if TYPE_CHECKING:
    from edge_agent.interview.state import InterviewState
    from wire.language import LocalText
    from wire.takes import Take


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether what was captured of an answer can be used."""

    sound: SoundVerdict = SoundVerdict.GOOD
    picture: PictureVerdict = PictureVerdict.GOOD

    @property
    def is_good(self) -> bool:
        """Say whether nothing stands in the way."""
        return self.sound is SoundVerdict.GOOD and self.picture is PictureVerdict.GOOD


@dataclass(frozen=True, slots=True)
class Line:
    """What was understood of one stretch of an answer, and what the candidate made of it."""

    recognised: str
    text: str


@dataclass(frozen=True, slots=True)
class ChairScene:
    """What the kiosk knows and the interview's events do not say."""

    verdict: Verdict | None = None
    """Of the answer that is looked at; none while it is worked on."""
    is_judged: bool = False
    """Everything of that answer has been worked on."""
    lines: tuple[Line, ...] | None = None
    """Its words; none before they are all there, or without consent to analysis."""
    prepare_left_s: float | None = None
    """Of the time suggested for thinking; below 0 it is over. None: no time is named."""
    pause_left_s: float = 0.0
    voice: bool = False
    """There is a voice to read aloud."""
    reads: bool = False
    """The question has not been read aloud yet."""
    captions: bool = False
    """The candidate wants to see what is understood while speaking."""
    may_type: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked now."""

    text: LocalText
    beside: LocalText | None = None
    """The stage's question, where a follow-up is asked."""
    plainer: LocalText | None = None
    """The same in other words, for who did not understand it."""


def question(state: InterviewState) -> Question | None:
    """Give what is asked; none outside the stages."""
    plan, stage = state.plan, state.current
    if plan is None or stage is None:
        return None
    if state.follow_up is not None and state.follow_up < len(plan.follow_ups):
        return Question(plan.follow_ups[state.follow_up].text, beside=stage.text)
    return Question(stage.text, plainer=_plainer(state) if state.stage in state.puzzled else None)


def _plainer(state: InterviewState) -> LocalText | None:
    follow_ups = () if state.plan is None else state.plan.follow_ups
    serving = (one for one in follow_ups if RuleKind.NOT_UNDERSTOOD in one.serves)
    return next((one.text for one in serving if one.stage == state.stage), None)


@dataclass(frozen=True, slots=True)
class TakesView:
    """The takes of the question that is answered now."""

    all: tuple[Take, ...] = ()
    counted: frozenset[int] = field(default_factory=frozenset)
    left: int = 0
    """Retakes still allowed, free ones aside."""


def takes(state: InterviewState) -> TakesView:
    """Give the takes of the question that is looked at or given once more."""
    stage, taking = state.current, state.taking
    if stage is None:
        return TakesView()
    return TakesView(taking.beside, taking.counted, max(0, stage.retakes - taking.used))


def step(state: InterviewState, chair: ChairScene) -> str:
    """Name what a page of the same phase may yet differ in; the page follows when it changes."""
    match state.phase:
        case Phase.QUESTION | Phase.ANSWERING:
            asked = "" if state.follow_up is None else f"{state.follow_up}"
            return f"{asked}.{int(state.stage in state.puzzled)}{_help(state)}"
        case Phase.REVIEW:
            return f"{state.taking.reviewed}.{int(chair.is_judged)}{_help(state)}"
        case Phase.PAUSED:
            return _help(state)
        case _:
            return ""


def _help(state: InterviewState) -> str:
    return "0" if state.help is None else "2" if state.help.is_coming else "1"
