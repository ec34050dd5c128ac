"""A receipt as the last page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import segno

from wire.receipt import AnyReceipt, DeletionReceipt


@dataclass(frozen=True, slots=True)
class Shown:
    """A receipt, its file, and the slip that stands in its QR code."""

    receipt: AnyReceipt
    file: bytes
    slip: str

    @property
    def is_deletion(self) -> bool:
        """Say whether it tells what was deleted."""
        return isinstance(self.receipt, DeletionReceipt)

    @property
    def delete_on(self) -> str | None:
        """Give the day on which the interview is deleted, where one is named."""
        return None if isinstance(self.receipt, DeletionReceipt) else self.receipt.delete_on


def qr_svg(slip: str) -> bytes:
    """Draw a slip's QR code: dark on light whatever the page's colours, four modules of margin."""
    drawn = BytesIO()
    code = segno.make(slip, error="l", micro=False)
    code.save(drawn, kind="svg", border=4, dark="#000", light="#fff", scale=4, xmldecl=False)
    return drawn.getvalue()
