"""What kiosks reach over HTTPS, certificates at both ends: plans to fetch, uploads to make."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from hub.app import about_people
from hub.app.prompt import PromptProtocol
from hub.app.tls import only_newest
from hub.errors import HubError
from hub.ingest.receipts import ReceiptDesk
from hub.keeper.client import Keeper
from hub.people import site_key
from hub.recordings import uploads
from hub.recordings.finishing import Finisher
from hub.recordings.peer import PeerProtocol, peer_of
from hub.recordings.store import Store
from hub.recordings.tus import Receiver
from hub.storage.database import open_headers, open_main
from hub.web.headers import SecureHeaders
from hub.workflow.plans import next_plan
from wire.errors import IdentityError
from wire.identity import kiosk_id_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Engine
    from starlette.requests import Request

    from hub.settings import Settings

_MOST_AT_ONCE = 512
"""Connections; a kiosk has one or two."""
_log = structlog.get_logger()


class KioskProtocol(PromptProtocol, PeerProtocol):
    """Knows the peer's certificate, and does not wait for ever for what it asks."""


def application(settings: Settings) -> Starlette:
    """Make the application."""
    main, headers = open_main(settings), open_headers(settings)
    store = Store(settings.store_dir)
    store.prepare()
    finisher = Finisher(main, headers, store, Keeper(settings.keeper.socket))
    receiver = Receiver(main, store, finisher, settings.receive.longest_upload_bytes)
    plans = Route("/plans/next", _plans(main), methods=["GET"])
    receipts = ReceiptDesk(main, site_key.authority(settings.identity))
    told = about_people.routes(settings, main)
    return Starlette(routes=[plans, receipts.route(), *told, *receiver.routes()])


def _plans(main: Engine) -> Callable[[Request], Awaitable[Response]]:
    async def give(request: Request) -> Response:
        try:
            kiosk_id = kiosk_id_of(peer_of(request.scope))
            await run_in_threadpool(uploads.check_kiosk, main, kiosk_id)
            plan = await run_in_threadpool(next_plan, main, kiosk_id)
        except (HubError, IdentityError) as error:
            _log.warning("plan_refused", code=error.code)
            return Response(str(error), 403, media_type="text/plain")
        headers = {"Cache-Control": "no-store"}
        if plan is None:
            return Response(status_code=204, headers=headers)
        return Response(plan, headers=headers, media_type="application/json")

    return give


def run(settings: Settings) -> None:
    """Serve until SIGTERM."""
    identity = settings.identity
    config = uvicorn.Config(
        SecureHeaders(application(settings), is_tls=True),
        host=settings.receive.host,
        port=settings.receive.port,
        http=KioskProtocol,
        limit_concurrency=_MOST_AT_ONCE,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ssl_certfile=str(identity.certificate),
        ssl_keyfile=str(identity.key),
        ssl_ca_certs=str(identity.authority),
        ssl_cert_reqs=ssl.CERT_REQUIRED,
    )
    only_newest(config)
    _log.info("ready")
    uvicorn.Server(config).run()
