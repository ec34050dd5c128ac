"""What the hub's servers speak: TLS 1.3, and nothing older."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uvicorn


def only_newest(config: uvicorn.Config) -> None:
    """Load a configuration and, where it names a certificate, refuse what is older than TLS 1.3."""
    config.load()
    if config.ssl is not None:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
