"""Comparison: at which level a pair of records agrees in each field, and how surprising that is."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crmbook.match import fields, likeness
from crmbook.match.blocking import Pairs
from crmbook.match.coded import Coded, of_records
from crmbook.match.entries import Entries
from crmbook.match.fields import MISSING, SAME, Field

Levels = NDArray[np.int8]
#: A value that two records share and no other may still be met by chance: a fifth of one more.
_UNSEEN: Final = 0.2
#: Names with a piece in common: as many others are expected to hold it in a small book.
_FEW: Final = 200
_RARE: Final = 0.05
#: Sizes are near up to this factor.
_NEAR_SIZE: Final = 1.5
_PART, _DIFFERENT_NAME = 4, 5
#: The levels from which on a pair is looked at more closely.
_HOPEFUL: Final = {"person": 2, "phone": 4, "mail": 4, "wechat": 1, "address": 3, "website": 2}


@dataclass(frozen=True)
class Compared:
    """One field over all pairs: the level of each, and the chance (log) of meeting at it.

    ``chance`` is nan where the field's own table says it.
    """

    field: Field
    levels: Levels
    chance: NDArray[np.float32]


def compare(entries: Entries, pairs: Pairs) -> list[Compared]:
    """Return the levels of every field in which the book has anything to compare."""
    found = [
        compared for field, how in _HOW if (compared := how(field, entries, pairs)) is not None
    ]
    hopeful = np.zeros(len(pairs[0]), dtype=bool)
    for one in found:
        if (worst := _HOPEFUL.get(one.field.name)) is not None:
            hopeful |= (one.levels != MISSING) & (one.levels <= worst)
    for one in found:
        if one.field is fields.NAME:
            _by_pieces(one, entries, pairs, hopeful)
    return [one for one in found if (one.levels != MISSING).any()]


def frequency(counts: NDArray[np.int64], records: int, background: float) -> NDArray[np.float64]:
    """Return how often a value is met by chance, given how many records hold it.

    Two of them are the pair itself. A value not met elsewhere is as rare as ``background`` says in
    a small book, and rarer than one in so many records in a large one.
    """
    return (np.maximum(counts - 2, 0) + _UNSEEN) / (records + _UNSEEN / background)


@dataclass(frozen=True)
class _Pair:
    """The codes of a field on both sides of all pairs."""

    coded: Coded[Any]
    left: NDArray[np.int32]
    right: NDArray[np.int32]

    @classmethod
    def of(cls, coded: Coded[Any], pairs: Pairs) -> _Pair:
        return cls(coded, coded.codes[pairs[0]], coded.codes[pairs[1]])

    def levels(self, last: int) -> Levels:
        """Return SAME where equal, ``last`` where not, MISSING where a side has nothing."""
        found = np.where(self.left == self.right, SAME, last).astype(np.int8)
        found[(self.left < 0) | (self.right < 0)] = MISSING
        return found

    def chance(self, field: Field, levels: Levels) -> NDArray[np.float32]:
        """Return the log chance of equal values by their frequency, nan for other levels."""
        table = np.log(
            frequency(self.coded.counts, int(self.coded.present.sum()), field.background)
        )
        found = np.full(len(levels), np.nan, dtype=np.float32)
        same = levels == SAME
        found[same] = table[self.left[same]]
        return found

    def texts(self, at: NDArray[np.int64], values: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """Return both sides' values of the pairs ``at``."""
        return (
            [values[one] for one in self.left[at].tolist()],
            [values[one] for one in self.right[at].tolist()],
        )


def _plain(coded: Callable[[Entries], Coded[Any]]) -> _How:
    """Return a comparison that knows equal and different."""

    def compared(field: Field, entries: Entries, pairs: Pairs) -> Compared | None:
        values = coded(entries)
        if not values.values:
            return None
        pair = _Pair.of(values, pairs)
        levels = pair.levels(len(field.levels))
        return Compared(field, levels, pair.chance(field, levels))

    return compared


_How = Callable[[Field, Entries, Pairs], Compared | None]


def _graded(
    coded: Callable[[Entries], Coded[Any]], grade: Callable[[list[Any], list[Any]], Iterable[int]]
) -> _How:
    """Return a comparison whose unequal values are graded in pairs by ``grade``."""

    def compared(field: Field, entries: Entries, pairs: Pairs) -> Compared | None:
        values = coded(entries)
        if not values.values:
            return None
        pair = _Pair.of(values, pairs)
        levels = pair.levels(len(field.levels))
        at = np.flatnonzero(levels == len(field.levels))
        levels[at] = np.fromiter(grade(*pair.texts(at, values.values)), np.int8, len(at))
        return Compared(field, levels, pair.chance(field, levels))

    return compared


