"""How soon the candidate page answers a touch, between the first question and the last.

`.venv/bin/python -m tests.benchmarks.chair`: real Chromium, the page's own server over a desk
without devices; from the tap to the next page's first paint. The machine's load is part of it.
"""

from __future__ import annotations

import statistics
import sys
from typing import TYPE_CHECKING

import msgspec

from tests.e2e.kiosk_in_chromium import chromium
from tests.fakes.chair import FULL
from tests.fakes.desk import FakeDesk
from tests.fakes.plans import sample_plan
from tests.fakes.served_page import served_page
from wire.plan import Pauses
from wire.policy import Profile

if TYPE_CHECKING:
    from playwright.sync_api import Page

TURNS = 20
_BEFORE: tuple[tuple[str, dict[str, str]], ...] = (
    ("begin", {"language": "zh"}),
    ("understood", {}),
    ("consent", {"recording": "on", "analysis": "on", "face_analysis": "on"}),
    ("ready", {}),
)
_TAPS = (*("/pause", "/resume") * TURNS, *("/answer", "/next", "/next") * 3)
_PAINTED = """() => {
  const [way] = performance.getEntriesByType('navigation');
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return paint ? paint.startTime - way.startTime : null;
}"""


def measure() -> dict[str, float]:
    """Give the median and the 95th percentile of milliseconds from tap to paint."""
    plan = msgspec.structs.replace(sample_plan(Profile.CN), pauses=Pauses(most=64, longest_s=300))
    desk = FakeDesk(plan)
    desk.seat.scene = FULL
    with served_page(desk) as page, chromium() as browser:
        for path, form in _BEFORE:
            page.post(path, **form)
        tab = browser.new_page(viewport={"width": 1080, "height": 1920}, has_touch=True)
        tab.goto(page.address)
        took = [_tap(tab, path) for path in _TAPS]
    ranked = sorted(took)
    return {
        "n": float(len(ranked)),
        "p50_ms": statistics.median(ranked),
        "p95_ms": ranked[int(0.95 * len(ranked))],
    }


def _tap(tab: Page, path: str) -> float:
    with tab.expect_navigation(wait_until="load"):
        tab.locator(f"form[action='{path}'] button").first.tap()
    painted = None
    while painted is None:
        painted = tab.evaluate(_PAINTED)
    return float(painted)


if __name__ == "__main__":
    for name, value in measure().items():
        sys.stdout.write(f"{name} {value:.1f}\n")
