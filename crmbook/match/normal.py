"""Normal forms for comparison, one a distinct value; what says nothing is None.

Values that a kind could not read still hold evidence: of a phone that lost four digits the others,
of an address without its @ the letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

from crmbook.facts.register import Register
from crmbook.model.cells import UNCACHED, CellError
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.blanks import says_none
from crmbook.schema.kinds.company import is_placeholder
from crmbook.schema.kinds.masked import is_masked
from crmbook.schema.kinds.person_names import is_nobody, people
from crmbook.schema.text import INVISIBLE, fold, simplified

_SPACES: Final = lazy(r"[^\S\n]+")
_NO_DIGIT: Final = lazy(r"[^\da-z*]")
_NOTES: Final = lazy("（[^（）]*）")
_FREE: Final = frozenset(
    "qq.com 163.com 126.com yeah.net 139.com 189.cn sina.com sina.cn sohu.com foxmail.com"
    " gmail.com outlook.com hotmail.com live.com yahoo.com yahoo.cn yahoo.com.cn aliyun.com"
    " icloud.com vip.163.com vip.qq.com 21cn.com tom.com 263.net wo.cn msn.com me.com"
    " vip.sina.com".split()
)
_NO_LETTER: Final = lazy(r"[^a-z0-9]")
_EXTENSION: Final = lazy(r"(0\d{2,3}-\d{7,8}|[48]00-\d{3}-\d{4})-\d{1,6}")
_LEAST_DIGITS: Final = 7
_MOBILE: Final = 11
#: Between numbers, not inside of one: 310/246-1501 is one.
_SEVERAL: Final = lazy(r"(?<=\d{7})[^\S\n]*[/,;、，；\n]+|[,;、，；\n]+")


def texts(register: Register, header: str) -> list[str | None]:
    """Return a column's distinct values as text: parsed, or as they stand where unreadable."""
    data = register.data[header]
    found: list[str | None] = []
    for value, raw in zip(data.parsed.values, data.raw, strict=True):
        if value is not None:
            found.append(value if type(value) is str else str(value))
        elif raw is None or raw is UNCACHED or isinstance(raw, CellError):
            found.append(None)
        else:
            found.append(str(raw))
    for at in data.parsed.blanks:
        found[at] = None
    return found


def folded(values: Sequence[str | None], *, spaced: bool = False) -> list[str | None]:
    """Return texts folded for comparison and in simplified script; spaces stay where asked.

    Folded as one text: a call for each of 100,000 names took four times as long.
    """
    lines = ["" if value is None else value.replace("\n", " ") for value in values]
    blob = unicodedata.normalize("NFKC", "\n".join(lines)).casefold()
    blob = _SPACES.sub(" " if spaced else "", INVISIBLE.sub("", blob))
    folded_lines = _simplified(blob).split("\n")
    if len(folded_lines) != len(lines):  # a character that NFKC takes apart into lines
        folded_lines = [simplified(fold(line)) for line in lines]
    return [line.strip() or None for line in folded_lines]


def _simplified(blob: str) -> str:
    """Return a text in simplified script; opencc is asked only where a character needs it."""
    rare = {one for one in set(blob) if one >= "\u3400" and not _is_common(one)}
    if not rare or simplified("".join(sorted(rare))) == "".join(sorted(rare)):
        return blob
    return "\n".join(
        simplified(line) if not rare.isdisjoint(line) else line for line in blob.split("\n")
    )


def _is_common(character: str) -> bool:
    """Whether a character is of GB 2312, which has no traditional ones."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def companies(register: Register, header: str) -> list[str | None]:
    """Return company names folded; nobody's (待定, 测试) and masked ones are missing (§2.12)."""
    values = texts(register, header)
    masked = register.data[header].parsed.masked
    issues = register.data[header].parsed.issues
    found = folded(values, spaced=True)
    for at in {*masked, *issues}:
        name = found[at]
        if name is not None and (at in masked or is_placeholder(name)):
            found[at] = None
    return [_unspaced(name) if name and " " in name else name for name in found]


def _unspaced(name: str) -> str:
    """Return a name without spaces, unless it is in Latin letters alone."""
    return name if name.isascii() else name.replace(" ", "")


