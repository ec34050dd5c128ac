"""`letters figures`: how soon summaries came (M19), and promises kept (M20)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hub.storage.database import open_main, reading
from hub.workflow.letters.figures import kept, speeds

if TYPE_CHECKING:
    import argparse

    from hub.settings import Settings
    from hub.workflow.letters.figures import Speed

_DAYS = 90


def figures(settings: Settings, _asked: argparse.Namespace) -> None:
    """Print the figures of the last 90 days."""
    now = datetime.now(UTC)
    since = now - timedelta(days=_DAYS)
    engine = open_main(settings)
    with reading(engine) as session:
        released, sent = speeds(session, since, now)
        promises = kept(session, since, now)
    engine.dispose()
    sys.stdout.write(
        f"Last {_DAYS} days, samples left out.\n"
        f"Summaries released: {_line(released)}\n"
        f"Summaries sent:     {_line(sent)}\n"
        f"Promises kept in time: {_share(promises.in_time, promises.n)}\n"
    )


def _line(one: Speed) -> str:
    times = (
        "no time yet"
        if one.median_s is None or one.worst_s is None
        else f"median {one.median_s / 60:.1f} min, worst {one.worst_s / 60:.1f} min"
    )
    return f"within 60 min {_share(one.within, one.n)}; {times}; {one.waiting} still waiting"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "nothing to measure yet (n = 0)"
