"""Codes before the camera, hints at light and noise, surveys that wait, and what is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
import segno

from edge_agent.app.code_reader import EVERY_S, CodeReader
from edge_agent.app.device_look import NOISE_S, DeviceLook, Hints, picture_problem
from edge_agent.app.doorway import Doorway
from edge_agent.app.survey_box import SurveyBox
from edge_agent.errors import HubError
from edge_agent.features.capture_problems import CaptureProblem
from edge_agent.inference.observation import FacePlace, PictureObservation
from edge_agent.interview.arrival import (
    FREE_TRIES,
    LONGEST_WAIT_S,
    Arrival,
    CheckIn,
    LeftAgain,
    Practice,
    StepBack,
    arrived,
    follow,
)
from edge_agent.interview.state import InterviewState
from tests.fakes.plans import sample_plan
from wire import check_in, survey
from wire.language import Language
from wire.policy import Profile, Purpose
from wire.survey import Survey

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from edge_agent.app.sitting import Sitting
    from edge_agent.interview.commands import Command

CODE = "ABCD2345"
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def picture_of(text: str) -> NDArray[np.uint8]:
    """A telephone before a camera that sees 480 pixels across."""
    rows = np.array([list(row) for row in segno.make(text, error="m", micro=False).matrix])
    drawn = np.where(np.pad(rows, 4), 0, 255).astype(np.uint8).repeat(4, 0).repeat(4, 1)
    seen = np.full((270, 480, 3), 120, np.uint8)
    height, width = drawn.shape
    seen[60 : 60 + height, 150 : 150 + width] = drawn[..., None]
    return seen


class Camera:
    """A code reader with what it found."""

    def __init__(self) -> None:
        self.wanted = True
        self.found: list[str] = []
        self._reader = CodeReader(lambda: self.wanted, self.found.append)
        self._now = 100.0

    def show(self, text: str) -> None:
        self._now += EVERY_S
        self._reader(picture_of(text), self._now)


def test_a_code_before_the_camera_is_read_once_however_long_it_is_held_there() -> None:
    camera = Camera()
    for _ in range(3):
        camera.show(CODE)
    camera.show("WXYZ6789")
    assert camera.found == [CODE, "WXYZ6789"]


def test_what_is_no_code_of_ours_is_passed_over_and_nothing_is_read_unasked() -> None:
    camera = Camera()
    camera.show("https://elsewhere.example/abc")
    camera.wanted = False
    camera.show(CODE)
    assert camera.found == []


def test_a_code_fits_however_it_is_typed_and_no_other_does() -> None:
    expected = check_in.hash_of(CODE)
    assert check_in.fits(" abcd-2345 ", expected)
    assert not check_in.fits("ABCD2346", expected)
    assert not check_in.fits("ABCD234", expected)
    assert check_in.hash_of(CODE) != expected
    assert check_in.read(check_in.new_code()) is not None


def tried(times: int) -> Arrival:
    arrival = Arrival()
    for _ in range(times):
        (fact,) = follow(arrival, CheckIn(fits=False), AT)
        arrival = arrived(arrival, fact)
    return arrival


def test_five_wrong_codes_are_free_then_one_waits_and_longer_each_time() -> None:
    arrival = tried(FREE_TRIES)
    assert arrival.wait_s(AT) == 30
    assert follow(arrival, CheckIn(fits=True), AT + timedelta(seconds=29)) == ()
    late = AT
    waits = []
    for _ in range(6):
        waits.append(arrival.wait_s(late))
        late += timedelta(seconds=arrival.wait_s(late))
        (fact,) = follow(arrival, CheckIn(fits=False), late)
        arrival = arrived(arrival, fact)
    assert waits == [30, 60, 120, 240, LONGEST_WAIT_S, LONGEST_WAIT_S]


def test_a_clock_set_back_ends_the_wait_and_walking_away_does_not() -> None:
    arrival = tried(FREE_TRIES)
    assert arrival.wait_s(AT - timedelta(hours=1)) == 0
    (left,) = follow(arrival, StepBack(), AT)
    assert isinstance(left, LeftAgain)
    assert arrived(arrival, left).wait_s(AT) == 30


def seen(brightness: float = 0.5, faces: int = 1, left: float = 0.4) -> PictureObservation:
    place = FacePlace(left=left, top=0.3, width=0.2, height=0.35) if faces else None
    return PictureObservation(
        pts=0.0,
        faces=faces,
        face=place,
        mesh=None,
        body=None,
        brightness=brightness,
        sharpness=0.5,
        change=0.1,
    )


@pytest.mark.parametrize(
    ("observation", "problem"),
    [
        (seen(), None),
        (seen(brightness=0.03), CaptureProblem.DARK),
        (seen(faces=0), CaptureProblem.NO_FACE),
        (seen(faces=2), CaptureProblem.SEVERAL_FACES),
        (seen(left=0.0), CaptureProblem.BADLY_FRAMED),
    ],
)
def test_the_device_check_names_what_the_candidate_can_mend(
    observation: PictureObservation, problem: CaptureProblem | None
) -> None:
    assert picture_problem(observation) is problem


def worst_of(*levels: tuple[float, float, bool]) -> CaptureProblem | None:
    hints = Hints()
    for dbfs, now, speech in levels:
        hints.hear(dbfs, now, speech=speech)
    return hints.worst


def test_a_room_is_noisy_when_it_is_loud_for_long_while_nobody_speaks() -> None:
    loud = [(-20.0, second, False) for second in (0.0, 1.0, NOISE_S)]
    assert worst_of(*loud[:2]) is None
    assert worst_of(*loud) is CaptureProblem.NOISY
    assert worst_of(*loud, (-20.0, NOISE_S + 1, True)) is None


def test_without_the_detectors_file_there_are_no_hints_and_no_failure(tmp_path: Path) -> None:
    told: list[CaptureProblem | None] = []
    look = DeviceLook(tmp_path, lambda: True, told.append)
    for now in (1.0, 2.0):
        look(np.zeros((270, 480, 3), np.uint8), now)
    assert told == []


def survey_of(number: int) -> Survey:
    return Survey(survey_id=f"{number:032x}", day=AT.date(), fair=4)


async def test_a_survey_waits_until_the_hub_has_it_and_its_file_tells_no_hour(
    tmp_path: Path,
) -> None:
    box = SurveyBox(tmp_path / "surveys")
    for number in range(3):
        box.put(survey_of(number))
    files = list((tmp_path / "surveys").iterdir())
    assert {path.stat().st_mtime % 86_400 for path in files} == {0.0}

    async def away(_: bytes) -> None:
        raise HubError("The hub is away.")

    with pytest.raises(HubError):
        await box.send(away)
    sent: list[bytes] = []

    async def take(payload: bytes) -> None:
        sent.append(payload)

    assert await box.send(take) == 3
    assert {survey.decode(one).survey_id for one in sent} == {f"{n:032x}" for n in range(3)}
    assert list((tmp_path / "surveys").iterdir()) == []


@pytest.mark.parametrize(("practice", "looks"), [(None, True), (Practice.SPEAKING, False)])
def test_pictures_are_looked_at_while_devices_are_checked_and_not_in_the_practice(
    practice: Practice | None, *, looks: bool
) -> None:
    state = InterviewState(
        plan=sample_plan(Profile.CN),
        language=Language.EN,
        arrival=Arrival(checked_in=True, informed=True, practice=practice),
        asked=frozenset(Purpose),
        granted=frozenset(Purpose),
    )

    async def take(_: Command) -> None:
        raise AssertionError

    doorway = Doorway(cast("Sitting", SimpleNamespace(state=state)), take)
    assert doorway.looks_at_devices is looks
