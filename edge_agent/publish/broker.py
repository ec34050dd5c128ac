"""The broker port on paho-mqtt: MQTT 3.1.1 over TLS 1.3 with certificates on both sides.

Each connection has a client of its own, so that nothing is queued where the outbox cannot see it;
the broker's side of the session (orders sent while we were away) outlives connections.
"""

from __future__ import annotations

import socket
import ssl
from functools import partial
from typing import TYPE_CHECKING, Any

from paho.mqtt import client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion

from edge_agent.errors import BrokerError
from edge_agent.publish.drain import IN_FLIGHT
from edge_agent.publish.ports import Acknowledged, BrokerEvent, Connected, Lost, Received
from wire.errors import TopicError
from wire.topics import DOWN, Channel, Topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.settings import Hub, Identity

KEEP_ALIVE_S = 15
_QUEUE = 2 * IN_FLIGHT
_AT_LEAST_ONCE = 1


def _tls(identity: Identity) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        context.load_verify_locations(identity.authority)
        context.load_cert_chain(identity.certificate, identity.key)
    except (OSError, ssl.SSLError) as error:
        raise BrokerError(f"The kiosk's certificate cannot be used: {error}.") from error
    return context


class PahoBroker:
    """Speaks as `kiosk_id`, which the broker checks against the certificate."""

    def __init__(self, kiosk_id: str, hub: Hub, identity: Identity) -> None:
        self._kiosk_id = kiosk_id
        self._hub = hub
        self._identity = identity
        self._client: mqtt.Client | None = None

    def connect(self, will: bytes, tell: Callable[[BrokerEvent], None]) -> None:
        """Open a new connection; raises BrokerError when nobody trustworthy is there."""
        self.close()
        client = self._new_client(will, tell)
        try:
            client.connect(self._hub.broker_host, self._hub.broker_port, KEEP_ALIVE_S)
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            raise BrokerError(f"The broker cannot be reached: {error}.") from error
        client.loop_start()
        self._client = client

    def publish(self, channel: Channel, payload: bytes, *, retain: bool = False) -> int:
        """Hand a message over; raises BrokerError when there is no connection to take it."""
        if self._client is None:
            raise BrokerError("There is no connection.")
        topic = str(Topic(self._kiosk_id, channel))
        sent = self._client.publish(topic, payload, qos=_AT_LEAST_ONCE, retain=retain)
        if sent.rc is not MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise BrokerError(f"The broker did not take a message: {sent.rc.name}.")
        return sent.mid

    def close(self) -> None:
        """Say goodbye and wait for the network thread to end."""
        client, self._client = self._client, None
        if client is not None:
            client.on_disconnect = None
            client.disconnect()
            client.loop_stop()
            client.reinitialise()  # closes the pair of sockets that loop_start made

    def _new_client(self, will: bytes, tell: Callable[[BrokerEvent], None]) -> mqtt.Client:
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id=self._kiosk_id,
            clean_session=False,
            protocol=MQTTProtocolVersion.MQTTv311,
            reconnect_on_failure=False,
        )
        client.max_inflight_messages_set(_QUEUE)
        client.max_queued_messages_set(_QUEUE)
        client.tls_set_context(_tls(self._identity))
        status = str(Topic(self._kiosk_id, Channel.STATUS))
        client.will_set(status, will, qos=_AT_LEAST_ONCE, retain=True)
        self._listen(client, tell)
        return client

    def _listen(self, client: mqtt.Client, tell: Callable[[BrokerEvent], None]) -> None:
        client.on_socket_open = _tune
        client.on_connect = partial(self._connected, tell)
        client.on_disconnect = lambda *values: tell(Lost(str(values[3])))
        client.on_publish = lambda *values: tell(Acknowledged(values[2]))
        client.on_message = partial(self._received, tell)

    def _connected(
        self,
        tell: Callable[[BrokerEvent], None],
        client: mqtt.Client,
        _data: object,
        _flags: object,
        reason: Any,  # noqa: ANN401 - paho's ReasonCode, an int in older versions
        _properties: object,
    ) -> None:
        if reason.is_failure:
            return  # on_disconnect follows and names the reason
        topics = [(str(Topic(self._kiosk_id, one)), _AT_LEAST_ONCE) for one in sorted(DOWN)]
        client.subscribe(topics)
        tell(Connected())

    def _received(
        self,
        tell: Callable[[BrokerEvent], None],
        _client: mqtt.Client,
        _data: object,
        message: mqtt.MQTTMessage,
    ) -> None:
        try:
            topic = Topic.parse(message.topic)
        except TopicError:
            return  # we subscribe to nothing else; a broker that sends it is not ours to mend
        if topic.channel in DOWN:
            tell(Received(topic.channel, bytes(message.payload)))


def _tune(_client: mqtt.Client, _data: object, sock: Any) -> None:  # noqa: ANN401
    """Send at once, and have a silent peer reported half a keep-alive after an unanswered byte."""
    milliseconds = KEEP_ALIVE_S * 500
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
