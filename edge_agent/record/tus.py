"""The hub's upload protocol: tus 1.0 with creation and checksum, over httpx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx

from edge_agent.errors import UploadError
from wire.tus import (
    NO_CONSENT,
    STORED,
    UPLOADS,
    VERSION,
    WITHDRAWN,
    checksum,
    encode_metadata,
)

if TYPE_CHECKING:
    import ssl

    from wire.upload import UploadMetadata

_CREATED = 201
_WRITTEN = 204
_SEEN = frozenset({200, 204})
_FORGOTTEN = frozenset({403, 404, 410})


class HubAwayError(UploadError):
    """The hub cannot be reached at all; no other segment will fare better now."""

    code = "K-UPLOAD-002"


class PieceRefusedError(UploadError):
    """The hub refused an upload or a piece of it: `status` is its answer."""

    code = "K-UPLOAD-003"

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is."""

    offset: int
    """Bytes that the hub has made durable."""
    stored: str | None
    """SHA-256 of the whole, once the hub has verified it."""


class TusClient:
    """Speaks tus with the hub; every method raises UploadError.

    An answer without `Tus-Resumable` is somebody else's, whatever its status.
    """

    def __init__(self, hub: str, context: ssl.SSLContext | None) -> None:
        self._hub = hub.rstrip("/")
        self._http = httpx.Client(
            verify=context if context is not None else True,
            timeout=httpx.Timeout(60.0, connect=10.0),
            headers={"Tus-Resumable": VERSION},
            follow_redirects=False,
            trust_env=False,
        )

    def create(self, length: int, metadata: UploadMetadata) -> str:
        """Begin an upload; gives its address. PieceRefusedError: the hub will never take it."""
        headers = {"Upload-Length": str(length), "Upload-Metadata": encode_metadata(metadata)}
        response = self._ask("POST", self._hub + UPLOADS, headers)
        if response.status_code == NO_CONSENT:
            raise PieceRefusedError("The candidate did not consent to it.", NO_CONSENT)
        if response.status_code == WITHDRAWN:
            raise PieceRefusedError("The interview was withdrawn.", WITHDRAWN)
        if response.status_code != _CREATED or "Location" not in response.headers:
            raise UploadError(f"The hub began no upload ({response.status_code}).")
        address = urljoin(self._hub + UPLOADS, response.headers["Location"])
        if not address.startswith(self._hub + "/"):
            raise UploadError("The hub named an address that is not its own.")
        return address

    def progress(self, address: str) -> Progress | None:
        """Ask how far an upload is; None when the hub knows nothing of it."""
        response = self._ask("HEAD", address, {})
        if response.status_code in _FORGOTTEN:
            return None
        if response.status_code not in _SEEN:
            raise UploadError(f"The hub does not say how far it is ({response.status_code}).")
        return _progress(response)

    def send(self, address: str, offset: int, piece: bytes) -> Progress:
        """Send the piece at `offset`; PieceRefusedError says what the hub had against it."""
        headers = {
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
            "Upload-Checksum": checksum(piece),
        }
        response = self._ask("PATCH", address, headers, piece)
        if response.status_code != _WRITTEN:
            status = response.status_code
            raise PieceRefusedError(f"The hub refused a piece ({status}).", status)
        progress = _progress(response)
        if progress.offset != offset + len(piece):
            raise UploadError(f"The hub is at {progress.offset} after a piece at {offset}.")
        return progress

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def _ask(
        self, method: str, address: str, headers: dict[str, str], content: bytes | None = None
    ) -> httpx.Response:
        try:
            response = self._http.request(method, address, headers=headers, content=content)
        except httpx.HTTPError as error:
            raise HubAwayError(f"{type(error).__name__}: {error}.") from error
        if response.headers.get("Tus-Resumable") != VERSION:
            raise HubAwayError(f"Not the hub answered ({response.status_code}).")
        return response


def _progress(response: httpx.Response) -> Progress:
    offset = response.headers.get("Upload-Offset", "")
    if not offset.isdecimal():
        raise UploadError("The hub named no offset.")
    return Progress(int(offset), response.headers.get(STORED))
