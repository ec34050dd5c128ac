"""What a person can mend on a candidate's page."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from hub.errors import HubError

if TYPE_CHECKING:
    from hub.storage.tables.candidate_detail import Detail


class DetailError(HubError):
    """An identity number, e-mail address or telephone number that cannot be one."""

    code = "H-CANDIDATE-001"
    diagnosis = "Compare it with the document; nothing was stored."

    def __init__(self, kind: Detail) -> None:
        super().__init__(f"The {kind.value.replace('_', ' ')} cannot be one.")
        self.kind = kind


class MergeError(HubError):
    """Two candidates that cannot become one, or not now."""

    code = "H-CANDIDATE-002"
    diagnosis = "Nothing was merged. Wait until both have no running interview, then try again."


class NotTaken(StrEnum):
    """Why a file is not taken in as a résumé."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OLD_WORD = "old_word"
    UNKNOWN = "unknown"
    DAMAGED = "damaged"
    BOMB = "bomb"
    NO_TEXT = "no_text"
    TOO_MUCH_TEXT = "too_much_text"
    DOUBLE = "double"


class ResumeError(HubError):
    """A file that is not taken in as a résumé."""

    code = "H-RESUME-001"
    diagnosis = "Save it as PDF, DOCX or plain text of at most 10 MB, without a password."

    def __init__(self, reason: NotTaken) -> None:
        super().__init__(f"The file is not taken in ({reason.value}).")
        self.reason = reason
