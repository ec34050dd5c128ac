"""A real Chromium watches a real recorder through a real agent's viewers: three processes."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.benchmarks import live_site
from tests.benchmarks.bench_media import film_720p30
from tests.e2e.kiosk_in_chromium import chromium

pytestmark = pytest.mark.e2e
HEARD = """async () => {
  for (const one of (await link.getStats()).values())
    if (one.type === "inbound-rtp" && one.kind === "audio") return one.packetsReceived;
}"""


def test_chromium_shows_pictures_whose_painted_time_can_be_read_and_hears_sound() -> None:
    folder = Path(tempfile.mkdtemp(prefix="l-"))
    try:
        film = film_720p30(folder)
        with live_site.kiosk(folder / "k", film) as kiosk, chromium() as browser:
            page = browser.new_page()
            page.goto(kiosk.address)
            page.evaluate("watch()")
            page.wait_for_function("ages.length > 60")
            assert page.evaluate("spoilt < ages.length / 20")
            assert page.evaluate("[video.videoWidth, video.videoHeight]") == [1280, 720]
            assert page.evaluate(HEARD) > 20
            page.evaluate("link.close()")
            page.reload()
            page.evaluate("watch()")
            page.wait_for_function("ages.length > 30")
    finally:
        shutil.rmtree(folder)
