"""What the parts of a job are called; English here, Chinese in the catalogue."""

from __future__ import annotations

from hub.scoring.job_changes import Subject
from hub.scoring.job_questions import Kind, Level
from hub.storage.tables.job import Origin
from hub.web.words import marked
from hub.workflow.job_steps import Refusal

LEVELS = {Level.BASIC: marked("Basic"), Level.COMPLEX: marked("Complex")}
KINDS = {
    Kind.SCENARIO: marked("Scenario: what one would do"),
    Kind.EXPERIENCE: marked("Experience: what one did"),
}
FOLLOW_UP = marked("Follow-up {number}")
ORIGINS = {
    Origin.SHIPPED.value: marked("Sample that comes with the system"),
    Origin.FILE.value: marked("Imported from a file"),
    Origin.EDITED.value: marked("Edited here"),
}
SUBJECTS = {
    Subject.JOB: marked("The job"),
    Subject.COMPETENCY: marked("Competency"),
    Subject.QUESTION: marked("Question"),
    Subject.BANK: marked("Question of the bank"),
}
FIELDS = {
    "": "",
    "title": marked("title"),
    "introduction": marked("introduction"),
    "candidate_questions": marked("the candidate's questions"),
    "timing": marked("time to prepare, retakes and pauses"),
    "prompts": marked("when interviewers are prompted"),
    "order": marked("order of the questions"),
    "name": marked("name"),
    "definition": marked("definition"),
    "anchors": marked("behaviour anchors"),
    "groups": marked("keyword groups"),
    "share": marked("share of the total"),
    "text": marked("wording"),
    "hint": marked("hint"),
    "competencies": marked("what the answer may show"),
    "level": marked("level"),
    "kind": marked("kind"),
    "longest_s": marked("longest answer"),
    "follow_ups": marked("follow-ups"),
}
REFUSALS = {
    Refusal.LAST_QUESTION: marked("One question has to stay."),
    Refusal.LAST_COMPETENCY: marked("One competency has to stay."),
    Refusal.ONLY_ASKED_FOR: marked(
        "A question asks for this competency alone. Change or take out the question first."
    ),
    Refusal.THERE_ALREADY: marked("It is there already."),
    Refusal.NOT_THERE: marked("It is not there any more. Load the page again."),
    Refusal.TOO_MANY: marked("There are 32 already, which is the most."),
}
