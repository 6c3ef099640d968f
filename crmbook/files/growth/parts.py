"""Other parts that speak of a region that grows: its table, names in the workbook, pivot sources."""

from __future__ import annotations

import re
from typing import Final

from crmbook.files.area import area_of
from crmbook.files.growth.following import Growth, grown_ranges
from crmbook.files.package import Package
from crmbook.files.relationships import related
from crmbook.files.spans import Span, Splice
from crmbook.files.workbook_part import SheetEntry, WorkbookPart
from crmbook.model.cells import column_letters, parse_a1

#: Text in quotes; a range of a sheet that is named, but of no other book.
_RANGE: Final = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?<![\w.\]:'])(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!"
    r"(?P<first>\$?[A-Za-z]{1,3}\$?[0-9]+):(?P<again>(?P=sheet)!)?"
    r"(?P<last>\$?[A-Za-z]{1,3}\$?[0-9]+)(?![\w(.!])"
)
#: Names that say where the data are; a column more is no business of the others.
PRINTED: Final = frozenset({"_xlnm.Print_Area", "_xlnm._FilterDatabase"})


def follow_table(package: Package, part: str, growth: Growth) -> None:
    """Let a table and its filter cover the region. Raises FileRefused for a damaged part."""
    splice = Splice(package.read(part))
    for span in (splice.root, splice.root.find("autoFilter")):
        _follow(splice, span, growth)
    package.replace(part, splice.finish())


def follow_names(
    package: Package,
    workbook: WorkbookPart,
    sheet: str,
    growth: Growth,
    only: frozenset[str] | None = None,
) -> None:
    """Let defined names that speak of the data of ``sheet`` follow: all, or ``only`` some."""
    splice = Splice(package.read(workbook.part))
    names = splice.root.find("definedNames")
    for span in names.all("definedName") if names else ():
        if only is None or span.attributes.get("name") in only:
            new = grown_formula(span.text, sheet, growth)
            if new != span.text:
                splice.set_text(span, new)
    package.replace(workbook.part, splice.finish())


def follow_pivots(
    package: Package, workbook: WorkbookPart, sheet: SheetEntry, growth: Growth
) -> None:
    """Let pivot tables that are made of a range of ``sheet`` take the new rows in."""
    for part in _caches(package, workbook):
        splice = Splice(package.read(part))
        source = splice.root.find("cacheSource")
        place = source.find("worksheetSource") if source else None
        if place is None or place.relation_id():  # of another book
            continue
        if place.attributes.get("sheet", "").casefold() == sheet.name.casefold():
            _follow(splice, place, growth)
            package.replace(part, splice.finish())


def grown_formula(text: str, sheet: str, growth: Growth) -> str:
    """Return a formula in which the ranges of ``sheet`` that follow do; the rest as written."""

    def followed(match: re.Match[str]) -> str:
        if match["sheet"] is None or not is_meant(match["sheet"], sheet):
            return match[0]
        area = area_of(f"{match['first']}:{match['last']}")
        new = None if area is None else growth.grown(area)
        if area is None or new is None or new == area:
            return match[0]
        first, last = match["first"], match["last"]
        if parse_a1(first) != (area.first_row, area.first_column):  # written from the other end
            first = placed(first, area.first_row, area.first_column)
        last = placed(last, new.last_row, new.last_column)
        return f"{match['sheet']}!{first}:{match['again'] or ''}{last}"

    return _RANGE.sub(followed, text)


def placed(written: str, row: int, column: int) -> str:
    """Return a cell with the dollars of one that was written."""
    fixed = ("$" if written.startswith("$") else "", "$" if "$" in written[1:] else "")
    return f"{fixed[0]}{column_letters(column)}{fixed[1]}{row}"


def is_meant(written: str, sheet: str) -> bool:
    """Whether a sheet as a formula writes it, perhaps in quotes, is that one."""
    name = written.removeprefix("'").removesuffix("'").replace("''", "'")
    return name.casefold() == sheet.casefold()


def _follow(splice: Splice, span: Span | None, growth: Growth) -> None:
    if span is not None and "ref" in span.attributes:
        splice.set(span, "ref", grown_ranges(span.attributes["ref"], growth))


def _caches(package: Package, workbook: WorkbookPart) -> list[str]:
    return [*related(package, workbook.part, "pivotCacheDefinition")]
