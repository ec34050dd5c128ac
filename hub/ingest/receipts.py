"""Receipts that kiosks made: verified, kept as they came; a deletion's is a withdrawal as well."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from hub.errors import HubError
from hub.people.withdrawals import mark
from hub.recordings import uploads
from hub.recordings.peer import peer_of
from hub.recordings.uploads import UploadRefusedError
from hub.storage.database import writing
from hub.storage.tables.interview import Interview
from hub.storage.tables.interview_receipt import InterviewReceipt
from hub.storage.withdrawn import is_withdrawn
from wire import receipt_file
from wire.errors import IdentityError, ReceiptError
from wire.identity import kiosk_id_of
from wire.receipt import DeletionReceipt, Receipt
from wire.tus import WITHDRAWN

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session
    from starlette.requests import Request

    from wire.receipt import AnyReceipt

_KINDS: dict[str, type[AnyReceipt]] = {"interview": Receipt, "deletion": DeletionReceipt}
_log = structlog.get_logger()


class ReceiptDesk:
    """Takes receipts of the kiosks that have a certificate of this site."""

    def __init__(self, main: Engine, authority: Certificate) -> None:
        self._main = main
        self._authority = authority

    def route(self) -> Route:
        """Give the route."""
        return Route("/receipts/{interview_id:str}/{kind:str}", self.take, methods=["PUT"])

    async def take(self, request: Request) -> Response:
        """Keep a receipt: 204; 410 for one of an interview that was withdrawn."""
        try:
            file = await _body(request)
            await run_in_threadpool(self._keep, request, file)
        except UploadRefusedError as error:
            return _refusal(error, error.status)
        except (ReceiptError, IdentityError) as error:
            return _refusal(error, 422)
        except HubError as error:
            return _refusal(error, 503)
        return Response(status_code=204)

    def _keep(self, request: Request, file: bytes) -> None:
        kiosk_id = kiosk_id_of(peer_of(request.scope))
        uploads.check_kiosk(self._main, kiosk_id)
        receipt = receipt_file.verify(file, self._authority)
        asked = request.path_params
        if (receipt.signer, receipt.interview_id) != (kiosk_id, asked["interview_id"]):
            raise ReceiptError("It is another kiosk's, or of another interview.")
        if _KINDS.get(asked["kind"]) is not type(receipt):
            raise ReceiptError("It is of another kind.")
        with writing(self._main) as session:
            interview = session.get(Interview, receipt.interview_id)
            if interview is None or interview.kiosk_id != kiosk_id:
                raise UploadRefusedError(404, "This kiosk has no such interview.")
            if isinstance(receipt, DeletionReceipt):
                _deleted(session, receipt, file)
            else:
                _held(session, receipt, file)
        _log.info("receipt_stored", kind=asked["kind"], interview=receipt.interview_id)


def _deleted(session: Session, receipt: DeletionReceipt, file: bytes) -> None:
    """Note that the kiosk has deleted its part; a hub that knew nothing of it knows it now."""
    asked_at = datetime.fromisoformat(receipt.asked_at)
    actor = f"kiosk:{receipt.signer}"
    row = mark(session, receipt.interview_id, receipt.asked_by, actor, asked_at)
    row.kiosk_deleted_at, row.kiosk_receipt = datetime.now(UTC), file


def _held(session: Session, receipt: Receipt, file: bytes) -> None:
    if is_withdrawn(session, receipt.interview_id):
        raise UploadRefusedError(WITHDRAWN, "The interview was withdrawn.")
    session.merge(
        InterviewReceipt(
            interview_id=receipt.interview_id,
            file=file,
            sha256=hashlib.sha256(file).hexdigest(),
            stored_at=datetime.now(UTC),
        )
    )


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > receipt_file.MAX_BYTES:
            raise UploadRefusedError(413, f"{receipt_file.MAX_BYTES} bytes are allowed.")
    return bytes(body)


def _refusal(error: HubError | ReceiptError | IdentityError, status: int) -> Response:
    _log.warning("receipt_refused", code=error.code, status=status)
    return Response(str(error), status, media_type="text/plain")
