"""Spellings: the titles under which declared columns stand in people's files, folded.

``＊公司 名称（必填）：`` is ``公司名称``; 聯繫電話 is 联系电话. A title means a column exactly or
not at all; nothing guesses by likeness: 客户等级 is never 意向等级, ``A股简称`` never a name (U08).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crmbook.model.patterns import lazy
from crmbook.schema.column import Column, Sheet
from crmbook.schema.text import INVISIBLE, half_width, simplified

#: What people add to a title to say that it must or may be filled in.
_DEMAND = lazy(
    r"[(\[【](?:必填项?|选填项?|可选|非必填|必须|必选|required|optional|mandatory)[)\]】]"
    r"|(?:必填|选填)$",
    re.IGNORECASE,
)
_NOISE = lazy(r"[\s*★☆※_\-:;。.]+")
_NUMBERED = lazy(r"^(?:\d{1,2}[、.)]|[①-⑳])")
_BRACKETS = lazy(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_CJK = lazy("[\u4e00-\u9fff]")

DECLARED = 4  # ranks of a claim: the declared header,
ALIAS = 3  # an alias of it; either loses two without what stood in brackets,
FALLBACK = -1  # a title that will do where nothing better claims the column

_TITLES = 1 << 15  # titles remembered: a sheet may have 16,384, each asked for by every declaration
_LONGEST = 256  # characters of a title; what is longer is none, and is not remembered


@lru_cache(maxsize=_TITLES)
def fold_header(text: str) -> str:
    """Return a title for comparison: NFKC, no spaces, breaks, ``*``, colons, （必填）; casefolded.

    Brackets that hold a unit or a hint stay; titles are compared with and without them.
    """
    plain = INVISIBLE.sub("", half_width(_NUMBERED.sub("", text.strip())))
    folded = _NOISE.sub("", _NUMBERED.sub("", plain.strip())).casefold()
    return _DEMAND.sub("", folded) or folded


def without_brackets(folded: str) -> str:
    """Return a folded title without what stands in brackets: ``签约金额(万元)`` → ``签约金额``."""
    return _BRACKETS.sub("", folded)


def _traditional(folded: str) -> bool:
    """Whether a title holds characters outside of GB 2312, the simplified script's own set.

    opencc costs 25 ms to load; a title in simplified script must not pay for it.
    """
    for character in _CJK.findall(folded):
        try:
            character.encode("gb2312")
        except UnicodeEncodeError:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Claim:
    """A column that a title may mean, with the rank of its right to it."""

    column: Column
    rank: int


Spellings = dict[str, Claim]
_CACHE: dict[int, tuple[Sheet, Spellings]] = {}  # by id: hashing a sheet hashes all its columns


def spellings(sheet: Sheet) -> Spellings:
    """Return every folded spelling that a sheet's declarations know, the best claim to each."""
    if id(sheet) not in _CACHE:
        _CACHE[id(sheet)] = (sheet, _learn(sheet))
    return _CACHE[id(sheet)][1]


def _learn(sheet: Sheet) -> Spellings:
    known: Spellings = {}
    for column in sheet.columns:
        for text in column.fallbacks:
            known.setdefault(fold_header(text), Claim(column, FALLBACK))
        for rank, texts in ((DECLARED, (column.header,)), (ALIAS, column.aliases)):
            for text in texts:
                folded = fold_header(text)
                for spelling, own in ((folded, rank), (without_brackets(folded), rank - 2)):
                    if spelling and (spelling not in known or known[spelling].rank < own):
                        known[spelling] = Claim(column, own)
    return known


@lru_cache(maxsize=_TITLES)
def _forms(title: str) -> tuple[tuple[str, int], ...]:
    """Return the folded forms of a title, the most faithful first, each with its handicap."""
    folded = fold_header(title)
    forms = [(folded, 0), (without_brackets(folded), 1)]
    if _traditional(folded):
        plain = fold_header(simplified(folded))
        forms += [(plain, 0), (without_brackets(plain), 1)]
    return tuple(forms)


def claim_of(title: str, known: Spellings) -> Claim | None:
    """Return what a title means; ``手机/电话`` means what all its parts mean, if that is one."""
    if len(title) > _LONGEST:
        return None
    forms = _forms(title)
    for form, handicap in forms:
        found = known.get(form)
        if found is not None:
            return Claim(found.column, found.rank - handicap)
    if "/" not in forms[0][0]:
        return None
    parts = [known.get(part) for part in forms[0][0].split("/") if part]
    if len(parts) > 1 and parts[0] is not None:
        first = parts[0].column
        if all(part is not None and part.column is first for part in parts):
            return Claim(first, 1)
    return None


@lru_cache(maxsize=1)
def _vocabulary() -> Spellings:
    from crmbook.schema.sheets import SHEETS  # noqa: PLC0415 - reading a csv needs no declarations

    return {word: claim for sheet in SHEETS for word, claim in spellings(sheet).items()}


@lru_cache(maxsize=_TITLES)
def is_known(title: str) -> bool:
    """Whether a text is a header that some declared sheet knows."""
    return claim_of(title, _vocabulary()) is not None


def means_company(title: str) -> bool:
    """Whether a title means the company column of some declared register."""
    from crmbook.schema.sheets import REGISTERS  # noqa: PLC0415

    if not title or not is_known(title):
        return False
    claims = [(sheet, claim_of(title, spellings(sheet))) for sheet in REGISTERS]
    return any(claim is not None and claim.column is sheet.company for sheet, claim in claims)
