"""What 字典 and 规则 hold in a new workbook, and the names under which drop-downs find it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from crmbook.model.cells import column_letters, quote_sheet
from crmbook.schema.column import Sheet
from crmbook.schema.rules import BOOK_ID
from crmbook.schema.rules import RULES as RULE_LIST
from crmbook.schema.sheets import DICTIONARY, PEOPLE, settings
from crmbook.schema.vocabularies import VOCABULARIES

Rows = list[dict[str, object]]
#: Rows of 人员 that the drop-down of people covers, at least.
PEOPLE_ROWS: Final = 40
_FIRST_ROW: Final = 2


def list_name(vocabulary: str) -> str:
    """Return the defined name of a drop-down's list: ``字典_线索来源``, ``人员_姓名``."""
    if vocabulary == PEOPLE.name:
        return f"{PEOPLE.name}_{settings.PERSON_NAME.header}"
    return f"{DICTIONARY.name}_{vocabulary}"


def used_vocabularies(sheets: Iterable[Sheet]) -> list[str]:
    """Return the 列名 that columns of the sheets refer to and that have words, in their order."""
    wanted = {column.vocabulary for sheet in sheets for column in sheet.columns}
    return [name for name in VOCABULARIES if name in wanted]


def dictionary_rows(names: Iterable[str]) -> Rows:
    """Return 字典's rows: the words of each 列名 stand together."""
    return [
        {
            settings.WORD_COLUMN.header: name,
            settings.WORD_VALUE.header: word.value,
            settings.WORD_ALIAS.header: "、".join(word.aliases),
            settings.WORD_CLASS.header: word.group,
        }
        for name in names
        for word in VOCABULARIES[name]
    ]


def rule_rows(book_id: str = "") -> Rows:
    """Return 规则's rows with the defaults, and the workbook's own number if it has one."""
    rows: Rows = [
        {
            settings.RULE_CODE.header: rule.code,
            settings.RULE_TITLE.header: rule.title,
            settings.RULE_VALUE.header: rule.default,
            settings.RULE_UNIT.header: rule.unit,
            settings.RULE_BASIS.header: rule.basis,
        }
        for rule in RULE_LIST
    ]
    if book_id:
        own = dict.fromkeys(rows[0], "")
        own[settings.RULE_CODE.header] = BOOK_ID
        own[settings.RULE_TITLE.header] = "crmbook 凭它认得改名或搬走的工作簿，请勿改动"
        rows.append({**own, settings.RULE_VALUE.header: book_id})
    return rows


def list_names(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (defined name, ``=字典!$B$2:$B$9``) of each 列名, as :func:`dictionary_rows` puts them."""
    row = _FIRST_ROW
    for name in names:
        last = row + len(VOCABULARIES[name]) - 1
        yield list_name(name), _range(DICTIONARY, settings.WORD_VALUE.header, (row, last))
        row = last + 1


def people_name(count: int) -> tuple[str, str]:
    """Return the defined name of the people's list and its range; blank rows are for new ones."""
    rows = (_FIRST_ROW, _FIRST_ROW + max(count, PEOPLE_ROWS) - 1)
    return list_name(PEOPLE.name), _range(PEOPLE, settings.PERSON_NAME.header, rows)


def _range(sheet: Sheet, header: str, rows: tuple[int, int]) -> str:
    at = column_letters(list(sheet.by_header).index(header) + 1)
    return f"={quote_sheet(sheet.name)}!${at}${rows[0]}:${at}${rows[1]}"


def has_list(vocabulary: str, sheets: Mapping[str, Sheet]) -> bool:
    """Whether a book of these sheets has the list that a column's drop-down needs."""
    if vocabulary == PEOPLE.name:
        return PEOPLE.name in sheets
    return vocabulary in VOCABULARIES and DICTIONARY.name in sheets
