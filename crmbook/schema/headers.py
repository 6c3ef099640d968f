"""Headers: which declared column a title means, and which declared sheet a row of titles is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from crmbook.model.patterns import lazy
from crmbook.schema.column import Column, Sheet
from crmbook.schema.grouped import Groups, Leaves
from crmbook.schema.spellings import (
    DECLARED,
    FALLBACK,
    Claim,
    claim_of,
    fold_header,
    is_known,
    spellings,
)

__all__ = [
    "Duplicate",
    "Match",
    "Recognition",
    "fold_header",
    "is_known",
    "match_headers",
    "recognise",
]

_MAPPED = 9  # the rank of what 字段 or --map says
#: A second title for the first column goes to the second where nothing else claims it (U08).
_OVERFLOW = {"联系电话": "备用电话"}
_MOBILE = lazy(r"手机|手機|移动电话|mobile|cell", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A source column (1-based) whose title claims a declared column, and does not get it.

    Another column holds that one, or (``open``) nothing says which of several titles means it.
    """

    number: int
    title: str
    column: Column
    open: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Which source columns (1-based numbers) are which declared ones.

    ``titles``: what matched, as it stands in the file; ``leftovers``: titles that mean nothing
    here; ``duplicates``: titles that mean a column which another title has, or that may or may not
    mean it, and were left out.
    """

    columns: dict[int, Column]
    titles: dict[int, str]
    leftovers: dict[int, str]
    duplicates: tuple[Duplicate, ...] = ()

    def number(self, column: Column) -> int | None:
        """Return the source column of a declared one, None when the file has none."""
        return next((at for at, found in self.columns.items() if found is column), None)


def match_headers(
    titles: Mapping[int, str],
    sheet: Sheet,
    mapping: Mapping[str, str] | None = None,
    groups: Groups | None = None,
) -> Match:
    """Match titles (1-based column → text, the main table's first) with a sheet's columns.

    Where several titles claim one column, the declared header wins before an alias, then the first;
    a second phone overflows from 联系电话 to a free 备用电话 (U08). ``mapping`` (title → declared
    header, "" to leave it out) is what 字段 or ``--map`` says, and comes before everything.
    ``groups`` are the names that stand over titles: 签约信息 over 日期 means 签约日期.
    """
    claims, guesses = _claims((titles, groups or {}), sheet, mapping or {})
    winners: dict[str, int] = {}
    for at in _by_right(claims, titles, sheet):
        winners.setdefault(claims[at].column.header, at)
    _overflow(claims, winners, sheet)
    columns = {at: sheet[header] for header, at in winners.items()}
    return Match(
        columns={at: columns[at] for at in titles if at in columns},
        titles={at: titles[at] for at in titles if at in columns},
        leftovers={at: titles[at] for at in titles if at not in claims and at not in guesses},
        duplicates=(
            *(
                Duplicate(at, titles[at], claim.column)
                for at, claim in claims.items()
                if at not in columns and claim.rank > FALLBACK
            ),
            *(
                Duplicate(at, titles[at], claim.column, open=True)
                for at, claim in guesses.items()
                if claim.column.header not in winners
            ),
        ),
    )


def _claims(
    named: tuple[Mapping[int, str], Groups], sheet: Sheet, mapping: Mapping[str, str]
) -> tuple[dict[int, Claim], dict[int, Claim]]:
    """Return (what titles mean, what others may mean), both by source column."""
    wanted = {fold_header(title): header for title, header in mapping.items()}
    known = spellings(sheet)
    leaves = Leaves(*named)
    claims: dict[int, Claim] = {}
    guesses: dict[int, Claim] = {}
    for at, title in named[0].items():
        header = wanted.get(fold_header(title)) if wanted else None
        if header is not None:
            if header in sheet.by_header:
                claims[at] = Claim(sheet[header], _MAPPED)
            continue
        claim = leaves.claim(at, known)
        if claim is not None:
            (guesses if leaves.is_open(at, claim, known) else claims)[at] = claim
    return claims, guesses


def _by_right(claims: Mapping[int, Claim], titles: Mapping[int, str], sheet: Sheet) -> list[int]:
    """Return the claiming columns, the one with the best right first.

    In a list that is not a register of ours (no key column under its own name), a mobile comes
    before a column that is called 联系电话: exports of other systems (jshERP) have both, and it is
    the mobile that is filled in.
    """
    ours = any(c.column is sheet.key and c.rank == DECLARED for c in claims.values())
    places = {at: place for place, at in enumerate(claims)}

    def right(at: int) -> tuple[int, int]:
        rank = claims[at].rank
        if not ours and claims[at].column.header in _OVERFLOW and _MOBILE.search(titles[at]):
            rank = max(rank, _MAPPED - 1)
        return (-rank, places[at])

    return sorted(claims, key=right)


def _overflow(claims: Mapping[int, Claim], winners: dict[str, int], sheet: Sheet) -> None:
    """Give the second claimant of a column that overflows the free column beside it."""
    for header, spare in _OVERFLOW.items():
        if header not in winners or spare in winners or spare not in sheet.by_header:
            continue
        claimants = [at for at, claim in claims.items() if claim.column.header == header]
        losers = [at for at in claimants if at != winners[header]]
        if losers:
            winners[spare] = losers[0]


@dataclass(frozen=True, slots=True)
class Recognition:
    """Titles recognised as a declared sheet; ``score`` only serves to compare."""

    sheet: Sheet
    match: Match
    score: float = 0.0


def recognise(
    titles: Mapping[int, str],
    sheets: Sequence[Sheet],
    name: str = "",
    mapping: Mapping[str, str] | None = None,
    groups: Groups | None = None,
) -> Recognition | None:
    """Return the declared sheet that a row of titles is, None when it is none of ``sheets``.

    A title that several sheets know weighs 1, a signature column that only one knows 2 more. The
    tab's ``name`` decides nothing but a tie, and lowers what is asked for (U06).
    """
    telling = _telling(titles, sheets, {*(groups or {}), *_mapped(titles, mapping or {})})
    found = [Recognition(one, match_headers(telling, one, mapping, groups)) for one in sheets]
    claimed = Counter(at for one in found for at in one.match.columns)
    best: Recognition | None = None
    best_rank = (0.0, False)
    for one in found:
        named = _named(one.sheet, name)
        rank = (_score(one, claimed), named)
        if _enough(one, named=named) and rank > best_rank:
            best, best_rank = one, rank
    if best is None:
        return None
    match = match_headers(titles, best.sheet, mapping, groups)
    return Recognition(best.sheet, match, best_rank[0])


def _telling(
    titles: Mapping[int, str], sheets: Sequence[Sheet], besides: Container[int]
) -> dict[int, str]:
    """Return the titles that may mean something on some sheet: few of a sheet's 16,384."""
    known = {spelling: claim for sheet in sheets for spelling, claim in spellings(sheet).items()}
    return {
        at: title
        for at, title in titles.items()
        if at in besides or "/" in fold_header(title) or claim_of(title, known) is not None
    }


def _mapped(titles: Mapping[int, str], mapping: Mapping[str, str]) -> list[int]:
    wanted = set(map(fold_header, mapping))
    return [at for at, title in titles.items() if fold_header(title) in wanted] if wanted else []


def _score(one: Recognition, claimed: Mapping[int, int]) -> float:
    score = 0.0
    for at, column in one.match.columns.items():
        if claimed[at] == 1:
            score += 3 if column in one.sheet.signature else 1.5
        else:
            score += 1
        own = fold_header(one.match.titles[at]) == fold_header(column.header)
        score += 1 if column is one.sheet.key and own else 0
    return score


def _enough(one: Recognition, *, named: bool) -> bool:
    """Whether a match is more than chance: a price list too has 名称 and 备注."""
    columns = one.match.columns.values()
    signature = sum(column in one.sheet.signature for column in columns)
    if signature >= 2 or (signature >= 1 and len(columns) >= 4):
        return True
    return named and len(columns) >= 2


def _named(sheet: Sheet, name: str) -> bool:
    known = (sheet.name, sheet.title, *sheet.aliases)
    return bool(name) and fold_header(name) in {fold_header(word) for word in known if word}
