"""What a line of the day says of somebody, in every form of ``due`` (FORMS.md 今日跟进)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.followups.item import Item, Kind, Step
from crmbook.followups.words import day_text
from crmbook.i18n import N_, _, ngettext
from crmbook.schema.column import Column
from crmbook.schema.kinds.company_names import BRACKETS
from crmbook.schema.sheets import CUSTOMERS, LEADS, customers, followups, leads
from crmbook.workflows.due import Day

KINDS: Final = {
    Kind.PROMISE: N_("promises"),
    Kind.OVERDUE: N_("overdue"),
    Kind.UNCONFIRMED: N_("unconfirmed"),
    Kind.DUE: N_("due"),
    Kind.STALE: N_("left lying"),
    Kind.LIGHT_TOUCH: N_("light touches"),
    Kind.DO_NOT_CONTACT: N_("not to be contacted"),
}
_FORMS: Final = ("股份有限公司", "有限责任公司", "有限公司")
_LONG: Final = 24


@dataclass(frozen=True)
class DayWords:
    """Says what stands in an item's cells and in the log row that it goes by."""

    ledger: Ledger
    heads: dict[str, str]

    def company(self, item: Item) -> str:
        """Return the company without its legal form: 杭州华鼎科技."""
        plain = BRACKETS.sub("", item.company).strip() or item.company
        for form in _FORMS:
            if plain.endswith(form) and len(plain) > len(form) + 3:
                return plain.removesuffix(form)
        return plain

    def contact(self, item: Item) -> str:
        """Return the contact and the position: 张伟 采购经理."""
        columns = _CONTACT[item.register.sheet.name]
        return " ".join(filter(None, (item.register.text(one, item.record) for one in columns)))

    def phone(self, item: Item) -> str:
        """Return the phone, else the 微信号; whether the phone is one."""
        phone, wechat = (
            item.register.text(one, item.record) for one in _PHONE[item.register.sheet.name]
        )
        if not phone:
            return _("WeChat {number}").format(number=wechat) if wechat else ""
        if wechat and wechat in phone:
            return _("{phone} (WeChat too)").format(phone=phone)
        return phone

    def last(self, item: Item, most: int = _LONG) -> str:
        """Return the last contact: 3月15日 电话：要库存模块案例; "" for never."""
        if item.last is None:
            return ""
        said = self._log(followups.FEEDBACK, item.contact_row) or self._log(
            followups.CONTENT, item.contact_row
        )
        head = f"{day_text(item.last.date(), self._today)} {self._log(followups.WAY, item.contact_row)}"
        return f"{head.strip()}：{shortened(said, most)}" if said else head.strip()

    def task(self, item: Item, most: int = _LONG) -> str:
        """Return what is to be done: the plan's own words; else what the case asks for."""
        step = self._log(followups.NEXT_STEP, item.plan_row)
        if step or item.goal == "":
            return shortened(step or item.way, most)
        if item.kind is Kind.UNCONFIRMED:
            return _("confirm, or give it back")
        if item.last is None:
            return _("first contact: introduce us, ask what they need")
        if item.kind is Kind.LIGHT_TOUCH:
            return _("send something light, ask nothing")
        return _("ask how things stand")

    def way(self, item: Item) -> str:
        """Return the way and the goal, and what the customer likes: 电话+拜访→促成商务洽谈（下午联系）."""
        told = f"{item.way}→{item.goal}" if item.goal else ""
        liked = self.preference(item)
        if not told:
            return liked
        return _("{way} ({liked})").format(way=told, liked=liked) if liked else told

    def preference(self, item: Item) -> str:
        """Return how the customer likes to be contacted (M105), "" unknown."""
        return self._preferences.get(self._customer(item), "")

    def until(self, item: Item) -> str:
        """Return until when at the latest."""
        day = item.day if item.kind is Kind.PROMISE else item.latest
        return "" if day is None else day_text(day, self._today)

    def why(self, item: Item) -> str:
        """Return the reason, and who else has to look at something so late (§3.8)."""
        if item.step is Step.HIGH_RISK:
            return _("{reason}, high risk").format(reason=item.reason)
        if item.step is Step.MANAGER:
            head = self.heads.get(item.owner) or _("the manager")
            return _("{reason}, {head} to look at it").format(reason=item.reason, head=head)
        return item.reason

    def next_step(self, item: Item) -> str:
        """Return the plan's own words, "" where there are none."""
        return self._log(followups.NEXT_STEP, item.plan_row)

    def rest(self, item: Item) -> str:
        """Return whom not to contact, and why: 绍兴明远（A类，9:10 已联系 1 次）."""
        capped = item.rule.startswith(("上限.A类", "上限.C类"))
        told = _("{grade}, {reason}").format(grade=item.grade, reason=item.reason)
        why = told if capped and item.grade else item.reason
        return _("{company} ({why})").format(company=self.company(item), why=why)

    def headline(self, day: Day) -> str:
        """Return a person's day: ``张三  2024年3月18日 周一  今天 9 家：承诺 2、逾期 3、到期 4``."""
        today = self._today
        told = ngettext("{count} today", "{count} today", len(day.today))
        parts = "、".join(
            f"{_(KINDS[kind])} {day.counts[kind]}" for kind in KINDS if day.counts[kind]
        )
        text = told.format(count=len(day.today)) + (f"：{parts}" if parts else "")
        date = _("{month}/{day}/{year}").format(year=today.year, month=today.month, day=today.day)
        return f"{day.owner or _('nobody')}  {date} {weekday(today)}  {text}"

    def _log(self, column: Column, row: int) -> str:
        log = self.ledger.log
        return "" if log is None or row < 0 else log.text(column, row).replace("\n", " ").strip()

    @property
    def _today(self) -> dt.date:
        return self.ledger.today.date()

    def _customer(self, item: Item) -> str:
        if item.register.sheet is CUSTOMERS:
            return item.register.text(customers.ID, item.record)
        return item.register.text(leads.CUSTOMER_ID, item.record)

    @cached_property
    def _preferences(self) -> dict[str, str]:
        register: Register | None = self.ledger[CUSTOMERS]
        if register is None:
            return {}
        numbers, liked = register.values(customers.ID), register.values(customers.PREFERENCE)
        return {
            str(one): str(like) for one, like in zip(numbers, liked, strict=True) if one and like
        }


_CONTACT: Final = {
    LEADS.name: (leads.CONTACT, leads.POSITION),
    CUSTOMERS.name: (customers.CONTACT, customers.POSITION),
}
_PHONE: Final = {
    LEADS.name: (leads.PHONE, leads.WECHAT),
    CUSTOMERS.name: (customers.PHONE, customers.WECHAT),
}


def weekday(day: dt.date) -> str:
    """Return a day of the week: 周一."""
    return _("Mon Tue Wed Thu Fri Sat Sun").split()[day.weekday()]


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def resting(words: DayWords, items: Iterable[Item], most: int) -> str:
    """Return whom not to contact in one line: the first ones by name, the others by number."""
    some = list(items)
    told = "；".join(words.rest(one) for one in some[:most])
    if len(some) <= most:
        return told
    return _("{told}; and {count} more").format(told=told, count=len(some) - most)
