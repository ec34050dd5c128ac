"""How soon the candidate page answers a touch, between the first question and the last.

Real Chromium, the page's own server over a desk without devices; from the finger's touching the
screen to the next page's first paint. The machine's load is part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from tests.benchmarks.rows import row
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
_TOUCHED = """addEventListener("touchstart", (touch) => {
  sessionStorage.setItem("touched", performance.timeOrigin + touch.timeStamp);
}, {capture: true});"""
_PAINTED = """(was) => {
  if (performance.timeOrigin === was) return null;
  const [way] = performance.getEntriesByType("navigation");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const before = performance.timeOrigin - Number(sessionStorage.getItem("touched"));
  return paint ? [before + paint.startTime, before + way.responseEnd] : null;
}"""


def touches() -> list[dict[str, Any]]:
    """Measure from the touch to the next page's paint, and as far as its last byte."""
    plan = msgspec.structs.replace(sample_plan(Profile.CN), pauses=Pauses(most=64, longest_s=300))
    desk = FakeDesk(plan)
    desk.seat.scene = FULL
    with served_page(desk) as page, chromium() as browser:
        for path, form in _BEFORE:
            page.post(path, **form)
        tab = browser.new_page(viewport={"width": 1080, "height": 1920}, has_touch=True)
        tab.add_init_script(_TOUCHED)
        tab.goto(page.address)
        took = np.array([_tap(tab, path) for path in _TAPS])
    return [
        row("touch_p50_ms", float(np.median(took[:, 0])), "ms until the next page is painted"),
        row("touch_p95_ms", float(np.percentile(took[:, 0], 95)), "ms"),
        row("touch_served_p50_ms", float(np.median(took[:, 1])), "ms until it has arrived"),
    ]


def _tap(tab: Page, path: str) -> tuple[float, float]:
    was = tab.evaluate("performance.timeOrigin")
    tab.locator(f"form[action='{path}'] button").first.tap(no_wait_after=True)
    painted, arrived = tab.wait_for_function(_PAINTED, arg=was).json_value()
    return float(painted), float(arrived)
