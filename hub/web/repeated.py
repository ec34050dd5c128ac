"""Telling the watch what repeats, and by whom: an account, or an address's pseudonym."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.people import alarms, sessions
from hub.people.alarms import Kind

if TYPE_CHECKING:
    from starlette.requests import Request

    from hub.people.sessions import Visitor
    from hub.web.page import Site


def repeated(site: Site, kind: Kind, who: str) -> bool:
    """Count one more; say whether it raised an alarm, or raised one again."""
    now = site.clock()
    times = site.watch.count(kind, who, now)
    if times is not None:
        alarms.tell(site.engine, kind, who, times, now)
    return times is not None


def opened(site: Site, visitor: Visitor) -> None:
    """Count an opening; a session that asks for too many must prove again who sits there."""
    if repeated(site, Kind.MANY_OPENINGS, visitor.actor):
        sessions.step_down(site.engine, visitor)


def address_of(request: Request) -> str:
    """Give the address that a request came from."""
    return request.client.host if request.client else ""


def pseudonym(site: Site, request: Request) -> str:
    """Give an address's pseudonym; the key that it is made with is the keeper's."""
    return f"address:{site.keeper.fingerprint('address', address_of(request))[:16]}"
