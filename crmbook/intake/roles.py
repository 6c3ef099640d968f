"""Roles: what a column of a list may hold, and which declared columns are for that.

A role is found by a title (:mod:`crmbook.intake.hints`) or by values (:mod:`crmbook.intake.content`),
so that it serves 线索登记表 and 客户档案 alike.
"""

from __future__ import annotations

from enum import Enum

from crmbook.schema.column import Column, Sheet
from crmbook.schema.sheets import customers, leads


class Role(Enum):
    """What a column holds."""

    NUMBER = "number"
    COMPANY = "company"
    INDUSTRY = "industry"
    SIZE = "size"
    PERSON = "person"
    POSITION = "position"
    PHONE = "phone"
    SPARE = "spare phone"
    EMAIL = "email"
    WECHAT = "wechat"
    SOURCE = "source"
    NEED = "need"
    GRADE = "grade"
    OWNER = "owner"
    STATUS = "status"
    REMARK = "remark"
    ACQUIRED = "acquired"
    REGION = "region"
    ADDRESS = "address"
    WEBSITE = "website"
    BUDGET = "budget"
    TAGS = "tags"


_COLUMNS: dict[Role, tuple[Column, ...]] = {
    Role.NUMBER: (leads.ID, customers.ID),
    Role.COMPANY: (leads.COMPANY, customers.NAME),
    Role.INDUSTRY: (leads.INDUSTRY, customers.INDUSTRY),
    Role.SIZE: (leads.SIZE, customers.SIZE),
    Role.PERSON: (leads.CONTACT, customers.CONTACT),
    Role.POSITION: (leads.POSITION, customers.POSITION),
    Role.PHONE: (leads.PHONE, customers.PHONE),
    Role.SPARE: (leads.SPARE_PHONE,),
    Role.EMAIL: (leads.EMAIL,),
    Role.WECHAT: (leads.WECHAT,),
    Role.SOURCE: (leads.SOURCE,),
    Role.NEED: (leads.NEED,),
    Role.GRADE: (leads.GRADE,),
    Role.OWNER: (leads.OWNER,),
    Role.STATUS: (leads.STATUS,),
    Role.REMARK: (leads.REMARK,),
    Role.ACQUIRED: (leads.ACQUIRED,),
    Role.REGION: (leads.REGION,),
    Role.ADDRESS: (leads.ADDRESS,),
    Role.WEBSITE: (leads.WEBSITE,),
    Role.BUDGET: (leads.BUDGET,),
    Role.TAGS: (leads.TAGS,),
}
#: Where a sheet calls a role's column otherwise (客户档案 has 邮箱 and 来源渠道 of its own).
_NAMED: dict[Role, tuple[str, ...]] = {
    Role.EMAIL: ("邮箱",), Role.WECHAT: ("微信号",), Role.SOURCE: ("来源渠道",),
    Role.NEED: ("显性需求",), Role.OWNER: ("负责人",), Role.ACQUIRED: ("建档日期",),
    Role.TAGS: ("需求标签",), Role.ADDRESS: ("地址",),
}  # fmt: skip


def column_of(role: Role, sheet: Sheet) -> Column | None:
    """Return the column of a sheet that a role belongs in, None where it has none."""
    own = next((one for one in _COLUMNS[role] if sheet.by_header.get(one.header) is one), None)
    if own is not None:
        return own
    headers = (sheet.by_header.get(header) for header in _NAMED.get(role, ()))
    return next((one for one in headers if one is not None), None)


def role_of(column: Column, sheet: Sheet) -> Role | None:
    """Return the role of a declared column, None where only a title can mean it."""
    return next((role for role in Role if column_of(role, sheet) is column), None)
