"""What anybody who links Chinese companies does to the rows first. Standard library alone.

The peers run in environments of their own, so nothing of crmbook is used here.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path
from string import ascii_letters

Row = dict[str, str | None]

_LEGAL = re.compile(
    r"(集团|控股)?(股份)?(有限责任公司|有限公司|公司)$|(集团|股份|控股)$"
    r"|\b(co|ltd|inc|corp|corporation|company|limited|group|plc)\b"
)
_NOISE = re.compile(r"[^\w]+|_")
_TITLE = re.compile(r"(?<=^.)(总|经理|先生|女士|主任|老师)$")
_FREE_MAIL = frozenset({"qq.com", "163.com", "126.com", "gmail.com", "outlook.com", "hotmail.com",
                        "sina.com", "foxmail.com", "139.com"})  # fmt: skip
#: Beginnings that pairs are blocked on: so many Chinese characters.
PREFIXES = {"core3": ("core", 3), "core4": ("core", 4), "phone8": ("phone", 8),
            "address9": ("address", 9)}  # fmt: skip


def cleaned(rows: Path, places: Path) -> list[Row]:
    """Return the rows with the columns that comparisons and blocking are made of."""
    known = re.compile("|".join(map(re.escape, places.read_text("utf-8").split())) + "|(?!)")
    with rows.open(encoding="utf-8", newline="") as lines:
        return [_cleaned(line, known) for line in csv.DictReader(lines)]


def columns(rows: list[Row]) -> set[str]:
    """Return the columns that at least one row in a hundred fills."""
    filled = {name: sum(row[name] is not None for row in rows) for name in rows[0]}
    return {name for name, count in filled.items() if count * 100 >= len(rows)}


def _cleaned(line: dict[str, str], known: re.Pattern[str]) -> Row:
    folded = {name: unicodedata.normalize("NFKC", value).lower() for name, value in line.items()}
    found: Row = {"key": line["key"], "side": line["side"] or "all"}
    found |= _company(folded.get("name", ""), known)
    found |= _person(folded.get("person", ""))
    found |= _mail(folded.get("email", ""))
    found["phone"] = _phone(folded.get("phone", ""))
    found["address"] = " ".join(_NOISE.sub(" ", folded.get("address", "")).split())
    found["web"] = re.sub(r"^(https?://)?(www\.)?", "", folded.get("web", "")).split("/")[0]
    found["house"] = (re.search(r"\d+", found["address"] or "") or [""])[0]
    for name in ("short", "english"):
        found[name] = _NOISE.sub("", _LEGAL.sub("", folded.get(name, "")))
    for name in ("city", "industry", "size", "need", "birth", "number"):
        found[name] = folded.get(name, "").strip()
    for name, (of, length) in PREFIXES.items():
        whole = found[of] or ""
        found[name] = _beginning(whole, length) if of == "core" else whole[:length]
    return {name: value or None for name, value in found.items()}


def _beginning(text: str, length: int) -> str:
    if text.isascii():
        return text[: 2 * length]
    latin = len(text) - len(text.lstrip(ascii_letters))
    return text[: max(length, latin + length // 2)]  # 400 companies begin with DataX


def _company(name: str, known: re.Pattern[str]) -> Row:
    """Split 北京华信科技有限公司 and 华信(北京)科技 into 华信科技 and 北京."""
    name = name.replace(" ", "") if not name.isascii() else name
    bracketed = re.search(r"\(([^)]*)\)", name)
    place = known.match(bracketed[1] if bracketed else name) or known.match(name)
    bare = (
        _LEGAL.sub("", re.sub(r"\(([^)]*)\)", "", name))
        if bracketed and place
        else _LEGAL.sub("", name)
    )
    core = known.sub("", bare, count=1) if known.match(bare) else bare
    core = _NOISE.sub("", core.removeprefix("市").removeprefix("省"))
    return {"core": core or _NOISE.sub("", name), "place": place[0].rstrip("市省") if place else ""}


def _person(name: str) -> Row:
    name = " ".join(name.split()) if name.isascii() else name.replace(" ", "")
    surname = name.split(" ")[-1] if name.isascii() else name[:1]
    return {"person": name, "surname": surname, "titled": "1" if _TITLE.search(name) else ""}


def _mail(text: str) -> Row:
    user, _at, domain = text.replace(" ", "").partition("@")
    return {
        "email": f"{user}@{domain}" if user and domain else "",
        "mailbox": user if domain else "",
        "domain": domain if "." in domain and domain not in _FREE_MAIL else "",
    }


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if len(digits) > 11:
        digits = digits.removeprefix("0086").removeprefix("86")
    elif text.lstrip("(").startswith("+86"):
        digits = digits.removeprefix("86")
    return digits.removeprefix("0")
