"""Who may do what: the one table of rights. What is not listed is denied."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an account is for; each account has one."""

    HR_MANAGER = "hr_manager"
    HR_STAFF = "hr_staff"
    INTERVIEWER = "interviewer"
    TECHNICIAN = "technician"
    AUDITOR = "auditor"


class Action(StrEnum):
    """What a page lets a person do."""

    SIGN_IN = "sign_in"
    """Open to anyone; so are the style sheet, the script and the icon."""
    USE_OWN_ACCOUNT = "use_own_account"
    """Sign out, choose the language, see the start page."""
    LIST_INTERVIEWS = "list_interviews"
    SEE_SCORES = "see_scores"
    """Scores, evidence, keywords, times and quality; no word, no picture."""
    PLAY_RECORDINGS = "play_recordings"
    READ_TRANSCRIPTS = "read_transcripts"
    READ_AUDIT = "read_audit"


PUBLIC = frozenset({Action.SIGN_IN})
"""The only actions that need no account."""

_OWN = {Action.USE_OWN_ACCOUNT}
_SCORES = _OWN | {Action.LIST_INTERVIEWS, Action.SEE_SCORES}
_RECORDINGS = _SCORES | {Action.PLAY_RECORDINGS, Action.READ_TRANSCRIPTS}

RIGHTS: dict[Role, frozenset[Action]] = {
    Role.HR_MANAGER: frozenset(_RECORDINGS),
    Role.HR_STAFF: frozenset(_SCORES),
    Role.INTERVIEWER: frozenset(_RECORDINGS),
    Role.TECHNICIAN: frozenset(_OWN),
    Role.AUDITOR: frozenset(_OWN | {Action.READ_AUDIT}),
}


def may(role: Role | None, action: Action) -> bool:
    """Say whether `role` (none: not signed in) may do `action`."""
    return action in PUBLIC or (role is not None and action in RIGHTS[role])
