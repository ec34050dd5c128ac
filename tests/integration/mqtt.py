"""A client that says whatever a test wants to a real broker, and waits for facts."""

from __future__ import annotations

import queue
import ssl
from typing import TYPE_CHECKING, Any, Self

from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

if TYPE_CHECKING:
    from provisioning.authority import Credentials
    from provisioning.broker import Broker

PATIENCE_S = 30.0


def tls(credentials: Credentials) -> ssl.SSLContext:
    """Give the context of a device with this identity."""
    context = ssl.create_default_context(cafile=credentials.authority)
    context.load_cert_chain(credentials.certificate, credentials.key)
    return context


class RawClient:
    """Connected for the length of its `with` block; every wait is bounded."""

    def __init__(
        self,
        broker: Broker,
        credentials: Credentials,
        *,
        client_id: str = "anything",
        keeps_session: bool = False,
    ) -> None:
        self._broker = broker
        self._client = paho.Client(
            CallbackAPIVersion.VERSION2,
            client_id=client_id,
            clean_session=not keeps_session,
            protocol=MQTTProtocolVersion.MQTTv311,
            reconnect_on_failure=False,
        )
        self._client.tls_set_context(tls(credentials))
        self._facts: queue.Queue[str] = queue.Queue()
        self._messages: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self._client.on_connect = self._connected
        self._client.on_disconnect = self._disconnected
        self._client.on_subscribe = self._subscribed
        self._client.on_message = self._received

    def _connected(self, *_: Any) -> None:
        self._facts.put("connected")

    def _disconnected(self, *_: Any) -> None:
        self._facts.put("disconnected")

    def _subscribed(self, *_: Any) -> None:
        self._facts.put("subscribed")

    def _received(self, _client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        self._messages.put((message.topic, bytes(message.payload)))

    def claim(self, username: str) -> None:
        """Give a user name of one's own choice."""
        self._client.username_pw_set(username, "x")

    def will(self, topic: str, payload: bytes) -> None:
        """Leave a message for when the connection breaks."""
        self._client.will_set(topic, payload, qos=1)

    def __enter__(self) -> Self:
        self._client.connect(self._broker.host, self._broker.port)
        self._client.loop_start()
        self.expect("connected")
        return self

    def __exit__(self, *_: object) -> None:
        self._client.disconnect()
        self._client.loop_stop()
        self._client.reinitialise()  # closes the pair of sockets that loop_start made

    def expect(self, fact: str) -> None:
        """Wait until the broker did as named."""
        assert self._facts.get(timeout=PATIENCE_S) == fact

    def heard_nothing_bad(self) -> bool:
        """Say whether the connection stands as it stood."""
        return self._facts.empty() and self._client.is_connected()

    def subscribe(self, *topics: str) -> None:
        """Subscribe and wait for the answer, whatever it is."""
        for topic in topics:
            self._client.subscribe(topic, qos=1)
            self.expect("subscribed")

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Publish; a broker that refuses says nothing in MQTT 3.1.1."""
        self._client.publish(topic, payload, qos=1, retain=retain)

    def publish_until_acknowledged(self, topic: str, payload: bytes) -> None:
        """Publish, and wait until the broker says that it has the message."""
        self._client.publish(topic, payload, qos=1).wait_for_publish(PATIENCE_S)

    def until(self, last: bytes) -> list[tuple[str, bytes]]:
        """Give what came before the message `last`."""
        came: list[tuple[str, bytes]] = []
        while (message := self._messages.get(timeout=PATIENCE_S))[1] != last:
            came.append(message)
        return came
