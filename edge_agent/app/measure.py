"""`measure`: the line from sensor to features over files, at full speed and deterministically.

One thread, no clock: the same files, models and plan always give the same lines.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from edge_agent.app.measure_lines import Lines
from edge_agent.app.measure_partials import Partials
from edge_agent.app.senses import PICTURE_RATE, PICTURE_WIDTH
from edge_agent.app.senses_colleagues import Colleagues
from edge_agent.app.senses_content import ContentDesk
from edge_agent.app.senses_desk import ResultDesk
from edge_agent.app.senses_events import (
    ContentMeasured,
    Event,
    PictureDue,
    PictureSeen,
    SoundHeard,
    UtteranceUnderstood,
)
from edge_agent.app.senses_sitting import Sitting
from edge_agent.capture.bus import AnswerBeganMark, AnswerEndedMark, InterviewMark
from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.capture.media_files import pictures, sound, together
from edge_agent.errors import MediaError, ProcessError
from edge_agent.inference.model_table import VOICE_ACTIVITY
from edge_agent.inference.models import model_path
from edge_agent.inference.recognisers import recogniser
from edge_agent.inference.silero import SileroVoiceActivity
from edge_agent.inference.streaming import Decoder, Final
from edge_agent.inference.streaming_rhythm import Stage as UtteranceStage
from edge_agent.inference.text_encoders import text_encoder
from edge_agent.inference.vision import open_tracker
from edge_agent.settings import SpeechSettings
from wire import plan as plans
from wire import policy
from wire.language import LocalText
from wire.plan import Plan, Stage, StageKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

    from edge_agent.app.senses_content import Comparison
    from edge_agent.app.senses_vision import NewFace, Tracker
    from edge_agent.inference.ports import SpeechRecognizer, TextEncoder, VoiceActivity
    from edge_agent.inference.utterances import Utterance
    from wire.language import Language
    from wire.policy import Profile

_NOBODY = "0" * 32


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured, and under which leave."""

    video: Path | None
    audio: Path | None
    language: Language
    profile: Profile
    models: Path
    plan: Path | None = None
    """JSON of a `wire.plan.Plan`; without one there is a single question and no keyword."""
    recogniser: str | None = None
    """As the settings name it: `moonshine`, `whisper`, `vosk:` and a folder."""
    partials: bool = False
    """Write what is understood while somebody still speaks, too."""


class _Eyes:
    """Looks at each picture at once; lent to the sitting in place of the vision thread's album."""

    def __init__(self, models: Path) -> None:
        self._models = models
        self._tracker: Tracker | None = None

    def meet(self, face: NewFace) -> None:
        """Open the models that may be used for this person."""
        self._tracker = open_tracker(self._models, behaviour=face.behaviour)

    def look(self, frame: Frame) -> PictureSeen:
        """Give what the picture shows."""
        if self._tracker is None:
            raise ProcessError("Nobody sat down.")
        return PictureSeen(0, self._tracker.observe(frame))


class _Ears:
    """Recognises each utterance at once; lent to the sitting in place of the speech thread."""

    def __init__(
        self,
        open_recogniser: Callable[[Language], SpeechRecognizer],
        open_encoder: Callable[[], TextEncoder | None],
    ) -> None:
        self._content = ContentDesk(open_encoder)
        self._open_recogniser = open_recogniser
        self._decoder: Decoder | None = None
        self.understood: deque[UtteranceUnderstood | ContentMeasured] = deque()

    def load(self, language: Language) -> None:
        """Load the language's recogniser."""
        self._decoder = Decoder(self._open_recogniser(language))

    def submit(self, answer: int, language: Language, utterance: Utterance) -> None:
        """Recognise an utterance that is closed; nothing needs to be decoded ahead of that."""
        if utterance.stage is not UtteranceStage.CLOSED:
            return
        if self._decoder is None:
            raise ProcessError(f"No recogniser of {language.value} was loaded.")
        understood = self._decoder.decode(utterance)
        if isinstance(understood, Final):
            said = UtteranceUnderstood(answer, utterance, understood.recognised)
            self.understood.append(said)

    def forget(self) -> None:
        """Drop nothing: nobody withdraws a file."""

    def compare(self, comparison: Comparison) -> None:
        """Compare an answer's text with its question."""
        content = self._content.measure(comparison)
        self.understood.append(ContentMeasured(comparison.answer, content))


