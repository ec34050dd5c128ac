"""The lines that `measure` writes: what would leave the kiosk, and what each picture showed."""

from __future__ import annotations

from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any

import msgspec

from edge_agent.features.neutral import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge_agent.inference.observation import PictureObservation
    from edge_agent.inference.streaming import Partial
    from wire.messages.fields import Durable
    from wire.topics import Channel


class Lines:
    """Stands in for outbox and spool: messages are numbered and written down, nothing is sent."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._seq = 0

    def append(
        self, _channel: Channel, build: Callable[[int], Durable], _stream_id: str
    ) -> Durable:
        """Write the next message, exactly as it would be sent."""
        self._seq += 1
        message = build(self._seq)
        self._out.write(msgspec.json.encode(message).decode() + "\n")
        return message

    def messages(self, _stream_id: str, _channel: Channel) -> Sequence[Durable]:
        """Give nothing: no run goes on with another."""
        return ()

    def put_transcript(
        self, _interview_id: str, _answer: int, payload: bytes, _revision: int = 0
    ) -> None:
        """Write the transcript."""
        self._write({"kind": "transcript", **msgspec.json.decode(payload)})

    def partial(self, partial: Partial, heard_s: float) -> None:
        """Write what was understood of an utterance when `heard_s` of the sound had come."""
        words = [asdict(word) for word in partial.words]
        self._write(
            {"kind": "partial", "heard_s": heard_s, "start": partial.start_pts, "words": words}
        )

    def picture(self, observation: PictureObservation) -> None:
        """Write what one picture showed; of face and body only what may be measured."""
        mesh, body = observation.mesh, observation.body
        line: dict[str, Any] = {
            "kind": "picture",
            "pts": observation.pts,
            "faces": observation.faces,
            "face": None if observation.face is None else asdict(observation.face),
            "brightness": observation.brightness,
            "sharpness": observation.sharpness,
            "change": observation.change,
        }
        if mesh is not None:
            line["reading"] = asdict(read(mesh.points))
            line["landmarks"] = mesh.points.round(2).tolist()
        if body is not None:
            line["body"] = body.points.round(2).tolist()
            line["body_visibility"] = body.visibility.round(3).tolist()
        self._write(line)

    def _write(self, line: dict[str, Any]) -> None:
        self._out.write(msgspec.json.encode(line).decode() + "\n")
