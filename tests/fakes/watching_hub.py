"""The hub's end of the broker as tests need it: it notes everything and says what it is told to."""

from __future__ import annotations

import ssl
import threading
import time
from typing import TYPE_CHECKING, Any, Self

from paho.mqtt import client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from wire import codec
from wire.messages.orders import Watermark
from wire.topics import DURABLE, HUB, UP, Channel, Topic, every_kiosk

if TYPE_CHECKING:
    from collections.abc import Callable

    from provisioning.authority import Credentials
    from wire.messages.fields import Durable

PATIENCE_S = 60.0


class WatchingHub:
    """Connects as `hub`; `durable` holds each message once, in the order of first arrival."""

    def __init__(self, host: str, port: int, credentials: Credentials) -> None:
        self._changed = threading.Condition()
        self.durable: list[Durable] = []
        self.payloads: list[bytes] = []
        self.statuses: list[bytes] = []
        self.acknowledges = True
        self._where = (host, port)
        context = ssl.create_default_context(cafile=credentials.authority)
        context.load_cert_chain(credentials.certificate, credentials.key)
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, HUB, clean_session=False)
        self._client.tls_set_context(context)
        self._client.reconnect_delay_set(1, 1)
        self._client.on_connect = self._connected
        self._client.on_subscribe = self._subscribed
        self._client.on_message = self._heard
        self._is_subscribed = False

    def __enter__(self) -> Self:
        self._client.connect(*self._where)
        self._client.loop_start()
        self.wait_until(lambda: self._is_subscribed)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.disconnect()
        self._client.loop_stop()
        self._client.reinitialise()  # closes the pair of sockets that loop_start made

    def wait_until(self, fact: Callable[[], bool]) -> None:
        """Wait for a fact, which is looked at after each message and often besides."""
        give_up_at = time.monotonic() + PATIENCE_S
        with self._changed:
            while not fact():
                assert time.monotonic() < give_up_at, "the hub waited in vain"
                self._changed.wait(0.02)

    def acknowledge(self, kiosk_id: str, stream_id: str, seq: int) -> None:
        """Say that everything up to `seq` is durable."""
        self.say(kiosk_id, Channel.ACKS, codec.encode(Watermark(stream_id=stream_id, seq=seq)))

    def say(self, kiosk_id: str, channel: Channel, payload: bytes) -> None:
        """Tell a kiosk something."""
        self._client.publish(str(Topic(kiosk_id, channel)), payload, qos=1)

    def _connected(self, client: mqtt.Client, *_: object) -> None:
        client.subscribe([(every_kiosk(channel), 1) for channel in sorted(UP)])

    def _subscribed(self, *_: object) -> None:
        with self._changed:
            self._is_subscribed = True
            self._changed.notify_all()

    def _heard(self, _client: mqtt.Client, _data: object, message: Any) -> None:
        topic = Topic.parse(message.topic)
        with self._changed:
            self.payloads.append(message.payload)
            if topic.channel in DURABLE:
                self._note(topic, message.payload)
            elif topic.channel is Channel.STATUS:
                self.statuses.append(message.payload)
            self._changed.notify_all()

    def _note(self, topic: Topic, payload: bytes) -> None:
        message = codec.decode_durable(topic.channel, payload)
        if message not in self.durable:
            self.durable.append(message)
        if self.acknowledges:
            held = {one.seq for one in self.durable if one.stream_id == message.stream_id}
            seq = next(n for n in range(1, len(held) + 2) if n not in held) - 1
            self.acknowledge(topic.kiosk_id, message.stream_id, seq)
