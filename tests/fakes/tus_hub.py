"""A small tus 1.0 server on loopback that can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from wire.tus import CHECKSUM_MISMATCH, NO_CONSENT, STORED, VERSION, decode_metadata

if TYPE_CHECKING:
    import ssl

    from wire.upload import UploadMetadata

_HTML = b"<html>Sign in to the hotel's network</html>"
_READ = 65536
_REFUSALS = {"refuse": NO_CONSENT, "unknown": 403}


@dataclass
class Upload:
    """One upload as the server has it."""

    length: int
    metadata: UploadMetadata
    content: bytearray = field(default_factory=bytearray)


class TusHub:
    """Keeps uploads in memory; what it is told to do wrong, it does once for each in the list."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.uploads: list[Upload] = []
        self.requests: list[str] = []
        self.faults: list[str] = []
        """`cut` (mid-PATCH), `checksum`, `html`, `offset` (a lie), `forget`, `full`,
        `refuse` and `unknown` (a POST)."""
        self.confirms = True
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        scheme = "http"
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def fault(self, *names: str) -> str | None:
        """Give the next fault if it is one of these."""
        if self.faults and self.faults[0] in names:
            return self.faults.pop(0)
        return None

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: TusHub

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        del format, args

    def do_POST(self) -> None:
        self.hub.requests.append("POST")
        if self.hub.fault("html"):
            return self._answer_as_a_hotel()
        fault = self.hub.fault(*_REFUSALS)
        if fault:
            return self._answer(_REFUSALS[fault], {})
        metadata = decode_metadata(self.headers["Upload-Metadata"])
        self.hub.uploads.append(Upload(int(self.headers["Upload-Length"]), metadata))
        return self._answer(201, {"Location": f"/uploads/{len(self.hub.uploads) - 1}"})

    def do_HEAD(self) -> None:
        self.hub.requests.append("HEAD")
        if self.hub.fault("forget"):
            return self._answer(404, {})
        return self._answer(200, self._progress(self._upload()))

    def do_PATCH(self) -> None:
        self.hub.requests.append("PATCH")
        upload = self._upload()
        fault = self.hub.fault("cut", "html", "offset", "full", "checksum")
        length = int(self.headers["Content-Length"])
        if fault == "cut":
            upload.content += self.rfile.read(min(length // 2, _READ))
            self.connection.close()
            self.close_connection = True
            return None
        piece = self.rfile.read(length)
        if fault == "html":
            return self._answer_as_a_hotel()
        if fault == "full":
            return self._answer(507, {"Retry-After": "1"})
        if int(self.headers["Upload-Offset"]) != len(upload.content):
            return self._answer(409, {})
        digest = base64.b64encode(hashlib.sha256(piece).digest()).decode()
        if fault == "checksum" or self.headers["Upload-Checksum"] != f"sha256 {digest}":
            return self._answer(CHECKSUM_MISMATCH, {})
        upload.content += piece
        progress = self._progress(upload)
        if fault == "offset":
            progress["Upload-Offset"] = "7"
        return self._answer(204, progress)

    def _upload(self) -> Upload:
        return self.hub.uploads[int(self.path.rsplit("/", 1)[1])]

    def _progress(self, upload: Upload) -> dict[str, str]:
        headers = {"Upload-Offset": str(len(upload.content)), "Upload-Length": str(upload.length)}
        if len(upload.content) == upload.length and self.hub.confirms:
            headers[STORED] = hashlib.sha256(upload.content).hexdigest()
        return headers

    def _answer(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Tus-Resumable": VERSION, "Content-Length": "0"} | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def _answer_as_a_hotel(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(_HTML)))
        self.end_headers()
        self.wfile.write(_HTML)


def _handler_of(hub: TusHub) -> type[_Handler]:
    return type("Handler", (_Handler,), {"hub": hub})
