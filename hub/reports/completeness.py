"""What of an interview has not arrived yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.storage.tables.interview import InterviewState
from wire.messages.answer_features import AnswerFeatures

if TYPE_CHECKING:
    from hub.reports.gathered import Gathered
    from hub.storage.tables.answer import Answer


def missing(gathered: Gathered) -> list[str]:
    """Name what is still missing; empty when the interview is whole."""
    if gathered.row.state != InterviewState.ENDED.value:
        return [f"the interview is {gathered.row.state}"]
    found = [what for answer in gathered.answers for what in _of_answer(gathered, answer)]
    if gathered.stream is not None and gathered.stream.gaps:
        found.append(f"{gathered.stream.gaps} messages")
    return found


def _of_answer(gathered: Gathered, answer: Answer) -> list[str]:
    number = answer.answer
    analysed = {
        one.message.answer for one in gathered.messages if isinstance(one.message, AnswerFeatures)
    }
    parts = sum(one.answer == number for one in gathered.media)
    found = []
    if answer.typed:
        pass  # nothing was recorded of it
    elif number not in gathered.manifests:
        found.append(f"answer {number}: manifest")
    elif parts < gathered.manifests[number]:
        found.append(f"answer {number}: {gathered.manifests[number] - parts} recorded parts")
    if gathered.analysed and number not in analysed:
        found.append(f"answer {number}: features")
    if gathered.analysed and all(one.answer != number for one in gathered.transcripts):
        found.append(f"answer {number}: transcript")
    return found
