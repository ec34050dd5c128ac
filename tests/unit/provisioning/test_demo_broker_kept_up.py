"""The demo's broker is started again when it dies, but not for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provisioning.authority import Credentials
from provisioning.broker import Broker
from provisioning.demo.kept_up import KeptUp
from provisioning.errors import BrokerError

if TYPE_CHECKING:
    from pathlib import Path


class DyingBroker(Broker):
    """A broker that runs until the test says that it has ended."""

    code: int | None = None
    starts = 0

    def start(self) -> None:
        self.starts += 1
        self.code = None

    def ended(self) -> int | None:
        return self.code


@pytest.fixture
def broker(tmp_path: Path) -> DyingBroker:
    file = tmp_path / "absent.pem"
    return DyingBroker(tmp_path, "127.0.0.1", 1, Credentials(file, file, file))


def test_a_broker_that_runs_is_left_alone(broker: DyingBroker) -> None:
    told: list[str] = []
    KeptUp(broker, told.append).check()
    assert (broker.starts, told) == (0, [])


def test_a_broker_that_died_is_started_again_and_that_is_told(broker: DyingBroker) -> None:
    told: list[str] = []
    broker.code = -9
    KeptUp(broker, told.append).check()
    assert broker.starts == 1
    assert told == ["The broker ended with -9; it is started again."]


def test_a_broker_that_dies_again_and_again_ends_the_demo(broker: DyingBroker) -> None:
    kept = KeptUp(broker, lambda _: None)
    for _ in range(5):
        broker.code = 1
        kept.check()
    broker.code = 1
    with pytest.raises(BrokerError, match="P-BROKER-001: Mosquitto ended again with 1"):
        kept.check()
