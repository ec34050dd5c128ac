"""The receiving end of tus 1.0: an offset that is acknowledged is on the disk.

Source: https://tus.io/protocols/resumable-upload, with the extensions creation, checksum and
termination.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from hub.errors import HubError, StoreFullError
from hub.recordings import tus_request, uploads
from hub.recordings.finishing import REFUSALS
from hub.recordings.peer import peer_of
from hub.recordings.uploads import UploadRefusedError
from hub.storage.tables.upload import UploadState
from wire.errors import IdentityError, MessageError, WireError
from wire.identity import kiosk_id_of
from wire.tus import CHECKSUM_MISMATCH, STORED, UPLOADS, VERSION, decode_metadata

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cryptography.x509 import Certificate
    from sqlalchemy import Engine
    from starlette.requests import Request

    from hub.recordings.finishing import Finisher
    from hub.recordings.store import Store
    from hub.storage.tables.upload import Upload

_EXTENSIONS = "creation,checksum,termination"
_PIECE_TYPE = "application/offset+octet-stream"
_log = structlog.get_logger()


class Receiver:
    """Takes uploads of the kiosks that have a certificate of this site."""

    def __init__(self, main: Engine, store: Store, finisher: Finisher, longest: int) -> None:
        self._main = main
        self._store = store
        self._finisher = finisher
        self._longest = longest
        self._locks: WeakValueDictionary[str, _Held] = WeakValueDictionary()
        self._guard = Lock()

    def routes(self) -> list[Route]:
        """Give the routes."""
        one = UPLOADS + "/{upload_id:str}"
        return [
            Route(UPLOADS, self._answering(self._options), methods=["OPTIONS"]),
            Route(UPLOADS, self._answering(self._create), methods=["POST"]),
            Route(one, self._answering(self._look), methods=["HEAD"]),
            Route(one, self._answering(self._append), methods=["PATCH"]),
            Route(one, self._answering(self._terminate), methods=["DELETE"]),
        ]

    def _answering(
        self,
        work: Callable[[Request], Awaitable[Response]],
    ) -> Callable[[Request], Awaitable[Response]]:
        """Turn errors into answers; every answer says which protocol it speaks."""

        async def answer(request: Request) -> Response:
            try:
                if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
                    raise UploadRefusedError(412, "This is tus 1.0.0.")
                response = await work(request)
            except (HubError, WireError) as error:
                response = _refusal(error)
            response.headers["Tus-Resumable"] = VERSION
            response.headers["Cache-Control"] = "no-store"
            return response

        return answer

    async def _options(self, _request: Request) -> Response:
        headers = {
            "Tus-Version": VERSION,
            "Tus-Extension": _EXTENSIONS,
            "Tus-Checksum-Algorithm": "sha256",
            "Tus-Max-Size": str(self._longest),
        }
        return Response(status_code=204, headers=headers)

    async def _create(self, request: Request) -> Response:
        kiosk_id = kiosk_id_of(peer_of(request.scope))
        length = tus_request.number(request, "Upload-Length")
        if length > self._longest:
            raise UploadRefusedError(413, f"{length} bytes, {self._longest} allowed.")
        metadata = decode_metadata(request.headers.get("Upload-Metadata", ""))

        def create() -> str:
            uploads.check_kiosk(self._main, kiosk_id)
            self._store.check_room(length)
            upload_id, is_new = uploads.begin(self._main, kiosk_id, metadata, length)
            if is_new:
                self._store.create(upload_id)
            return upload_id

        upload_id = await run_in_threadpool(create)
        return Response(status_code=201, headers={"Location": f"{UPLOADS}/{upload_id}"})

    async def _look(self, request: Request) -> Response:
        peer = peer_of(request.scope)

        def look() -> Response:
            row = self._own(peer, request)
            with self._held(row.id):
                offset = self._offset(row)
                if offset == row.length and row.state != UploadState.STORED.value:
                    self._finisher.finish(row, peer)
                return self._progress(row, offset, 200)

        return await run_in_threadpool(look)

    async def _append(self, request: Request) -> Response:
        peer = peer_of(request.scope)
        if request.headers.get("Content-Type") != _PIECE_TYPE:
            raise UploadRefusedError(415, f"Pieces are {_PIECE_TYPE}.")
        offset = tus_request.number(request, "Upload-Offset")
        piece = await tus_request.piece(request)
        tus_request.check(piece, request.headers.get("Upload-Checksum", ""))
        return await run_in_threadpool(self._append_piece, request, peer, offset, piece)

    def _append_piece(
        self,
        request: Request,
        peer: Certificate,
        offset: int,
        piece: bytes,
    ) -> Response:
        row = self._own(peer, request)
        with self._held(row.id):
            if offset != self._offset(row):
                raise UploadRefusedError(409, "The upload is at another offset.")
            if offset + len(piece) > row.length:
                raise UploadRefusedError(413, "The piece reaches past the announced length.")
            place = self._store.place(row.interview_id, row.id)
            self._store.append(place, offset, piece)
            if offset + len(piece) == row.length:
                self._finish(row, peer, offset)
            return self._progress(row, offset + len(piece), 204)

    def _finish(self, row: Upload, peer: Certificate, before: int) -> None:
        """Keep the upload; one that must not be kept is taken back to before its last piece."""
        try:
            self._finisher.finish(row, peer)
        except REFUSALS:
            self._store.cut(self._store.place(row.interview_id, row.id), before)
            raise

    async def _terminate(self, request: Request) -> Response:
        peer = peer_of(request.scope)

        def terminate() -> None:
            row = self._own(peer, request)
            with self._held(row.id):
                if row.state == UploadState.STORED.value:
                    raise UploadRefusedError(403, "What is stored is not the kiosk's any more.")
                uploads.end(self._main, row.id)
                self._store.remove(row.id)

        await run_in_threadpool(terminate)
        return Response(status_code=204)

    def _own(self, peer: Certificate, request: Request) -> Upload:
        kiosk_id = kiosk_id_of(peer)
        uploads.check_kiosk(self._main, kiosk_id)
        return uploads.find(self._main, kiosk_id, request.path_params["upload_id"])

    def _offset(self, row: Upload) -> int:
        """Give the durable bytes; the closing chunk that the hub adds does not count."""
        if row.state == UploadState.STORED.value:
            return row.length
        place = self._store.place(row.interview_id, row.id)
        return min(self._store.length(place), row.length)

    def _progress(self, row: Upload, offset: int, status: int) -> Response:
        headers = {"Upload-Offset": str(offset), "Upload-Length": str(row.length)}
        if offset == row.length and self._finisher.is_stored(row.id):
            headers[STORED] = row.sha256
        return Response(status_code=status, headers=headers)

    def _held(self, upload_id: str) -> _Held:
        """Give the upload's lock; held by another request it is 423."""
        with self._guard:
            held = self._locks.get(upload_id)
            if held is None:
                held = self._locks[upload_id] = _Held()
            return held


class _Held:
    """A lock that refuses to wait: the kiosk asks again."""

    def __init__(self) -> None:
        self._lock = Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=5):
            raise UploadRefusedError(423, "Another request is writing this upload.")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _refusal(error: HubError | WireError) -> Response:
    status = _status(error)
    _log.warning("upload_refused", code=error.code, status=status)
    headers = {"Retry-After": "30"} if status in {503, 507} else {}
    return Response(str(error), status, headers, media_type="text/plain")


def _status(error: HubError | WireError) -> int:
    match error:
        case UploadRefusedError():
            return error.status
        case MessageError():
            return 400
        case IdentityError():
            return 403
        case StoreFullError():
            return 507
        case WireError():
            return CHECKSUM_MISMATCH
        case _:
            return 503
