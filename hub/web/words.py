"""The words for everything that is stored as a code. Texts are message ids of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.people.rights import Role
from hub.scoring.composure import CannotTell
from hub.scoring.composure_parts import PartName
from hub.scoring.result import Why
from hub.storage.tables.interview import InterviewState
from hub.storage.tables.letter import LetterKind
from wire.language import Language
from wire.messages.answer_features import Coherent, PictureVerdict, SoundVerdict, Topicality
from wire.messages.events import Ending, Trouble
from wire.plan import StageKind
from wire.policy import Profile, Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping


def marked(msgid: str) -> str:
    """Mark a text for translation; it is translated where it is shown."""
    return msgid


ROLES: Mapping[Role, str] = {
    Role.HR_MANAGER: marked("HR manager"),
    Role.HR_STAFF: marked("HR staff"),
    Role.INTERVIEWER: marked("Interviewer"),
    Role.CANDIDATE: marked("Candidate"),
    Role.TECHNICIAN: marked("Technician"),
    Role.AUDITOR: marked("Auditor"),
}

STATES: Mapping[str, str] = {
    InterviewState.SCHEDULED.value: marked("Scheduled"),
    InterviewState.RUNNING.value: marked("Running now"),
    InterviewState.ENDED.value: marked("Ended"),
}

ENDINGS: Mapping[str, str] = {
    Ending.FINISHED.value: marked("Ended"),
    Ending.NO_CONSENT.value: marked("To be interviewed by a person"),
    Ending.STOPPED_BY_CANDIDATE.value: marked("Stopped by the candidate"),
    Ending.INTERRUPTED.value: marked("Interrupted"),
    Ending.WITHDRAWN.value: marked("Withdrawn and deleted"),
}

PROFILES: Mapping[str, str] = {
    Profile.CN.value: marked("China"),
    Profile.EU.value: marked("European Union"),
    Profile.US.value: marked("United States"),
}

LANGUAGES: Mapping[str, str] = {"en": marked("English"), "zh": marked("Chinese")}

PURPOSES: Mapping[str, str] = {
    Purpose.RECORDING.value: marked("Recording"),
    Purpose.ANALYSIS.value: marked("Analysis of speech"),
    Purpose.FACE_ANALYSIS.value: marked("Observation of face and posture"),
}

RATES: Mapping[Language, str] = {
    Language.EN: marked("{rate} syllables a minute"),
    Language.ZH: marked("{rate} characters a minute"),
}

WORDS_OF: Mapping[Language, str] = {
    Language.EN: marked("Words"),
    Language.ZH: marked("Characters"),
}
"""What is counted as words in each language."""

STAGES: Mapping[StageKind, str] = {
    StageKind.INTRODUCTION: marked("Introduction"),
    StageKind.QUESTION: marked("Question"),
    StageKind.CANDIDATE_QUESTIONS: marked("The candidate's questions"),
}

TROUBLES: Mapping[Trouble, str] = {
    Trouble.CAMERA_LOST: marked("The camera failed"),
    Trouble.CAMERA_BACK: marked("The camera came back"),
    Trouble.MICROPHONE_LOST: marked("The microphone failed"),
    Trouble.MICROPHONE_BACK: marked("The microphone came back"),
    Trouble.RECORDER_LOST: marked("The recorder failed"),
    Trouble.SENSES_LOST: marked("The analysis failed"),
    Trouble.SENSES_BACK: marked("The analysis came back"),
    Trouble.CLOCK_STEPPED: marked("The kiosk's clock was set"),
}

WHYS: Mapping[Why, str] = {
    Why.GROUPS_HEARD: marked("Keyword groups heard: {heard} of {groups}."),
    Why.NO_EVIDENCE: marked(
        "Speech was understood ({speech}), but none of the keyword groups was heard. "
        "That is no proof of a lack: watch the answer."
    ),
    Why.NOT_ANSWERED: marked("No question that shows this competency was answered."),
    Why.NOT_ANALYSED_YET: marked("The answer is not analysed yet."),
    Why.ANALYSIS_REFUSED: marked("The candidate refused the analysis of speech."),
    Why.SOUND_UNUSABLE: marked("The sound does not allow it: {verdict}."),
    Why.WEIGHTED_MEAN: marked(
        "The weighted mean of the competencies; {share} of the weight could be scored."
    ),
    Why.TOO_LITTLE_SCOREABLE: marked(
        "Only {share} of the weight could be scored; a total would mislead."
    ),
}

DEVIATIONS = marked("SD")
"""Standard deviations."""
VERDICTS: Mapping[SoundVerdict, str] = {
    SoundVerdict.GOOD: marked("the sound is good"),
    SoundVerdict.NO_SPEECH: marked("no speech was heard"),
    SoundVerdict.TOO_QUIET: marked("the speech was too quiet"),
    SoundVerdict.CLIPPED: marked("the microphone was overdriven"),
    SoundVerdict.NOISY: marked("the room was too loud"),
    SoundVerdict.NOT_UNDERSTOOD: marked("the speech was not understood"),
    SoundVerdict.OTHER_VOICE: marked("more than one voice was heard"),
}

NOTHING_SCOREABLE = marked("Nothing could be scored; the reason stands at each competency.")

PICTURES: Mapping[PictureVerdict, str] = {
    PictureVerdict.GOOD: marked("good"),
    PictureVerdict.NOT_SEEN: marked("there was none"),
    PictureVerdict.FROZEN: marked("it stood still"),
    PictureVerdict.DARK: marked("too dark"),
    PictureVerdict.NO_FACE: marked("no face in it"),
    PictureVerdict.SEVERAL_FACES: marked("several faces in it"),
    PictureVerdict.BADLY_FRAMED: marked("the face was badly framed"),
    PictureVerdict.OUT_OF_SYNC: marked("out of step with the sound"),
}

TOPICS: Mapping[Topicality, str] = {
    Topicality.ON_TOPIC: marked("on topic"),
    Topicality.OFF_TOPIC: marked("off topic"),
    Topicality.CANNOT_TELL: marked("cannot tell"),
}

COHERENCE: Mapping[Coherent, str] = {
    Coherent.COHERENT: marked("sentences follow on"),
    Coherent.INCOHERENT: marked("sentences do not follow on"),
    Coherent.CANNOT_TELL: marked("cannot tell"),
}

PARTS: Mapping[PartName, str] = {
    PartName.GAZE_AWAY: marked("Gaze away, share of time"),
    PartName.BLINKS: marked("Blinks a minute"),
    PartName.SWAY: marked("Sway, shoulder widths"),
    PartName.HAND_MOVEMENT: marked("Hand movement, shoulder widths a second"),
    PartName.SPEECH_RATE: marked("Speech rate a minute"),
}

NO_COMPOSURE: Mapping[CannotTell, str] = {
    CannotTell.IS_REFERENCE: marked("The first answer: the others are compared with it."),
    CannotTell.TOO_LITTLE_MEASURED: marked(
        "Cannot tell: fewer than three parts were measured here and in the first answer."
    ),
}

LETTERS: Mapping[str, str] = {
    LetterKind.INVITATION.value: marked("Invitation"),
    LetterKind.SUMMARY.value: marked("Summary of the interview"),
    LetterKind.ANSWER.value: marked("Answer"),
    LetterKind.FEEDBACK.value: marked("Answer with feedback"),
}

WISHES = {
    "help_called": marked("The candidate asked for a person"),
    "help_coming": marked("The candidate was told that somebody is coming"),
    "not_understood": marked("The candidate did not understand the question"),
    "paused": marked("The candidate made a pause"),
}
