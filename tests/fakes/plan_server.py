"""The hub's `/plans/next` alone, with mutual TLS."""

from __future__ import annotations

import http.server
import ssl
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

    from provisioning.authority import Credentials


class PlanServer:
    """Answers with `status`, `kind` and `body`, which tests may set."""

    def __init__(self, hub: Credentials, body: bytes = b"") -> None:
        self.status = 200 if body else 204
        self.kind = "application/json"
        self.body = body
        self.briefing = b"{}"
        self.surveys: list[bytes] = []
        self.fetched = threading.Semaphore(0)
        told = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                """Take a survey."""
                body = self.rfile.read(int(self.headers["Content-Length"]))
                taken = self.path == "/surveys"
                if taken:
                    told.surveys.append(body)
                self.send_response(204 if taken else 404)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self) -> None:
                if self.path.endswith("/briefing"):
                    self._brief()
                    return
                self.send_response(told.status)
                self.send_header("Content-Type", told.kind)
                self.send_header("Content-Length", str(len(told.body)))
                self.end_headers()
                self.wfile.write(told.body)
                told.fetched.release()

            def _brief(self) -> None:
                """Give the briefing that a test wants."""
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(told.briefing)))
                self.end_headers()
                self.wfile.write(told.briefing)

            def log_message(self, *_: object) -> None:
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(hub.certificate, hub.key)
        context.load_verify_locations(hub.authority)
        context.verify_mode = ssl.CERT_REQUIRED
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def offer(self, body: bytes) -> None:
        self.status, self.body = (200, body) if body else (204, b"")

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
