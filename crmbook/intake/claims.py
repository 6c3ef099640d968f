"""Claims: which declared columns a column of a list may mean, each with confidence and reason.

A declared title is believed unless the values plainly say otherwise; a title that only hints, or
none at all, needs values that agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.intake.content import Evidence
from crmbook.intake.hints import hinted, is_never, is_other_money
from crmbook.intake.roles import Role, column_of, role_of
from crmbook.intake.source import SourceColumn
from crmbook.intake.words import by_hint, by_title, held
from crmbook.model.words import series
from crmbook.schema.column import Column, Sheet
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.grade import grade_of
from crmbook.schema.spellings import DECLARED, Claim, fold_header, without_brackets
from crmbook.schema.text import tidy

#: What a title is worth by the rank of its claim (``schema.spellings``).
_BY_RANK: Final = {4: 0.98, 3: 0.95, 2: 0.9, 1: 0.88, 0: 0.85, -1: 0.62, -2: 0.6}
_GUESS: Final = 0.4  # a title that stands under several groups
#: The share of values from which they alone tell a role.
_ENOUGH: Final = {
    Role.EMAIL: 0.6, Role.PHONE: 0.6, Role.WEBSITE: 0.7, Role.NUMBER: 0.6, Role.COMPANY: 0.6, Role.OWNER: 0.9,
    Role.ADDRESS: 0.6, Role.REGION: 0.8, Role.GRADE: 0.9, Role.STATUS: 0.9, Role.SIZE: 0.7, Role.BUDGET: 0.8,
    Role.INDUSTRY: 0.8, Role.SOURCE: 0.8, Role.POSITION: 0.7, Role.PERSON: 0.8,
}  # fmt: skip
#: Roles whose values cannot be taken for anything else.
_PLAIN: Final = frozenset({Role.EMAIL, Role.PHONE, Role.WEBSITE, Role.COMPANY, Role.NUMBER})
#: Roles whose values are words that look like those of others: two of them prove nothing.
_VAGUE: Final = frozenset({
    Role.PERSON, Role.POSITION, Role.REGION, Role.INDUSTRY, Role.SOURCE, Role.OWNER, Role.STATUS, Role.GRADE,
})  # fmt: skip
#: Roles that any text may fill, so that a hint is enough.
_TEXTS: Final = frozenset({Role.NEED, Role.REMARK, Role.WECHAT, Role.TAGS})
_SAME: Final = (frozenset({Role.PHONE, Role.SPARE, Role.WECHAT}),)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A declared column that a source column may be."""

    source: SourceColumn
    target: Column
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a source column: its title's claim on a sheet, and what its values say."""

    source: SourceColumn
    claim: Claim | None
    found: Evidence
    guess: bool = False


def candidates(look: Look, sheet: Sheet) -> Iterator[Candidate]:
    """Yield what a column may mean, its title first."""
    titled = _titled(look, sheet)
    if titled is not None:
        yield titled
    if is_never(look.source.title):
        return
    hint = _hinted(look, sheet) if look.claim is None else None
    if hint is not None:
        yield hint
    yield from _by_values(look, sheet)


def _titled(look: Look, sheet: Sheet) -> Candidate | None:
    claim, found = look.claim, look.found
    if claim is None or claim.column.computed or _contradicted(claim.column, sheet, found):
        return None
    role = role_of(claim.column, sheet)
    share = found.share(role) if role is not None else 0.0
    if role is Role.NUMBER and found.count and share < 0.5 and claim.column.header == "线索编号":
        return None  # 序号, or somebody else's numbers, are never 线索编号 (§2.5)
    if claim.rank < DECLARED and _foreign(role, look):
        return None
    worth = _GUESS if look.guess else _BY_RANK.get(claim.rank, 0.6)
    why = by_title()
    if role is not None and share >= 0.5:
        worth, why = worth + 0.02, series((why, held(role, share)))
    elif _is_vague(claim.column, look.source.title) and found.count:
        worth = _GUESS if found.measures >= 0.5 else 0.55
    elif role is Role.OWNER and found.count > 2 and found.share(Role.PERSON) >= 0.5:
        worth = 0.55  # none of them is ours: the 负责人 of a list of firms is their contact
    return Candidate(look.source, claim.column, worth, why)


def _foreign(role: Role | None, look: Look) -> bool:
    """Whether a column only shares its title with ours: 状态 with 1 and 0, 意向 with products."""
    if role is Role.STATUS:
        return look.found.count > 0 and look.found.share(role) == 0
    if role is not Role.GRADE:
        return False
    values = [value for value in look.source.sample() if value is not None]
    return bool(values) and not any(grade_of(tidy(str(value))) for value in values)


def _is_vague(column: Column, title: str) -> bool:
    folded = fold_header(title)
    known = set(map(fold_header, column.vague))
    return folded in known or without_brackets(folded) in known


def _contradicted(column: Column, sheet: Sheet, found: Evidence) -> bool:
    """Whether the values are plainly something else than what a title says."""
    role, best = role_of(column, sheet), found.best
    is_date = isinstance(column.kind, Date)
    if role in _TEXTS or not found.count:
        return False
    if found.dates >= 0.8 and not is_date and role in _ENOUGH:
        return True
    if best is None or best[1] < 0.8 or best[0] not in _PLAIN or best[0] is role:
        return False
    if any(role in same and best[0] in same for same in _SAME):
        return False
    own = found.dates if is_date else found.share(role) if role is not None else 0.0
    return own < 0.2 and (role is not None or is_date)


def _hinted(look: Look, sheet: Sheet) -> Candidate | None:
    role = hinted(look.source.title)
    target = None if role is None else column_of(role, sheet)
    if role is None or target is None or _contradicted(target, sheet, look.found):
        return None
    share = look.found.dates if role is Role.ACQUIRED else look.found.share(role)
    worth = _worth_of_hint(role, share, look.found)
    if worth == 0:
        return None
    why = series((by_hint(), held(role, share))) if share >= 0.5 else by_hint()
    return Candidate(look.source, target, worth, why)


def _worth_of_hint(role: Role, share: float, found: Evidence) -> float:
    if role is Role.OWNER and max(share, found.share(Role.PERSON)) < 0.5 and found.count:
        return 0.0  # 销售 over figures
    if share >= 0.5:
        return 0.84
    if not found.count:
        return 0.5
    if role in _TEXTS:
        return 0.7
    if role in _PLAIN - {Role.COMPANY} or role in {Role.SPARE, Role.ACQUIRED}:
        return 0.0  # a phone column without a phone is none
    return 0.0 if found.dates >= 0.5 else 0.58


def _by_values(look: Look, sheet: Sheet) -> Iterator[Candidate]:
    for role, least in _ENOUGH.items():
        share, target = look.found.share(role), column_of(role, sheet)
        if role is Role.BUDGET and is_other_money(look.source.title):
            continue
        few = look.found.count < (3 if role in _VAGUE else 1)
        if target is None or share < least or few:
            continue
        yield Candidate(look.source, target, 0.4 + 0.4 * share, held(role, share))
