"""归档: rows taken out of a register, as they stood, with where and why (M39)."""

from __future__ import annotations

from typing import Final

ARCHIVE: Final = "归档"
ARCHIVED_ON: Final = "归档时间"
FROM_SHEET: Final = "原工作表"
FROM_ROW: Final = "原行"
NUMBER: Final = "原编号"
WHY: Final = "归档原因"
#: The columns before those of the registers; by them crmbook knows the sheet as its own.
TITLES: Final = (ARCHIVED_ON, FROM_SHEET, FROM_ROW, NUMBER, WHY)
