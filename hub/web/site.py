"""HR's view: every page of it, behind one guard."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from hub.people.lockout import Lockout
from hub.people.passwords import Passwords
from hub.web import (
    interview,
    interviews,
    language_choice,
    sign_in,
    sign_out,
    start,
    transcript,
    video,
)
from hub.web.error_page import handlers
from hub.web.from_npm import htmx
from hub.web.guard import endpoint
from hub.web.headers import SecureHeaders
from hub.web.openings import Openings
from hub.web.page import Site

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine
    from starlette.types import ASGIApp

    from hub.keeper.port import KeeperPort

PAGES = (
    *sign_in.PAGES,
    *sign_out.PAGES,
    *language_choice.PAGES,
    *start.PAGES,
    *interviews.PAGES,
    *interview.PAGES,
    *transcript.PAGES,
    *video.PAGES,
)


def site_of(
    engine: Engine, headers: Engine, keeper: KeeperPort, store_dir: Path, *, is_tls: bool
) -> Site:
    """Gather what the pages share."""
    return Site(
        engine=engine,
        headers=headers,
        store_dir=store_dir,
        keeper=keeper,
        openings=Openings(engine, keeper, time.monotonic),
        passwords=Passwords(),
        lockout=Lockout(),
        clock=lambda: datetime.now(UTC),
        monotonic=time.monotonic,
        is_tls=is_tls,
    )


def build(site: Site) -> ASGIApp:
    """Give the application; a page that is not listed here does not exist."""
    routes = [
        *(Route(page.path, endpoint(site, page), methods=[page.method]) for page in PAGES),
        Route("/static/htmx.js", htmx),
        Mount("/static", StaticFiles(directory=str(files("hub.web") / "static"))),
    ]
    app = Starlette(routes=routes, exception_handlers=handlers(site))
    return SecureHeaders(app, is_tls=site.is_tls)
