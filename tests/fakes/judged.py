"""An interview on which people have said everything that can be said, through the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people.rights import Role
from hub.storage.database import reading
from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter
from hub.storage.tables.promise import Promise
from hub.workflow.letters.tending import Tender
from hub.workflow.resumes.intake import Place, take_in
from tests.fakes.hub_site import JOB
from tests.fakes.raters import rate, rater
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from tests.fakes.hub_browser import HubBrowser
    from tests.fakes.hub_site import HubSite

SECRETS = {
    "note": "Secret note of a colleague",
    "override": "Secret reason of an override",
    "decision": "Secret reason of a decision",
    "appeal": "Secret reason of an answer to an appeal",
    "promise": "Secret way in which a promise was kept",
}


@dataclass(frozen=True)
class Judged:
    """The interview, and what belongs to it by the names that paths use."""

    interview_id: str
    other_interview_id: str
    parts: dict[str, str]


def rated_by_a_colleague(hub: HubSite, candidate: str) -> str:
    """Hold an interview, and have it rated and noted on."""
    interview_id = hub.held(candidate, Sitting())
    colleague = rater(hub, f"Colleague of {candidate}", interview_id)
    rate(colleague, interview_id, "54321")
    note = {"at": "0:21", "text": SECRETS["note"]}
    assert colleague.post(f"/interviews/{interview_id}/notes", **note).status_code == 303
    override = {"competency": "risk-control", "choice": "2", "reason": SECRETS["override"]}
    assert colleague.post(f"/interviews/{interview_id}/overrides", **override).status_code == 303
    return interview_id


def judge(hub: HubSite, candidate: str) -> Judged:
    """Rate, override, decide, write letters, keep the promise, answer an appeal."""
    mine = rated_by_a_colleague(hub, candidate)
    by = rater(hub, f"Decider of {candidate}", role=Role.HR_MANAGER)
    by.post(f"/interviews/{mine}/look")
    tender = Tender.of(hub.settings, hub.engine)
    tender.round(datetime.now(UTC))
    decision = {"outcome": "reject", "reason": SECRETS["decision"]}
    assert by.post(f"/interviews/{mine}/decision", **decision).status_code == 303
    tender.round(datetime.now(UTC))
    with reading(hub.engine) as session:
        candidate_id = session.get_one(Interview, mine).candidate_id
        promise = session.scalars(select(Promise.id).where(Promise.interview_id == mine)).one()
    kept = by.post(f"/promises/{promise}/kept", reason=SECRETS["promise"])
    assert kept.status_code == 303
    return Judged(
        mine,
        hub.held(f"Other of {candidate}", Sitting()),
        {
            "interview_id": mine,
            "candidate_id": candidate_id,
            "recording_id": hub.recordings(mine, "media")[0].id,
            "job_id": JOB,
            "place": "0",
            "appeal_id": _appeal(hub, by, mine, candidate),
            "letter_id": _feedback(hub, mine),
            "resume_id": _resume(hub, candidate_id),
            "account_id": "1",
            "receipt_file": "receipt",
        },
    )


def _appeal(hub: HubSite, by: HubBrowser, interview_id: str, candidate: str) -> str:
    page = by.post(f"/interviews/{interview_id}/appeals", text="It was not fair.").headers[
        "location"
    ]
    owner = rater(hub, f"Owner of {candidate}", role=Role.HR_MANAGER)
    owner.post(f"/interviews/{interview_id}/look")
    owner.post(f"{page}/own")
    answer = {"outcome": "partly_upheld", "reason": SECRETS["appeal"]}
    assert owner.post(f"{page}/answer", **answer).status_code == 303
    return page.rpartition("/")[2]


def _feedback(hub: HubSite, interview_id: str) -> str:
    """Give the letter that tells the decision."""
    wanted = select(Letter.letter_id).where(
        Letter.interview_id == interview_id, Letter.decision_id.is_not(None)
    )
    with reading(hub.engine) as session:
        return session.scalars(wanted).one()


def _resume(hub: HubSite, candidate_id: str) -> str:
    place = Place(hub.engine, hub.headers, hub.vault, hub.settings.store_dir)
    return take_in(place, candidate_id, b"Skills: Excel", "command")
