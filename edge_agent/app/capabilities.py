"""What this kiosk can do: its models by hash, and what each policy profile lets it measure."""

from __future__ import annotations

import msgspec

from edge_agent.inference.models import model_hashes
from wire.policy import Profile, policy_hash, table

EDGE_MODELS = (
    "face_detector",
    "face_landmarks",
    "silero_vad",
    "moonshine_encoder",
    "moonshine_decoder",
    "moonshine_tokenizer",
    "whisper_model",
    "whisper_config",
    "whisper_tokenizer",
    "whisper_vocabulary",
)


def as_json() -> str:
    """Give the capabilities as JSON; nobody has signed them."""
    told = {
        "models": dict(zip(EDGE_MODELS, model_hashes(None, EDGE_MODELS), strict=True)),
        "profiles": {profile.value: _profile(profile) for profile in Profile},
        "signed": False,
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()


def _profile(profile: Profile) -> dict[str, object]:
    measures = {measure.value: use.value for measure, use in table(profile).items()}
    return {"policy_hash": policy_hash(profile), "measures": measures}
