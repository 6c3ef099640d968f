"""Why crmbook refuses: every exception it raises, each with the exit code of its kind.

::

    CrmbookError            70  a fault of crmbook's own, unless a subclass says better
      UsageError             2  wrong usage
      FileRefused            3  unreadable, encrypted, damaged, unsupported, over a cap
      OpenElsewhere          4  somebody has the file open
      ChangedMeanwhile       5  somebody saved it since it was read
      CannotWrite            6  could not write; the original is intact

What is wrong in a user's *rows* is never raised: it is a :class:`~crmbook.model.problems.Problem`.
"""

from __future__ import annotations

from pathlib import Path


class CrmbookError(Exception):
    """crmbook cannot run or will not write; the file is byte-identical to before.

    ``what`` says what is the matter, ``remedy`` what to do; ``path`` names the file, if any.
    """

    exit_code = 70

    def __init__(self, what: str, remedy: str = "", *, path: object = None) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.path = None if path is None else str(path)

    def __str__(self) -> str:
        text = "；".join(part for part in (self.what, self.remedy) if part)
        return f"{self.path}: {text}" if self.path else text


class UsageError(CrmbookError):
    """The command or the call was not understood."""

    exit_code = 2


class FileRefused(CrmbookError):
    """The file cannot be read rightly, or not be edited without loss, and is left alone."""

    exit_code = 3


class OpenElsewhere(CrmbookError):
    """A lock file or the system says that somebody has the file open.

    ``by`` names who; ``kept`` is where the new version lies, when it was ready but could not be put
    in the place of the book.
    """

    exit_code = 4

    def __init__(
        self,
        what: str,
        remedy: str = "",
        *,
        path: object = None,
        by: str = "",
        kept: Path | None = None,
    ) -> None:
        super().__init__(what, remedy, path=path)
        self.by = by
        self.kept = kept


class ChangedMeanwhile(CrmbookError):
    """The file on disk is no longer the one that was read."""

    exit_code = 5


class CannotWrite(CrmbookError):
    """The disk, the folder or the permissions did not let a write through."""

    exit_code = 6
