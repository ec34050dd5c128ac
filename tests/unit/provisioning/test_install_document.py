"""The settings that the installer's document shows are ones that hub and kiosk take."""

from __future__ import annotations

import re
from pathlib import Path

from edge_agent import settings as edge
from hub import settings as hub
from wire.policy import Profile

DOCUMENT = Path(__file__).parents[3] / "docs" / "install.md"
HUB, KIOSK = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)


def test_the_hubs_example_is_taken() -> None:
    assert hub.parse(HUB).profile is Profile.CN


def test_the_kiosks_example_is_taken_and_finds_the_hubs_ports() -> None:
    here, there = edge.parse(KIOSK), hub.parse(HUB)
    assert here.hub.broker_port == there.broker.port
    assert here.hub.receive_url.endswith(f":{there.receive.port}")
