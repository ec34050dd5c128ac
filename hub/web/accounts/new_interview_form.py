"""What the form of a new interview offers: candidates found, jobs, kiosks, interviewers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import or_, select

from hub.errors import UnknownError
from hub.people.rights import Action
from hub.storage.database import reading
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.kiosk import Kiosk
from hub.web.accounts.in_charge import interviewers
from hub.web.interview_list import job_titles
from hub.web.scope import candidates_visible_to
from hub.workflow.candidate_names import name_key
from hub.workflow.candidates import checked_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hub.web.accounts.in_charge import Person
    from hub.web.page import Asked

MOST_MATCHES = 10
_LONGEST_SEARCH = 100


class Choices(NamedTuple):
    """What may be chosen."""

    jobs: dict[str, str]
    """Title by identifier."""
    kiosks: list[str]
    people: list[Person]


def choices(asked: Asked) -> Choices:
    """Read what may be chosen now."""
    kiosks = select(Kiosk.kiosk_id).where(Kiosk.revoked_at.is_(None)).order_by(Kiosk.kiosk_id)
    with reading(asked.site.engine) as session:
        titles = job_titles(session)
        here = list(session.scalars(kiosks))
    named = {job_id: title.of(asked.language) for job_id, title in titles.items()}
    return Choices(named, here, interviewers(asked.site.engine))


def matches(asked: Asked, form: Mapping[str, str]) -> Sequence[Candidate]:
    """List the first candidates with what was sought in their name, the one chosen first."""
    sought = form.get("find", "").strip()[:_LONGEST_SEARCH]
    chosen = known_candidate(asked, form.get("candidate", ""))
    if not sought:
        return [chosen] if chosen else []
    named = or_(
        Candidate.name.icontains(sought, autoescape=True),
        Candidate.name_key.contains(name_key(sought), autoescape=True),
    )
    may_see = candidates_visible_to(asked.person, Action.LIST_CANDIDATES)
    wanted = select(Candidate).where(may_see, named).order_by(Candidate.created_at.desc())
    with reading(asked.site.engine) as session:
        found = list(session.scalars(wanted.limit(MOST_MATCHES)))
    is_listed = chosen is None or chosen.candidate_id in {one.candidate_id for one in found}
    return found if is_listed or chosen is None else [chosen, *found]


def known_candidate(asked: Asked, candidate_id: str) -> Candidate | None:
    """Give a candidate that the person may see."""
    may_see = candidates_visible_to(asked.person, Action.LIST_CANDIDATES)
    wanted = select(Candidate).where(Candidate.candidate_id == candidate_id, may_see)
    with reading(asked.site.engine) as session:
        return session.scalar(wanted)


def is_name(text: str) -> bool:
    """Say whether this can be a candidate's name."""
    try:
        checked_name(text)
    except UnknownError:
        return False
    return True
