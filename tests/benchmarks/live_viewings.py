"""Interviews held and watched one after the other, at the viewer's end of a cable.

`python -m tests.benchmarks.live_viewings ADDRESS FOLDER COUNT SECONDS`: each interview is begun at
the recorder, has two answers with a second between them, and is watched through all of it by one
page of a real Chromium. Prints one JSON line for each: when pictures were shown, and how old.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

from tests.benchmarks import live_site
from tests.e2e.kiosk_in_chromium import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

_BETWEEN_MS = 1000.0
_PATIENCE_MS = 20_000.0


def hold(page: Page, interviews: live_site.Interviews, seconds: float) -> dict[str, Any]:
    """Hold an interview whose two answers last so long together, and give what was shown."""
    interviews.begin()
    asked_at = time.time()
    try:
        page.evaluate("watch()")
        page.wait_for_function("shownAt.length > 0", timeout=_PATIENCE_MS)
    except Error as error:
        interviews.end_answer()
        interviews.end()
        return {"shown": [], "ages": [], "asked": asked_at, "until": time.time(), "why": str(error)}
    page.wait_for_timeout(seconds * 500)
    interviews.end_answer()
    page.wait_for_timeout(_BETWEEN_MS)
    interviews.begin_answer()
    page.wait_for_timeout(seconds * 500)
    shown, ages, until = page.evaluate("[shownAt, ages, Date.now()]")
    page.evaluate("link.close()")
    interviews.end_answer()
    interviews.end()
    return {
        "shown": [at / 1000 for at in shown],
        "ages": ages,
        "asked": asked_at,
        "until": until / 1000,
    }


def main() -> int:
    """Hold them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("seconds", type=float)
    asked = parser.parse_args()
    live_site.until(lambda: live_site.answers(asked.address))
    interviews = live_site.Interviews(asked.folder, is_analysed=True)
    interviews.number = 1  # the kiosk's first was held when it started
    with chromium("--autoplay-policy=no-user-gesture-required") as browser:
        for _ in range(asked.count):
            page = browser.new_page()
            page.goto(asked.address)
            sys.stdout.write(json.dumps(hold(page, interviews, asked.seconds)) + "\n")
            sys.stdout.flush()
            page.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
