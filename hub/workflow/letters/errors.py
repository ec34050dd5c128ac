"""What may be wrong with a letter, or with sending it."""

from hub.errors import HubError


class LetterError(HubError):
    """A letter that cannot be changed or released as it is asked."""

    code = "H-LETTER-001"
    diagnosis = "Load the page again; nothing was changed."

    def __init__(self, message: str, what: str = "state") -> None:
        super().__init__(message)
        self.what = what
        """Which part is wrong: `reason`, `text`, `place`; `invited` where one is on its way,
        `state` where it comes too late."""


class LateSummaryError(HubError):
    """A summary that is not released 45 minutes after its interview."""

    code = "H-LETTER-002"
    diagnosis = "Release it on the page of letters: it is promised within 60 minutes."


class MailError(HubError):
    """The mail server is away, or does not take a letter now."""

    code = "H-MAIL-001"
    diagnosis = (
        "Check `[mail]` in the settings and the mail server; the letter is kept and retried."
    )


class MailRefusedError(MailError):
    """The mail server will not take a letter, however often it is sent."""

    code = "H-MAIL-002"
    diagnosis = "Correct the candidate's address, then let the letter be sent again on its page."


class MailInDoubtError(MailError):
    """The mail server got a letter, but its answer did not come."""

    code = "H-MAIL-003"
    diagnosis = (
        "Ask the candidate or look into the mail server's log, then say on the letter's page "
        "whether it arrived. It is not sent again by itself."
    )


class MailHeaderError(MailRefusedError):
    """An address or a subject that would add lines to a mail's head."""

    code = "H-MAIL-004"


class MailElsewhereError(MailError):
    """Another process sends the letter; this one has not handed its text over."""

    code = "H-MAIL-005"
    diagnosis = "Let one mail process run: `serve` runs one, so does the unit of its own."
