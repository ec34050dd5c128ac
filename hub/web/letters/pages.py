"""All pages of letters, promises, and candidates' own links."""

from hub.web.letters import (
    candidate_link,
    invitation_page,
    letter_changes,
    letter_list,
    letter_page,
    own_page,
    promise_list,
)

PAGES = (
    *letter_list.PAGES,
    *letter_page.PAGES,
    *letter_changes.PAGES,
    *promise_list.PAGES,
    *candidate_link.PAGES,
    *invitation_page.PAGES,
    *own_page.PAGES,
)
