"""Drop-downs and input prompts: they help, they never forbid (a warning can be answered 是)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.i18n import _
from crmbook.report.dictionary_rows import has_list, list_name
from crmbook.schema.column import Column, Sheet
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.decision import Boolean
from crmbook.schema.kinds.quantity import Count
from crmbook.schema.kinds.score import Score
from crmbook.schema.kinds.tags import Tags
from crmbook.schema.sheets import PEOPLE

#: The last row (1-based) that new workbooks prepare; tables take what is set beyond it.
LAST_ROW: Final = 5000
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255


def add_entry_rule(
    worksheet: Worksheet, at: int, column: Column, sheets: Mapping[str, Sheet]
) -> None:
    """Give column ``at`` (0-based) its drop-down or bounds and its prompt, if it has any."""
    options = {**_values(column, sheets), **_prompt(column)}
    if not options:
        return
    options.setdefault("validate", "any")
    options.setdefault("show_error", False)
    worksheet.data_validation(1, at, LAST_ROW - 1, at, options)


def _values(column: Column, sheets: Mapping[str, Sheet]) -> dict[str, Any]:
    kind, vocabulary = column.kind, column.vocabulary
    if isinstance(kind, Boolean):
        return {"validate": "list", "source": ["是", "否"], **_warning(_("是 or 否, please."))}
    if column.choices:
        return {"validate": "list", "source": list(column.choices),
                **_warning(_("Choose one from the list."))}  # fmt: skip
    if vocabulary and not isinstance(kind, Tags) and has_list(vocabulary, sheets):
        return _listed(vocabulary)
    return _bounds(column)


def _listed(vocabulary: str) -> dict[str, Any]:
    where = PEOPLE.name if vocabulary == PEOPLE.name else "字典"
    message = _("Not listed in {sheet}. Add it there, or choose from the list.")
    # Excel takes anything where blanks are ignored and the list has some: 人员 keeps spare rows.
    return {
        "validate": "list",
        "source": f"={list_name(vocabulary)}",
        "ignore_blank": vocabulary != PEOPLE.name,
        **_warning(message.format(sheet=where)),
    }


def _bounds(column: Column) -> dict[str, Any]:
    kind = column.kind
    if isinstance(kind, Score):
        return {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 5,
                **_warning(_("A whole number from 1 to 5."))}  # fmt: skip
    if isinstance(kind, Count):
        return {"validate": "integer", "criteria": ">=", "value": 0,
                **_warning(_("A whole number, please."))}  # fmt: skip
    if isinstance(kind, Date) and not kind.month:
        return {"validate": "date", "criteria": ">=", "value": dt.date(1990, 1, 1),
                **_warning(_("Write a date as 2024-03-01, or 2024-03-01 10:30."))}  # fmt: skip
    return {}


def _warning(message: str) -> dict[str, Any]:
    return {
        "show_error": True,
        "error_type": "warning",
        "error_title": "crmbook",
        "error_message": message[:_LONGEST_MESSAGE],
    }


def _prompt(column: Column) -> dict[str, Any]:
    if not column.help:
        return {}
    return {
        "input_title": column.header[:_LONGEST_TITLE],
        "input_message": _(column.help)[:_LONGEST_MESSAGE],
    }
