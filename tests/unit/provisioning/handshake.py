"""TLS between two contexts in memory, without a socket."""

from __future__ import annotations

import ssl


class Pair:
    """A client and a server whose bytes go to each other."""

    def __init__(self, client: ssl.SSLContext, server: ssl.SSLContext, host: str) -> None:
        up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.client = client.wrap_bio(down, up, server_hostname=host)
        self.server = server.wrap_bio(up, down, server_side=True)

    def shake_hands(self) -> None:
        """Finish the handshake on both sides; raises ssl.SSLError where one refuses."""
        waiting = [self.client, self.server]
        for side in waiting * 4:
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue

    def peer(self) -> bytes:
        """Give the certificate that the server was shown (DER)."""
        return self.server.getpeercert(binary_form=True) or b""
