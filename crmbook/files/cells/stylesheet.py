"""The smallest styles part, for a book that has none and is to show a date."""

from __future__ import annotations

import posixpath
import re
from typing import Final

from crmbook.files.content_types import set_content_type
from crmbook.files.package import Package
from crmbook.files.relationships import add_relationship
from crmbook.files.workbook_part import WorkbookPart
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

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


_STYLED = re.compile(rb"""<(?:[\w.-]+:)?(?:c|row)\s[^<>]*?\bs\s*=\s*["']0*[1-9]""")


def refuse_lost_styles(package: Package, workbook: WorkbookPart) -> None:
    """Raise FileRefused where cells name formats of a styles part that is not there.

    A new part would give them formats that were never theirs: numbers would turn into dates.
    """
    for sheet in workbook.sheets:
        if sheet.part is not None and sheet.kind == "worksheet" and _styled(package, sheet.part):
            raise FileRefused(
                _("the workbook has lost its cell formats"),
                _("open the workbook in Excel or WPS and save it again"),
                path=package.path,
            )


def _styled(package: Package, part: str) -> bool:
    rest = b""
    for chunk in package.chunks(part):
        rest += chunk
        if _STYLED.search(rest):
            return True
        rest = rest[max(0, rest.rfind(b"<")) :]
    return False


def add_styles(package: Package, workbook: WorkbookPart) -> str:
    """Add a styles part beside the workbook part and return its name.

    Raises FileRefused when the package has no content types to declare it in, or had styles once.
    """
    refuse_lost_styles(package, workbook)
    folder = posixpath.dirname(workbook.part.replace("\\", "/"))
    part = package.free_name(posixpath.join(folder, "styles.xml"))
    set_content_type(package, part, _TYPE)
    package.add(part, _PART)
    add_relationship(package, workbook.part, _RELATION, posixpath.basename(part))
    return part
