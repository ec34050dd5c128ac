"""What each action is called in a sentence; the action itself is what stands in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hub.web.rendering import say
from hub.web.times import clock
from hub.web.words import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hub.people.audit_export import Named
    from wire.language import Language

PHRASES: Mapping[str, str] = {
    "sign_in": marked("signed in"),
    "sign_out": marked("signed out"),
    "step_up": marked("confirmed who they are"),
    "refused": marked("was refused: %(detail)s"),
    "alarm": marked("raised an alarm: %(detail)s"),
    "see_alarm": marked("looked at an alarm"),
    "add_account": marked("added account %(subject)s"),
    "set_password": marked("gave account %(subject)s another password"),
    "set_own_password": marked("changed their own password"),
    "enrol_second_factor": marked("set up a second factor"),
    "use_recovery_code": marked("used a recovery code"),
    "give_link": marked("gave candidate %(candidate)s a link"),
    "revoke_links": marked("took back the links of candidate %(candidate)s"),
    "list_interviews": marked("looked at the list of interviews"),
    "list_candidates": marked("looked at the list of candidates"),
    "view_interview": marked("looked at the interview of candidate %(candidate)s"),
    "view_candidate": marked("looked at the file of candidate %(candidate)s"),
    "view_scorecard": marked("looked at a scorecard for candidate %(candidate)s"),
    "view_own_file": marked("looked at their own file"),
    "view_agreement": marked("looked at how interviewers agree"),
    "look_unrated": marked("looked at the scores of candidate %(candidate)s without rating"),
    "open_recording": marked("watched the interview video of candidate %(candidate)s"),
    "open_transcript": marked("read the interview transcript of candidate %(candidate)s"),
    "open_resume": marked("opened the résumé of candidate %(candidate)s as a file"),
    "play_recording": marked("played %(detail)s of the interview video of candidate %(candidate)s"),
    "watch_live": marked("watched the interview of candidate %(candidate)s live"),
    "promise_help": marked("had candidate %(candidate)s told that somebody is coming"),
    "stop_watching": marked(
        "stopped watching the interview of candidate %(candidate)s live after %(detail)s"
    ),
    "export_recording": marked("exported a recording of candidate %(candidate)s"),
    "open_field": marked("uncovered a detail of candidate %(candidate)s: %(detail)s"),
    "add_candidate": marked("added candidate %(candidate)s"),
    "edit_candidate": marked("changed the file of candidate %(candidate)s: %(detail)s"),
    "merge_candidates": marked("merged another file into that of candidate %(candidate)s"),
    "compare": marked("compared candidate %(candidate)s with others"),
    "save_scorecard": marked("saved a scorecard for candidate %(candidate)s"),
    "submit_scorecard": marked("submitted a scorecard for candidate %(candidate)s"),
    "follow_scorecard": marked("revised a scorecard for candidate %(candidate)s"),
    "note": marked("noted something on the interview of candidate %(candidate)s"),
    "override_score": marked("overrode a score of candidate %(candidate)s: %(detail)s"),
    "decide": marked("decided on candidate %(candidate)s: %(detail)s"),
    "list_appeals": marked("looked at the list of appeals"),
    "view_new_interview": marked("began to schedule an interview"),
    "add_samples": marked("added made-up candidates: %(detail)s"),
    "remove_samples": marked("took made-up candidates away: %(detail)s"),
    "open_appeal": marked("recorded an appeal"),
    "own_appeal": marked("took on an appeal"),
    "answer_appeal": marked("answered an appeal: %(detail)s"),
    "export_report": marked("exported the report on candidate %(candidate)s"),
    "assign": marked("put somebody in charge of the interview of candidate %(candidate)s"),
    "unassign": marked("took somebody off the interview of candidate %(candidate)s"),
    "write_card": marked("wrote his or her card for candidates"),
    "take_back_card": marked("took his or her card for candidates back"),
    "schedule": marked("scheduled an interview for candidate %(candidate)s"),
    "take_in_resume": marked("took in a résumé of candidate %(candidate)s"),
    "correct_resume": marked("corrected the résumé of candidate %(candidate)s"),
    "confirm_account": marked("confirmed account %(subject)s"),
    "disable_account": marked("closed account %(subject)s"),
    "enable_account": marked("opened account %(subject)s again"),
    "reset_password": marked("reset the password of account %(subject)s"),
    "reset_second_factor": marked("took the second factor of account %(subject)s away"),
    "remove_second_factor": marked("took their own second factor away"),
    "end_other_sessions": marked("ended their other sessions"),
    "list_accounts": marked("looked at the list of accounts"),
    "view_account": marked("looked at account %(subject)s"),
    "list_alarms": marked("looked at the alarms"),
    "view_appeal": marked("looked at an appeal"),
    "import_job": marked("imported job %(subject)s"),
    "export_job": marked("exported job %(subject)s"),
    "publish_job": marked("published job %(subject)s: %(detail)s"),
    "begin_job_draft": marked("began to edit job %(subject)s"),
    "discard_job_draft": marked("discarded changes to job %(subject)s"),
    "withdraw": marked("withdrew the interview of candidate %(candidate)s: %(detail)s"),
    "erase": marked("deleted everything of the interview of candidate %(candidate)s: %(detail)s"),
    "compose_letter": marked("drew up a letter to candidate %(candidate)s: %(detail)s"),
    "view_letter": marked("read a letter to candidate %(candidate)s: %(detail)s"),
    "edit_letter": marked("changed a letter to candidate %(candidate)s: %(detail)s"),
    "release_letter": marked("released a letter to candidate %(candidate)s: %(detail)s"),
    "send_letter": marked("sent a letter to candidate %(candidate)s: %(detail)s"),
    "resend_letter": marked("had a letter to candidate %(candidate)s sent again: %(detail)s"),
    "withdraw_letter": marked("withdrew a letter to candidate %(candidate)s: %(detail)s"),
    "list_letters": marked("looked at the list of letters"),
    "promise": marked("promised candidate %(candidate)s an answer by %(detail)s (UTC)"),
    "keep_promise": marked("kept the promise to candidate %(candidate)s: %(detail)s"),
    "list_promises": marked("looked at the list of promises"),
    "read_audit": marked("read the audit log"),
    "export_audit": marked("exported the audit log"),
    "verify_audit": marked("verified the audit log: good up to entry %(detail)s"),
    "audit_altered": marked("found the audit log altered: %(detail)s"),
}
_ANY = marked("%(action)s %(subject)s %(detail)s")
_SHORT_ID = 8
_OPENING = "open_recording"
_OPENED = {"transcript": "open_transcript", "captions": "open_transcript", "résumé": "open_resume"}
"""What was opened, by the entry's detail, where it is no video."""


