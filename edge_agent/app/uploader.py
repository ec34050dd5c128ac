"""The uploader's process: carries what the spool holds to the hub, oldest interview first."""

from __future__ import annotations

import random
import signal
import ssl
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import structlog

from edge_agent.app.heap import give_back
from edge_agent.errors import EdgeError, SettingsError
from edge_agent.publish.backoff import Backoff
from edge_agent.record.spool import Spool
from edge_agent.record.tus import HubAwayError, TusClient
from edge_agent.record.uploads import Uploads

if TYPE_CHECKING:
    from edge_agent.settings import Identity, Settings

_LOG = structlog.get_logger()
_LOOK_S = 1.0
_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 60.0


class UploaderProcess:
    """Looks into the spool every second; after a failure it waits longer each time."""

    def __init__(self, spool: Spool, uploads: Uploads) -> None:
        self._spool = spool
        self._uploads = uploads
        self._is_stopped = False
        self._bell: SimpleQueue[None] = SimpleQueue()
        """Rung by `stop`; unlike an Event's lock it may be taken where a signal interrupts."""
        self._backoff = Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S, random.SystemRandom().random)

    def run(self) -> None:
        """Upload until stopped."""
        _LOG.info("uploader_ready")
        while not self._is_stopped:
            if self.turn():
                self._backoff.worked()
                self._rest(_LOOK_S)
            else:
                self._rest(self._backoff.failed())

    def stop(self) -> None:
        """Let `run` return after the segment that is being sent; a signal's handler may call it."""
        self._is_stopped = True
        self._bell.put(None)

    def turn(self) -> bool:
        """Send everything that waits; False when something could not be sent.

        The rest of an answer waits behind a segment that failed: its manifest is always the last.
        """
        failed: set[tuple[str, int]] = set()
        for segment in self._spool.waiting():
            answer = segment.interview_id, segment.answer
            if answer in failed or self._is_stopped:
                continue
            try:
                self._uploads.send(segment)
                give_back()
            except HubAwayError as error:
                _LOG.warning("hub_away", code=error.code, error=str(error))
                return False
            except EdgeError as error:
                failed.add(answer)
                _LOG.warning("segment_waits", code=error.code, error=str(error))
        return not failed

    def _rest(self, seconds: float) -> None:
        with suppress(Empty):
            self._bell.get(timeout=seconds)


def client_context(identity: Identity) -> ssl.SSLContext:
    """Trust the site's authority only and show the kiosk's certificate; raises SettingsError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        for path in (identity.authority, identity.certificate, identity.key):
            path.open("rb").close()  # ssl's own error does not name the file
        context.load_verify_locations(identity.authority)
        context.load_cert_chain(identity.certificate, identity.key)
    except OSError as error:
        raise SettingsError(f"[identity] cannot be used: {error}.") from error
    return context


def run(settings: Settings) -> None:
    """Run the process until SIGTERM; raises EdgeError when it cannot start."""
    spool = Spool(settings.state_dir / "spool", settings.recording.recipients)
    hub = TusClient(settings.hub.receive_url, client_context(settings.identity))
    process = UploaderProcess(spool, Uploads(spool, hub))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: process.stop())
    try:
        process.run()
    finally:
        hub.close()
