"""What kiosks fetch and hand in about people: briefings, and the survey that names nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from hub.errors import HubError
from hub.recordings import uploads
from hub.recordings.peer import peer_of
from hub.workflow import survey as surveys
from hub.workflow.briefings import briefing_of, own_page_of
from wire import briefing, survey
from wire.errors import IdentityError, SurveyError
from wire.identity import kiosk_id_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Engine
    from starlette.requests import Request

    from hub.settings import Settings
    from wire.briefing import Briefing, OwnPage

_NO_STORE = {"Cache-Control": "no-store"}
_log = structlog.get_logger()


def routes(settings: Settings, main: Engine) -> list[Route]:
    """Give the addresses."""
    return [
        Route("/interviews/{interview_id}/briefing", _briefings(settings, main), methods=["GET"]),
        Route("/interviews/{interview_id}/own-page", _own_pages(settings, main), methods=["POST"]),
        Route("/surveys", _surveys(main), methods=["POST"]),
    ]


def _briefings(settings: Settings, main: Engine) -> Callable[[Request], Awaitable[Response]]:
    def told(kiosk_id: str, interview_id: str) -> Briefing | None:
        return briefing_of(main, settings, kiosk_id, interview_id)

    return _asked_by_kiosks(main, told)


def _own_pages(settings: Settings, main: Engine) -> Callable[[Request], Awaitable[Response]]:
    def told(kiosk_id: str, interview_id: str) -> OwnPage | None:
        now = datetime.now(UTC)
        return own_page_of(main, settings.mail.site, kiosk_id, interview_id, now)

    return _asked_by_kiosks(main, told)


def _asked_by_kiosks(
    main: Engine, told: Callable[[str, str], Briefing | OwnPage | None]
) -> Callable[[Request], Awaitable[Response]]:
    """Give what answers an enrolled kiosk with what `told` says of an interview, else with 404."""

    async def give(request: Request) -> Response:
        try:
            kiosk_id = kiosk_id_of(peer_of(request.scope))
            await run_in_threadpool(uploads.check_kiosk, main, kiosk_id)
            found = await run_in_threadpool(told, kiosk_id, request.path_params["interview_id"])
        except (HubError, IdentityError) as error:
            _log.warning("briefing_refused", code=error.code)
            return Response(str(error), 403, media_type="text/plain")
        if found is None:
            return Response(status_code=404, headers=_NO_STORE)
        return Response(briefing.encode(found), headers=_NO_STORE, media_type="application/json")

    return give


def _surveys(main: Engine) -> Callable[[Request], Awaitable[Response]]:
    async def take(request: Request) -> Response:
        """Store it; of the kiosk no more is noted than that it is one of ours."""
        try:
            await run_in_threadpool(uploads.check_kiosk, main, kiosk_id_of(peer_of(request.scope)))
            told = survey.decode(await _body(request))
        except (HubError, IdentityError) as error:
            _log.warning("survey_refused", code=error.code)
            return Response(str(error), 403, media_type="text/plain")
        except SurveyError as error:
            _log.warning("survey_refused", code=error.code)
            return Response(str(error), 422, media_type="text/plain")
        await run_in_threadpool(surveys.take, main, told)
        return Response(status_code=204)

    return take


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > survey.MAX_BYTES:
            break
    return bytes(body)
