"""HR's view: every page of it, behind one guard."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from hub.live.client import Switchboard
from hub.people.audit_place import AuditPlace
from hub.people.lockout import Lockout
from hub.people.passwords import Passwords
from hub.people.second_factor import SecondFactor
from hub.web import (
    interview,
    interview_appeal,
    interview_captions,
    interview_card,
    interview_decision,
    interview_help,
    interview_notes,
    interviews,
    language_choice,
    sign_in,
    sign_out,
    start,
    transcript,
    video,
)
from hub.web.accounts import (
    in_charge,
    listed,
    new_interview,
    one,
    own,
    own_factor,
    raised,
    stepping_up,
    steps,
)
from hub.web.audit import log_export, log_page
from hub.web.candidates import candidate, candidates, corrections, entry_form, merge_form, resumes
from hub.web.chair import card_page, survey_page
from hub.web.error_page import handlers
from hub.web.from_npm import htmx
from hub.web.guard import endpoint
from hub.web.headers import SecureHeaders
from hub.web.jobs import pages as job_pages
from hub.web.letters import pages as letter_pages
from hub.web.live import page as live_page
from hub.web.openings import Openings
from hub.web.page import Site
from hub.web.ratings import agreement_page, appeal_pages, compare
from hub.web.repeated import opened
from hub.web.reports import pages as report_pages
from hub.web.viewings import calls as viewing_calls
from hub.web.withdrawals import pages as withdrawal_pages
from hub.workflow.briefings import contact
from hub.workflow.promises.calendar import WorkingDays

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine
    from starlette.types import ASGIApp

    from hub.keeper.port import KeeperPort
    from hub.settings import Settings
    from hub.web.page import Page

PAGES = (
    *sign_in.PAGES,
    *steps.PAGES,
    *stepping_up.PAGES,
    *own.PAGES,
    *own_factor.PAGES,
    *listed.PAGES,
    *one.PAGES,
    *raised.PAGES,
    *new_interview.PAGES,
    *in_charge.PAGES,
    *sign_out.PAGES,
    *language_choice.PAGES,
    *start.PAGES,
    *card_page.PAGES,
    *survey_page.PAGES,
    *interviews.PAGES,
    *candidates.PAGES,
    *entry_form.PAGES,
    *candidate.PAGES,
    *merge_form.PAGES,
    *resumes.PAGES,
    *corrections.PAGES,
    *interview.PAGES,
    *interview_captions.PAGES,
    *live_page.PAGES,
    *interview_card.PAGES,
    *interview_help.PAGES,
    *interview_notes.PAGES,
    *interview_decision.PAGES,
    *interview_appeal.PAGES,
    *compare.PAGES,
    *agreement_page.PAGES,
    *appeal_pages.PAGES,
    *report_pages.PAGES,
    *letter_pages.PAGES,
    *job_pages.PAGES,
    *viewing_calls.PAGES,
    *transcript.PAGES,
    *video.PAGES,
    *log_page.PAGES,
    *log_export.PAGES,
    *withdrawal_pages.PAGES,
)


def site_of(settings: Settings, engine: Engine, headers: Engine, keeper: KeeperPort) -> Site:
    """Gather what the pages share."""
    return Site(
        engine=engine,
        headers=headers,
        store_dir=settings.store_dir,
        keeper=keeper,
        openings=Openings(engine, keeper, time.monotonic),
        passwords=Passwords(),
        lockout=Lockout(),
        clock=lambda: datetime.now(UTC),
        monotonic=time.monotonic,
        is_tls=settings.web.certificate is not None,
        profile=settings.profile,
        second_factor=SecondFactor(engine, keeper, settings.sign_in),
        switchboard=Switchboard(settings.switchboard_socket),
        step_up=timedelta(minutes=settings.sign_in.step_up_minutes),
        scorecards=settings.scorecards,
        mail=settings.mail,
        contact=contact(settings),
        calendar=WorkingDays.of(settings.promises),
        retention=settings.retention,
        audit=AuditPlace(settings.identity, settings.audit.checkpoint_dir),
    )


def build(site: Site, pages: Iterable[Page] = PAGES) -> ASGIApp:
    """Give the application; a page that is not listed here does not exist."""
    routes = [
        *(Route(page.path, endpoint(site, page), methods=[page.method]) for page in pages),
        Route("/static/htmx.js", htmx),
        Mount("/static", StaticFiles(directory=str(files("hub.web") / "static"))),
    ]
    site.openings.watched_by(lambda visitor: opened(site, visitor))
    app = Starlette(routes=routes, exception_handlers=handlers(site))
    return SecureHeaders(app, is_tls=site.is_tls)
