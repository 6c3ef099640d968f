"""Mail domains as fingers mistype them, and what was meant (M18).

Only what is certainly wrong stands here: a domain that exists (163.cn, qq.co) may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crmbook.model.patterns import lazy

_PROVIDERS = (
    "qq 163 126 139 gmail sina sohu foxmail hotmail outlook yahoo aliyun yeah icloud tom".split()
)
_ENDINGS = "con cpm vom xom comm coom ocm cmo cim clm conm ccom".split()
#: Country codes that nobody's mail provider uses: Cameroon, Oman, Colombia … for a .com cut short.
_CUT = "cm om co".split()
_NAMES = {
    "gamil": "gmail", "gmial": "gmail", "gmai": "gmail", "gmil": "gmail", "gnail": "gmail",
    "gmaill": "gmail", "gmali": "gmail", "hotmial": "hotmail", "hotmai": "hotmail",
    "hotmal": "hotmail", "outlok": "outlook", "outloook": "outlook", "oulook": "outlook",
    "foxmial": "foxmail", "foxmai": "foxmail", "qqq": "qq", "1633": "163", "1263": "126",
    "ailyun": "aliyun", "iclound": "icloud", "yaho": "yahoo",
}  # fmt: skip
_EXACT = {"189.com": "189.cn", "189.con": "189.cn", "yeah.com": "yeah.net", "yeah.ney": "yeah.net"}
_WRONG_ENDING = lazy(rf"(?<=\.)(?:{'|'.join(_ENDINGS)})$", re.IGNORECASE)


def _typos() -> Iterator[tuple[str, str]]:
    for provider in _PROVIDERS:
        right = f"{provider}.net" if provider == "yeah" else f"{provider}.com"
        for ending in (*_ENDINGS, *_CUT):
            yield f"{provider}.{ending}", right
        yield f"{provider}com", right
    for wrong, provider in _NAMES.items():
        for ending in ("com", *_ENDINGS, *_CUT):
            yield f"{wrong}.{ending}", f"{provider}.com"
    yield from _EXACT.items()


#: A domain in small letters → what was meant.
TYPOS: dict[str, str] = dict(_typos())


def meant(address: str) -> str:
    """Return an address with its domain put right, "" when nothing is known to be wrong with it."""
    user, _at, domain = address.partition("@")
    small = domain.casefold()
    if small in TYPOS:
        return f"{user}@{TYPOS[small]}"
    if _WRONG_ENDING.search(domain):  # no country and nobody else has .con: a company's own .com
        return f"{user}@{_WRONG_ENDING.sub('com', domain)}"
    return ""
