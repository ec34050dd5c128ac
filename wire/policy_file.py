"""The deployment's choice of a profile, signed by the site's authority at set-up.

The same file lies on the hub and on every kiosk: who can edit a settings file cannot turn one
profile into another.
"""

from __future__ import annotations

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import Certificate

from wire import policy, signed
from wire.errors import (
    OtherProfileError,
    OtherTableError,
    PolicySignatureError,
    SignatureError,
)
from wire.messages.fields import Instant
from wire.policy import Measure, Profile, Use

_PURPOSE = b"interview kiosk policy v1\n"


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the authority signs."""

    profile: Profile
    version: int
    table: dict[Measure, Use]
    """All of it, so that whoever reads the file reads what was agreed to."""
    issued_at: Instant


def choose(profile: Profile, issued_at: Instant) -> Choice:
    """Give the choice of `profile` as this version knows it."""
    table = dict(policy.table(profile))
    return Choice(profile=profile, version=policy.version(), table=table, issued_at=issued_at)


def sign(choice: Choice, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Write the policy file with the authority's key."""
    return signed.sign(_PURPOSE, choice, key)


def verify(file: bytes, authority: Certificate, profile: Profile) -> Choice:
    """Give the choice that the authority signed, when it is `profile` as this version knows it.

    Raises PolicySignatureError, OtherProfileError, OtherTableError.
    """
    choice = _read(file, authority)
    if choice.profile is not profile:
        raise OtherProfileError(f"{choice.profile.value} was signed, not {profile.value}.")
    if choice.version != policy.version():
        raise OtherTableError(
            f"Version {choice.version} was signed; this is version {policy.version()}."
        )
    if choice.table != policy.table(profile):
        raise OtherTableError("The table that was signed differs from the shipped one.")
    return choice


def _read(file: bytes, authority: Certificate) -> Choice:
    try:
        return msgspec.json.decode(signed.verify(_PURPOSE, file, authority), type=Choice)
    except SignatureError as error:
        raise PolicySignatureError(f"The policy file does not hold: {error.args[0]}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # Signed with the right key, and yet not what this version can read: a table of another one.
        raise OtherTableError(f"The policy that was signed cannot be read: {error}.") from error
