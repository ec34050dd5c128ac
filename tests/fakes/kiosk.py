"""Settings of a kiosk that lives in a test's folder, and a plan for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from edge_agent.settings import (
    CameraSettings,
    Hub,
    Identity,
    MicrophoneSettings,
    Recording,
    Replay,
    Settings,
)
from wire import plan as plans
from wire.language import LocalText
from wire.plan import Plan, Stage, StageKind
from wire.policy import Profile, Purpose
from wire.sealed import generate_identity

if TYPE_CHECKING:
    from pathlib import Path

KIOSK = "kiosk-01"
INTERVIEW = "ab" * 16
POLICY_HASH = "5" * 64


@dataclass(frozen=True)
class Kiosk:
    """A kiosk's settings, and what only the hub has: its certificate and the private key."""

    settings: Settings
    certificate: x509.Certificate
    identity: str


def make_kiosk(folder: Path, replay: Replay | None = None) -> Kiosk:
    """Make keys and settings; without a replay the kinds are those of real devices."""
    key = ec.generate_private_key(ec.SECP256R1())
    key_path = folder / "kiosk.key"
    key_path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )
    identity, recipient = generate_identity()
    settings = Settings(
        kiosk_id=KIOSK,
        profile=Profile.CN,
        policy=folder / "policy.json",
        state_dir=folder / "state",
        runtime_dir=folder / "run",
        models_dir=folder / "models",
        hub=Hub(broker_host="127.0.0.1", broker_port=1, receive_url="https://127.0.0.1:1"),
        identity=Identity(
            certificate=folder / "kiosk.pem", key=key_path, authority=folder / "authority.pem"
        ),
        camera=CameraSettings(kind="v4l2" if replay is None else "replay", width=96, height=64),
        microphone=MicrophoneSettings(kind="pyaudio" if replay is None else "replay"),
        recording=Recording(recipients=(recipient,), bit_rate=400_000),
        replay=replay,
    )
    return Kiosk(settings, _certificate(key), identity)


def make_plan(interview_id: str = INTERVIEW, stages: int = 3) -> bytes:
    """Give a plan's JSON."""
    text = LocalText(en="Tell us.", zh="请说。")
    return plans.encode(
        Plan(
            interview_id=interview_id,
            job_title=text,
            profile=Profile.CN,
            policy_hash=POLICY_HASH,
            purposes=(Purpose.RECORDING,),
            stages=(Stage(kind=StageKind.QUESTION, text=text),) * stages,
            keywords=(),
        )
    )


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, KIOSK)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1))
    return builder.sign(key, hashes.SHA256())
