"""Where a form leads afterwards: a page of this site, never another host."""

from __future__ import annotations

from urllib.parse import urlsplit


def within_site(path: str) -> str:
    r"""Refuse to send anyone elsewhere: `//host` and `/\\host` are other hosts to a browser."""
    is_path = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_path else "/"


def came_from(referer: str, host: str | None) -> str:
    """Give the page of this site on which a form or link was, else the start page."""
    try:
        parts = urlsplit(referer)
    except ValueError:
        return "/"
    if not host or parts.netloc != host:
        return "/"
    return within_site(parts.path + (f"?{parts.query}" if parts.query else ""))
