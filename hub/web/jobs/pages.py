"""Every page about jobs; addresses of the site's own stand before those that name a job."""

from __future__ import annotations

from hub.web.jobs import drafts, editing, files, job_page, listing, wizard

PAGES = (
    *listing.PAGES,
    *wizard.PAGES,
    *files.PAGES,
    *job_page.PAGES,
    *drafts.PAGES,
    *editing.PAGES,
)
