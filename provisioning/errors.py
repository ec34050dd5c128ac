"""The root of provisioning's errors: each has a stable code and tells the reader what to do."""


class ProvisioningError(Exception):
    """Setting up a site or a kiosk failed in a way that a person can mend."""

    code = "P-PROVISIONING-000"
    diagnosis = "Run the command again; every step that is done stays done."

    def __str__(self) -> str:
        """Code first, so that one line can be found in the manual."""
        return f"{self.code}: {super().__str__()} {self.diagnosis}"


class AuthorityError(ProvisioningError):
    """The site's authority is missing, half there, or not readable."""

    code = "P-AUTHORITY-001"
    diagnosis = "Name the folder that `python -m provisioning authority --dir` made."


class HostError(ProvisioningError):
    """A name that no certificate can be made for."""

    code = "P-AUTHORITY-002"
    diagnosis = "Give a DNS name or an IP address, without scheme and port."


class EnrolError(ProvisioningError):
    """A kiosk cannot be given a certificate."""

    code = "P-ENROL-001"
    diagnosis = "Give a name of 1-32 of a-z, 0-9 and inner hyphens, other than `hub`."


class AlreadyEnrolledError(ProvisioningError):
    """Another key holds the kiosk's name."""

    code = "P-ENROL-002"
    diagnosis = "Choose another name, or enrol with the folder that holds the kiosk's key."


class FolderError(ProvisioningError):
    """A folder or file cannot be written or read."""

    code = "P-FOLDER-001"
    diagnosis = "Check the path, its owner and the free space."


class BrokerError(ProvisioningError):
    """Mosquitto is missing or did not start."""

    code = "P-BROKER-001"
    diagnosis = "Install it with `apt-get install mosquitto`, and read its log named above."


class ReceiptFileError(ProvisioningError):
    """A receipt, or the authority's certificate, that cannot be read."""

    code = "P-RECEIPT-001"
    diagnosis = "Name the receipt's file and the site's certificate (PEM or DER)."


class AuditError(ProvisioningError):
    """An exported audit log that is not what its hub wrote."""

    code = "P-AUDIT-001"
    diagnosis = "Keep the file and the checkpoints as they are, and ask who could change the log."
