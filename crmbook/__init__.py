"""crmbook: ruff for the sales workbook.

``import crmbook`` loads nothing else; each public name is fetched from its module on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from crmbook.book import Book
    from crmbook.book import open_book as open  # noqa: A004 - the public name, as in DESIGN §6
    from crmbook.files.edit import Edit, edit
    from crmbook.model.errors import (
        CannotWrite,
        ChangedMeanwhile,
        CrmbookError,
        FileRefused,
        OpenElsewhere,
        UsageError,
    )
    from crmbook.workflows.check import check
    from crmbook.workflows.dedupe import dedupe
    from crmbook.workflows.lookup import lookup

__all__ = [
    "Book",
    "CannotWrite",
    "ChangedMeanwhile",
    "CrmbookError",
    "Edit",
    "FileRefused",
    "OpenElsewhere",
    "UsageError",
    "check",
    "dedupe",
    "edit",
    "lookup",
    "open",
]

_ERRORS: Final = "crmbook.model.errors"

#: Public name → (module, name in it).
_EXPORTS: Final = {
    "Book": ("crmbook.book", "Book"),
    "CannotWrite": (_ERRORS, "CannotWrite"),
    "ChangedMeanwhile": (_ERRORS, "ChangedMeanwhile"),
    "CrmbookError": (_ERRORS, "CrmbookError"),
    "Edit": ("crmbook.files.edit", "Edit"),
    "FileRefused": (_ERRORS, "FileRefused"),
    "OpenElsewhere": (_ERRORS, "OpenElsewhere"),
    "UsageError": (_ERRORS, "UsageError"),
    "check": ("crmbook.workflows.check", "check"),
    "dedupe": ("crmbook.workflows.dedupe", "dedupe"),
    "edit": ("crmbook.files.edit", "edit"),
    "lookup": ("crmbook.workflows.lookup", "lookup"),
    "open": ("crmbook.book", "open_book"),
}


def __getattr__(name: str) -> Any:
    """Fetch a public name on first use (PEP 562)."""
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("crmbook")
        except PackageNotFoundError:  # run from a checkout that nobody installed
            return "0+unknown"
    if name not in _EXPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _EXPORTS[name]
    globals()[name] = value = getattr(import_module(module), attribute)
    return value


def __dir__() -> list[str]:
    """List the public names, fetched or not."""
    return [*__all__, "__version__"]
