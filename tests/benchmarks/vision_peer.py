"""The peer's own environment under .cache/peer: made on first use, gone on with if broken off."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "peer.txt"
HOME = ROOT / ".cache" / "peer"


def peer_python() -> Path | None:
    """Give the Python that has the peer; None, said in words, where it cannot be installed."""
    python, done = HOME / "bin" / "python", HOME / "installed"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if done.is_file() and done.read_text() == wanted:
        return python
    say("installing the peer (mediapipe and what it needs, about 250 MB) into .cache/peer")
    try:
        venv.create(HOME, with_pip=True)
        install = ["-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "-r"]
        subprocess.run([str(python), *install, str(LOCK)], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        say(f"the peer could not be installed ({error}); going on without its figures")
        return None
    done.write_text(wanted)
    return python


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stderr.write(f"[vision] {text}\n")
