from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.people.rights import Role
from hub.web.cues import LONGEST_S, webvtt
from wire.upload import Transcript, TranscriptWord

if TYPE_CHECKING:
    from tests.unit.hub.web.conftest import Sample

WORDS = st.lists(
    st.tuples(st.text("ab<>&", min_size=1, max_size=8), st.floats(0.05, 2)), max_size=40
)
_TIMES = re.compile(r"(\d\d):(\d\d):(\d\d\.\d{3}) --> (\d\d):(\d\d):(\d\d\.\d{3})")


def said(words: list[tuple[str, float]], language: str = "en", start: float = 0.0) -> Transcript:
    at, made = start, []
    for text, length in words:
        made.append(TranscriptWord(text=text, start=at, end=at + length))
        at += length
    return Transcript(interview_id="0" * 32, answer=0, language=language, utterances=(tuple(made),))


def times(text: str) -> list[tuple[float, float]]:
    found = []
    for one in _TIMES.findall(text):
        a, b, c, d, e, f = (float(part) for part in one)
        found.append((3600 * a + 60 * b + c, 3600 * d + 60 * e + f))
    return found


@given(WORDS)
@settings(max_examples=50)
def test_every_word_stands_in_one_caption_in_order(words: list[tuple[str, float]]) -> None:
    text = webvtt(said(words, "zh"), 0.0, None)
    shown = "".join(line for line in text.split("\n")[1:] if line and "-->" not in line)
    plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert plain == "".join(word for word, _ in words)
    assert "<" not in shown


@given(WORDS, st.floats(0, 4000))
@settings(max_examples=50)
def test_captions_follow_each_other_and_stay_short(
    words: list[tuple[str, float]], start: float
) -> None:
    found = times(webvtt(said(words, start=start), start, None))
    assert all(end - begin <= LONGEST_S + 0.01 for begin, end in found)
    assert all(one[1] <= other[0] + 0.002 for one, other in pairwise(found))


def test_a_recordings_captions_begin_with_the_recording_and_hold_no_other_words() -> None:
    words = said([("before", 2.0), ("within", 2.0), ("after", 2.0)], start=100.0)
    text = webvtt(words, 102.0, 2.0)
    assert times(text) == [(0.0, 2.0)]
    assert "within" in text
    assert "before" not in text
    assert "after" not in text


def test_the_player_gets_captions_and_staff_do_not(sample: Sample) -> None:
    recording = sample.hub.recordings(sample.interview_id, "media")[1].id
    answer = sample.browser(Role.HR_MANAGER).get(f"/recordings/{recording}/captions")
    assert answer.headers["content-type"].startswith("text/vtt")
    assert answer.text.startswith("WEBVTT\n")
    assert "unpaid invoice" in answer.text
    path = f"/recordings/{recording}/captions"
    assert sample.browser(Role.HR_STAFF).get(path).status_code == 404
