"""The process that serves HR's view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
import uvicorn

from hub.app.prompt import PromptProtocol
from hub.app.tls import only_newest
from hub.keeper.client import Keeper
from hub.storage.database import open_headers, open_main
from hub.web.site import build, site_of

if TYPE_CHECKING:
    from hub.settings import Settings

_LEAVE_S = 5
_MOST_AT_ONCE = 900
"""Connections; below the 1024 files that a process may open by default."""
_log = structlog.get_logger()


def run(settings: Settings) -> None:
    """Serve until SIGTERM; in the clear on the loopback address only, as the settings ensure."""
    web = settings.web
    is_tls = web.certificate is not None
    engine, keeper = open_main(settings), Keeper(settings.keeper.socket)
    headers = open_headers(settings)
    site = site_of(settings, engine, headers, keeper)
    config = uvicorn.Config(
        build(site),
        host=web.host,
        port=web.port,
        http=PromptProtocol,
        ws="none",
        ssl_certfile=web.certificate,
        ssl_keyfile=web.key,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_graceful_shutdown=_LEAVE_S,
    )
    only_newest(config)
    _log.info("ready", host=web.host, port=web.port, tls=is_tls)
    uvicorn.Server(config).run()
