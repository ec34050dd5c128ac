"""From a viewer's offer to the kiosk's answer, with twenty kiosks on one hub.

Real Mosquitto with certificates at both ends, real ingest and web processes; the kiosks' couriers
are real and share one process with the people who ask, their viewers answer at once: what is
measured is the way there and back, and its two commits. A kiosk's real recorder records a 720p30
film beside it all, on the same machine: none of its pictures may be lost or late.
"""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hub.storage.database import writing
from hub.storage.tables.interview import Interview
from hub.workflow import kiosks
from provisioning import authority
from provisioning.broker import Broker
from tests.benchmarks import live_site
from tests.benchmarks.bench_media import film_720p30
from tests.benchmarks.live import frames_lost
from tests.benchmarks.live_follower import Follower
from tests.benchmarks.progress import tell
from tests.benchmarks.rows import row
from tests.integration.hub_process import hub_place, hub_process, wait_for_log
from tests.integration.live_person import Person, wait_until_served
from tests.integration.signalling_kiosk import SignallingKiosk, connection, running_loop
from tests.integration.site import HOST, Site, found, free_port
from wire.policy import Profile

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from tests.integration.hub_process import HubPlace

KIOSKS = 20
ROUNDS = 15


def signalling() -> list[dict[str, Any]]:
    """Measure one offer after the other, and twenty at once, while a recorder records."""
    with tempfile.TemporaryDirectory(prefix="signal-") as folder, ExitStack() as stack:
        people = _people(Path(folder), stack)
        film = film_720p30(Path(folder))
        kiosk = stack.enter_context(live_site.kiosk(Path(folder) / "kiosk", film))
        with Follower(kiosk.folder / "run" / "media.sock") as follower:
            alone = [_timed(people[n % KIOSKS]) for n in range(KIOSKS * 2)]
            tell(f"signalling: {ROUNDS} times {KIOSKS} at once")
            with ThreadPoolExecutor(KIOSKS) as threads:
                together = [ms for _ in range(ROUNDS) for ms in threads.map(_timed, people)]
        kiosk.interviews.end_answer()
        lost = frames_lost(kiosk)
    many = f"signalling_{KIOSKS}"
    return [
        row("signalling_one_p50_ms", float(np.percentile(alone, 50)), "ms"),
        row(f"{many}_p50_ms", float(np.percentile(together, 50)), "ms"),
        row(f"{many}_p95_ms", float(np.percentile(together, 95)), "ms"),
        row(f"{many}_frames_lost", lost, "recorded pictures"),
        row(f"{many}_frames_late", follower.late, f"of {len(follower.took_s)} pictures"),
        row(f"{many}_slowest_ms", 1000 * max(follower.took_s), "ms from memory to packet"),
    ]


def _timed(person: Person) -> float:
    """Give the milliseconds of one offer; the viewing is left again, outside of the time."""
    began = time.perf_counter()
    viewing_id = person.watch()
    took_s = time.perf_counter() - began
    person.leave(viewing_id).raise_for_status()
    return 1000 * took_s


def _people(folder: Path, stack: ExitStack) -> list[Person]:
    """Have a hub and its kiosks run, an interview at each, and somebody who may watch it."""
    names = {f"room-{n}": Profile.CN for n in range(KIOSKS)}
    hub, _ = found(folder / "authority")
    now = datetime.now(UTC)
    keys = {name: authority.enrol(folder / "authority", name, folder / name, now) for name in names}
    broker = stack.enter_context(Broker(folder / "broker", HOST, free_port(), hub, names))
    site = Site(folder, broker, hub, keys)
    place = stack.enter_context(hub_place(folder / "hub", hub, broker.port))
    for name, event in (("ingest", "broker_subscribed"), ("web", "ready")):
        wait_for_log(place, name, event, stack.enter_context(hub_process(place, name)))
    wait_until_served(place)
    loop = stack.enter_context(running_loop())
    return [_person(place, site, loop, stack, name) for name in names]


def _person(
    place: HubPlace, site: Site, loop: AbstractEventLoop, stack: ExitStack, name: str
) -> Person:
    kiosks.add(place.engine, name)
    interview_id = place.schedule(name, Profile.CN)
    with writing(place.engine) as session:
        session.get_one(Interview, interview_id).state = "running"
    way = connection(name, site.broker.port, site.kiosks[name])
    kiosk = SignallingKiosk(loop, way, site.folder / f"{name}.db", interview_id)
    stack.callback(kiosk.close)
    person = Person(place, interview_id)
    stack.callback(person.close)
    return person
