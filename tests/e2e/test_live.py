"""The interviewer's side screen beside a real interview: what the kiosk sees, hears and prompts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.picture_hash import PICTURE_HASH
from tests.e2e.test_live_line import Held, browser, held

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["browser", "held"]
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]
PATIENCE_MS = 90_000


def test_an_interviewer_sees_reads_and_is_prompted_while_the_candidate_speaks(
    held: Held,
    browser: Browser,
) -> None:
    context, page = held.watch(browser)
    page.locator("#next").click()
    expect(page.locator("#answer-left")).to_have_text(
        "the candidate looks at the answer", timeout=PATIENCE_MS
    )
    assert httpx.post(f"{held.place.page_address}next").is_redirect
    expect(page.locator("#stage-of")).to_have_text("Stage 2 of 5", timeout=PATIENCE_MS)
    assert httpx.post(f"{held.place.page_address}answer").is_redirect
    page.wait_for_function(
        "() => document.getElementById('picture').currentTime > 0.5",
        timeout=PATIENCE_MS,
    )
    first = page.evaluate(PICTURE_HASH)
    page.wait_for_function(f"(was) => ({PICTURE_HASH})() !== was", arg=first, timeout=PATIENCE_MS)
    said = page.locator("#captions p:not(.partial)").first
    expect(said).to_contain_text(re.compile("cash|check|collateral"), timeout=PATIENCE_MS)
    expect(page.locator("#path")).to_have_text(re.compile(r"p50 \d+ .* ms$"))
    expect(page.locator("#age")).to_contain_text("Measured", timeout=PATIENCE_MS)
    expect(page.locator("#answer-clock")).to_have_text(re.compile(r"\d+:\d\d"))

    assert httpx.post(f"{held.place.page_address}help").is_redirect
    prompt = page.locator(".prompt", has_text="The candidate asked for help.")
    expect(prompt).to_be_visible(timeout=PATIENCE_MS)
    name = prompt.get_attribute("data-prompt")
    prompt.get_by_role("button", name="Dismiss").click()
    expect(page.locator(f"[data-prompt='{name}']")).to_have_count(0)
    page.reload()
    expect(page.locator("#link")).to_have_attribute("data-link", "live", timeout=PATIENCE_MS)
    expect(page.locator("#answer-clock")).to_have_text(re.compile(r"\d+:\d\d"))
    expect(page.locator(f"[data-prompt='{name}']")).to_have_count(0)
    context.close()
