"""What a page is: a path, a method, the action it needs, and the function that answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from hub.web.refusals import Refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Engine
    from starlette.requests import Request
    from starlette.responses import Response

    from hub.keeper.port import KeeperPort
    from hub.people.lockout import Lockout
    from hub.people.passwords import Passwords
    from hub.people.rights import Action
    from hub.people.sessions import Visitor
    from hub.web.multipart import Upload
    from hub.web.openings import Openings
    from wire.language import Language


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
    refusals: Refusals = field(default_factory=Refusals)


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

    @property
    def person(self) -> Visitor:
        """Give who is signed in; only for pages whose action needs an account."""
        if self.visitor is None:
            message = "a page without an account has no person"
            raise RuntimeError(message)
        return self.visitor


@dataclass(frozen=True, slots=True)
class Page:
    """One route."""

    method: Literal["GET", "POST"]
    path: str
    action: Action
    answer: Callable[[Asked], Response]
    audited: str = ""
    """The action of the entry that each view is (`view_interview`); the guard commits it, with the
    identifier that the path names first, before anything is shown. Empty: the page writes its own
    entries, or shows nobody's data."""
    upload: Upload | None = None
    """The file that the form may bring (multipart); none: forms with files are refused."""
    largest_form: int = 16 * 1024
    """Bytes of a form without a file."""
    most_fields: int = 32
