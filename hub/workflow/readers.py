"""Who may see what of an interview, in words; made from the table of rights, so it cannot lie."""

from __future__ import annotations

from hub.people.rights import ACCOUNT_ROLES, Action, Reach, Role, reach
from wire.language import LocalText

_ROLES = {
    Role.HR_MANAGER: LocalText(en="HR managers", zh="人事经理"),
    Role.HR_STAFF: LocalText(en="HR staff", zh="人事专员"),
    Role.INTERVIEWER: LocalText(en="Interviewers", zh="面试官"),
    Role.TECHNICIAN: LocalText(en="Technicians", zh="技术人员"),
    Role.AUDITOR: LocalText(en="Auditors", zh="审计人员"),
}
_IN_CHARGE = LocalText(en="Interviewers in charge of this interview", zh="负责本场面试的面试官")
_SEEN = {
    Action.WATCH_LIVE: LocalText(en="the interview while it is held", zh="面试实时画面"),
    Action.PLAY_RECORDINGS: LocalText(en="the recording", zh="录像录音"),
    Action.READ_TRANSCRIPTS: LocalText(en="the text of your answers", zh="回答的文字"),
    Action.SEE_SCORES: LocalText(en="scores and measurements", zh="评分和各项数据"),
}


def readers() -> tuple[LocalText, ...]:
    """Give a sentence for every role that may see something of an interview."""
    told = (_sentence(role) for role in ACCOUNT_ROLES)
    return tuple(one for one in told if one is not None)


def _sentence(role: Role) -> LocalText | None:
    reaches = {reach(role, action) for action in _SEEN} - {None}
    seen = [text for action, text in _SEEN.items() if reach(role, action) is not None]
    if not seen:
        return None
    who = _IN_CHARGE if reaches == {Reach.OWN} and role is Role.INTERVIEWER else _ROLES[role]
    return LocalText(
        en=f"{who.en}: {', '.join(one.en for one in seen)}.",
        zh=f"{who.zh}：{'、'.join(one.zh for one in seen)}。",
    )
