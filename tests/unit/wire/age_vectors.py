"""The published age test vectors (C2SP CCTV), as far as they lie beside the repository."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

from wire import sealed

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "vectors" / "age"


@dataclass(frozen=True, slots=True)
class Vector:
    name: str
    expect: str
    payload: str | None
    """SHA-256 of what may be given out before a failure, if anything."""
    identity: str | None
    """The X25519 private key; anyone's where the file is wrong before any key matters."""
    armored: bool
    sealed: bytes

    @property
    def applies(self) -> bool:
        """Armour is for mail, and we hold neither passphrases nor hybrid keys."""
        return not self.armored and self.identity is not None


def read(path: Path) -> Vector:
    head, _, data = path.read_bytes().partition(b"\n\n")
    lines = [line.partition(": ")[::2] for line in head.decode().splitlines()]
    fields = dict(lines)
    identities = [v for k, v in lines if k == "identity" and v.startswith("AGE-SECRET-KEY-1")]
    if not {"identity", "passphrase"} & fields.keys():
        identities = [sealed.generate_identity()[0]]
    return Vector(
        name=path.name,
        expect=fields["expect"],
        payload=fields.get("payload"),
        identity=identities[0] if identities else None,
        armored=fields.get("armored") == "yes",
        sealed=zlib.decompress(data) if fields.get("compressed") == "zlib" else data,
    )


def every_vector() -> list[Vector]:
    return [read(path) for path in sorted(FOLDER.iterdir())] if FOLDER.is_dir() else []