def _name(field: Field, entries: Entries, pairs: Pairs) -> Compared | None:
    core = entries.core
    if not core.values:
        return None
    pair = _Pair.of(core, pairs)
    levels = pair.levels(len(field.levels))
    at = np.flatnonzero(levels == len(field.levels))
    names = _Pair.of(entries["name"], pairs)
    cores = [part.core for part in entries.parts]
    whole = [f"{''.join(part.places[:1])}{part.core}" for part in entries.parts]
    levels[at] = likeness.companies(names.texts(at, cores), names.texts(at, whole))
    chance = pair.chance(field, levels)
    _by_beginning(core, pair, levels, chance)
    return Compared(field, levels, chance)


def _by_pieces(one: Compared, entries: Entries, pairs: Pairs, hopeful: NDArray[np.bool_]) -> None:
    """Grade names that have a rare piece in common, where something else agrees as well."""
    core = entries.core
    pair = _Pair.of(core, pairs)
    at = np.flatnonzero((one.levels == _DIFFERENT_NAME) & hopeful)
    if not len(at):
        return
    found = [likeness.pieces(name) for name in core.values]
    holders = Counter(chain.from_iterable(found))
    for where, left, right in zip(at.tolist(), *pair.texts(at, found), strict=True):
        rarest = min((holders[piece] for piece in left & right), default=0)
        share = (rarest - 2 + _UNSEEN) * min(len(left), len(right)) / (len(found) + _FEW)
        if rarest and share < _RARE:
            one.levels[where] = _PART
            one.chance[where] = np.log(share)


def _by_beginning(
    core: Coded[str], pair: _Pair, levels: Levels, chance: NDArray[np.float32]
) -> None:
    """Say how many names begin like the shorter of two: 华信 is short for many, 华信网络 for few."""
    at = np.flatnonzero(levels == 2)
    if not len(at):
        return
    order = sorted(range(len(core.values)), key=core.values.__getitem__)
    names = [core.values[one] for one in order]
    before = np.concatenate([[0], np.cumsum(core.counts[order])])
    left, right = pair.texts(at, core.values)
    counts = []
    for a, b in zip(left, right, strict=True):
        short = min(a, b, key=len)
        first = bisect.bisect_left(names, short)
        last = bisect.bisect_left(names, short + "\U0010ffff")
        counts.append(before[last] - before[first])
    chance[at] = np.log(frequency(np.array(counts), len(core.codes), fields.NAME.background) * 2)


def _title(field: Field, entries: Entries, pairs: Pairs) -> Compared | None:
    core, form = _Pair.of(entries.core, pairs), _Pair.of(entries.form, pairs)
    if not entries.form.values:
        return None
    title = _Pair.of(entries.title, pairs)
    levels = title.levels(len(field.levels))
    levels[(core.left != core.right) | (form.left < 0) | (form.right < 0)] = MISSING
    return Compared(field, levels, np.full(len(levels), np.nan, dtype=np.float32))


def _outpost(field: Field, entries: Entries, pairs: Pairs) -> Compared | None:
    branch = entries.branch
    if not any(branch.values):
        return None
    pair = _Pair.of(branch, pairs)
    levels = pair.levels(len(field.levels))
    head = branch.values.index("") if "" in branch.values else -2
    levels[(pair.left == head) & (pair.right == head)] = MISSING
    return Compared(field, levels, pair.chance(field, levels))


def _region(field: Field, entries: Entries, pairs: Pairs) -> Compared | None:
    coded = entries.region
    if not coded.values:
        return None
    pair = _Pair.of(coded, pairs)
    levels = pair.levels(2)
    at = np.flatnonzero(levels == 2)
    levels[at] = np.fromiter(map(likeness.places, *pair.texts(at, coded.values)), np.int8, len(at))
    chance = np.full(len(levels), np.nan, dtype=np.float32)
    table = np.log(np.maximum(coded.counts / max(1, coded.present.sum()), 0.002))
    same = levels == SAME
    chance[same] = table[pair.left[same]]
    return Compared(field, levels, chance)


