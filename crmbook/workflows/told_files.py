"""Where ``log --file`` finds its lines: text, a pasted chat, or a sheet 今日跟进 that was filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from crmbook.files.csv_reader import decode
from crmbook.files.grid import Grid
from crmbook.files.read import read_book
from crmbook.i18n import _
from crmbook.intake.pasted import pasted
from crmbook.model.cells import Raw
from crmbook.model.errors import FileRefused
from crmbook.model.patterns import lazy
from crmbook.workflows.noting import Told

_BOOKS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"})
_WHO: Final = "公司/编号"
_OUTCOME, _NEXT, _OWNER, _WHY = "结果", "下次", "负责人", "为什么"
_ID: Final = lazy(r"(XS\d{7,10}|KH\d{4,12}|\d{11,14})\s*$")
_DATED: Final = lazy(r"(20\d{2})年(\d{1,2})月(\d{1,2})日")
_BAND: Final = lazy(r"(\S+?)\s+20\d{2}年")


def told_file(path: Path, today: dt.datetime, encoding: str | None = None) -> list[Told]:
    """Return the lines of a file. Raises FileRefused for one that is not there, or holds none."""
    if path.suffix.lower() in _BOOKS:
        found = [one for grid in read_book(path).grids for one in _filled(grid, today)]
        if not found:
            raise FileRefused(
                _("no row has a 结果 filled in"),
                _("fill in 结果 and 下次 in 今日跟进 or 外呼名单"),
                path=path,
            )
        return found
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileRefused(
            _("there is no such file"), _("check the name and the folder"), path=path
        ) from error
    return told_text(decode(data, path, encoding)[0])


def told_text(text: str) -> list[Told]:
    """Return the lines of a text or a pasted chat."""
    return [Told(one.text, one.number, one.who, when=one.when) for one in pasted(text)]


def _filled(grid: Grid, today: dt.datetime) -> Iterator[Told]:
    """Yield what was filled into a sheet of ``due``: rows with 结果, under its headers."""
    columns: dict[str, int] = {}
    day, owner = today, ""
    for row in grid.rows.tolist():
        cells = {at: grid.value(row, at) for at in grid.columns}
        texts = {at: str(value).strip() for at, value in cells.items() if value is not None}
        day = _day(texts.get(1, ""), today) or day
        if _WHO in texts.values() and _OUTCOME in texts.values():
            columns = {text: at for at, text in texts.items()}
            continue
        band = _BAND.match(texts.get(1, ""))
        owner = band[1] if band is not None else owner
        outcome = texts.get(columns.get(_OUTCOME, 0), "")
        named = texts.get(columns.get(_WHO, 0), "")
        if outcome and named:
            number = _ID.search(named)
            who = texts.get(columns.get(_OWNER, 0), "") or owner
            told = f"{day:%Y-%m-%d} {outcome}{_next(cells.get(columns.get(_NEXT, 0)))}"
            lead = number[1] if number is not None else named
            yield Told(told, row, who, lead, "" if _WHY in columns else "电话")


def _next(value: Raw) -> str:
    if value is None or not str(value).strip():
        return ""
    said = f"{value:%Y年%m月%d日}" if isinstance(value, dt.datetime) else str(value).strip()
    return f"，下次跟进{said}"


def _day(text: str, today: dt.datetime) -> dt.datetime | None:
    """Return the day of which a sheet says that it is; none that lies ahead."""
    match = _DATED.search(text)
    if match is None:
        return None
    try:
        found = dt.datetime(*(int(part) for part in match.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None
    return found if found <= today else None
