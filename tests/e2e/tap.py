"""Listening to everything that crosses the broker, and looking at every file of a kiosk."""

from __future__ import annotations

import re
import ssl
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from provisioning import authority, durable
from provisioning.broker import Broker, acl
from wire.topics import HUB

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "tap"
MEDIA = re.compile(
    rb"ftypiso|moof\x00\x00\x00\x10mfhd|\xff\xd8\xff\xe0\x00\x10JFIF|\x00\x00\x00\x01[\x67\x68\x65]"
    rb"|OpusHead|RIFF....WAVE",
    re.DOTALL,
)
"""How MP4, JPEG, H.264, Opus and WAVE begin."""


class TappedBroker(Broker):
    """The site's broker, with one more name that may read every topic and write none."""

    crossed: list[tuple[str, bytes]]

    def _write_acl(self) -> None:
        lines = acl(HUB, self.kiosks) + f"\nuser {NAME}\ntopic read #\n"
        durable.write(self.folder / "acl", lines.encode(), durable.SECRET)

    def start(self) -> None:
        super().start()
        TappedBroker.crossed = []
        issuer = self.hub.authority.parent
        given = authority.enrol(issuer, NAME, self.folder / "tap", datetime.now(UTC))
        client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=NAME)
        client.tls_set(
            str(given.authority),
            str(given.certificate),
            str(given.key),
            tls_version=ssl.PROTOCOL_TLS_CLIENT,
        )
        client.on_message = lambda _client, _data, heard: self.crossed.append(
            (heard.topic, bytes(heard.payload)),
        )
        subscribed = threading.Event()
        client.on_subscribe = lambda *_: subscribed.set()
        client.connect(self.host, self.port)
        client.loop_start()
        client.subscribe("#", qos=1)
        assert subscribed.wait(10), "the tap could not subscribe"
        self._tap = client

    def stop(self) -> None:
        if hasattr(self, "_tap"):
            self._tap.disconnect()
            self._tap.loop_stop()
            self._tap.reinitialise()  # paho keeps its socket pair open until then
            del self._tap
        super().stop()


class DiskWatch(threading.Thread):
    """Looks through every file of a folder, again and again, while something is written there."""

    def __init__(self, folder: Path, needles: Iterable[bytes]) -> None:
        super().__init__(daemon=True)
        self._folder = folder
        self._needles = tuple(needles)
        self._over = threading.Event()
        self.found: set[str] = set()
        self.looked_at: set[str] = set()

    def run(self) -> None:
        while not self._over.wait(0.5):
            self._look()

    def _look(self) -> None:
        for path in self._folder.rglob("*"):
            try:
                data = path.read_bytes()
            except OSError:
                continue  # a folder, a socket, or gone since
            self.looked_at.add(path.suffix)
            self.found |= {f"{path.name}: {needle!r}" for needle in found(data, self._needles)}

    def finish(self) -> None:
        """Look once more and stop."""
        self._over.set()
        self.join()
        self._look()


def found(data: bytes, needles: Iterable[bytes]) -> list[bytes]:
    """Give the needles and the beginnings of media that `data` holds."""
    lowered = data.lower()
    media = [match.group() for match in MEDIA.finditer(data)]
    return media + [one for one in needles if one in data or one in lowered]
