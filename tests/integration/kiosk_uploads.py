"""A kiosk's uploads, spoken by hand: every header can be got wrong."""

from __future__ import annotations

import base64
import hashlib
import secrets
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from wire import manifest, sealed
from wire.policy import Profile, policy_hash
from wire.tus import PIECE, UPLOADS, VERSION, checksum, encode_metadata
from wire.upload import Fragment, Manifest, Part, UploadKind, UploadMetadata

if TYPE_CHECKING:
    from provisioning.authority import Credentials


@dataclass(frozen=True, slots=True)
class SealedPart:
    """A sealed file as a kiosk keeps it."""

    plaintext: bytes
    header: bytes
    body: bytes

    @classmethod
    def of(cls, length: int, recipient: str) -> SealedPart:
        """Seal random bytes."""
        plaintext = secrets.token_bytes(length)
        return cls(plaintext, *sealed.seal(plaintext, [recipient]))

    def cut(self, chunks: int) -> SealedPart:
        """Keep the first chunks only, as after a power cut."""
        end = sealed.NONCE + chunks * sealed.SEALED_CHUNK
        return SealedPart(self.plaintext[: chunks * sealed.CHUNK], self.header, self.body[:end])

    def metadata(
        self, interview_id: str, kind: UploadKind = UploadKind.MEDIA, part: int = 0
    ) -> UploadMetadata:
        """Describe the upload of this part."""
        return UploadMetadata(
            upload_kind=kind,
            interview_id=interview_id,
            answer=0,
            part=part,
            sha256=hashlib.sha256(self.body).hexdigest(),
            header=base64.b64encode(self.header).decode(),
        )


def signed_manifest(interview_id: str, parts: list[SealedPart], who: Credentials) -> bytes:
    """Sign the manifest of answer 0; every part lasts one second."""
    key = load_pem_private_key(who.key.read_bytes(), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    described = tuple(
        Part(
            sha256=hashlib.sha256(part.header + part.body).hexdigest(),
            bytes=len(part.header) + len(part.body),
            start=float(number),
            duration=1.0,
            truncated=False,
            fragments=(Fragment(offset=0, length=10, start=0.0, duration=1.0),),
        )
        for number, part in enumerate(parts)
    )
    return manifest.sign(
        Manifest(
            interview_id=interview_id,
            answer=0,
            parts=described,
            gaps=(),
            frames_recorded=30,
            frames_lost=0,
            policy_hash=policy_hash(Profile.CN),
            model_hashes=(),
        ),
        key,
    )


class KioskUploads:
    """A kiosk's connection to the hub."""

    def __init__(self, hub: str, who: Credentials) -> None:
        context = ssl.create_default_context(cafile=str(who.authority))
        context.load_cert_chain(who.certificate, who.key)
        self.http = httpx.Client(
            base_url=hub,
            verify=context,
            headers={"Tus-Resumable": VERSION},
            trust_env=False,
            timeout=30.0,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def create(self, metadata: UploadMetadata, length: int) -> httpx.Response:
        """Ask for an upload."""
        headers = {"Upload-Length": str(length), "Upload-Metadata": encode_metadata(metadata)}
        return self.http.post(UPLOADS, headers=headers)

    def patch(
        self, where: str, offset: object, piece: bytes, said: str | None = None
    ) -> httpx.Response:
        """Send a piece."""
        headers = {
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
            "Upload-Checksum": checksum(piece) if said is None else said,
        }
        return self.http.patch(where, headers=headers, content=piece)

    def send(self, metadata: UploadMetadata, body: bytes) -> httpx.Response:
        """Upload a whole body from where it stands; gives the last answer."""
        created = self.create(metadata, len(body))
        assert created.status_code == 201, created.text
        where = created.headers["Location"]
        answer = self.http.head(where)
        while (offset := int(answer.headers["Upload-Offset"])) < len(body):
            answer = self.patch(where, offset, body[offset : offset + PIECE])
            if answer.status_code != 204:
                return answer
        return answer

    def send_manifest(self, interview_id: str, envelope: bytes) -> httpx.Response:
        """Upload a manifest of answer 0."""
        metadata = UploadMetadata(
            upload_kind=UploadKind.MANIFEST,
            interview_id=interview_id,
            answer=0,
            part=0,
            sha256=hashlib.sha256(envelope).hexdigest(),
            header="",
        )
        return self.send(metadata, envelope)
