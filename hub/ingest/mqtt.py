"""The hub's connection to the broker (paho): a message is acknowledged after its commit only."""

from __future__ import annotations

import queue
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import structlog
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from hub.errors import BrokerError
from hub.ingest.arrival import Arrival
from wire import codec
from wire.messages.signal import HangUp
from wire.topics import HUB, UP, Channel, Topic, every_kiosk

if TYPE_CHECKING:
    from collections.abc import Callable

    from hub.settings import BrokerSettings, Identity
    from wire.messages.orders import Order, Watermark
    from wire.messages.signal import Calling

_KEEP_ALIVE_S = 30
_WAITING = 4096
"""Messages held between broker and database; the broker waits when there are more."""
_FIRST_DELAY_S, _LONGEST_DELAY_S = 1, 30
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message, and what to acknowledge it by."""

    arrival: Arrival
    ticket: int
    qos: int


class Broker:
    """Hears every kiosk; reconnects by itself, its session outlives the connection."""

    def __init__(self, settings: BrokerSettings, identity: Identity) -> None:
        """Prepare the connection; raises BrokerError when the certificate cannot be used."""
        self._signalled: Callable[[Arrival], None] = lambda _: None
        self._waiting: queue.Queue[Delivery] = queue.Queue(_WAITING)
        self._client = paho.Client(
            CallbackAPIVersion.VERSION2,
            client_id=HUB,
            clean_session=False,
            protocol=MQTTProtocolVersion.MQTTv311,
            manual_ack=True,
        )
        self._client.tls_set_context(_tls(identity))
        self._client.reconnect_delay_set(_FIRST_DELAY_S, _LONGEST_DELAY_S)
        self._client.on_connect = self._connected
        self._client.on_connect_fail = self._failed
        self._client.on_disconnect = self._disconnected
        self._client.on_subscribe = self._subscribed
        self._client.on_message = self._received
        self._address = (settings.host, settings.port)

    def signalled_to(self, hear: Callable[[Arrival], None]) -> None:
        """Hand what kiosks say of calls to `hear`, on the network's thread: it must not wait."""
        self._signalled = hear

    def start(self) -> None:
        """Connect as soon as the broker is there."""
        self._client.connect_async(*self._address, keepalive=_KEEP_ALIVE_S)
        self._client.loop_start()

    def stop(self) -> None:
        """Hang up; what was not acknowledged comes again next time."""
        self._client.disconnect()
        self._client.loop_stop()
        self._client.reinitialise()  # closes the pair of sockets that loop_start made

    def take(self, most: int, wait_s: float) -> list[Delivery]:
        """Give what has come, oldest first; waits for the first one only."""
        taken: list[Delivery] = []
        try:
            taken.append(self._waiting.get(timeout=wait_s))
            while len(taken) < most:
                taken.append(self._waiting.get_nowait())
        except queue.Empty:
            pass
        return taken

    def acknowledge(self, delivery: Delivery) -> None:
        """Let the broker forget a message that is durable here."""
        if delivery.qos > 0:
            self._client.ack(delivery.ticket, delivery.qos)

    def publish(self, kiosk_id: str, watermark: Watermark) -> None:
        """Tell a kiosk what is durable; it asks again by sending again, should this be lost."""
        topic = str(Topic(kiosk_id, Channel.ACKS))
        self._client.publish(topic, codec.encode(watermark), qos=1)

    def order(self, kiosk_id: str, order: Order) -> None:
        """Tell a kiosk what to do; whoever needs it done tells it again."""
        topic = str(Topic(kiosk_id, Channel.ORDERS))
        self._client.publish(topic, codec.encode(order), qos=1)

    def call(self, kiosk_id: str, calling: Calling) -> None:
        """Send a call or a word now or never, a hang-up surely; raises BrokerError."""
        is_call = not isinstance(calling, HangUp)
        if is_call and not self._client.is_connected():
            raise BrokerError("The broker is away.")
        topic = str(Topic(kiosk_id, Channel.CALLS))
        # Without acknowledgement the broker keeps a call for no kiosk that is away.
        self._client.publish(topic, codec.encode(calling), qos=0 if is_call else 1)

    def _connected(self, client: paho.Client, _data: Any, _flags: Any, reason: Any, _: Any) -> None:  # noqa: ANN401 - paho's signature
        if reason.is_failure:
            _log.warning("broker_refused", code=BrokerError.code, reason=str(reason))
            return
        client.subscribe([(every_kiosk(channel), 1) for channel in sorted(UP)])
        _log.info("broker_connected")

    def _failed(self, _client: paho.Client, _data: Any) -> None:  # noqa: ANN401 - paho's signature
        _log.warning("broker_away", code=BrokerError.code)

    def _disconnected(self, *callback: Any) -> None:  # noqa: ANN401 - paho's signature
        reason = callback[3]
        if reason.is_failure:
            _log.warning("broker_lost", code=BrokerError.code, reason=str(reason))

    def _subscribed(self, _client: paho.Client, _data: Any, _mid: int, codes: Any, _: Any) -> None:  # noqa: ANN401 - paho's signature
        if any(code.is_failure for code in codes):
            _log.error("subscription_refused", code=BrokerError.code)
        else:
            _log.info("broker_subscribed")

    def _received(self, _client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:  # noqa: ANN401 - paho's signature
        if message.retain and not message.topic.endswith(f"/{Channel.STATUS.value}"):
            # Only a status may be kept by the broker: anything else was heard when it was sent.
            self._client.ack(message.mid, message.qos)
            return
        arrival = Arrival(message.topic, bytes(message.payload), datetime.now(UTC))
        if message.topic.endswith(f"/{Channel.SIGNAL.value}"):
            self._signalled(arrival)  # somebody waits: not behind what is stored
            self._client.ack(message.mid, message.qos)
            return
        self._waiting.put(Delivery(arrival, message.mid, message.qos))


def _tls(identity: Identity) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=identity.authority)
        context.load_cert_chain(identity.certificate, identity.key)
    except (OSError, ssl.SSLError) as error:
        raise BrokerError(f"The hub's certificate cannot be used: {error}.") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context
