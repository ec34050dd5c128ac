"""What an interviewer's screen shows how soon: captions, prompts, measured seconds.

A whole site (broker, hub, all four processes of a kiosk that replays a 720p30 film and real
speech) and the side screen in a real Chromium, introduced by the hub. A caption's delay is from
the word's end in the sound, at the moment at which the kiosk had that sample, to its being painted;
a word's end is the recogniser's own. Recording and inference run, and the page shows the picture.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np

from provisioning.demo import media, options, site
from provisioning.demo.candidate import ScriptedCandidate
from tests.benchmarks.bench_media import film_720p30
from tests.benchmarks.live_follower import Follower
from tests.benchmarks.progress import tell
from tests.benchmarks.rows import row
from tests.benchmarks.screen_page import NOTES
from tests.benchmarks.screen_words import Drawn, delays, joined, spoken
from tests.benchmarks.speech_clips import PACKAGED, SHARED
from tests.e2e.kiosk_in_chromium import chromium
from tests.e2e.served_hub import sign_in
from wire.language import Language
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.benchmarks.screen_words import Spoken

_PATIENCE_S = 120.0
_HELPED_AFTER_S = 4.0
_LAST_WORDS_S = 6.0
"""After the take: so long its last words may need to become final."""
_CHINESE_TIMES = 3


@dataclass(frozen=True, slots=True)
class Screened:
    """What one interview's screen showed."""

    said: list[Spoken]
    """Words with their ends in wall time."""
    drawn: list[Drawn]
    measured_s: list[float]
    """From a measured second's end to its place on the screen."""
    prompts_s: list[float]
    """From the candidate's touching *help* to the prompt."""
    path: str
    """What the page says of its picture."""


def screen() -> list[dict[str, Any]]:
    """Hold an interview in each language; nothing where the shared clips are not."""
    if not SHARED.is_dir():
        return []
    rows, prompts_s, measured_s = [], [], []
    for language in Language:
        tell(f"screen: an interview in {language.value}")
        with tempfile.TemporaryDirectory(prefix="screen-") as folder:
            held = _held(Path(folder), language)
        tell(f"screen: the page says of its picture: {held.path}")
        prompts_s += held.prompts_s
        measured_s += held.measured_s
        late = delays(held.said, held.drawn, language)
        for name in ("shown", "final"):
            found = [getattr(one, name) for one in late]
            rows += _both(f"screen_caption_{name}", found, f"s, {len(found)} words", language.value)
    rows += _both("screen_prompt", prompts_s, f"s, {len(prompts_s)} prompts")
    return [*rows, *_both("screen_feature", measured_s, f"s, {len(measured_s)} seconds")]


def _both(name: str, found: list[float], unit: str, of: str = "") -> list[dict[str, Any]]:
    ending = f"_{of}" if of else ""
    return [
        row(f"{name}_p{cut}_s{ending}", float(np.percentile(found, cut)), unit) for cut in (50, 95)
    ]


def _held(folder: Path, language: Language) -> Screened:
    sound = _sound(folder, language)
    said = spoken(sound, language)
    clip = media.of_user(film_720p30(folder), sound, options.PACKAGED_MEDIA)
    assert clip is not None
    with tempfile.TemporaryDirectory(prefix="kiosk-") as sockets:
        place = site.prepare(folder / "site", Path(sockets), Profile.CN)
        site.set_up_kiosk(place, clip, language, "realtime", options.MODELS)
        site.set_up_hub(place)
        interview_id = place.schedule("Li Si", "bank-account-manager")
        with (
            site.up(place),
            Follower(place.sockets / "media.sock") as follower,
            _candidate(place, interview_id, language) as candidate,
            _screen(place, interview_id) as page,
        ):
            asked_at = _speak(candidate, clip.length_s)
            return _screened(page, follower, said, asked_at)


def _screened(
    page: Page, follower: Follower, said: list[Spoken], asked_at: list[float]
) -> Screened:
    drawn, measured, prompted = page.evaluate("[drawn, measured, prompted]")
    wall = follower.wall
    began = wall + follower.answer_began[-1]
    told = [one["at"] for one in prompted if one["at"] > asked_at[0]]
    return Screened(
        [replace(one, end=began + one.end) for one in said],
        [_on_the_wall(Drawn(**one), wall) for one in drawn],
        [one["at"] - wall - one["pts"] for one in measured],
        [told_at - at for at, told_at in zip(asked_at, told, strict=False)],
        page.locator("#path").inner_text(),
    )


def _on_the_wall(caption: Drawn, wall: float) -> Drawn:
    return replace(caption, start=wall + caption.start, end=wall + caption.end)


def _sound(folder: Path, language: Language) -> Path:
    if language is Language.EN:
        return joined((SHARED / "en-libri-1995-1837-0001.wav", PACKAGED / "two_cities.wav"), folder)
    return joined(sorted(SHARED.glob("zh-*.wav")) * _CHINESE_TIMES, folder)


@contextmanager
def _candidate(place: site.Site, interview_id: str, language: Language) -> Iterator[httpx.Client]:
    """Bring the candidate to the first question."""
    with httpx.Client(base_url=place.page_address, timeout=30) as page:
        ScriptedCandidate(page, lambda _: None).wait_until_ready()
        code = place.check_in_code(interview_id)
        consents = {"recording": "on", "analysis": "on", "face_analysis": "on"}
        for path, form in (
            ("begin", {"language": language.value}),
            ("check-in", {"code": code}),
            ("understood", {}),
            ("consent", consents),
            ("ready", {}),
            ("next", {}),
        ):
            _post(page, path, form)
        yield page


@contextmanager
def _screen(place: site.Site, interview_id: str) -> Iterator[Page]:
    """Watch as HR does."""
    with chromium("--autoplay-policy=no-user-gesture-required") as browser:
        page = browser.new_context(base_url=place.web_address, locale="en-GB").new_page()
        sign_in(page, site.HR_NAME, place.hr_password)
        page.add_init_script(NOTES)
        page.goto(f"/interviews/{interview_id}/live")
        page.wait_for_selector("#link[data-link=live]", timeout=1000 * _PATIENCE_S)
        yield page


def _speak(candidate: httpx.Client, length_s: float) -> list[float]:
    """Answer the question to the end; gives when help was asked for."""
    _post(candidate, "answer", {})
    time.sleep(_HELPED_AFTER_S)
    asked_at = [time.time()]
    _post(candidate, "help", {})
    deadline = time.monotonic() + 2 * length_s + _PATIENCE_S
    while not candidate.get("/state").json()["take_over"]:
        if time.monotonic() > deadline:
            raise TimeoutError("The take does not end.")
        time.sleep(0.2)
    time.sleep(_LAST_WORDS_S)
    return asked_at


def _post(page: httpx.Client, path: str, form: dict[str, str]) -> None:
    answer = page.post(f"/{path}", data=form)
    if answer.status_code >= httpx.codes.BAD_REQUEST:
        raise RuntimeError(f"/{path} was answered with {answer.status_code}.")
