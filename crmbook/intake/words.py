"""Words for what a column was recognised by."""

from __future__ import annotations

from crmbook.i18n import N_, _
from crmbook.intake.roles import Role

_HELD: dict[Role, str] = {
    Role.NUMBER: N_("lead numbers"),
    Role.COMPANY: N_("companies"),
    Role.INDUSTRY: N_("industries"),
    Role.SIZE: N_("numbers of people"),
    Role.PERSON: N_("persons"),
    Role.POSITION: N_("positions"),
    Role.PHONE: N_("phone numbers"),
    Role.SPARE: N_("phone numbers"),
    Role.EMAIL: N_("e-mail addresses"),
    Role.WECHAT: N_("WeChat ids"),
    Role.SOURCE: N_("sources"),
    Role.GRADE: N_("grades"),
    Role.OWNER: N_("people of 人员"),
    Role.STATUS: N_("states"),
    Role.ACQUIRED: N_("dates"),
    Role.REGION: N_("places"),
    Role.ADDRESS: N_("addresses"),
    Role.WEBSITE: N_("web sites"),
    Role.BUDGET: N_("amounts"),
}


def held(role: Role, share: float) -> str:
    """Return ``98% of its values are phone numbers``."""
    word = _(_HELD[role])
    return _("{percent}% of its values are {what}").format(percent=round(100 * share), what=word)


def by_title() -> str:
    """Return that a declared title was found."""
    return _("by its title")


def by_hint() -> str:
    """Return that a title only hints at what it means."""
    return _("its title sounds like it")


def by_map() -> str:
    """Return that the command line said so."""
    return _("by --map")


def by_memory() -> str:
    """Return that 字段 remembers it of an earlier import."""
    return _("remembered in 字段")
