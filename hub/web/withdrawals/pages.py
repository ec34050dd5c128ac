"""All pages of receipts and withdrawals."""

from hub.web.withdrawals import of_interview, own

PAGES = (*of_interview.PAGES, *own.PAGES)
