"""The running interview, as the senses know it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edge_agent.features.behaviour import BehaviourMeter
from edge_agent.features.keywords import KeywordSpotter
from edge_agent.features.speaker import SpeakerCheck
from edge_agent.inference.played_voice import PlayedVoice
from wire import plan as plans
from wire import policy

if TYPE_CHECKING:
    from edge_agent.capture.bus import InterviewMark
    from wire.language import Language


@dataclass(frozen=True, slots=True)
class Interview:
    """What the senses know of the running interview, and what they have leave to measure."""

    interview_id: str
    language: Language
    spotter: KeywordSpotter | None
    """Absent without consent to speech analysis."""
    behaviour: BehaviourMeter | None
    """Absent when the profile or the candidate does not allow it."""
    stages: tuple[plans.Stage, ...] = ()
    """Of the plan: what is asked."""
    may_compare: bool = False
    """Whether answers may be compared with their questions."""
    played: PlayedVoice = field(default_factory=PlayedVoice)
    """When the kiosk itself played a voice, in the interview's media time."""
    speaker: SpeakerCheck | None = None
    """Knows the candidate's voice, and forgets it with the interview; absent without leave."""

    @classmethod
    def of(cls, mark: InterviewMark, played: PlayedVoice) -> Interview:
        """Read the recorder's mark; raises PlanError."""
        plan = plans.decode(mark.plan)
        may_face = mark.face_analysis and policy.allows_behaviour(plan.profile)
        spotter = KeywordSpotter(plan.keywords, mark.language) if mark.analysis else None
        behaviour = BehaviourMeter() if may_face else None
        may_compare = mark.analysis and policy.allows(plan.profile, policy.Measure.CONTENT)
        may_tell = mark.analysis and policy.allows(plan.profile, policy.Measure.OTHER_VOICE)
        return cls(
            plan.interview_id,
            mark.language,
            spotter,
            behaviour,
            plan.stages,
            may_compare,
            played,
            speaker=SpeakerCheck() if may_tell else None,
        )
