"""How many pictures a second the face tracker manages while speech is recognised beside it."""

from __future__ import annotations

import statistics
import threading
import time
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np

from edge_agent.capture.frames import Frame
from edge_agent.inference.recognisers import recogniser
from edge_agent.inference.vision import open_tracker
from provisioning.demo import media, options
from wire.language import Language

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.vision import Vision

_WIDTH, _HEIGHT = 640, 480
"""What the senses process asks the recorder for."""
_RUNS = 5
_RUN_S = 4.0
_UTTERANCE_S = 8
_SPEECH_RATE = 16_000


def _pictures() -> list[NDArray[np.uint8]]:
    with av.open(str(options.PACKAGED_MEDIA / "carphone_pristine.mp4"), mode="r") as container:
        return [
            np.asarray(
                cv2.resize(frame.to_ndarray(format="rgb24"), (_WIDTH, _HEIGHT)),
                np.uint8,
            )
            for frame in container.decode(video=0)
        ]


def _utterance() -> NDArray[np.int16]:
    sound = media.read_sound(options.PACKAGED_MEDIA / "two_cities.wav")
    return sound[:: media.RATE // _SPEECH_RATE][: _UTTERANCE_S * _SPEECH_RATE]


def vision_beside_speech() -> list[dict[str, Any]]:
    """Track as fast as possible while another thread recognises without a pause."""
    pictures, utterance = _pictures(), _utterance()
    tracker = open_tracker(options.MODELS, behaviour=True)
    speech = recogniser("moonshine", Language.EN, options.MODELS)
    over = threading.Event()

    def talk() -> None:
        while not over.is_set():
            speech.recognise(utterance)

    talking = threading.Thread(target=talk)
    talking.start()
    try:
        rates = [_rate(tracker, pictures) for _ in range(_RUNS)]
    finally:
        over.set()
        talking.join()
    return [
        {
            "name": "vision_beside_speech_fps",
            "value": round(statistics.median(rates), 1),
            "unit": "pictures/s",
            "peer": None,
            "peer_value": None,
            "ratio": None,
        },
    ]


def _rate(tracker: Vision, pictures: list[NDArray[np.uint8]]) -> float:
    began = time.perf_counter()
    seen = 0
    while (elapsed := time.perf_counter() - began) < _RUN_S:
        frame = Frame(pts=seen / 15, captured_at=0.0, image=pictures[seen % len(pictures)])
        tracker.observe(frame)
        seen += 1
    return seen / elapsed
