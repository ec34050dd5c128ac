"""The guard of candidates' own pages: the address holds a link's token, and nothing else opens it.

Unknown, over and taken back are answered alike, after the same work. Who has the token needs no
other proof that a form is ours: no other site's page can know the address to send it to.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from hub.people import audit, links
from hub.people.alarms import Kind
from hub.people.rights import RIGHTS, Role
from hub.storage.database import writing
from hub.web import watched
from hub.web.page import Asked
from hub.web.repeated import address_of, pseudonym, repeated
from hub.web.same_site import is_same_site

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from hub.web.multipart import Sent
    from hub.web.page import Page, Site
    from wire.language import Language

ACTIONS = frozenset(RIGHTS[Role.CANDIDATE])
"""Pages of these have `{token}` in their path, and no account opens them."""
_NOT_SHOWN = 300
_REFUSALS = frozenset({403, 404})


def answer(site: Site, page: Page, request: Request, language: Language, sent: Sent) -> Response:
    """Give the page for the candidate of the link; 404 without one, 429 after many wrong ones."""
    candidate_id = _candidate_of(site, page, request)
    asked = Asked(site, request, None, language, sent.texts, sent.files, candidate_id)
    try:
        given = _given(page, asked)
    except HTTPException as error:
        if error.status_code in _REFUSALS:
            status = error.status_code
            watched.written(site, page, asked.actor, candidate_id, status, is_stranger=False)
        raise
    if page.audited and given.status_code < _NOT_SHOWN:
        with writing(site.engine) as session:
            audit.record(session, asked.actor, page.audited, candidate_id)
    return given


def is_known(site: Site, request: Request) -> bool:
    """Say whether the address holds the token of a link that opens; counts and writes nothing."""
    if site.wrong_links.delay(address_of(request), site.monotonic()) > 0:
        return False
    return links.find(site.engine, request.path_params["token"], site.clock()) is not None


def _given(page: Page, asked: Asked) -> Response:
    if page.method == "POST" and not is_same_site(asked.request):
        raise HTTPException(403)
    return page.answer(asked)


def _candidate_of(site: Site, page: Page, request: Request) -> str:
    address, now = address_of(request), site.monotonic()
    wait = site.wrong_links.delay(address, now)
    if wait > 0:
        raise HTTPException(429, headers={"Retry-After": str(ceil(wait))})
    found = links.find(site.engine, request.path_params["token"], site.clock())
    if found is None:
        site.wrong_links.count(address, now)
        watched.refused(site, page, request, None, 404)
        repeated(site, Kind.WRONG_LINKS, pseudonym(site, request))
        raise HTTPException(404)
    return found
