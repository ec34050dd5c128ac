"""Every table of the main database, known to SQLAlchemy once this module is imported."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from hub.storage import tables
from hub.storage.tables.table import Table

for _module in iter_modules(tables.__path__, f"{tables.__name__}."):
    import_module(_module.name)

METADATA = Table.metadata
