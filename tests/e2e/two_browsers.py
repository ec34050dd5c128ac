"""A site, a candidate's Chromium and an interviewer's Chromium, at the same interview."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
import wave
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from playwright.sync_api import expect

from provisioning.demo import media, options, site
from provisioning.demo.media import Media, Take
from tests.e2e.kiosk_in_chromium import FLAGS, chromium, watch
from tests.e2e.picture_hash import PICTURE_HASH
from tests.e2e.served_hub import sign_in
from tests.integration.speech_clips import MEDIA, RATE, read, silence, speak
from wire.language import Language
from wire.policy import Profile, purposes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

    from provisioning.demo.site import Site

INTERVIEWER = "ivy"
JOB = "bank-account-manager"
STAGES = 5
PATIENCE_MS = 90_000
LOCALES = {Language.EN: "en-GB", Language.ZH: "zh-CN"}
SPOKEN = "I checked the cash flow and the collateral."
_REPEATED = 24
"""An answer lasts until somebody ends it; the replay has more than enough to say."""
_REMEMBER_PEERS = """{
  const Real = RTCPeerConnection;
  window.peers = [];
  window.RTCPeerConnection = class extends Real {
    constructor(...given) { super(...given); window.peers.push(this); }
  };
}"""
_FRAMES = "() => document.getElementById('picture').getVideoPlaybackQuality().totalVideoFrames"


def until(page: Page, is_so: Callable[[], bool], what: str) -> None:
    """Wait for a fact while the page's events go on."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not is_so():
        assert time.monotonic() < deadline, what
        page.wait_for_timeout(100)


@dataclass(frozen=True)
class Candidate:
    """Presses what stands on the kiosk's page, in whichever language."""

    page: Page
    address: str

    def arrive(self, code: str, language: Language) -> None:
        """Check in, read the notice, agree to everything, look at the picture, begin."""
        self.page.goto(self.address)
        expect(self.page.locator("body[data-ready=true]")).to_be_visible(timeout=PATIENCE_MS)
        self.page.locator(f"form[action='/begin'] button[value={language.value}]").click()
        self.page.locator("#code").fill(code)
        self.page.locator("#code-send").click()
        self.press("understood")
        for purpose in purposes(Profile.CN):
            self.page.locator(f"fieldset[data-purpose={purpose.value}] label").first.click()
        self.press("consent")
        expect(self.page.locator("#picture[src^='blob:']")).to_be_visible(timeout=PATIENCE_MS)
        self.press("ready")

    def press(self, action: str) -> None:
        """Press the (main) button of a form."""
        button = self.page.locator(f"form[action='/{action}'] button")
        main = self.page.locator(f"form[action='/{action}'] button.main")
        (main if main.count() else button).first.click()

    def begin_to_answer(self, stage: int) -> None:
        """Start the answer to a stage."""
        self.is_at("question", stage)
        self.press("answer")
        self.is_at("answering", stage)

    def is_at(self, phase: str, stage: int | None = None) -> None:
        """Wait until the page is there."""
        of_stage = "" if stage is None else f"[data-stage='{stage}']"
        here = self.page.locator(f"body[data-phase={phase}]{of_stage}")
        expect(here).to_have_count(1, timeout=PATIENCE_MS)

    @property
    def question(self) -> Locator:
        """Give what is asked now."""
        return self.page.locator("h1[data-say]")


@dataclass(frozen=True)
class Interviewer:
    """Watches and leads from the side screen."""

    page: Page
    interview_id: str

    def open(self) -> None:
        """Go to the side screen."""
        self.page.goto(f"/interviews/{self.interview_id}/live")

    def is_live(self) -> None:
        """Wait until the browser and the kiosk have met, and pictures are decoded."""
        link = self.page.locator("#link")
        expect(link).to_have_attribute("data-link", "live", timeout=PATIENCE_MS)

    def sees_moving_pictures(self) -> None:
        """Wait until new pictures were decoded, and the newest is another than before."""
        frames, first = self.page.evaluate(_FRAMES), self.page.evaluate(PICTURE_HASH)
        until(self.page, lambda: self.page.evaluate(_FRAMES) > frames + 10, "no picture came")
        until(self.page, lambda: self.page.evaluate(PICTURE_HASH) != first, "it stood still")

    def lose_the_connection(self) -> None:
        """Let the connection be gone without a word; wait until there is another."""
        many = self.page.evaluate("() => window.peers.length")
        self.page.evaluate("() => window.peers.at(-1).close()")
        more = "() => window.peers.length"
        until(self.page, lambda: self.page.evaluate(more) > many, "nothing was tried again")
        self.is_live()

    @property
    def question(self) -> Locator:
        """Give what is asked now, as the side screen says."""
        return self.page.locator("#stages > [aria-current=step] > details > summary .q")


@dataclass(frozen=True)
class Together:
    """Both of them, and the site between."""

    language: Language
    place: Site
    interview_id: str
    candidate: Candidate
    interviewer: Interviewer
    browser: Browser
    """The interviewer's; HR's later."""
    complaints: list[str]
    """Of either page's console."""


@contextmanager
def together(folder: Path, language: Language) -> Iterator[Together]:
    """Run the whole site, and two browsers: one at the kiosk, one signed in to the hub."""
    with _site(folder, language) as place, chromium() as at_kiosk:
        program = shutil.which("chromium")
        at_desk = at_kiosk.browser_type.launch(executable_path=program, args=[*FLAGS])
        interview_id, password = _prepare(place, language)
        desk = at_desk.new_context(base_url=place.web_address, locale=LOCALES[language])
        desk.add_init_script(_REMEMBER_PEERS)
        side, screen = desk.new_page(), at_kiosk.new_page(viewport={"width": 1080, "height": 1920})
        complaints = watch(screen)
        sign_in(side, INTERVIEWER, password)
        yield Together(
            language=language,
            place=place,
            interview_id=interview_id,
            candidate=Candidate(screen, place.page_address),
            interviewer=Interviewer(side, interview_id),
            browser=at_desk,
            complaints=complaints,
        )
        at_desk.close()


def _prepare(place: Site, language: Language) -> tuple[str, str]:
    """Make the interviewer's account and interview; give its identifier and the password."""
    password = secrets.token_urlsafe(12)
    account = ("user", "add", INTERVIEWER, "--role", "interviewer", "--language", language.value)
    place.hub(*account, stdin=f"{password}\n")
    return place.schedule("Li Si", JOB, INTERVIEWER), password


@contextmanager
def _site(folder: Path, language: Language) -> Iterator[Site]:
    clip = media.of_user(None, _spoken(folder, language), options.PACKAGED_MEDIA)
    assert clip is not None
    takes = tuple(Take(stage, 0.0, clip.length_s) for stage in range(STAGES))
    with tempfile.TemporaryDirectory(prefix="kiosk-") as sockets:
        place = site.prepare(folder / "site", Path(sockets), Profile.CN)
        replay = Media(clip.video, clip.audio, takes)
        site.set_up_kiosk(place, replay, language, "realtime", options.MODELS)
        site.set_up_hub(place, language)
        with site.up(place):
            yield place


def _spoken(folder: Path, language: Language) -> Path:
    """Write a sentence that is said again and again; the Chinese one is a person's."""
    said = speak(SPOKEN) if language is Language.EN else read(MEDIA / "zh-funasr-example.wav")
    with wave.open(str(folder / "answer.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.concatenate([said, silence(1.0)] * _REPEATED).tobytes())
    return folder / "answer.wav"
