"""`/interviews/new`: a candidate, a job, a kiosk and an interviewer become an interview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from hub.people.rights import Action
from hub.web.accounts.new_interview_form import choices, is_name, known_candidate, matches
from hub.web.page import Page
from hub.web.rendering import render, say
from hub.web.words import marked
from hub.workflow import interviews

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.responses import Response

    from hub.web.page import Asked

NO_NAME = marked("Type the candidate's name: 1 to 200 characters.")
NOBODY = marked("Choose one of the candidates found, or type the name of a new one.")
NO_JOB = marked("Choose a job.")
NO_KIOSK = marked("Choose a kiosk.")
NO_SUCH_PERSON = marked("Choose an interviewer, or nobody for now.")
NEW = "new"


def show(asked: Asked) -> Response:
    """Give the form; `?candidate=` chooses somebody who has a file."""
    chosen = asked.request.query_params.get("candidate", "")
    return _page(asked, {"candidate": chosen or NEW})


def take(asked: Asked) -> Response:
    """Schedule, or look candidates up, or say what is missing."""
    if asked.form.get("do") == "find":
        return _page(asked, asked.form)
    problems = {field: text for field, text in _problems(asked) if text}
    if problems:
        return _page(asked, asked.form, 422, problems)
    interview_id = _schedule(asked)
    person = asked.form.get("interviewer", "")
    if person:
        interviews.assign(asked.site.engine, interview_id, int(person), asked.person.actor)
    return RedirectResponse(f"/interviews/{interview_id}", 303)


def _schedule(asked: Asked) -> str:
    form, site = asked.form, asked.site
    place = (site.engine, site.profile, form["kiosk"], form["job"])
    actor = asked.person.actor
    if form.get("candidate", NEW) == NEW:
        return interviews.schedule(*place, form["name"], actor=actor, retention=site.retention)
    return interviews.schedule_again(
        *place, form["candidate"], actor=actor, retention=site.retention
    )


def _problems(asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield what each field wants before it can be taken; empty when it can."""
    form, offered = asked.form, choices(asked)
    if form.get("candidate", NEW) == NEW:
        yield "name", "" if is_name(form.get("name", "")) else NO_NAME
    else:
        yield "candidate", "" if known_candidate(asked, form["candidate"]) else NOBODY
    yield "job", "" if form.get("job") in offered.jobs else NO_JOB
    yield "kiosk", "" if form.get("kiosk") in offered.kiosks else NO_KIOSK
    people = {"", *(str(one.account_id) for one in offered.people)}
    yield "interviewer", "" if form.get("interviewer", "") in people else NO_SUCH_PERSON


def _page(
    asked: Asked,
    form: Mapping[str, str],
    status: int = 200,
    problems: Mapping[str, str] | None = None,
) -> Response:
    told = {field: say(asked.language, text) for field, text in (problems or {}).items()}
    return render(
        asked,
        "accounts/new_interview.html",
        status,
        form=form,
        problems=told,
        matches=matches(asked, form),
        is_sought=form.get("do") == "find",
        offered=choices(asked),
    )


PAGES = (
    Page("GET", "/interviews/new", Action.SCHEDULE_INTERVIEWS, show, "view_new_interview"),
    Page("POST", "/interviews/new", Action.SCHEDULE_INTERVIEWS, take, "view_new_interview"),
)
