"""The error of what may not be done now."""

from __future__ import annotations

from edge_agent.errors import EdgeError


class OutOfOrderError(EdgeError):
    """Something was asked for that the interview is not ready for, or past."""

    code = "K-INTERVIEW-001"
    diagnosis = "Load the present page and go on from there."
