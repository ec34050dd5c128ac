"""What may be wrong with an account."""

from hub.errors import HubError


class AccountError(HubError):
    """An account that cannot be made or changed."""

    code = "H-ACCOUNT-001"
    diagnosis = "Give another name, role or password; no account was changed."


class NoSuchAccountError(AccountError):
    """An account that is not there."""

    code = "H-ACCOUNT-003"


class BusyError(HubError):
    """More people sign in at once than the machine's memory is for."""

    code = "H-ACCOUNT-002"
    diagnosis = "Try again in a few seconds."


class CheckpointError(HubError):
    """A checkpoint of the audit log that cannot be written, read or trusted."""

    code = "H-AUDIT-001"
    diagnosis = "Check the folder that `[audit] checkpoint_dir` names, and who can write to it."


class AlteredLogError(HubError):
    """The audit log is not the one that was written."""

    code = "H-AUDIT-002"
    diagnosis = (
        "Keep the database as it is, keep the checkpoints, and compare with the last export: "
        "somebody with the hub's own rights changed the log."
    )
