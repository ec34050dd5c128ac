"""The check-in code in an interview's head, as text and as QR, until the interview begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hub.people.rights import Action, may
from hub.storage.tables.interview import InterviewState
from hub.web.accounts.qr import qr_svg
from hub.workflow import interviews
from wire.check_in import grouped

if TYPE_CHECKING:
    from markupsafe import Markup

    from hub.storage.tables.interview import Interview
    from hub.web.page import Asked


class CheckInShown(NamedTuple):
    """A code as people and as cameras read it."""

    text: str
    qr: Markup


def check_in_shown(asked: Asked, interview: Interview) -> CheckInShown | None:
    """Give it to whoever schedules interviews, while it is of use."""
    is_due = interview.state == InterviewState.SCHEDULED.value
    if not is_due or not may(asked.person.role, Action.SCHEDULE_INTERVIEWS):
        return None
    code = interviews.code_of(asked.site.engine, interview.interview_id)
    return CheckInShown(grouped(code), qr_svg(code)) if code else None
