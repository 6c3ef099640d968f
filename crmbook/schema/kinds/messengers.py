"""WeChat and QQ ids that were typed where a phone number belongs (U09): ``wx: abc``, ``QQ 12345``."""

from __future__ import annotations

import re
from typing import NamedTuple

from crmbook.i18n import _
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Issue
from crmbook.schema.text import half_width

_WECHAT = "微信号?|薇信号?|威信|v信|wechat|weixin|wx|vx"
_QQ = "qq号?码?|企鹅号?"
_ID = lazy(
    rf"(?<![\w@.])(?:(?P<wechat>{_WECHAT})|(?P<qq>{_QQ}))(?:\s*(?:[:：=.]|是|为|id)\s*|\s+|(?=\d)"
    rf"|(?<=[\u4e00-\u9fff]))(?P<id>[a-z][\w-]{{1,19}}|\d{{5,11}})(?![\w@])|(?<![\w@])(?P<raw>wxid_\w+)",
    re.IGNORECASE | re.ASCII,
)
#: A label in front of digits that may be a phone number: 微信13867412358 is one, with a note.
_LATIN_LABEL = lazy(r"(?<![\w@])(?:wechat|weixin|wx|vx|v信)\s*[:：]?\s*(?=\+?\d)", re.IGNORECASE)
_MAYBE_MOBILE = lazy(r"1[3-9]\d{6,10}")


class Taken(NamedTuple):
    """What is left of a text without the ids, and an issue for each."""

    rest: str
    issues: list[Issue]


def take_ids(text: str) -> Taken:
    """Take the ids of messengers out of a half-width text.

    A WeChat id of digits that may be a mobile number stays: the label becomes a note.
    """
    issues: list[Issue] = []

    def take(match: re.Match[str]) -> str:
        # In brackets it is a note about the number before it: 13867412358（微信：abc123）.
        behind = text[match.end() :]
        in_brackets = ")" in behind and "(" not in behind[: behind.index(")")]
        if in_brackets or (match["wechat"] and _MAYBE_MOBILE.fullmatch(match["id"])):
            return match[0]
        issues.append(_issue(match))
        return "/"

    rest = _ID.sub(take, text).strip(" /、,;，；")
    return Taken(_LATIN_LABEL.sub("微信", rest), issues)


def wechat_id(text: str) -> str:
    """Return the first WeChat id that a text names, "" for none: ``wx: abc123`` → abc123."""
    found = next((one for one in _ID.finditer(half_width(text)) if not one["qq"]), None)
    return "" if found is None else found["raw"] or found["id"]


def _issue(match: re.Match[str]) -> Issue:
    if match["qq"]:
        message = _("“{text}” is a QQ number, not a phone number").format(text=match[0])
        remedy = _("Move it to 备注, and ask for a phone number or a 微信号.")
    else:
        message = _("“{text}” is a WeChat id, not a phone number").format(text=match[0])
        remedy = _("Move {id} to the column 微信号.").format(id=match["raw"] or match["id"])
    return Issue("phone-messenger", message, remedy=remedy)