def _person(field: Field, entries: Entries, pairs: Pairs) -> Compared | None:
    coded = entries["person"]
    if not coded.values:
        return None
    pair = _Pair.of(coded, pairs)
    levels = pair.levels(5)
    hints = [likeness.hints(value) for value in coded.values]
    surnames, sounds = (of_records([one[part] for one in hints]).codes for part in (0, 1))
    anybody = np.fromiter((not one[0] for one in hints), bool, len(hints))
    a, b = pair.left, pair.right
    open_ = (surnames[a] == surnames[b]) | (sounds[a] == sounds[b]) | anybody[a] | anybody[b]
    at = np.flatnonzero((levels == 5) & open_)
    levels[at] = np.fromiter(map(likeness.people, *pair.texts(at, coded.values)), np.int8, len(at))
    titled = np.fromiter((likeness.is_title_only(value) for value in coded.values), bool)
    same = (levels == SAME) & titled[pair.left]  # 张总 twice: no more than a surname
    levels[same] = 3
    surname = coded.map(lambda values: [value[0][0] for value in values])
    chance = pair.chance(field, levels)
    share = np.log(frequency(surname.counts, len(coded.codes), 0.005))
    code = surname.codes[pairs[0]]
    titles = float((coded.counts * titled).sum() / max(1, coded.counts.sum()))
    for level, factor in ((2, 0.02), (3, max(2 * titles, 0.02)), (4, 0.3)):
        where = levels == level
        chance[where] = share[code[where]] + np.log(factor)
    return Compared(field, levels, chance)


def _phone(field: Field, entries: Entries, pairs: Pairs) -> Compared | None:
    coded = entries.phone
    if not coded.values:
        return None
    pair = _Pair.of(coded, pairs)
    levels = pair.levels(5)
    at = np.flatnonzero(levels == 5)
    levels[at] = likeness.phones(*pair.texts(at, coded.values))
    lines = np.fromiter((likeness.is_line(value) for value in coded.values), bool)
    chance = pair.chance(field, levels)
    same = (levels == SAME) & lines[pair.left]
    levels[same] = 2
    return Compared(field, levels, chance)


def _mail(field: Field, entries: Entries, pairs: Pairs) -> Compared | None:
    coded = entries.mail
    if not coded.values:
        return None
    pair = _Pair.of(coded, pairs)
    levels = pair.levels(5)
    at = np.flatnonzero(levels == 5)
    levels[at] = likeness.mails(*pair.texts(at, coded.values))
    chance = pair.chance(field, levels)
    domain = _Pair.of(entries.domain, pairs)
    shared = (levels == 5) & (domain.left >= 0) & (domain.left == domain.right)
    levels[shared] = 4
    if shared.any():
        table = np.log(frequency(entries.domain.counts, len(entries), 1e-6))
        chance[shared] = table[domain.left[shared]]
    return Compared(field, levels, chance)


def _size(field: Field, entries: Entries, pairs: Pairs) -> Compared | None:
    coded = entries["size"]
    if not coded.values:
        return None
    pair = _Pair.of(coded, pairs)
    levels = pair.levels(3)
    middle = np.array([likeness.middle(one) for one in coded.values])
    a, b = middle[pair.left], middle[pair.right]
    near = (np.minimum(a, b) > 0) & (np.maximum(a, b) <= _NEAR_SIZE * np.minimum(a, b) + 1)
    levels[(levels == 3) & near] = 2
    return Compared(field, levels, pair.chance(field, levels))


_HOW: Final[tuple[tuple[Field, _How], ...]] = (
    (fields.NAME, _name),
    (fields.TITLE, _title),
    (fields.OUTPOST, _outpost),
    (fields.REGION, _region),
    (fields.FORM, _plain(lambda entries: entries.form)),
    (fields.PERSON, _person),
    (fields.PHONE, _phone),
    (fields.MAIL, _mail),
    (fields.WECHAT, _plain(lambda entries: entries["wechat"])),
    (fields.ADDRESS, _graded(lambda entries: entries["address"], likeness.addresses)),
    (fields.WEBSITE, _graded(lambda entries: entries["website"], likeness.websites)),
    (fields.INDUSTRY, _plain(lambda entries: entries["industry"])),
    (fields.SIZE, _size),
    (fields.NEED, _plain(lambda entries: entries["need"])),
    (fields.POSITION, _plain(lambda entries: entries["position"])),
    (fields.SOURCE, _plain(lambda entries: entries["source"])),
    (fields.OWNER, _plain(lambda entries: entries["owner"])),
)
