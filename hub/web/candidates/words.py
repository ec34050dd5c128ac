"""The words for what is stored as a code on candidates' pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.storage.tables.candidate_detail import Detail
from hub.web.words import marked
from hub.workflow.candidate_errors import NotTaken
from hub.workflow.resumes.field_names import Degree, FieldName

if TYPE_CHECKING:
    from collections.abc import Mapping

DETAILS: Mapping[Detail, str] = {
    Detail.IDENTITY_NUMBER: marked("Identity number"),
    Detail.EMAIL: marked("E-mail"),
    Detail.PHONE: marked("Telephone"),
}

NAME_PROBLEM = marked("Write a name of 1 to 200 characters.")

DETAIL_PROBLEMS: Mapping[Detail, str] = {
    Detail.IDENTITY_NUMBER: marked(
        "This is no identity number: 18 places, with a date of birth and a check digit that fit."
    ),
    Detail.EMAIL: marked("This is no e-mail address. Example: name@company.com"),
    Detail.PHONE: marked(
        "This is no telephone number. Numbers from abroad begin with + and the country."
    ),
}

SAME_DETAIL: Mapping[Detail, str] = {
    Detail.IDENTITY_NUMBER: marked("the same identity number"),
    Detail.EMAIL: marked("the same e-mail"),
    Detail.PHONE: marked("the same telephone"),
}
SAME_NAME_AND_RESUME = marked("the same name and a similar résumé")

KINDS: Mapping[str, str] = {"pdf": "PDF", "docx": "DOCX", "text": "TXT"}

DEGREES: Mapping[str, str] = {
    Degree.DOCTOR.value: marked("Doctor"),
    Degree.MASTER.value: marked("Master"),
    Degree.BACHELOR.value: marked("Bachelor"),
    Degree.COLLEGE.value: marked("College diploma"),
}

FIELDS: Mapping[FieldName, str] = {
    FieldName.WORK_YEARS: marked("Years of work"),
    FieldName.SCHOOL: marked("School"),
    FieldName.DEGREE: marked("Degree"),
    FieldName.SUBJECT: marked("Subject"),
    FieldName.STUDY_YEARS: marked("Years of study"),
    FieldName.SKILL: marked("Skill"),
    FieldName.PROJECT: marked("Project"),
}

NO_FILE = marked("Choose a file first.")
NOT_TAKEN: Mapping[NotTaken, str] = {
    NotTaken.EMPTY: marked("The file is empty. Choose another one."),
    NotTaken.TOO_LARGE: marked(
        "The file is larger than 10 MB. Save it smaller, for instance as PDF."
    ),
    NotTaken.OLD_WORD: marked("This is an old Word file (.doc). Save it as DOCX or PDF."),
    NotTaken.UNKNOWN: marked("This is neither PDF nor DOCX nor plain text."),
    NotTaken.DAMAGED: marked("The file cannot be read: it is damaged or has a password."),
    NotTaken.BOMB: marked("The file unpacks to far more than a résumé. It was not opened."),
    NotTaken.NO_TEXT: marked("The file holds no text. A scanned picture of a page is not read."),
    NotTaken.TOO_MUCH_TEXT: marked("The file holds far more text than a résumé."),
    NotTaken.DOUBLE: marked("Exactly this file was taken in for this candidate before."),
}
