from __future__ import annotations

import msgspec
import pytest

from hub.scoring.answer_sums import captured, moved, spoken
from tests.fakes.behaved import utterance
from tests.fakes.behaved import window as moving
from tests.fakes.kiosk_messages import window
from wire.messages.utterance_features import Speaker


def test_speech_is_summed_by_answer_and_another_voice_left_out() -> None:
    first = msgspec.structs.replace(utterance(0, 200), pauses=2, pause_s=0.5, fillers=1)
    brief = msgspec.structs.replace(utterance(0, 300, start=20.0), end=25.0, pauses=1, pause_s=0.25)
    other = msgspec.structs.replace(utterance(0, 400, Speaker.OTHER, start=40.0), fillers=9)

    found = spoken([first, brief, other, utterance(1, 100)], 0)

    assert found is not None
    assert (found.pauses, found.pause_s, found.fillers) == (3, 0.75, 1)
    assert found.rate == pytest.approx((15 * 200 + 5 * 300) / 20)


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    first = msgspec.structs.replace(utterance(0, 200), fillers=3)
    again = msgspec.structs.replace(first, revision=1, fillers=1)

    assert (found := spoken([again, first, again], 0)) is not None
    assert found.fillers == 1


def test_sound_is_told_by_the_windows_that_could_tell_it() -> None:
    quiet = window("0" * 32, 1)
    sounds = [
        msgspec.structs.replace(quiet.sound, snr=10.0, clipped=0.0, speech_s=0.75),
        msgspec.structs.replace(quiet.sound, snr=30.0, clipped=0.4, speech_s=0.25),
        msgspec.structs.replace(quiet.sound, snr=None, clipped=1.0, speech_s=0.0, far_end_s=0.5),
    ]

    found = captured([msgspec.structs.replace(quiet, sound=one) for one in sounds], 0)

    assert found is not None
    assert found.snr == pytest.approx(20.0)
    assert found.clipped == pytest.approx(0.1)
    assert found.far_end_s == pytest.approx(0.5)


def test_pictures_are_shares_of_those_that_were_looked_at() -> None:
    good = window("0" * 32, 1)
    black = msgspec.structs.replace(
        good.picture, frames_seen=5, frames_framed=0, frames_dark=5, frames_frozen=1, brightness=0.1
    )

    found = captured([good, msgspec.structs.replace(good, picture=black, sync_s=None)], 0)

    assert found is not None
    assert (found.framed, found.dark, found.frozen) == (12 / 20, 5 / 20, 1 / 20)
    assert found.brightness == pytest.approx((15 * 0.5 + 5 * 0.1) / 20)
    assert found.sync_s == 0


def test_what_no_window_could_tell_is_none_and_not_zero() -> None:
    bare = window("0" * 32, 1)
    blind = msgspec.structs.replace(bare.picture, frames_seen=0, frames_framed=0)
    deaf = msgspec.structs.replace(bare.sound, snr=None, noise=None, speech_s=0.0)

    found = captured([msgspec.structs.replace(bare, picture=blind, sound=deaf, sync_s=None)], 0)

    assert found is not None
    assert found.snr is found.noise is found.clipped is found.framed is found.sync_s is None


def test_movements_are_counted_and_the_first_seconds_of_them_named() -> None:
    windows = [moving(0, second) for second in range(9)]
    for second in (2, 4, 6, 8):
        face = msgspec.structs.replace(windows[second].face, brow_lowerings=2)
        windows[second] = msgspec.structs.replace(windows[second], face=face)

    found = moved(reversed(windows), 0)

    assert found is not None
    assert (found.brow_lowerings, found.gestures) == (8, 0)
    assert [span.start_s for span in found.brow_spans] == [2, 4, 6]
    assert found.gesture_spans == ()


def test_of_an_answer_without_messages_nothing_is_said() -> None:
    assert [spoken([], 0), captured([], 0), moved([], 0)] == [None, None, None]
