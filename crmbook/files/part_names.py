"""Part names: how they are compared, and what no package may hold."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from crmbook.i18n import _
from crmbook.model.errors import FileRefused


def written_name(name: str) -> str:
    r"""Return a part name without ``\``, ``%20`` or a leading slash; its case stays."""
    return unquote(name.replace("\\", "/")).lstrip("/")


def plain_name(name: str) -> str:
    """Return a part name as names are compared (OPC 6.2.2.3): as written, case folded."""
    return written_name(name).casefold()


class PartNames:
    """The archive's own names of the parts of a package, found by any spelling.

    Of two that differ by case alone each is meant by the spelling that is its own, as openpyxl and
    LibreOffice have it; any other spelling means neither for certain.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names in; folders are no parts.

        Raises FileRefused for two that are the same, and for one that climbs out of the package.
        """
        self._names: dict[str, dict[str, str]] = {}
        for name in names:
            if name.endswith(("/", "\\")):
                continue
            _refuse_climbing(name)
            if written_name(name) in self._twins(name):
                raise _same_name(name)
            self.add(name)

    def find(self, name: str) -> str | None:
        """Return the archive's name of a part. Raises FileRefused where two may be meant."""
        twins = self._twins(name)
        if len(twins) < 2:
            return next(iter(twins.values()), None)
        if written_name(name) not in twins:
            raise _same_name(name)
        return twins[written_name(name)]

    def taken(self, name: str) -> bool:
        """Whether a part of that name is there, whatever its case."""
        return bool(self._twins(name))

    def add(self, name: str) -> None:
        """Take in a name that is free."""
        self._names.setdefault(plain_name(name), {})[written_name(name)] = name

    def remove(self, name: str) -> None:
        """Let the archive's name of a part go."""
        del self._names[plain_name(name)][written_name(name)]

    def _twins(self, name: str) -> dict[str, str]:
        return self._names.get(plain_name(name), {})


def _refuse_climbing(name: str) -> None:
    plain = plain_name(name)
    if ".." in plain.split("/") or "\0" in plain or ":" in plain:
        raise FileRefused(
            _("a part name leads out of the workbook: {part}").format(part=name),
            _("ask where the file comes from; crmbook does not read it"),
        )


def _same_name(name: str) -> FileRefused:
    return FileRefused(
        _("two of its parts have the same name: {part}").format(part=name),
        _("open it in Excel or WPS and save it again"),
    )
