"""A hub whose pages are served by its own processes, and browsers signed in to them."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.fakes.hub_site import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.fakes.hub_site import HubSite

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def served(hub: HubSite, *more: str) -> Iterator[str]:
    """Run keeper, web and what else is named for the length of a `with` block; give the address."""
    address = f"http://127.0.0.1:{hub.settings.web.port}"
    with ExitStack() as stack:
        for name in ("keeper", "web", *more):
            stack.enter_context(_process(hub, name))
        _wait_for(address, hub)
        yield address


@contextmanager
def _process(hub: HubSite, name: str) -> Iterator[None]:
    command = [sys.executable, "-m", "hub", "--settings", str(hub.settings_file), name]
    running = subprocess.Popen(command, cwd=ROOT)
    try:
        yield
    finally:
        running.terminate()
        running.wait(15)


def _wait_for(address: str, hub: HubSite) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(address + "/sign-in").is_success and hub.settings.keeper.socket.exists():
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("the pages are not served")


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Go through the sign-in form, in the language in which it stands there."""
    page.goto("/sign-in")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def signed_in(browser: Browser, address: str, name: str, locale: str) -> BrowserContext:
    """Give a browser of somebody's own."""
    context = browser.new_context(base_url=address, locale=locale)
    sign_in(page := context.new_page(), name)
    page.close()
    return context
