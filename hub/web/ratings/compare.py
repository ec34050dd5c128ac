"""`/compare?interview=a&interview=b`: chosen interviews side by side, as they were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.people import audit
from hub.people.rights import Action, may
from hub.storage.database import reading, writing
from hub.web.page import Page
from hub.web.ratings.comparison import FEWEST, MOST, columns
from hub.web.rendering import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from hub.scoring.job import Competency
    from hub.web.page import Asked
    from hub.web.ratings.comparison import Column


def show(asked: Asked) -> Response:
    """Give the comparison, or say how many to choose."""
    given = asked.request.query_params.getlist("interview")
    wanted = list(dict.fromkeys(one for one in given if one))[: MOST + 1]
    if not FEWEST <= len(wanted) <= MOST:
        return render(asked, "ratings/choose.html", chosen=len(wanted))
    with reading(asked.site.engine) as session:
        found = columns(asked, session, wanted)
    _record(asked, wanted)
    return render(
        asked,
        "ratings/compare.html",
        columns=found,
        competencies=_competencies(found),
        same_job=len({one.row.job_id for one in found}) == 1,
        same_version=len({(one.row.job_id, one.row.job_version) for one in found}) == 1,
        may_play=may(asked.person.role, Action.PLAY_RECORDINGS),
        reads_words=may(asked.person.role, Action.READ_TRANSCRIPTS),
    )


def _competencies(found: Sequence[Column]) -> list[Competency]:
    """Give each competency once, as the first job that has it describes it."""
    known = {one.id: one for column in reversed(found) for one in reversed(column.job.competencies)}
    return list(reversed(known.values()))


def _record(asked: Asked, wanted: Sequence[str]) -> None:
    """Write down each interview that was looked at."""
    with writing(asked.site.engine) as session:
        for one in wanted:
            audit.record(session, asked.person.actor, "compare", one)


PAGES = (Page("GET", "/compare", Action.COMPARE, show),)
