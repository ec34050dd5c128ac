"""What a kiosk knows of itself: identity and last self-test. Never of a candidate."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec
from msgspec import Meta
from tinydb import TinyDB

from edge_agent.errors import DeviceRecordError
from edge_agent.record.crash_safe_storage import CrashSafeStorage
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

_TABLE = "device"


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that is known; there is at most one of each kind."""


class DeviceIdentity(Entry, frozen=True, kw_only=True):
    """Who the kiosk is."""

    kiosk_id: str
    profile: Profile
    certificate_fingerprint: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    enrolled_at: datetime
    """Since when the certificate is valid."""


class SelfTest(Entry, frozen=True, kw_only=True):
    """What the last `check` found; names and codes only."""

    at: datetime
    passed: bool
    failed_codes: tuple[str, ...] = ()


KINDS = {"identity": DeviceIdentity, "self_test": SelfTest}
_NAMES = {kind: name for name, kind in KINDS.items()}
EntryT = TypeVar("EntryT", DeviceIdentity, SelfTest)


class DeviceRecord:
    """Keeps one entry of each kind; every method raises DeviceRecordError."""

    def __init__(self, path: Path) -> None:
        self._database = TinyDB(path, storage=CrashSafeStorage)

    def __enter__(self) -> Self:
        """Use the record for a while."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of it."""
        self._database.close()

    def put(self, entry: DeviceIdentity | SelfTest) -> None:
        """Keep an entry in the place of the one of its kind."""
        name = _NAMES[type(entry)]
        document = {"name": name, "entry": msgspec.to_builtins(entry)}
        self._database.table(_TABLE).upsert(document, lambda found: found["name"] == name)

    def clear(self) -> None:
        """Forget everything, whether it can be read or not."""
        self._database.drop_tables()

    def get(self, kind: type[EntryT]) -> EntryT | None:
        """Give the entry of a kind; None when there is none."""
        name = _NAMES[kind]
        found: Any = self._database.table(_TABLE).get(lambda document: document["name"] == name)
        if found is None:
            return None
        try:
            return msgspec.convert(found["entry"], kind)
        except msgspec.ValidationError as error:
            raise DeviceRecordError(f"The entry {name!r} is wrong: {error}.") from error
