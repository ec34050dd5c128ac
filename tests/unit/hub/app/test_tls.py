"""The hub's servers speak TLS 1.3 and nothing older."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from hub.app.tls import only_newest
from provisioning import authority
from tests.unit.provisioning.handshake import Pair

if TYPE_CHECKING:
    from pathlib import Path


def pair(folder: Path, newest: ssl.TLSVersion) -> Pair:
    authority.prepare(folder, [], datetime.now(UTC))
    given = authority.in_folder(folder, "web")
    config = uvicorn.Config(
        PlainTextResponse("here"),
        log_config=None,
        ssl_certfile=str(given.certificate),
        ssl_keyfile=str(given.key),
    )
    only_newest(config)
    assert config.ssl is not None
    client = ssl.create_default_context(cafile=given.authority)
    client.maximum_version = newest
    return Pair(client, config.ssl, "localhost")


def test_a_browser_of_today_is_let_in(tmp_path: Path) -> None:
    both = pair(tmp_path, ssl.TLSVersion.TLSv1_3)
    both.shake_hands()
    assert both.client.version() == "TLSv1.3"


def test_nothing_older_is_spoken(tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLError, match=r"(?i)protocol"):
        pair(tmp_path, ssl.TLSVersion.TLSv1_2).shake_hands()


def test_without_a_certificate_there_is_nothing_to_refuse() -> None:
    config = uvicorn.Config(PlainTextResponse("here"), log_config=None)
    only_newest(config)
    assert config.ssl is None
