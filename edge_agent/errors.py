"""The root of the kiosk's errors: each has a stable code and tells the reader what to do."""


class EdgeError(Exception):
    """Something on the kiosk failed in a way that a person can mend."""

    code = "K-EDGE-000"
    diagnosis = "Run `python -m edge_agent check` and follow what it says."

    def __str__(self) -> str:
        """Code first, so that one log line can be found in the manual."""
        return f"{self.code}: {super().__str__()} {self.diagnosis}"


class SettingsError(EdgeError):
    """The settings file is missing, unreadable, or has an unknown or wrong value."""

    code = "K-SETTINGS-001"
    diagnosis = "Correct the settings file at the place named; the kiosk did not start."


class CameraError(EdgeError):
    """The camera delivers no picture."""

    code = "K-CAMERA-001"
    diagnosis = "Check the camera cable, then run `python -m edge_agent check`."


class MicrophoneError(EdgeError):
    """The microphone delivers no sound."""

    code = "K-MICROPHONE-001"
    diagnosis = (
        "Check the microphone's plug and mute switch, then run `python -m edge_agent check`."
    )


class OutputError(EdgeError):
    """What was measured cannot be written."""

    code = "K-OUTPUT-001"
    diagnosis = "Name another file, in a folder that is there and may be written to."


class MediaError(EdgeError):
    """A media file for replay is missing, unreadable, or lacks picture or sound."""

    code = "K-MEDIA-001"
    diagnosis = "Name a file that the replay can read; nothing was recorded."


class ModelError(EdgeError):
    """A model is missing, was altered, or its runtime refused it."""

    code = "K-MODEL-001"
    diagnosis = "Run `make models`; hashes are verified on the way."


class OwnModelError(ModelError):
    """A model folder of the technician's own is none."""

    code = "K-MODEL-003"
    diagnosis = "Name the folder of an unpacked Vosk model in [speech], or leave the line out."


class ModelChoiceError(ModelError):
    """`chosen.toml` names a model, variant or hash that the manifest does not."""

    code = "K-MODEL-002"
    diagnosis = (
        "Run `python -m models_quantized --measure`, or delete chosen.toml beside the models: "
        "then the reference choice runs."
    )


class SpoolError(EdgeError):
    """The spool cannot take or give back a sealed segment."""

    code = "K-SPOOL-001"
    diagnosis = "Check the free space and the health of the disk; nothing unconfirmed was deleted."


class OutboxError(EdgeError):
    """The outbox cannot take a message."""

    code = "K-OUTBOX-001"
    diagnosis = "Check the free space and the health of the disk."


class ForbiddenChannelError(OutboxError):
    """A message of a channel that this kiosk's profile does not have; it was not kept."""

    code = "K-OUTBOX-002"
    diagnosis = "Report this with the log: what the profile forbids must not even be computed."


class BrokerError(EdgeError):
    """The broker is away or refused us; messages wait in the outbox."""

    code = "K-BROKER-001"
    diagnosis = "Check the network and this kiosk's certificate; nothing is lost meanwhile."


class UploadError(EdgeError):
    """The hub did not take an upload; the segment stays in the spool."""

    code = "K-UPLOAD-001"
    diagnosis = "Check the network and the hub; the upload goes on where it stopped."


class HubError(EdgeError):
    """The hub did not give a plan."""

    code = "K-HUB-001"
    diagnosis = "Check the network, the hub and this kiosk's certificate."


class ProcessError(EdgeError):
    """Another process of the kiosk is away."""

    code = "K-PROCESS-001"
    diagnosis = "The supervisor restarts it; if this repeats, look at its log."


class RecordingError(EdgeError):
    """The recorder cannot do what it was asked for, or the encoder failed."""

    code = "K-RECORDING-001"
    diagnosis = "What was recorded so far is kept; look at the recorder's log."


class DeviceRecordError(EdgeError):
    """The kiosk's record of itself cannot be read or written."""

    code = "K-DEVICE-001"
    diagnosis = "Run `python -m edge_agent check`; the record is made anew from what it finds."
