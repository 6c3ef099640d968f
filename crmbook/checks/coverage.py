"""What could not be checked, and why: nothing is skipped in silence (§2.1, §2.19)."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.facts.begun import dateable
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.settings import PEOPLE_VOCABULARY
from crmbook.i18n import N_, _
from crmbook.model.problems import NotChecked
from crmbook.schema.column import Column, Group
from crmbook.schema.sheets import FOLLOWUPS, LEADS, leads
from crmbook.schema.vocabularies import OPEN

#: What a missing column takes away (msgids).
_NEEDED_FOR: dict[Column, str] = {
    leads.SIGNED: N_("签约客户数, 转化率, 平均销售周期"),
    leads.LOST: N_("流失率, 主要流失阶段"),
    leads.LOST_STAGE: N_("主要流失阶段"),
    leads.GRADE: N_("A/B/C 类线索数"),
    leads.SOURCE: N_("渠道分析"),
    leads.ASSIGNED: N_("the order of assignment and follow-up"),
}


def not_checked(ledger: Ledger) -> Iterator[NotChecked]:
    """Yield what this book gave crmbook no chance to check."""
    yield from ledger.not_checked
    register = ledger.leads
    if register is not None:
        if not dateable(ledger):
            yield NotChecked(
                _("which month a lead counts for; no monthly analysis"),
                _("there is neither 获取时间 nor 分配时间, and no tab is named after a month"),
            )
        yield from _columns(register)
        yield from _words(ledger, register)
        if ledger.log is None:
            yield NotChecked(
                _("grade chain, orphaned follow-ups, 最后跟进时间"),
                _("the book has no {sheet}").format(sheet=FOLLOWUPS.name),
            )
    elif ledger.log is not None:
        yield NotChecked(
            _("numbers and grades of the log"),
            _("the book has no {sheet}").format(sheet=LEADS.name),
        )


def _columns(register: Register) -> Iterator[NotChecked]:
    missing = [
        column for column in LEADS.columns
        if column not in register and (column.group is Group.CORE or column in _NEEDED_FOR)
    ]  # fmt: skip
    for column in missing:
        if column in _NEEDED_FOR:
            yield NotChecked(
                _(_NEEDED_FOR[column]),
                _("there is no column “{column}”").format(column=column.header),
            )
    plain = [column.header for column in missing if column not in _NEEDED_FOR]
    if plain:
        yield NotChecked("、".join(plain), _("the sheet has no such columns"))


def _words(ledger: Ledger, register: Register) -> Iterator[NotChecked]:
    for column in LEADS.columns:
        name = column.vocabulary
        if column not in register or not name or ledger.vocabularies[name].complete:
            continue
        if name == PEOPLE_VOCABULARY and column is leads.OWNER:
            yield NotChecked(
                _("whether {column} exists").format(column=column.header),
                _("人员 is missing or empty"),
            )
        elif name in OPEN:
            yield NotChecked(
                _("whether {column} is allowed").format(column=column.header),
                _("字典 lists nothing for {column}").format(column=name),
            )
