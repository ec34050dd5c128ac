"""`/interviews/{id}/live`: the interviewer's side screen while the interview is under way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse

from hub.people.rights import Action, may
from hub.storage.database import reading
from hub.storage.tables.interview import Interview, InterviewState
from hub.web.interview_record import load
from hub.web.live.coverage import coverage
from hub.web.live.history import suggestions
from hub.web.live.stages import anywhere, stages
from hub.web.live.words import FIGURES, OTHER_RULE, RULES, SUGGESTIONS
from hub.web.page import Page
from hub.web.ratings.hiding import hidden
from hub.web.reasons import sentence
from hub.web.rendering import render, say
from hub.web.scope import visible_to
from hub.web.times import local_date
from hub.workflow.notes import notes_of
from hub.workflow.suggestions import Because
from wire.messages.events import Ending

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.storage.tables.time_note import TimeNote
    from hub.web.interview_record import InterviewRecord
    from hub.web.page import Asked
    from hub.workflow.suggestions import Suggestion


@dataclass(frozen=True, slots=True)
class Worth:
    """Something worth asking, in words."""

    title: str
    why: str
    listen_for: str
    """What is ticked off once the captions have it; empty: nothing is."""


def show(asked: Asked) -> Response:
    """Give the page of an interview that the person may watch; who came too late is led on."""
    interview_id = asked.request.path_params["interview_id"]
    if _standing(asked) == Ending.WITHDRAWN.value:
        return RedirectResponse(f"/interviews/{interview_id}", 303)
    record = load(asked.site.engine, asked.person, interview_id, Action.WATCH_LIVE)
    notes, sees_machine = _own(asked, interview_id)
    is_running = record.row.state == InterviewState.RUNNING.value
    is_held_open = record.row.state != InterviewState.ENDED.value
    is_led_by_it = is_held_open and asked.site.scorecards.coverage_while_held
    return render(
        asked,
        "live/page.html",
        record=record,
        line=record.row,
        is_running=is_running,
        covered=coverage(record, asked.language) if sees_machine or is_led_by_it else None,
        worth=[_worth(asked, record, one) for one in suggestions(asked, record)],
        stages=stages(record, asked.language),
        anywhere=anywhere(record, asked.language),
        notes=notes,
        may_note=may(asked.person.role, Action.RATE),
        rules=RULES,
        other_rule=OTHER_RULE,
        figures=FIGURES,
    )


def state(asked: Asked) -> Response:
    """Say how far the interview is; shows nobody's data."""
    found = _standing(asked)
    if found is None:
        raise HTTPException(404)
    return JSONResponse({"state": found})


def _standing(asked: Asked) -> str | None:
    """Give the interview's state, or that it was withdrawn; None where it is not one's own."""
    wanted = select(Interview.state, Interview.ending).where(
        Interview.interview_id == asked.request.path_params["interview_id"],
        visible_to(asked.person),
    )
    with reading(asked.site.engine) as session:
        found = session.execute(wanted).one_or_none()
    if found is None:
        return None
    is_withdrawn = found.ending == Ending.WITHDRAWN.value
    return Ending.WITHDRAWN.value if is_withdrawn else str(found.state)


def _own(asked: Asked, interview_id: str) -> tuple[list[TimeNote], bool]:
    """Give the person's own notes, and whether the machine's evidence is in sight."""
    mine = asked.person.account_id
    with reading(asked.site.engine) as session:
        notes = [one for one in notes_of(session, interview_id) if one.account_id == mine]
        return notes, interview_id not in hidden(asked, session, [interview_id]).machine


def _worth(asked: Asked, record: InterviewRecord, one: Suggestion) -> Worth:
    names = {each.id: each.name.of(asked.language) for each in record.job.competencies}
    is_resume = one.because in {Because.SKILL, Because.UNSPOKEN, Because.PROJECT}
    return Worth(
        title=one.named if is_resume else names[one.competency or ""],
        why=_why(asked, one),
        listen_for=one.named if is_resume else "",
    )


def _why(asked: Asked, one: Suggestion) -> str:
    language, earlier = asked.language, one.earlier
    text = say(language, SUGGESTIONS[one.because])
    if earlier is None:
        return text
    reason = earlier.unscored.get(one.competency or "")
    return text.format(
        date=local_date(earlier.at, language),
        apart=one.apart,
        why=sentence(reason, language) if reason else "",
    )


_ONE = "/interviews/{interview_id}/live"
PAGES = (
    Page("GET", _ONE, Action.WATCH_LIVE, show, "view_interview", needs_step_up=True),
    Page("GET", _ONE + "/state", Action.WATCH_LIVE, state),
)
