"""Reports as JSON under the hub's signature, for whoever must check them elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from hub.reports.document import Document
from wire import signed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

PURPOSE = b"interview-kiosk report v1\n"
"""The line before the document's bytes in what is signed."""


class SignedReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is signed."""

    interview_id: str
    made_at: datetime
    report: Document


def sign(
    document: Document, interview_id: str, made_at: datetime, key: ec.EllipticCurvePrivateKey
) -> bytes:
    """Give the signed file; raises SignatureError when it would be longer than may be signed."""
    report = SignedReport(interview_id=interview_id, made_at=made_at, report=document)
    return signed.sign(PURPOSE, report, key)
