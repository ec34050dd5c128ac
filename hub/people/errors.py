"""What may be wrong with an account."""

from hub.errors import HubError


class AccountError(HubError):
    """An account that cannot be made or changed."""

    code = "H-ACCOUNT-001"
    diagnosis = "Give another name, role or password; no account was changed."


class BusyError(HubError):
    """More people sign in at once than the machine's memory is for."""

    code = "H-ACCOUNT-002"
    diagnosis = "Try again in a few seconds."
