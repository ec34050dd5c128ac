"""What a page is: a path, a method, the action it needs, and the function that answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from hub.people.alarms import Watch
from hub.people.audit_place import AuditPlace
from hub.people.links import WrongLinks
from hub.settings import ScorecardSettings
from hub.settings_candidates import MailSettings, RetentionSettings
from hub.web.refusals import Refusals
from hub.workflow.promises.calendar import WorkingDays

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, timedelta
    from pathlib import Path

    from sqlalchemy import Engine
    from starlette.requests import Request
    from starlette.responses import Response

    from hub.keeper.port import KeeperPort
    from hub.live.port import SwitchboardPort
    from hub.people.lockout import Lockout
    from hub.people.passwords import Passwords
    from hub.people.rights import Action
    from hub.people.second_factor import SecondFactor
    from hub.people.sessions import Visitor
    from hub.web.multipart import Upload
    from hub.web.openings import Openings
    from wire.language import Language, LocalText
    from wire.policy import Profile


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages share."""

    engine: Engine
    headers: Engine
    """Of the database of wrapped file keys: what is taken in here is sealed here."""
    store_dir: Path
    """Where the sealed bodies lie."""
    keeper: KeeperPort
    openings: Openings
    passwords: Passwords
    lockout: Lockout
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    is_tls: bool
    profile: Profile
    second_factor: SecondFactor
    switchboard: SwitchboardPort
    step_up: timedelta
    """How long a password or code is good for what `needs_step_up`."""
    audit: AuditPlace = field(default_factory=AuditPlace)
    refusals: Refusals = field(default_factory=Refusals)
    watch: Watch = field(default_factory=Watch)
    wrong_links: WrongLinks = field(default_factory=WrongLinks)
    scorecards: ScorecardSettings = field(default_factory=ScorecardSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    contact: LocalText | None = None
    """How candidates reach a person."""
    calendar: WorkingDays = field(default_factory=lambda: WorkingDays(None))

    def appeal_due(self) -> datetime:
        """Give when an appeal that comes now is to be answered."""
        return self.calendar.due(self.clock(), self.scorecards.appeal_working_days).at


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, its right already checked."""

    site: Site
    request: Request
    visitor: Visitor | None
    language: Language
    form: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What came of the page's `upload`."""
    candidate_id: str = ""
    """Whose link this is; only on pages of a candidate's own actions."""
    body: bytes = b""
    """What came where the page names a type of it."""

    @property
    def person(self) -> Visitor:
        """Give who is signed in; only for pages whose action needs an account."""
        if self.visitor is None:
            message = "a page without an account has no person"
            raise RuntimeError(message)
        return self.visitor

    @property
    def actor(self) -> str:
        """Give the pseudonym under which the log knows who asks."""
        return f"candidate:{self.candidate_id}" if self.candidate_id else self.person.actor


@dataclass(frozen=True, slots=True)
class Page:
    """One route."""

    method: Literal["GET", "POST", "DELETE"]
    path: str
    action: Action
    answer: Callable[[Asked], Response]
    audited: str = ""
    """The action of the entry that each view is (`view_interview`); the guard commits it, with the
    identifier that the path names first, before anything is shown. Empty: the page writes its own
    entries, or shows nobody's data."""
    needs_step_up: bool = False
    """The password or a code must have been given within `Site.step_up`."""
    is_under_way: Callable[[Site, Visitor, Request], bool] | None = None
    """Lets what was begun in time go on without asking again."""
    body: str = ""
    """The type of what a script sends instead of a form (`application/sdp`); its CSRF token comes
    in a header, as that of a DELETE does."""
    upload: Upload | None = None
    """The file that the form may bring (multipart); none: forms with files are refused."""
    largest_form: int = 16 * 1024
    """Bytes of a form without a file, or of a body."""
    most_fields: int = 32

    @property
    def is_for_scripts(self) -> bool:
        """Say whether no form leads here."""
        return bool(self.body) or self.method == "DELETE"
