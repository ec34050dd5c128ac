"""The words for what is stored of letters, mails and promises as codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.web.words import marked
from hub.workflow.letters.errors import (
    MailError,
    MailHeaderError,
    MailInDoubtError,
    MailRefusedError,
)
from hub.workflow.letters.outbox import IN_DOUBT, NO_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Mapping

STEPS: Mapping[str, str] = {
    "composed": marked("To be released"),
    "withdrawn": marked("Withdrawn: the decision was replaced"),
    "waiting": marked("Waits to be sent"),
    "handing": marked("Being handed over"),
    "doubt": marked("In doubt"),
    "refused": marked("Refused by the mail server"),
    "sent": marked("Sent"),
    "sample": marked("Released; samples are not sent"),
}
GOOD, BAD = frozenset({"sent"}), frozenset({"doubt", "refused"})

SAID: Mapping[str, str] = {
    NO_ADDRESS: marked("No e-mail address is stored. Add one to the candidate's file."),
    IN_DOUBT: marked(
        "The mail server got the text but its answer did not come. Find out whether the letter "
        "arrived; it is not sent again by itself."
    ),
    MailInDoubtError.code: marked(
        "The mail server got the text but its answer did not come. Find out whether the letter "
        "arrived; it is not sent again by itself."
    ),
    MailError.code: marked("The mail server did not take it now; it is tried again."),
    MailRefusedError.code: marked(
        "The mail server will not take it. Correct the candidate's address, then send it again."
    ),
    MailHeaderError.code: marked(
        "The stored address cannot be used for a mail. Correct it, then send it again."
    ),
}
NOT_NOW = marked("It could not be sent now and is tried again.")

PROBLEMS: Mapping[str, str] = {
    "reason": marked("Give a reason of at least 10 characters."),
    "text": marked("A sentence has 1000 characters at most."),
    "place": marked("Say when and where to come, in 500 characters at most."),
    "invited": marked("An invitation is on its way already; look at it before you send another."),
    "state": marked("Something has changed in the meantime; look at the page again."),
}

PROMISE_STATES: Mapping[str, str] = {
    "open": marked("Open"),
    "soon": marked("Due soon"),
    "overdue": marked("Overdue"),
    "kept": marked("Kept"),
}
"""Of a promise; also the tabs of its page."""

LOOKS: Mapping[str, str] = {
    "view_interview": marked("your interview's page"),
    "view_candidate": marked("your file"),
    "view_scorecard": marked("a scorecard on your interview"),
    "view_letter": marked("a letter to you"),
    "look_unrated": marked("the scores of your interview"),
    "compare": marked("your scores beside others'"),
    "watch_live": marked("your interview, live"),
    "open_recording": marked("a recording or transcript of yours"),
    "open_resume": marked("your résumé, as a file"),
    "play_recording": marked("a part of your recording"),
    "open_field": marked("one of your sealed details"),
    "export_recording": marked("your recording, as a file"),
    "export_report": marked("the report on your interview, as a file"),
}
"""What somebody looked at, as the candidate reads it."""
A_TECHNICIAN = marked("A technician, or the hub itself")
APPEALS: Mapping[str, str] = {
    "text": marked("Write what you object to, 4000 characters at most."),
    "waits": marked(
        "You have appealed already, and your appeal is not answered yet. This one was not kept."
    ),
}
"""Why a candidate's appeal was not taken, by what is wrong with it."""
