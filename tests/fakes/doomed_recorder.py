"""A real recorder in a process of its own that is killed while it records.

`python -m tests.fakes.doomed_recorder kiosk.toml`: begins an answer and dies by SIGKILL as soon as
two fragments with pictures are journalled.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

from edge_agent.app.recorder import RecorderProcess, open_source
from edge_agent.capture.bus import BeginAnswer, BeginInterview
from edge_agent.capture.recorder_client import RecorderClient
from edge_agent.settings import load
from tests.fakes.kiosk import INTERVIEW, make_plan
from wire.language import Language

_BOUND_S = 40.0
_FRAGMENTS = 3


def _wait_until_written(path: Path, text: bytes, times: int) -> None:
    deadline = time.monotonic() + _BOUND_S
    while time.monotonic() < deadline:
        if path.exists() and (not path.is_file() or path.read_bytes().count(text) >= times):
            return
        time.sleep(0.01)
    sys.exit(f"{path.name} was not written.")


def main(settings_file: Path) -> None:
    """Record, and die."""
    settings = load(settings_file)
    process = RecorderProcess(settings, open_source(settings))
    threading.Thread(target=process.run, daemon=True).start()
    sock = settings.runtime_dir / "recorder.sock"
    _wait_until_written(sock, b"", 0)
    client = RecorderClient(sock)
    client.ask(
        BeginInterview(plan=make_plan(), language=Language.EN, analysis=False, face_analysis=False)
    )
    client.ask(BeginAnswer(answer=0, stage=0))
    journal = settings.state_dir / "spool" / INTERVIEW / "0-0.media.journal"
    _wait_until_written(journal, b"FragmentWritten", _FRAGMENTS)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
