"""`/interviews/{id}`: where an interview is watched, rated, compared with the machine, decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hub.people.rights import Action, may
from hub.scoring.job_terms import SCALE
from hub.storage.database import reading
from hub.web.accounts.in_charge import in_charge
from hub.web.answer_measures import answer_measures
from hub.web.candidates.resume_panel import resume_panel
from hub.web.chair.check_in import check_in_shown
from hub.web.chapters import answers, chapters
from hub.web.interview_help import TOLD
from hub.web.interview_prompts import prompt_views
from hub.web.interview_questions import questions
from hub.web.interview_record import InterviewRecord, load
from hub.web.interview_wishes import wish_views
from hub.web.lanes import lanes
from hub.web.page import Page
from hub.web.ratings import words as rating_words
from hub.web.ratings.panel import panel
from hub.web.rendering import render
from hub.web.scores import score_view
from hub.web.timeline import Stretch
from hub.web.withdrawals.of_interview import gone
from hub.web.withdrawals.stands import Stands, stands
from wire.messages.events import Ending

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.chapters import AnswerView
    from hub.web.page import Asked
    from hub.web.ratings.card_form import RatingField
    from hub.web.ratings.panel import Problem
    from hub.web.transcripts import AnswerText


def show(asked: Asked) -> Response:
    """Give the page; the transcript stays sealed."""
    record = load(asked.site.engine, asked.person, asked.request.path_params["interview_id"])
    return page(asked, record)


def page(
    asked: Asked,
    record: InterviewRecord,
    *,
    texts: list[AnswerText] | None = None,
    fields: list[RatingField] | None = None,
    problem: Problem | None = None,
) -> Response:
    """Give the page: with the transcript if it was opened, with a form that could not be taken."""
    if record.row.ending == Ending.WITHDRAWN.value:
        return gone(asked, record)
    given = answers(record, asked.language)
    rated, parts = panel(asked, record, fields), chapters(record, given)
    is_seen = rated.sees_machine
    role = asked.person.role
    return render(
        asked,
        "interview.html",
        record=record,
        line=record.row,
        answers=given,
        chapters=parts,
        questions=questions(record, given, asked.language),
        score=score_view(record.result, asked.language) if record.result and is_seen else None,
        measures=answer_measures(record, given, asked.language) if is_seen else [],
        prompted=prompt_views(asked, record) if is_seen else [],
        **_timeline(record, given, is_seen=is_seen),
        **_beside(asked, record),
        panel=rated,
        in_charge=in_charge(asked, record.row.interview_id),
        problem=problem,
        scale=SCALE,
        rating_words=rating_words,
        texts=texts,
        may_play=may(role, Action.PLAY_RECORDINGS),
        can_play=may(role, Action.PLAY_RECORDINGS) and bool(parts),
        may_read=may(role, Action.READ_TRANSCRIPTS),
        may_watch=may(role, Action.WATCH_LIVE),
        may_export=may(role, Action.EXPORT_REPORTS),
        may_appeal=may(role, Action.HANDLE_APPEALS),
        may_erase=may(role, Action.ERASE_INTERVIEWS),
        standing=_standing(asked, record),
    )


def _standing(asked: Asked, record: InterviewRecord) -> Stands:
    with reading(asked.site.engine) as session:
        return stands(session, record.row)


def _beside(asked: Asked, record: InterviewRecord) -> dict[str, Any]:
    """Give the résumé and the check-in code, for whoever may see them, and word of help."""
    shown = check_in_shown(asked, record.row)
    helped = TOLD.get(asked.request.query_params.get("help", ""))
    return {
        **resume_panel(asked, record.row.candidate_id),
        "check_in": shown,
        "helped": helped,
    }


def _timeline(record: InterviewRecord, given: list[AnswerView], *, is_seen: bool) -> dict[str, Any]:
    """Draw the lanes; those of behaviour only for whom the machine's view is not hidden from."""
    open_stretches = [Stretch(one.start, one.end) for one in given]
    end = max([1.0, *(one.end for one in given)])
    drawn = lanes(record.features, record.behaviour if is_seen else (), open_stretches, end)
    lost = [gap for gaps in record.gaps.values() for gap in gaps]
    return {
        "lanes": drawn,
        "lost": lost,
        "wishes": wish_views(record),
        "is_hatched": bool(lost) or any(gap != one.learning for one in drawn for gap in one.gaps),
        "learning": next((one.learning for one in drawn if one.learning), None),
        "end": end,
    }


PAGES = (Page("GET", "/interviews/{interview_id}", Action.SEE_SCORES, show, "view_interview"),)
