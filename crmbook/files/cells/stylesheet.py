"""The smallest styles part, for a book that has none and is to show a date."""

from __future__ import annotations

import posixpath
from typing import Final

from crmbook.files.content_types import set_content_type
from crmbook.files.package import Package
from crmbook.files.relationships import add_relationship

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_PART: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
).encode()


def add_styles(package: Package, workbook_part: str) -> str:
    """Add a styles part beside the workbook part and return its name.

    Raises FileRefused when the package has no content types to declare it in.
    """
    folder = posixpath.dirname(workbook_part.replace("\\", "/"))
    part, number = posixpath.join(folder, "styles.xml"), 1
    while part in package:
        number += 1
        part = posixpath.join(folder, f"styles{number}.xml")
    set_content_type(package, part, _TYPE)
    package.add(part, _PART)
    add_relationship(package, workbook_part, _RELATION, posixpath.basename(part))
    return part
