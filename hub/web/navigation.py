"""The pages that stand in the head of every page, for whoever may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hub.people.rights import Action, may
from hub.web.words import marked

if TYPE_CHECKING:
    from hub.people.rights import Role


class Entry(NamedTuple):
    """One place to go to."""

    path: str
    name: str
    action: Action


ENTRIES = (
    Entry("/interviews", marked("Interviews"), Action.LIST_INTERVIEWS),
    Entry("/candidates", marked("Candidates"), Action.LIST_CANDIDATES),
    Entry("/jobs", marked("Jobs"), Action.SEE_JOBS),
    Entry("/letters", marked("Letters"), Action.RELEASE_FEEDBACK),
    Entry("/promises", marked("Promises"), Action.RELEASE_FEEDBACK),
    Entry("/appeals", marked("Appeals"), Action.HANDLE_APPEALS),
    Entry("/survey", marked("Survey"), Action.SEE_SURVEY),
    Entry("/audit", marked("Audit log"), Action.READ_AUDIT),
    Entry("/alarms", marked("Alarms"), Action.SEE_ALARMS),
    Entry("/accounts", marked("Accounts"), Action.MANAGE_ACCOUNTS),
)


def entries_for(role: Role) -> list[Entry]:
    """List the places that a role may go to, in the order of a day's work."""
    return [entry for entry in ENTRIES if may(role, entry.action)]
