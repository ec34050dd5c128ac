"""What can go wrong in the demo."""

from __future__ import annotations

from provisioning.errors import ProvisioningError


class MediaError(ProvisioningError):
    """A file given as camera or microphone cannot serve."""

    code = "P-MEDIA-001"
    diagnosis = "Name a readable video or sound file; nothing was started."


class ProgramError(ProvisioningError):
    """A system program is missing."""

    code = "P-PROGRAM-001"
    diagnosis = "Install the package named; `make demo` does so itself when run as root."


class ProcessError(ProvisioningError):
    """A process of the site ended, or a command of it failed."""

    code = "P-PROCESS-001"
    diagnosis = "The site was stopped; the line above, or the log named, gives the reason."


class InterviewError(ProvisioningError):
    """The scripted interview did not go on."""

    code = "P-INTERVIEW-001"
    diagnosis = "Look into the logs of the kiosk in the site's folder."


class OptionError(ProvisioningError):
    """An option of the demo is not one that it knows."""

    code = "P-OPTION-001"
    diagnosis = "`make` lists the options."
