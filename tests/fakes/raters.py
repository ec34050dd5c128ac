"""People who fill in scorecards through the pages, as browsers do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.people import accounts
from hub.people.rights import Role
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import PASSWORD, QUICK
from wire.language import Language

if TYPE_CHECKING:
    from httpx2 import Response

    from tests.fakes.hub_site import HubSite

COMPETENCIES = ("risk-control", "integrity", "finding-needs", "working-across", "clear-account")
NOTE = "Named the unpaid invoice"


def rater(hub: HubSite, name: str, *interviews: str, role: Role = Role.INTERVIEWER) -> HubBrowser:
    """Make an account that is in charge of the interviews, and sign it in."""
    accounts.add(hub.engine, name, role, PASSWORD, language=Language.EN, passwords=QUICK)
    for one in interviews:
        hub.put_in_charge(name, one)
    browser = HubBrowser(hub)
    browser.sign_in(name)
    return browser


def fill(browser: HubBrowser, interview_id: str, values: str, go: str = "save") -> Response:
    """Save a draft: one character for each competency, `-` for could not judge, space for none."""
    fields = {"go": go}
    for name, value in zip(COMPETENCIES, values, strict=True):
        fields[f"rating-{name}"] = {"-": "none", " ": ""}.get(value, value)
        fields[f"note-{name}"] = f"{NOTE} {name}" if value in "15" else ""
        fields[f"at-{name}"] = "0:25"
    return browser.post(f"/interviews/{interview_id}/scorecard", **fields)


def rate(browser: HubBrowser, interview_id: str, values: str) -> Response:
    """Fill in a scorecard and submit it."""
    fill(browser, interview_id, values)
    return browser.post(f"/interviews/{interview_id}/scorecard/submit")