def persons(register: Register, header: str) -> list[tuple[str, ...] | None]:
    """Return the persons a cell names; masked ones keep their stars."""
    return [_persons(value) for value in folded(texts(register, header), spaced=True)]


def _persons(value: str | None) -> tuple[str, ...] | None:
    if value is None or is_nobody(value):
        return None
    if len(value) <= 4 and " " not in value and value.isalpha():
        return (value,)
    return (
        tuple(sorted({_plain_person(one) for one in people(value) if not is_nobody(one)})) or None
    )


def _plain_person(name: str) -> str:
    return re.sub(r"[(（].*?[)）]", "", name).strip() or name


def phones(register: Register, header: str) -> list[tuple[str, ...] | None]:
    """Return the numbers of a cell as digits, sorted; a letter or a star stands for any digit.

    Read anew where a number is no mobile: of 310/246-1501 the kind takes the half that it knows.
    """
    values = texts(register, header)
    for at, raw in enumerate(register.data[header].raw):
        if type(raw) is str and values[at] is not None and len(values[at] or "") != _MOBILE:
            values[at] = raw
    return [None if value is None else _phones(value) for value in values]


def _phones(value: str) -> tuple[str, ...] | None:
    if len(value) == 11 and value.isdigit() and value.isascii():
        return (value,)
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", value)).casefold()
    if says_none(plain):
        return None
    found = {digits_of(part) for part in _SEVERAL.split(_NOTES.sub("", value))}
    return tuple(sorted(one for one in found if _is_number(one))) or None


def _is_number(digits: str) -> bool:
    """Whether digits are enough to be a number (M28): masked ones count but little."""
    return len(digits) >= _LEAST_DIGITS and sum(map(str.isdigit, digits)) >= _LEAST_DIGITS - 1


def digits_of(part: str) -> str:
    """Return one number as digits: without country code, extension and what separates them."""
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", part)).casefold().strip()
    whole = _EXTENSION.fullmatch(plain)
    digits = _NO_DIGIT.sub("", whole[1] if whole else plain)
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) - len(prefix) >= 10:
            digits = digits.removeprefix(prefix)
            if digits[0] not in "01" or (digits.startswith("10") and len(digits) == 10):
                digits = "0" + digits
    return digits


def emails(register: Register, header: str) -> list[str | None]:
    """Return addresses in small letters without white space, broken ones as they stand."""
    data = register.data[header]
    values = folded(texts(register, header))
    return [
        None if value is None or at in data.parsed.masked or says_none(value) else value
        for at, value in enumerate(values)
    ]


def squash(addresses: Iterable[str]) -> list[str | None]:
    """Return addresses as their letters and digits: what stays when @ and dots are mistyped."""
    return [_NO_LETTER.sub("", address) or None for address in addresses]


def domains(addresses: Iterable[str]) -> list[str | None]:
    """Return the domains of addresses, None for those that anybody can have (qq.com)."""
    return [_domain(address) for address in addresses]


def is_own(domain: str) -> bool:
    """Whether a domain is a company's own rather than anybody's."""
    return "." in domain and domain not in _FREE


def _domain(address: str) -> str | None:
    domain = address.rpartition("@")[2] if "@" in address else ""
    return domain if is_own(domain) else None


def websites(register: Register, header: str) -> list[str | None]:
    """Return the host of a website without www."""
    return [None if one is None else website(one) for one in folded(texts(register, header))]


def website(text: str) -> str | None:
    """Return the host of an address: http://www.tcl.com/cn → tcl.com; None when it is none."""
    host = re.sub(r"^(?:https?[:：]?/*)", "", text).split("/")[0].split("?")[0].split(":")[0]
    host = host.removeprefix("www.").removeprefix("ww.").strip(".")
    return host if "." in host else None


def plain(register: Register, header: str) -> list[str | None]:
    """Return texts folded, without what says that there is nothing, and without masked ones."""
    masked = register.data[header].parsed.masked
    return [
        None if value is None or at in masked or says_none(value) else value
        for at, value in enumerate(folded(texts(register, header)))
    ]


def parsed(register: Register, header: str) -> list[Any]:
    """Return parsed values as they are."""
    return list(register.data[header].parsed.values)


def is_covered(text: str) -> bool:
    """Whether a name was covered up (张*)."""
    return is_masked(text)
