"""Who may do what, and to whose: the one table of rights. What is not listed is denied."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an account is for; each account has one."""

    HR_MANAGER = "hr_manager"
    HR_STAFF = "hr_staff"
    INTERVIEWER = "interviewer"
    TECHNICIAN = "technician"
    AUDITOR = "auditor"
    CANDIDATE = "candidate"
    """Has no account: comes by a link of his or her own."""


ACCOUNT_ROLES = tuple(role for role in Role if role is not Role.CANDIDATE)


class Reach(StrEnum):
    """To whose data a right reaches."""

    OWN = "own"
    """An interviewer's: interviews that he or she is in charge of, and their candidates.
    A candidate's: his or her own file."""
    SITE = "site"
    """Everybody's on this site."""


class Action(StrEnum):
    """What a page lets a person do."""

    SIGN_IN = "sign_in"
    """Open to anyone; so are the style sheet, the script and the icon."""
    USE_OWN_ACCOUNT = "use_own_account"
    """Sign out, choose the language, the second factor, see the start page."""

    LIST_INTERVIEWS = "list_interviews"
    SEE_SCORES = "see_scores"
    """Scores, evidence, keywords, times and quality; no word, no picture."""
    PLAY_RECORDINGS = "play_recordings"
    READ_TRANSCRIPTS = "read_transcripts"
    WATCH_LIVE = "watch_live"
    """See and hear an interview while it is held, with captions and prompts, and speak in it."""
    SCHEDULE_INTERVIEWS = "schedule_interviews"
    """And say who is in charge of them."""

    LIST_CANDIDATES = "list_candidates"
    EDIT_CANDIDATES = "edit_candidates"
    """Add a candidate, take in a résumé, correct a field, merge duplicates; does not show what
    is masked."""
    SEE_IDENTITY = "see_identity"
    """Identity number and contact, unmasked, one audit entry each."""
    READ_RESUMES = "read_resumes"

    SEE_JOBS = "see_jobs"
    EDIT_JOBS = "edit_jobs"

    RATE = "rate"
    """A scorecard of one's own, notes at a time code, an override with its reason."""
    COMPARE = "compare"
    DECIDE = "decide"
    HANDLE_APPEALS = "handle_appeals"

    SEE_SURVEY = "see_survey"
    """Sums of what candidates think of their interviews; nobody's own answers."""
    EXPORT_REPORTS = "export_reports"
    ERASE_INTERVIEWS = "erase_interviews"
    """Delete an interview because its candidate asked for it in writing."""
    RELEASE_FEEDBACK = "release_feedback"
    """Letters to candidates, and the promises made to them."""

    READ_AUDIT = "read_audit"
    EXPORT_AUDIT = "export_audit"
    SEE_ALARMS = "see_alarms"
    MANAGE_ACCOUNTS = "manage_accounts"

    SEE_OWN_FILE = "see_own_file"
    """What is kept of oneself, who looked at it, the feedback."""
    APPEAL = "appeal"
    WITHDRAW = "withdraw"
    """Take an interview of one's own back: all of it is deleted."""


PUBLIC = frozenset({Action.SIGN_IN})
"""The only actions that need neither an account nor a link."""

_ACCOUNT = {Action.USE_OWN_ACCOUNT: Reach.OWN}


def _reaching(reach: Reach, *actions: Action) -> dict[Action, Reach]:
    return _ACCOUNT | dict.fromkeys(actions, reach)


RIGHTS: dict[Role, dict[Action, Reach]] = {
    Role.HR_MANAGER: _reaching(
        Reach.SITE,
        Action.SEE_SURVEY,
        Action.LIST_INTERVIEWS,
        Action.SEE_SCORES,
        Action.PLAY_RECORDINGS,
        Action.READ_TRANSCRIPTS,
        Action.WATCH_LIVE,
        Action.SCHEDULE_INTERVIEWS,
        Action.LIST_CANDIDATES,
        Action.EDIT_CANDIDATES,
        Action.SEE_IDENTITY,
        Action.READ_RESUMES,
        Action.SEE_JOBS,
        Action.EDIT_JOBS,
        Action.RATE,
        Action.COMPARE,
        Action.DECIDE,
        Action.HANDLE_APPEALS,
        Action.EXPORT_REPORTS,
        Action.ERASE_INTERVIEWS,
        Action.RELEASE_FEEDBACK,
        Action.SEE_ALARMS,
        Action.MANAGE_ACCOUNTS,
    ),
    Role.HR_STAFF: _reaching(
        Reach.SITE,
        Action.SEE_SURVEY,
        Action.LIST_INTERVIEWS,
        Action.SEE_SCORES,
        Action.SCHEDULE_INTERVIEWS,
        Action.LIST_CANDIDATES,
        Action.EDIT_CANDIDATES,
        Action.SEE_JOBS,
        Action.COMPARE,
    ),
    Role.INTERVIEWER: _reaching(
        Reach.OWN,
        Action.LIST_INTERVIEWS,
        Action.SEE_SCORES,
        Action.PLAY_RECORDINGS,
        Action.READ_TRANSCRIPTS,
        Action.WATCH_LIVE,
        Action.LIST_CANDIDATES,
        Action.READ_RESUMES,
        Action.RATE,
        Action.COMPARE,
        Action.EXPORT_REPORTS,
    )
    | {Action.SEE_JOBS: Reach.SITE},
    Role.TECHNICIAN: _reaching(Reach.SITE, Action.MANAGE_ACCOUNTS),
    Role.AUDITOR: _reaching(Reach.SITE, Action.READ_AUDIT, Action.EXPORT_AUDIT, Action.SEE_ALARMS),
    Role.CANDIDATE: dict.fromkeys((Action.SEE_OWN_FILE, Action.APPEAL, Action.WITHDRAW), Reach.OWN),
}


GUARDED = frozenset(
    {
        Action.SEE_SCORES,
        Action.PLAY_RECORDINGS,
        Action.READ_TRANSCRIPTS,
        Action.WATCH_LIVE,
        Action.SEE_IDENTITY,
        Action.READ_RESUMES,
        Action.MANAGE_ACCOUNTS,
        Action.READ_AUDIT,
    }
)
"""Whoever may do one of these has a second factor, where the deployment requires it."""

CONTENT = GUARDED - {Action.MANAGE_ACCOUNTS, Action.READ_AUDIT}
"""What shows something of candidates: nobody gains it by managing accounts alone."""


def sees_content(role: Role) -> bool:
    """Say whether a role sees anything of candidates."""
    return any(may(role, action) for action in CONTENT)


def reach(role: Role | None, action: Action) -> Reach | None:
    """Say to whose data `role` (none: not signed in) may do `action`; none: to nobody's."""
    return RIGHTS[role].get(action) if role is not None else None


def may(role: Role | None, action: Action) -> bool:
    """Say whether `role` may do `action` at all; `scope` says to whose data."""
    return action in PUBLIC or reach(role, action) is not None