class Sentence(NamedTuple):
    """Who did what."""

    who: str
    what: str


def sentence(named: Named, language: Language) -> Sentence:
    """Say an entry in words, with the names of whom it is about."""
    link = named.entry.link
    action = _OPENED.get(link.detail, link.action) if link.action == _OPENING else link.action
    values = {
        "action": link.action,
        "candidate": named.names.candidates.get(link.subject) or link.subject[:_SHORT_ID],
        "subject": link.subject,
        "detail": _TIMES.get(link.action, str)(link.detail),
    }
    what = (say(language, PHRASES.get(action, _ANY)) % values).strip()
    return Sentence(named.names.actor(link.actor), what)


def labels(language: Language) -> dict[str, str]:
    """Give what each action is called where nobody is meant, by action."""
    nobody = dict.fromkeys(("candidate", "subject", "detail"), "…")
    shown = {action: say(language, phrase) % nobody for action, phrase in PHRASES.items()}
    return dict(sorted(shown.items(), key=lambda item: item[1]))


def _seconds(detail: str) -> str:
    """Write `12.0-42.0` as `0:12–0:42`."""
    ends = detail.split("-")
    try:
        return "–".join(clock(float(end)) for end in ends)
    except ValueError:
        return detail


def _how_long(detail: str) -> str:
    """Write `312 s, left` as `5:12`."""
    seconds = detail.partition(" s")[0]
    return clock(float(seconds)) if seconds.isdecimal() else detail


_TIMES = {"play_recording": _seconds, "stop_watching": _how_long}
"""How the details of some actions are written as times."""
