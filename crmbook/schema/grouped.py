"""Titles below a group's name: 签约信息 over 日期 | 金额 means 签约日期 and 签约金额 (U08)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from crmbook.model.patterns import lazy
from crmbook.schema.kinds.person import Owner
from crmbook.schema.spellings import DECLARED, Claim, Spellings, claim_of, fold_header

Groups = Mapping[int, tuple[str, ...]]  # column → the names of the groups over it, top down

#: What a group's name says besides whose columns these are.
_TAIL = lazy(
    r"(?:的|基本|基础|相关|主要)*(?:信息|资料|情况|记录|数据|部分|明细|详情|方面|details?|info)$"
)


class Leaves:
    """The lowest names of a row of titles, and the groups that stand over them."""

    def __init__(self, titles: Mapping[int, str], groups: Groups) -> None:
        self.groups = groups
        self.names = {at: self._leaf(at, title) for at, title in titles.items()}
        names = self.names.values() if groups else ()
        self._count = Counter(map(fold_header, names))

    def _leaf(self, at: int, title: str) -> str:
        """Return a title without the groups that were put before it because it was double."""
        return title.removeprefix(" ".join((*self.groups.get(at, ()), "")))

    def claim(self, at: int, known: Spellings) -> Claim | None:
        """Return what a name means together with its groups, else by itself.

        By itself it has less right than a title that stands under no group.
        """
        for title in self._joined(at):
            claim = claim_of(title, known)
            if claim is not None:
                return claim
        claim = claim_of(self.names[at], known)
        if claim is None or claim.rank >= DECLARED or not self.groups.get(at):
            return claim
        return Claim(claim.column, claim.rank - 1)

    def is_open(self, at: int, claim: Claim, known: Spellings) -> bool:
        """Whether a claim is no more than a guess.

        The name stands under several groups, or under one of our own people: the 电话 of a 负责人
        is no lead's. What it means together with its group is no guess.
        """
        if not self.groups.get(at) or any(claim_of(title, known) for title in self._joined(at)):
            return False
        return self._count[fold_header(self.names[at])] > 1 or self._ours(at, claim, known)

    def _ours(self, at: int, claim: Claim, known: Spellings) -> bool:
        """Whether a name that means something else stands under a group named for a rep."""
        groups = (claim_of(name, known) for group in self.groups[at] for name in _names(group))
        return any(
            group is not None
            and group.column is not claim.column
            and isinstance(group.column.kind, Owner)
            for group in groups
        )

    def _joined(self, at: int) -> Iterator[str]:
        for group in reversed(self.groups.get(at, ())):
            for name in _names(group):
                yield name + fold_header(self.names[at])


def _names(group: str) -> Iterator[str]:
    """Yield a group's name, folded: without 信息 and the like, then as it stands."""
    folded = fold_header(group)
    short = _TAIL.sub("", folded)
    if short:
        yield short
    if short != folded:
        yield folded