def measure(asked: Asked, out: IO[str], progress: Callable[[float], None]) -> None:
    """Write one JSON line for each picture, window, utterance and answer of the files to `out`.

    `progress` hears the media time reached. Raises EdgeError and WireError.
    """
    run = _Run(asked, Lines(out))
    for item in _media(asked):
        run.take(item)
        progress(item.captured_at)
    run.finish()


class _Run:
    """The sitting of one answer that is as long as the files."""

    def __init__(self, asked: Asked, lines: Lines) -> None:
        self._lines = lines
        self._eyes = _Eyes(asked.models)
        self._ears = _Ears(partial(_open_recogniser, asked), partial(_open_encoder, asked))
        voice = _open_voice(asked)
        desk = ResultDesk(lines, lines, lambda _: None)
        self._sitting = Sitting(Colleagues(self._eyes, self._ears, desk, voice), None)
        self._partials = _partials(asked, lines) if asked.partials else None
        self._end = 0.0
        self._handle(
            InterviewMark(
                plan=_plan(asked),
                language=asked.language,
                analysis=True,
                face_analysis=policy.allows_behaviour(asked.profile),
            )
        )
        self._handle(AnswerBeganMark(answer=0, stage=0, pts=0.0))

    def take(self, item: Frame | AudioChunk) -> None:
        """Take the next picture or sound."""
        if isinstance(item, Frame):
            self._handle(PictureDue(0, item.pts, item.captured_at, 0))
            seen = self._eyes.look(item)
            self._lines.picture(seen.observation)
            self._handle(seen)
        else:
            if self._partials is not None:
                self._partials.hear(item)
            self._handle(SoundHeard(item))
        self._end = max(self._end, item.captured_at)

    def finish(self) -> None:
        """End the answer and write what it amounted to."""
        self._handle(AnswerEndedMark(answer=0, pts=self._end, captured_at=self._end))

    def _handle(self, event: Event) -> None:
        self._sitting.handle(event)
        self._settle()
        while self._ears.understood:
            self._settle()

    def _settle(self) -> None:
        """Let what was understood be heard, and close what is ready."""
        while self._ears.understood:
            self._sitting.handle(self._ears.understood.popleft())
        self._sitting.close_due(0.0)


def _media(asked: Asked) -> Iterator[Frame | AudioChunk]:
    if asked.video is None and asked.audio is None:
        raise MediaError("There is neither picture nor sound.")
    seen = pictures(asked.video, PICTURE_RATE, PICTURE_WIDTH) if asked.video else None
    heard = sound(asked.audio) if asked.audio else None
    return together(seen, heard)


def _partials(asked: Asked, lines: Lines) -> Partials:
    heard = _open_recogniser(asked, asked.language)
    return Partials(_open_voice(asked), heard, asked.language, lines.partial)


def _open_voice(asked: Asked) -> VoiceActivity:
    return SileroVoiceActivity(model_path(asked.models, VOICE_ACTIVITY))


def _open_recogniser(asked: Asked, language: Language) -> SpeechRecognizer:
    setting = asked.recogniser or SpeechSettings().of(language)
    return recogniser(setting, language, asked.models)


def _open_encoder(asked: Asked) -> TextEncoder | None:
    allowed = policy.allows(asked.profile, policy.Measure.CONTENT)
    return text_encoder(SpeechSettings().content if allowed else "off", asked.models)


def _plan(asked: Asked) -> bytes:
    """Give the plan that was named, under the profile asked for; raises PlanError, MediaError."""
    if asked.plan is None:
        return plans.encode(_one_question(asked.profile))
    try:
        plan = plans.decode(asked.plan.read_bytes())
    except OSError as error:
        raise MediaError(f"{asked.plan} cannot be read: {error.strerror}.") from error
    if plan.profile is not asked.profile:
        raise ProcessError(f"The plan's profile is {plan.profile.value}.")
    return plans.encode(plan)


def _one_question(profile: Profile) -> Plan:
    question = LocalText(en="Please tell us about yourself.", zh="请介绍一下您自己。")
    return Plan(
        interview_id=_NOBODY,
        job_title=LocalText(en="Measurement", zh="测量"),
        profile=profile,
        policy_hash=policy.policy_hash(profile),
        purposes=policy.purposes(profile),
        stages=(Stage(kind=StageKind.INTRODUCTION, text=question, longest_s=1800),),
        keywords=(),
    )
