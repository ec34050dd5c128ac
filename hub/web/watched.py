"""What the guard writes down of every page: who saw what, and who was refused what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hub.people import audit
from hub.people.alarms import Kind
from hub.people.rights import Action
from hub.storage.database import writing
from hub.web.repeated import pseudonym, repeated

if TYPE_CHECKING:
    from starlette.requests import Request

    from hub.people.sessions import Visitor
    from hub.web.page import Page, Site

REFUSED = "refused"
"""The action of an entry for what was not given."""
LINK = "token"
"""The part of a path that opens a candidate's link: it is written down nowhere."""
_IDENTIFIER = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


def viewed(site: Site, page: Page, request: Request, visitor: Visitor) -> None:
    """Commit the entry of one view; raises StorageError, and then nothing may be shown."""
    with writing(site.engine) as session:
        audit.record(session, visitor.actor, page.audited, subject_of(request))


def refused(site: Site, page: Page, request: Request, visitor: Visitor | None, status: int) -> None:
    """Commit the entry of one refusal, unless it only repeats others; raises StorageError."""
    if visitor is None and page.action is Action.USE_OWN_ACCOUNT:
        return  # the way in: whoever comes to the start page is asked to sign in
    actor = visitor.actor if visitor else pseudonym(site, request)
    if visitor is not None:
        repeated(site, Kind.REFUSED, actor)
    subject = subject_of(request)
    written(site, page, actor, subject, status, is_stranger=visitor is None)


def written(
    site: Site, page: Page, actor: str, subject: str, status: int, *, is_stranger: bool
) -> None:
    """Commit the entry of what `actor` was refused, unless it only repeats others."""
    key = (actor, page.method, page.path, "" if is_stranger else subject, status)
    others = site.refusals.take(key, site.monotonic(), is_stranger=is_stranger)
    if others is None:
        return
    detail = f"{page.method} {page.path} {page.action.value} {status}{others}"
    with writing(site.engine) as session:
        audit.record(session, actor, REFUSED, subject, detail[: audit.LONGEST_DETAIL])


def subject_of(request: Request) -> str:
    """Give the identifier that a page's address names first, or nothing."""
    named = next((value for name, value in request.path_params.items() if name != LINK), "")
    return named if isinstance(named, str) and _IDENTIFIER.fullmatch(named) else ""
