"""What the test of rights fills routes with: add a line for each new part of a path.

`VALUES` gives a part for the interviewer's own interview (`Whose.OWN`) or for one that a colleague
is in charge of (`Whose.OTHERS`). What belongs to no candidate stands in `NOBODYS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people import links
from hub.people.rights import ACCOUNT_ROLES, Action, Role
from hub.storage.database import reading, writing
from hub.storage.tables.account import Account
from hub.storage.tables.alarm import Alarm
from hub.storage.tables.interview import Interview
from hub.storage.tables.interview_receipt import InterviewReceipt
from hub.storage.tables.letter import Letter
from hub.storage.tables.promise import Promise
from hub.storage.tables.resume import Resume
from hub.workflow import appeals
from hub.workflow.letters.tending import Tender
from hub.workflow.resumes.intake import Place, take_in
from tests.fakes.hub_site import JOB, HubSite
from tests.fakes.sample_messages import Sitting
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hub.web.page import Page


class Whose(StrEnum):
    """In charge of the interview that a path names."""

    OWN = "own"
    OTHERS = "others"


@dataclass(frozen=True)
class Routes:
    """A hub with two interviews: the interviewer is in charge of the first only."""

    hub: HubSite
    interviews: dict[Whose, str]
    parts: dict[tuple[str, Whose], str] = field(default_factory=dict)
    """Those that were made already."""

    def part(self, name: str, whose: Whose) -> str:
        """Give the value of a part of a path; each is made once."""
        place = (name, Whose.OWN if name in NOBODYS else whose)
        if place not in self.parts:
            self.parts[place] = VALUES[name](self, whose)
        return self.parts[place]

    def candidate(self, whose: Whose) -> str:
        """Give the candidate of an interview."""
        with reading(self.hub.engine) as session:
            return session.get_one(Interview, self.interviews[whose]).candidate_id

    def account(self, name: str) -> Account:
        """Give an account by its name."""
        with reading(self.hub.engine) as session:
            return session.scalars(select(Account).where(Account.name == name)).one()

    def link(self, whose: Whose) -> str:
        """Give the token of a candidate's link."""
        with writing(self.hub.engine) as session:
            return links.give(session, self.candidate(whose), "command", datetime.now(UTC))


def routes_in(folder: Path) -> Routes:
    """Make the hub."""
    hub = HubSite(folder)
    for role in ACCOUNT_ROLES:
        hub.person(role)
    hub.person(Role.HR_STAFF, Language.ZH)
    own, others = hub.held("Own Candidate", Sitting()), hub.held("Others' Candidate", Sitting())
    hub.put_in_charge("interviewer-en", own)
    return Routes(hub, {Whose.OWN: own, Whose.OTHERS: others})


def _alarm(routes: Routes, _whose: Whose) -> str:
    now = datetime.now(UTC)
    with writing(routes.hub.engine) as session:
        row = Alarm(kind="refused", who="account:1", count=10, first_at=now, last_at=now)
        session.add(row)
        session.flush()
        return str(row.id)


def _resume(routes: Routes, whose: Whose) -> str:
    """Give the candidate's résumé; it is taken in when first asked for."""
    hub, candidate_id = routes.hub, routes.candidate(whose)
    wanted = select(Resume.resume_id).where(Resume.candidate_id == candidate_id)
    with reading(hub.engine) as session:
        known = session.scalar(wanted)
    place = Place(hub.engine, hub.headers, hub.vault, hub.settings.store_dir)
    return known or take_in(place, candidate_id, f"Skills: {whose}".encode(), "command")


def _appeal(routes: Routes, whose: Whose) -> str:
    with writing(routes.hub.engine) as session:
        return appeals.open_appeal(
            session,
            routes.hub.vault,
            routes.interviews[whose],
            "They asked somebody else's questions.",
            entered_by=None,
            due_at=datetime.now(UTC),
        )


def _letter(routes: Routes, whose: Whose) -> str:
    """Give the summary of the interview."""
    hub, mine = routes.hub, routes.interviews[whose]
    Tender.of(hub.settings, hub.engine).round(datetime.now(UTC))
    with reading(hub.engine) as session:
        return session.scalars(select(Letter.letter_id).where(Letter.interview_id == mine)).one()


def _promise(routes: Routes, whose: Whose) -> str:
    hub, mine = routes.hub, routes.interviews[whose]
    Tender.of(hub.settings, hub.engine).round(datetime.now(UTC))
    with reading(hub.engine) as session:
        return str(session.scalars(select(Promise.id).where(Promise.interview_id == mine)).one())


def _receipt_file(routes: Routes, whose: Whose) -> str:
    with writing(routes.hub.engine) as session:
        session.merge(
            InterviewReceipt(
                interview_id=routes.interviews[whose],
                file=b"{}",
                sha256="0" * 64,
                stored_at=datetime.now(UTC),
            )
        )
    return "receipt"


VALUES: dict[str, Callable[[Routes, Whose], str]] = {
    "interview_id": lambda routes, whose: routes.interviews[whose],
    "recording_id": lambda routes, whose: (
        routes.hub.recordings(routes.interviews[whose], "media")[0].id
    ),
    "candidate_id": lambda routes, whose: routes.candidate(whose),
    "receipt_file": _receipt_file,
    "resume_id": _resume,
    "token": lambda routes, whose: routes.link(whose),
    "viewing_id": lambda _routes, _whose: "0" * 32,
    "account_id": lambda routes, _: str(routes.account("hr_staff-zh").id),
    "alarm_id": _alarm,
    "appeal_id": _appeal,
    "letter_id": _letter,
    "promise_id": _promise,
    "job_id": lambda _routes, _whose: JOB,
    "version": lambda _routes, _whose: "1",
    "place": lambda _routes, _whose: "0",
}

NOBODYS = frozenset({"account_id", "alarm_id", "job_id", "version", "place"})
"""Parts of a path that lead to no candidate: a right to them reaches the whole site."""

FORMS: dict[str, dict[str, str]] = {
    "/language": {"language": "en"},
}
"""What a POST to a path sends, where an empty form is not enough to see that it was let in."""

REFUSES_ITSELF: dict[str, int] = {
    "/account/card/picture": 404,
    "/live/{interview_id}/{viewing_id}": 404,
}
"""Pages that answer 404 or 403 to whoever may: by what is stored, not by right. With the status."""

MOST_PRIVATE = frozenset(
    {
        Action.PLAY_RECORDINGS,
        Action.READ_TRANSCRIPTS,
        Action.WATCH_LIVE,
        Action.SEE_IDENTITY,
        Action.EXPORT_REPORTS,
        Action.EXPORT_AUDIT,
    }
)
"""Whatever shows or exports these wants a password or code of the last minutes."""

SHOWS_NOTHING = frozenset(
    {
        ("GET", "/interviews/{interview_id}/transcript"),
        ("GET", "/interviews/{interview_id}/live/state"),
        ("DELETE", "/live/{interview_id}/{viewing_id}"),
    }
)
"""Routes of those actions that only lead elsewhere, or ask what to export."""


def parts_of(page: Page) -> frozenset[str]:
    """Name the parts of a page's path that want a value."""
    return frozenset(re.findall(r"{(\w+)", page.path))


def path_of(page: Page, routes: Routes, whose: Whose) -> str:
    """Fill a page's path."""
    filled = {part: routes.part(part, whose) for part in parts_of(page)}
    return re.sub(r"{(\w+)(?::\w+)?}", lambda found: filled[found[1]], page.path)
