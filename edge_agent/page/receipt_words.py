"""The words of receipts; translated where they are shown."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


DELETED = {
    "recording_part": _("Parts of the recording"),
    "transcript": _("Texts of your answers"),
    "manifest": _("Lists of what was recorded"),
    "wrapped_key": _("Keys of the recording, locked"),
    "journal": _("Notes of the recorder"),
    "message": _("Measurements and events"),
    "receipt": _("Receipts of the interview"),
    "other_file": _("Other files"),
}
PURPOSES = {
    "recording": _("Recording of picture and sound"),
    "analysis": _("Analysis of what you say"),
    "face_analysis": _("Observation of your face and posture"),
}
MEASURES = {
    "picture_quality": _("Quality of the picture"),
    "sound_quality": _("Quality of the sound"),
    "speech": _("Text of what you said, speed and pauses"),
    "keywords": _("Subjects that you mentioned"),
    "other_voice": _("Whether another voice was heard"),
    "content": _("Whether answers are about their questions"),
    "head_pose": _("How you hold your head"),
    "blinks": _("Blinks"),
    "smiles": _("Smiles"),
    "brow_lowerings": _("Lowered brows"),
    "gaze_away": _("Looking away"),
    "posture": _("Posture"),
    "gestures": _("Hand gestures"),
    "composure": _("The summary made of these"),
}
WHY = {
    "measured": _("Analysed"),
    "forbidden": _("Not analysed: the rules of this place forbid it"),
    "not_agreed": _("Not analysed: you did not agree"),
    "not_on_this_kiosk": _("Not analysed: this kiosk cannot"),
    "nothing_recorded": _("Not analysed: nothing was recorded"),
}
