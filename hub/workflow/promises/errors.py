"""What may become of a promise."""

from hub.errors import HubError


class PromiseDueError(HubError):
    """A promise that is due within half a working day."""

    code = "H-PROMISE-001"
    diagnosis = "Decide and release the letter, or say on the page of promises how it was kept."


class BrokenPromiseError(HubError):
    """A promise that was not kept in time."""

    code = "H-PROMISE-002"
    diagnosis = "Answer the candidate now, and say on the page of promises what was done."
