"""The words for what is stored of ratings, decisions and appeals as codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.storage.tables.appeal import AppealOutcome
from hub.storage.tables.decision import Outcome
from hub.web.words import marked
from hub.workflow.scorecards import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

FAULTS: Mapping[Fault, str] = {
    Fault.NOT_RATED: marked("Choose a rating, or that it could not be judged."),
    Fault.NO_EVIDENCE: marked("A 1 or a 5 wants evidence: a note, or the second where it shows."),
}
WRONG_TIME = marked("Write the time as minutes and seconds, for instance 1:23.")

OUTCOMES: Mapping[str, str] = {
    Outcome.HIRE.value: marked("Hire"),
    Outcome.NEXT_STEP.value: marked("To the next step"),
    Outcome.HOLD.value: marked("On hold"),
    Outcome.REJECT.value: marked("Reject"),
}

APPEAL_OUTCOMES: Mapping[str, str] = {
    AppealOutcome.UPHELD.value: marked("Upheld: the decision is made anew"),
    AppealOutcome.PARTLY_UPHELD.value: marked("Partly upheld"),
    AppealOutcome.DISMISSED.value: marked("Dismissed"),
    AppealOutcome.WITHDRAWN.value: marked("Withdrawn by the candidate"),
}

PROBLEMS: Mapping[str, str] = {
    "reason": marked("Give a reason of at least 10 characters."),
    "outcome": marked("Choose what is decided; nothing is chosen for you."),
    "override": marked("Choose a number, or that it cannot be scored."),
    "note": marked("Write the note, and the second that it belongs to."),
    "text": marked("Write down what the candidate says, 4000 characters at most."),
    "unrated": marked("Nobody has submitted a scorecard yet."),
    "unseen": marked("Submit your scorecard first, or choose to see the scores."),
    "decider": marked("You decided on this interview; somebody else handles the appeal."),
    "state": marked("Something has changed in the meantime; look at the page again."),
    "ending": marked("Choose how the appeal ends."),
}
