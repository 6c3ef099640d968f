"""Write the committed templates: ``python -m crmbook.report.templates OUTDIR``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from crmbook.i18n import activate
from crmbook.report.new_workbook import NewOptions, build_register, build_workbook
from crmbook.schema.sheets import CONVERSION, CUSTOMERS, FOLLOWUPS, LEADS, ORDERS, SERVICES

_WHOLE = {
    "台账": NewOptions(),
    "台账-完整": NewOptions(full=True),
    "台账-无表格": NewOptions(plain=True),
}
_ALONE = (LEADS.name, FOLLOWUPS.name, CONVERSION, CUSTOMERS.name, ORDERS.name, SERVICES.name)


def whole_templates() -> Iterator[tuple[str, bytes]]:
    """Yield (file name, bytes) of what ``crmbook new`` makes, without sample rows."""
    for name, options in _WHOLE.items():
        yield f"{name}.xlsx", build_workbook(options)


def register_templates() -> Iterator[tuple[str, bytes]]:
    """Yield (file name, bytes) of each register alone."""
    for name in _ALONE:
        yield f"{name}.xlsx", build_register(name)


def templates() -> Mapping[str, bytes]:
    """Return every template by its file name, in Chinese whatever the reader's language."""
    activate("zh")
    return {**dict(whole_templates()), **dict(register_templates())}


def main(arguments: list[str]) -> int:
    """Write the templates into a folder, made if need be; 2 when none was named."""
    if len(arguments) != 1:
        sys.stderr.write("python -m crmbook.report.templates OUTDIR\n")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in templates().items():
        (folder / name).write_bytes(data)
        sys.stdout.write(f"{folder / name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
