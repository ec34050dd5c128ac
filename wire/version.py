"""The version of kiosk and hub; both are released together."""

from __future__ import annotations

SOFTWARE = "0.1.0"
