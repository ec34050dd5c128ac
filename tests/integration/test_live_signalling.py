"""From a browser's offer to the kiosk and back, through web, ingest and a real Mosquitto."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from hub.people import sessions
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview
from hub.storage.tables.viewing import Ending, Viewing
from tests.integration.hub_process import hub_place, hub_process, wait_for_log
from tests.integration.live_person import OFFER, Person, wait_until_served
from tests.integration.mqtt import RawClient
from tests.integration.signalling_kiosk import SignallingKiosk, connection, running_loop
from tests.integration.site import running_site
from wire import codec
from wire.messages.signal import Accepted, Watching
from wire.policy import Profile
from wire.topics import Channel, Topic

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from tests.integration.hub_process import HubPlace
    from tests.integration.site import Site

pytestmark = pytest.mark.integration
KIOSK = "lobby-cn"


@dataclass
class Line:
    """A hub's processes, and the loop of its kiosks."""

    site: Site
    place: HubPlace
    loop: asyncio.AbstractEventLoop
    interview_id: str = ""
    ingest: ExitStack = field(default_factory=ExitStack)
    is_ingesting: bool = False

    def start(self) -> None:
        """Have the ingest process run, if it does not."""
        if self.is_ingesting:
            return
        (self.place.file.parent / "ingest.log").unlink(missing_ok=True)
        process = self.ingest.enter_context(hub_process(self.place, "ingest"))
        wait_for_log(self.place, "ingest", "broker_subscribed", process)
        self.is_ingesting = True

    def stop(self) -> None:
        """Let the ingest process end."""
        self.ingest.close()
        self.is_ingesting = False

    def hold(self) -> None:
        """Let a new interview run at the kiosk."""
        self.interview_id = self.place.schedule(KIOSK, Profile.CN)
        with writing(self.place.engine) as session:
            session.get_one(Interview, self.interview_id).state = "running"

    @contextmanager
    def kiosk(self) -> Iterator[SignallingKiosk]:
        broker = connection(KIOSK, self.site.broker.port, self.site.kiosks[KIOSK])
        state = self.place.file.parent / f"{self.interview_id}.db"
        made = SignallingKiosk(self.loop, broker, state, self.interview_id)
        try:
            yield made
        finally:
            made.close()

    def wait_until_over(self, viewing_id: str) -> str:
        def is_over(session: Session) -> bool:
            return session.get_one(Viewing, viewing_id).ended_at is not None

        self.place.wait_for(is_over)
        with reading(self.place.engine) as session:
            return str(session.get_one(Viewing, viewing_id).ending)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    folder = tmp_path_factory.mktemp("live")
    with ExitStack() as stack:
        site = stack.enter_context(running_site(folder / "site"))
        place = stack.enter_context(hub_place(folder / "hub", site.hub, site.broker.port))
        web = stack.enter_context(hub_process(place, "web"))
        wait_for_log(place, "web", "ready", web)
        wait_until_served(place)
        line = Line(site, place, stack.enter_context(running_loop()))
        stack.callback(line.stop)
        yield line


@pytest.fixture
def line(running: Line) -> Line:
    running.hold()
    running.start()
    return running


@pytest.fixture
def anna(line: Line) -> Iterator[Person]:
    made = Person(line.place, line.interview_id)
    yield made
    made.close()


def test_an_offer_reaches_the_kiosk_and_hanging_up_does(line: Line, anna: Person) -> None:
    with line.kiosk() as kiosk:
        viewing = anna.watch()
        (call,) = kiosk.viewers.calls
        assert (call.viewing_id, call.sdp, call.may_speak) == (viewing, OFFER, True)
        assert anna.leave(viewing).status_code == 200
        kiosk.until(lambda viewers: viewers.hung_up == [viewing])
        assert line.wait_until_over(viewing) == Ending.LEFT


def test_signing_out_hangs_up(line: Line, anna: Person) -> None:
    with line.kiosk() as kiosk:
        viewing = anna.watch()
        sessions.end(line.place.engine, anna.visitor)
        kiosk.until(lambda viewers: not viewers.watching)
        assert line.wait_until_over(viewing) == Ending.NO_RIGHT


def test_a_browser_that_is_gone_is_noted(line: Line, anna: Person) -> None:
    with line.kiosk() as kiosk:
        viewing = anna.watch()
        kiosk.lose(viewing)
        assert line.wait_until_over(viewing) == Ending.KIOSK


def test_another_interview_is_declined(line: Line, anna: Person) -> None:
    with line.kiosk() as kiosk:
        kiosk.viewers.interview_id = "0" * 32
        answer = anna.offer()
    assert (answer.status_code, answer.json()["why"]) == (409, "no_interview")


def test_a_call_to_a_kiosk_that_is_away_does_not_reach_it_later(line: Line, anna: Person) -> None:
    with line.kiosk():
        pass  # the broker knows its session from now on
    answer = anna.offer()
    assert (answer.status_code, answer.json()["code"]) == (503, "H-LIVE-002")
    with line.kiosk() as kiosk:
        later = anna.watch()
        assert [call.viewing_id for call in kiosk.viewers.calls] == [later]


def test_a_kiosk_that_begins_anew_has_no_viewers(line: Line, anna: Person) -> None:
    with line.kiosk():
        viewing = anna.watch()
    with line.kiosk():
        assert line.wait_until_over(viewing) == Ending.KIOSK


def test_another_kiosks_flood_and_noise_keep_nobody_from_being_answered(
    line: Line, anna: Person
) -> None:
    flood = codec.encode(Watching(viewing_ids=("0" * 32,) * 8))
    foreign = codec.encode(Accepted(viewing_id="0" * 32, sdp=OFFER))
    topic = str(Topic("lobby-eu", Channel.SIGNAL))
    with line.kiosk(), RawClient(line.site.broker, line.site.kiosks["lobby-eu"]) as other:
        for _ in range(700):
            for payload in (b"noise", flood, foreign):
                other.publish(topic, payload)
        assert anna.leave(anna.watch()).status_code == 200


def test_without_the_ingest_process_nobody_is_called(line: Line, anna: Person) -> None:
    line.stop()
    answer = anna.offer()
    assert (answer.status_code, answer.json()["code"]) == (503, "H-LIVE-001")


def test_a_viewing_outlives_the_ingest_process_and_a_lost_right_does_not(
    line: Line, anna: Person
) -> None:
    with line.kiosk() as kiosk:
        viewing = anna.watch()
        line.stop()
        assert kiosk.viewers.watching == {viewing}
        sessions.end(line.place.engine, anna.visitor)
        line.start()
        kiosk.until(lambda viewers: not viewers.watching)
        assert line.wait_until_over(viewing) == Ending.NO_RIGHT
