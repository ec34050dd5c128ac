"""What may be done in an interview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge_agent.interview.arrival import CheckIn, Practise, StepBack, Understood
from edge_agent.interview.in_the_chair import ChairCommand

if TYPE_CHECKING:
    from wire.language import Language
    from wire.messages.events import PromptDismissed, PromptShown, Trouble
    from wire.policy import Purpose


@dataclass(frozen=True, slots=True)
class Begin:
    """The candidate chose a language, or another one before the interview begins."""

    language: Language


@dataclass(frozen=True, slots=True)
class Consent:
    """The candidate decided upon every purpose of the plan; what is not granted is refused."""

    granted: frozenset[Purpose]


@dataclass(frozen=True, slots=True)
class Ready:
    """Camera and microphone are fine; the interview begins."""

    model_hashes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The candidate starts to answer."""


@dataclass(frozen=True, slots=True)
class Next:
    """The candidate has answered, or leaves the stage out."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The candidate stops early."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The candidate takes everything back; may be done until the last page is left."""


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Media time is `pts`; an answer that has lasted its longest is closed."""

    pts: float


@dataclass(frozen=True, slots=True)
class Close:
    """Everything of the last answer has been worked on, or waited for long enough."""


@dataclass(frozen=True, slots=True)
class Note:
    """A device or a process failed or came back."""

    trouble: Trouble
    pts: float = 0.0
    """Media time, as far as it is known; never before the newest event."""


@dataclass(frozen=True, slots=True)
class Found:
    """The recorder is found recording an answer; the kiosk fell before it could write that down."""

    answer: int
    stage: int
    pts: float


@dataclass(frozen=True, slots=True)
class AskAlso:
    """An interviewer asks a follow-up, or the kiosk does after an answer because of a rule."""

    follow_up: int
    rule: int | None = None
    viewing_id: str | None = None


@dataclass(frozen=True, slots=True)
class Prompted:
    """A prompt was shown to those who watch, or taken away by one of them."""

    event: PromptShown | PromptDismissed


Command = (
    ChairCommand
    | Begin
    | CheckIn
    | Understood
    | Practise
    | StepBack
    | Consent
    | Ready
    | Answer
    | Next
    | Finish
    | Withdraw
    | TimePassed
    | Close
    | Note
    | Found
    | AskAlso
    | Prompted
)
