"""Signs receipts, keeps them until the hub has them, and makes what the QR code shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from edge_agent.app import capabilities
from edge_agent.app.receipt_maker import receipt
from edge_agent.errors import SettingsError, SpoolError
from edge_agent.page.receipt_scene import Shown
from edge_agent.record.durable_file import write_durably
from edge_agent.record.ledger import load_signing_key
from wire import identity, receipt_file
from wire.receipt import AskedBy, Deleted, DeletionReceipt, Place

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path

    from cryptography.x509 import Certificate

    from edge_agent.app.receipt_maker import Held
    from edge_agent.settings import Settings
    from wire.receipt import AnyReceipt

Kind = Literal["interview", "deletion"]
KINDS: tuple[Kind, ...] = ("interview", "deletion")
KEPT_HERE = ("withdrawal",)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A receipt that the hub does not have."""

    interview_id: str
    kind: Kind
    path: Path


class Receipts:
    """A folder of receipts; methods raise SpoolError, SettingsError, IdentityError."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.state_dir / "receipts"

    def of_interview(self, held: Held) -> Shown:
        """Make, sign and keep the receipt of an interview that has ended; takes a while."""
        able = capabilities.gather(self._settings, datetime.now(UTC))
        chain = receipt_file.chain(*self._certificates())
        made = receipt(held, able, chain, datetime.now(UTC))
        return self._keep(made, "interview")

    def of_deletion(
        self, interview_id: str, asked_by: AskedBy, asked_at: datetime, deleted: Counter[str]
    ) -> Shown:
        """Make, sign and keep the receipt of what was deleted on this kiosk."""
        now = receipt_file.moment(datetime.now(UTC))
        made = DeletionReceipt(
            interview_id=interview_id,
            made_at=now,
            signer=self._settings.kiosk_id,
            certificates=receipt_file.chain(*self._certificates()),
            place=Place.KIOSK,
            asked_by=asked_by,
            asked_at=receipt_file.moment(asked_at),
            deleted_at=now,
            deleted=tuple(Deleted(what=what, count=n) for what, n in sorted(deleted.items())),
            kept=KEPT_HERE,
            backups_until=None,
        )
        return self._keep(made, "deletion")

    def waiting(self) -> list[Waiting]:
        """List what the hub does not have, the oldest first."""
        found = [
            Waiting(path.stem, kind, path)
            for kind in KINDS
            for path in (self._folder / kind).glob("*.json")
        ]
        return sorted(found, key=lambda one: one.path.stat().st_mtime)

    def forget(self, interview_id: str, kind: Kind) -> bool:
        """Delete a receipt here; says whether there was one."""
        path = self._path(interview_id, kind)
        was_there = path.exists()
        path.unlink(missing_ok=True)
        return was_there

    def _keep(self, made: AnyReceipt, kind: Kind) -> Shown:
        key = load_signing_key(self._settings.identity.key)
        file = receipt_file.sign(made, key)
        path = self._path(made.interview_id, kind)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_durably(path, file)
        except OSError as error:
            raise SpoolError(f"A receipt was not kept: {error}.") from error
        return Shown(made, file, receipt_file.slip(file, made, key))

    def _certificates(self) -> tuple[Certificate, Certificate]:
        files = self._settings.identity
        try:
            encoded = files.certificate.read_bytes(), files.authority.read_bytes()
        except OSError as error:
            raise SettingsError(f"{error.filename} cannot be read: {error.strerror}.") from error
        return identity.certificate_of(encoded[0]), identity.certificate_of(encoded[1])

    def _path(self, interview_id: str, kind: Kind) -> Path:
        return self._folder / kind / f"{interview_id}.json"
