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
        self.own_page = b""
        """Empty: the hub makes none."""
        self.own_pages_made = 0
        self.surveys: list[bytes] = []
        self.fetched = threading.Semaphore(0)
        told = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, answer = told.posted(self.path, body)
                self._tell(answer, status)

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
                self._tell(told.briefing)

            def _tell(self, body: bytes, status: int = 200) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(hub.certificate, hub.key)
        context.load_verify_locations(hub.authority)
        context.verify_mode = ssl.CERT_REQUIRED
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def posted(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Take a survey, or give the way to an own page."""
        if path.endswith("/own-page") and self.own_page:
            self.own_pages_made += 1
            return 200, self.own_page
        if path != "/surveys":
            return 404, b""
        self.surveys.append(body)
        return 204, b""

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
