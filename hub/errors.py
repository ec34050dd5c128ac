"""The root of the hub's errors: each has a stable code and tells the reader what to do."""


class HubError(Exception):
    """Something on the hub failed in a way that a person can mend."""

    code = "H-HUB-000"
    diagnosis = "Look at the hub's log for the line before this one."

    def __str__(self) -> str:
        """Code first, so that one log line can be found in the manual."""
        return f"{self.code}: {super().__str__()} {self.diagnosis}"


class SettingsError(HubError):
    """The settings file is missing, unreadable, or has an unknown or wrong value."""

    code = "H-SETTINGS-001"
    diagnosis = "Correct the settings file at the place named; the hub did not start."


class UsageError(HubError):
    """A command that does not exist, or arguments it cannot take."""

    code = "H-USAGE-001"
    diagnosis = "Run `python -m hub --help`."


class StorageError(HubError):
    """The database cannot be opened, read or written."""

    code = "H-STORAGE-001"
    diagnosis = "Check the database's address, its disk, and run `python -m hub migrate`."


class ForbiddenRowsError(StorageError):
    """The database holds what the deployment's profile forbids."""

    code = "H-POLICY-001"
    diagnosis = (
        "Nothing was changed. A database stays with the profile it was filled under: give the "
        "new profile an empty `state_dir` (and `database`), and keep the old one with its own."
    )


class AlteredDatabaseError(StorageError):
    """Somebody gave the database another schema, or other channels, than this version does."""

    code = "H-POLICY-002"
    diagnosis = "Run `python -m hub migrate`; if that does not help, take away what was added."


class UnknownError(HubError):
    """A kiosk, job, interview or recording that the hub does not know."""

    code = "H-UNKNOWN-001"
    diagnosis = "Check the name; `python -m hub --help` lists the commands."


class JobError(HubError):
    """A job file that cannot be used."""

    code = "H-JOB-001"
    diagnosis = "Correct the job file at the place named; nothing was imported."


class CardError(HubError):
    """An interviewer's card that cannot be shown."""

    code = "H-CARD-001"
    diagnosis = "Correct what is named and send it again; the card is as it was."


class RatingError(HubError):
    """A scorecard, note, override, decision or appeal that cannot be taken as it is."""

    code = "H-RATING-001"
    diagnosis = "Correct what is named and send it again; nothing was changed."

    def __init__(self, message: str, what: str = "state") -> None:
        super().__init__(message)
        self.what = what
        """Which part is wrong: `reason`, `outcome`, `note` …; `state` where it comes too late."""


class StoreError(HubError):
    """The recording store cannot take or give back a sealed body."""

    code = "H-STORE-001"
    diagnosis = "Check the free space and the health of the store's disk."


class StoreFullError(StoreError):
    """The store's disk has no room."""

    code = "H-STORE-002"
    diagnosis = "Free space on the store's disk; the kiosks keep what does not fit."


class KeeperError(HubError):
    """The keeper is away, or refused."""

    code = "H-KEEPER-001"
    diagnosis = (
        "Check that the keeper runs and that this process has its user, or the group that "
        "`[keeper] group` names."
    )


class KeeperRefusedError(KeeperError):
    """No committed, unused audit entry names this recording."""

    code = "H-KEEPER-002"
    diagnosis = "Open recordings through the hub's own commands and pages."


class FieldError(KeeperError):
    """A sealed column that was altered, or is asked for under another name."""

    code = "H-KEEPER-004"
    diagnosis = "Restore the row from a backup; nothing of it was given out."


class IdentityFileError(HubError):
    """The keeper's identity file is missing, unreadable, or readable by others."""

    code = "H-KEEPER-003"
    diagnosis = "Put the identity into a file that only the keeper's user can read (mode 0600)."


class BrokerError(HubError):
    """The broker is away or refused the hub."""

    code = "H-BROKER-001"
    diagnosis = "Check the broker and the hub's certificate; the kiosks keep their messages."


class ReportError(HubError):
    """An interview's report cannot be written (yet)."""

    code = "H-REPORT-001"
    diagnosis = "Wait for what is missing (`--wait`), or look at the kiosk."


class ProcessError(HubError):
    """A process of the hub cannot be started or kept running."""

    code = "H-PROCESS-001"
    diagnosis = "Look at its last log line; the supervisor restarts it."


class AccountError(HubError):
    """An account that cannot be made, or a password that cannot be used."""

    code = "H-ACCOUNT-001"
    diagnosis = "Choose another name or password; nothing was changed."
