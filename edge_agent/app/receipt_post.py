"""Carries receipts to the hub by HTTPS, certificates at both ends, until it has them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import structlog

from edge_agent.errors import HubError, SpoolError

if TYPE_CHECKING:
    import ssl

    from edge_agent.app.receipts import Receipts, Waiting

_LOG = structlog.get_logger()
_PATIENCE_S = 10.0
_LOOK_S = 3.0
_AGAIN_S = 15.0
_TAKEN = frozenset({httpx.codes.NO_CONTENT, httpx.codes.GONE})
"""Stored; or of an interview that was withdrawn, of which nobody keeps anything."""


class ReceiptPost:
    """Runs beside the page; `run` is one long task."""

    def __init__(self, receive_url: str, context: ssl.SSLContext, receipts: Receipts) -> None:
        self._client = httpx.AsyncClient(
            base_url=receive_url, verify=context, timeout=_PATIENCE_S, trust_env=False
        )
        self._receipts = receipts

    async def run(self) -> None:
        """Send what waits, and look again."""
        while True:
            try:
                await self.send_all()
            except (HubError, SpoolError) as error:
                _LOG.warning("receipt_waits", code=error.code, why=str(error))
                await asyncio.sleep(_AGAIN_S)
            else:
                await asyncio.sleep(_LOOK_S)

    async def send_all(self) -> None:
        """Send every receipt that the hub does not have; raises HubError at the first refusal."""
        for one in await asyncio.to_thread(self._receipts.waiting):
            await self._send(one)

    async def _send(self, one: Waiting) -> None:
        try:
            content = await asyncio.to_thread(one.path.read_bytes)
            answer = await self._client.put(
                f"/receipts/{one.interview_id}/{one.kind}",
                content=content,
                headers={"Content-Type": "application/json"},
            )
        except FileNotFoundError:
            return  # withdrawn meanwhile
        except (httpx.HTTPError, OSError) as error:
            raise HubError(f"A receipt was not sent: {type(error).__name__}.") from error
        if answer.status_code not in _TAKEN:
            raise HubError(f"The hub answered {answer.status_code} to a receipt.")
        await asyncio.to_thread(self._receipts.forget, one.interview_id, one.kind)
        _LOG.info("receipt_sent", interview_id=one.interview_id, kind=one.kind)

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()
