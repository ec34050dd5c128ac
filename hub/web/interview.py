"""`/interviews/{id}`: one interview, from its score down to the second it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.people.rights import Action, may
from hub.web.answer_measures import answer_measures
from hub.web.chapters import answers, chapters
from hub.web.interview_record import InterviewRecord, load
from hub.web.lanes import lanes
from hub.web.page import Page
from hub.web.rendering import render
from hub.web.scores import score_view
from hub.web.timeline import Stretch

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked
    from hub.web.transcripts import AnswerText


def show(asked: Asked) -> Response:
    """Give the page; the transcript stays sealed."""
    record = load(asked.site.engine, asked.person, asked.request.path_params["interview_id"])
    return page(asked, record, None)


def page(asked: Asked, record: InterviewRecord, texts: list[AnswerText] | None) -> Response:
    """Give the page, with the transcript if it was opened."""
    given = answers(record, asked.language)
    open_stretches = [Stretch(one.start, one.end) for one in given]
    end = max([1.0, *(one.end for one in given)])
    drawn = lanes(record.features, record.behaviour, open_stretches, end)
    lost = [gap for gaps in record.gaps.values() for gap in gaps]
    role = asked.person.role
    return render(
        asked,
        "interview.html",
        record=record,
        line=record.row,
        score=score_view(record.result, asked.language) if record.result else None,
        answers=given,
        chapters=chapters(record, given),
        lanes=drawn,
        measures=answer_measures(record, given, asked.language),
        lost=lost,
        is_hatched=bool(lost) or any(gap != one.learning for one in drawn for gap in one.gaps),
        learning=next((one.learning for one in drawn if one.learning), None),
        end=end,
        texts=texts,
        may_play=may(role, Action.PLAY_RECORDINGS),
        may_read=may(role, Action.READ_TRANSCRIPTS),
    )


PAGES = (Page("GET", "/interviews/{interview_id}", Action.SEE_SCORES, show, "view_interview"),)
