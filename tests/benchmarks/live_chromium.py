"""The Chromium viewer of the live benchmark."""

from __future__ import annotations

from typing import NamedTuple

from tests.e2e.kiosk_in_chromium import chromium


class Shown(NamedTuple):
    """What a browser showed."""

    ages_ms: list[float]
    """Of each picture whose time could be read."""
    shown_s: list[float]
    """When each picture was shown (wall time)."""
    spoilt: int
    """Pictures whose time could not be read."""


def watch_in_chromium(address: str, seconds: float) -> Shown:
    """Watch for so long with a real Chromium, headless, and give what it showed."""
    with chromium("--autoplay-policy=no-user-gesture-required") as browser:
        page = browser.new_page()
        page.goto(address)
        page.evaluate("watch()")
        page.wait_for_timeout(seconds * 1000)
        ages, shown_ms, spoilt = page.evaluate("[ages, shownAt, spoilt]")
    return Shown(ages, [at / 1000 for at in shown_ms], spoilt)
