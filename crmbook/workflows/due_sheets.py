"""``due --format xlsx``: 今日跟进 to print, 外呼名单 to call from, and what was left lying (FORMS.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from crmbook.followups.item import Item, Kind
from crmbook.i18n import _
from crmbook.model.patterns import lazy
from crmbook.report.day_lists import DayList, ListColumn, put_list
from crmbook.report.day_sheet import NAME, DayLine, DayPage, put_day
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import TAB_GENERATED
from crmbook.schema.sheets import LEADS, customers, leads
from crmbook.workflows.day_lines import DayWords, resting, weekday
from crmbook.workflows.due import Day, DueReport

CALLS, MAILS, STALE, CLEANUP = "外呼名单", "群发名单", "僵尸线索", "清理"
#: What came of a call, as 外呼名单 offers it; anything else may be typed.
OUTCOMES: Final = ("已接通", "未接", "关机", "空号", "约定下次", "暂时不需要")
ACTIONS: Final = ("二次分配", "清理", "保留")
_RESTS: Final = 20
_SIGNS: Final = {
    Kind.PROMISE: "●", Kind.OVERDUE: "●", Kind.UNCONFIRMED: "▲", Kind.DUE: "○", Kind.STALE: "▲",
}  # fmt: skip
_NUMBER: Final = lazy(r"\+?\d[\d -]{5,}\d")
_EXTENSION: Final = lazy(r"(?:转|#|-转|ext\.?)\s*(\d{1,6})")


def due_sheets(report: DueReport) -> bytes:
    """Return the workbook; a list that would be empty is left out."""
    book, words = MemoryBook(), DayWords(report.ledger, report.heads)
    today = report.today
    date = _("{month}/{day}/{year}").format(year=today.year, month=today.month, day=today.day)
    dated = f"  {date} {weekday(today)}"
    pages = [_page(words, day) for day in report.days]
    put_day(book, NAME + dated, pages or [_idle()], TAB_GENERATED)
    for page in (
        _calls(words, report.days),
        _mails(words, report.days),
        _stale(words, report.agenda.items),
        _cleanup(words, report.agenda.cleanup),
    ):
        if page.rows:
            put_list(book, replace(page, title=page.name + dated), TAB_GENERATED)
    return book.finish()


def _idle() -> DayPage:
    return DayPage(_("Nobody has to be contacted today"), (), ())


def _page(words: DayWords, day: Day) -> DayPage:
    lines = [
        DayLine(
            _SIGNS.get(item.kind, ""),
            (
                words.why(item), item.grade, f"{words.company(item)} {item.id}", words.contact(item),
                words.phone(item), words.last(item), words.task(item), words.way(item),
                words.until(item),
            ),
        )
        for item in day.today
    ]  # fmt: skip
    below = list[str]()
    if day.tomorrow:
        told = _("{count} more are put off until tomorrow (每日跟进上限)")
        below.append(told.format(count=len(day.tomorrow)))
    if day.rests:
        told = _("Do not contact today: {who}")
        below.append(told.format(who=resting(words, day.rests, _RESTS)))
    return DayPage(words.headline(day), lines, below)


def _calls(words: DayWords, days: Sequence[Day]) -> DayList:
    """Return whom to call, by person: a click on the number dials where a program does that."""
    items = [one for day in days for one in day.today if words.phone(one)]
    columns = (
        ListColumn("负责人", 9), ListColumn("公司/编号", 26), ListColumn("联系人", 15),
        ListColumn("电话·微信", 18), ListColumn("今天要做", 28), ListColumn("上次跟进", 28),
        ListColumn("结果", 22, typed=True, choices=OUTCOMES), ListColumn("下次", 12, typed=True),
    )  # fmt: skip
    rows = [
        (
            one.owner, f"{words.company(one)} {one.id}", words.contact(one), words.phone(one),
            words.task(one), words.last(one),
        )
        for one in items
    ]  # fmt: skip
    links = {(at, 3): tel for at, row in enumerate(rows) if (tel := dialled(row[3]))}
    note = _("Fill in 结果 and 下次, then: crmbook log BOOK --file this file")
    return DayList(CALLS, CALLS, columns, rows, links, note)


def _mails(words: DayWords, days: Iterable[Day]) -> DayList:
    """Return whom something may be sent to: at no cap, and with an address (M55, M56, M68)."""
    columns = (
        ListColumn("公司名称", 30), ListColumn("联系人", 12), ListColumn("邮箱", 30),
        ListColumn("负责人", 10), ListColumn("编号", 13), ListColumn("内容", 30),
    )  # fmt: skip
    rows = []
    for item in (one for day in days for one in _sendable(day)):
        lead = item.register.sheet is LEADS
        mail = item.register.text(leads.EMAIL if lead else customers.EMAIL, item.record)
        pushes = item.kind is Kind.LIGHT_TOUCH or item.grade in {"C类", "C级", "D级"}
        if mail and pushes and "*" not in mail:
            contact = words.contact(item).split(" ")[0]
            rows.append((item.company, contact, mail, item.owner, item.id, item.way))
    note = _("Nobody here is at a cap (规则 上限.推送.每月); crmbook sends nothing itself")
    return DayList(MAILS, MAILS, columns, rows, note=note)


def _sendable(day: Day) -> Iterable[Item]:
    """Return whom something may be sent to: a light touch takes no time out of anybody's day."""
    yield from day.today
    yield from (one for one in day.tomorrow if one.kind is Kind.LIGHT_TOUCH)


def _stale(words: DayWords, items: Iterable[Item]) -> DayList:
    some = [one for one in items if one.kind is Kind.STALE]
    note = _("For 主管 to decide (002 §三): give out again, clean up, or keep")
    return _left(words, some, STALE, note)


def _cleanup(words: DayWords, items: Iterable[Item]) -> DayList:
    note = _("Late since before 规则 跟进规则启用日期; listed here once, not in every day's list")
    return _left(words, list(items), CLEANUP, note)


def _left(words: DayWords, items: Sequence[Item], name: str, note: str) -> DayList:
    columns = (
        ListColumn("负责人", 10), ListColumn("公司/编号", 28), ListColumn("等级", 8),
        ListColumn("为什么", 30), ListColumn("上次跟进", 30), ListColumn("下一步计划", 28),
        ListColumn("处理", 12, typed=True, choices=ACTIONS),
    )  # fmt: skip
    rows = [
        (
            one.owner or _("nobody"), f"{words.company(one)} {one.id}", one.grade, words.why(one),
            words.last(one), words.next_step(one),
        )
        for one in items
    ]  # fmt: skip
    return DayList(name, name, columns, rows, note=note)


def dialled(phone: str) -> str:
    """Return a phone as a ``tel:`` link, with its extension; "" where it is masked or no number."""
    match = _NUMBER.search(phone)
    if match is None or "*" in phone:
        return ""
    digits = "".join(one for one in match[0] if one.isdigit() or one == "+")
    extension = _EXTENSION.search(phone, match.end())
    return f"tel:{digits}" + (f",{extension[1]}" if extension else "")
