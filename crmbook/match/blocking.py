"""Blocking: which pairs are worth comparing, from keys they share; linear in the records.

A key that few records share makes pairs by itself; one that many share only together with a second
(the contact's surname, the place), and one that is still frequent then makes none: a switchboard of
a hundred colleagues, 科技 in a name. Whether a block counts depends on its size alone, never on the
order of the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.match.coded import Codes
from crmbook.match.entries import Entries

Keys = NDArray[np.int64]
Pairs = tuple[NDArray[np.int32], NDArray[np.int32]]
#: Records that share a key: pairs of them are looked at up to here.
STRONG: Final = 60
WEAK: Final = 12
_REFINED: Final = 24
_LEAST_TEXT: Final = 2
_SMALL: Final = 5000


def candidates(entries: Entries) -> Pairs:
    """Return the pairs (i < j) that share a key, each once, in order.

    In a large book one rare pair of characters in common is not enough: of 271,000 such pairs in
    100,000 leads 14 were the same.
    """
    n = len(entries)
    found = [_packed(pairs, n) for pairs in _blocks(entries)]
    grams = [_packed(pairs, n) for pairs in _shared(_grams(entries), WEAK, (_surnames(entries),))]
    if grams:
        shared, times = np.unique(np.concatenate(grams), return_counts=True)
        found.append(shared[times >= (1 if n <= _SMALL else 2)])
    packed = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    return (packed // n).astype(np.int32), (packed % n).astype(np.int32)


def _packed(pairs: Pairs, n: int) -> Keys:
    left, right = np.minimum(*pairs), np.maximum(*pairs)
    return left.astype(np.int64) * n + right


def _blocks(entries: Entries) -> Iterator[Pairs]:
    surname, region = _surnames(entries), entries.region.codes
    industry = entries["industry"].codes
    seconds = (surname, region, industry)
    for codes in (
        entries.core.codes, entries.mail.codes, entries["wechat"].codes, entries["website"].codes,
    ):  # fmt: skip
        yield from _pairs_of(codes, STRONG, (surname, region))
    yield from _pairs_of(entries["name"].codes, STRONG, (surname,))
    yield from _pairs_of(entries.domain.codes, STRONG, (surname,))
    yield from _pairs_of(entries["address"].codes, STRONG, (surname,))
    yield from _shared(_inside(entries.phone.codes, entries.phone.values), STRONG, (surname,))
    yield from _pairs_of(entries.brand.codes, WEAK, seconds)
    yield from _shared(_persons(entries), WEAK, (region, industry))
    yield from _shared(_streets(entries), WEAK, (region,))


def _pairs_of(codes: Codes, cap: int, seconds: Sequence[Codes]) -> Iterator[Pairs]:
    at = np.flatnonzero(codes >= 0).astype(np.int32)
    yield from _shared((codes[at].astype(np.int64), at), cap, seconds)


def _shared(
    keyed: tuple[Keys, NDArray[np.int32]], cap: int, seconds: Sequence[Codes]
) -> Iterator[Pairs]:
    """Yield the pairs of records with equal keys; ``keyed``: keys and the record of each."""
    keys, at = keyed
    if not len(keys):
        return
    order = np.argsort(keys, kind="stable")
    keys, at = keys[order], at[order]
    _distinct, group, counts = np.unique(keys, return_inverse=True, return_counts=True)
    size = counts[group]
    few = (size > 1) & (size <= cap)
    yield _in_runs(keys[few], at[few], cap)
    many = size > cap
    if many.any():
        yield from _refined(group[many].astype(np.int64), at[many], seconds)


def _refined(group: Keys, at: NDArray[np.int32], seconds: Sequence[Codes]) -> Iterator[Pairs]:
    for second in seconds:
        known = second[at] >= 0
        width = int(second.max(initial=0)) + 1
        keys, records = group[known] * width + second[at[known]], at[known]
        order = np.argsort(keys, kind="stable")
        keys, records = keys[order], records[order]
        _distinct, run, counts = np.unique(keys, return_inverse=True, return_counts=True)
        few = (counts[run] > 1) & (counts[run] <= _REFINED)
        yield _in_runs(keys[few], records[few], _REFINED)


def _in_runs(keys: Keys, at: NDArray[np.int32], longest: int) -> Pairs:
    """Return all pairs within runs of equal keys, none longer than ``longest``."""
    left, right = [at[:0]], [at[:0]]
    for apart in range(1, min(longest, len(keys))):
        same = keys[:-apart] == keys[apart:]
        if not same.any():
            break
        left.append(at[:-apart][same])
        right.append(at[apart:][same])
    first, second = np.concatenate(left), np.concatenate(right)
    differ = first != second  # one record may hold a key twice
    return first[differ], second[differ]


def _surnames(entries: Entries) -> Codes:
    field = entries["person"]
    return field.map(lambda values: [value[0][0] for value in values]).codes


def _inside(codes: Codes, values: Sequence[Iterable[str]]) -> tuple[Keys, NDArray[np.int32]]:
    """Return a key for each item that a record's value consists of."""
    known: dict[str, int] = {}
    items = [[known.setdefault(one, len(known)) for one in value] for value in values]
    return spread(codes, items)


def spread(codes: Codes, items: Sequence[Sequence[int]]) -> tuple[Keys, NDArray[np.int32]]:
    """Return (key, record) for every key of each record's distinct value."""
    lengths = np.fromiter(map(len, items), np.int64, len(items))
    flat = np.fromiter((one for item in items for one in item), np.int64, int(lengths.sum()))
    return spread_flat(codes, np.repeat(np.arange(len(items)), lengths), flat)


def spread_flat(
    codes: Codes, owner: NDArray[np.int64], keys: Keys
) -> tuple[Keys, NDArray[np.int32]]:
    """Return (key, record) where ``owner`` says which distinct value has which key, ascending."""
    starts = np.searchsorted(owner, np.arange(int(codes.max(initial=-1)) + 2))
    at = np.flatnonzero(codes >= 0)
    first, last = starts[codes[at]], starts[codes[at] + 1]
    sizes = last - first
    records = np.repeat(at, sizes).astype(np.int32)
    offset = np.arange(len(records)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return keys[np.repeat(first, sizes) + offset], records


def _persons(entries: Entries) -> tuple[Keys, NDArray[np.int32]]:
    """Return the whole names of contacts: 张总 is half of the town."""
    field = entries["person"]
    values = [[one for one in value if is_whole(one)] for value in field.values]
    return _inside(field.codes, values)


def is_whole(name: str) -> bool:
    """Whether a name has more than a surname and a title."""
    return len(name) >= _LEAST_TEXT and name[1:] not in TITLES and "*" not in name


#: What stands behind a surname in place of a name (U11).
TITLES: Final = frozenset(
    "总 工 姐 哥 经理 先生 女士 小姐 老师 主任 总监 厂长 老板 董 部长 科长 处长 院长 校长 主管"
    " 会计 师傅 医生 助理 总经理 副总 董事长 总裁 工程师 太太 阿姨 店长 局长 所长 站长 队长"
    " 书记 秘书 教授 博士 律师 采购 销售".split()
)


def _grams(entries: Entries) -> tuple[Keys, NDArray[np.int32]]:
    """Return the pairs of neighbouring characters in each core name."""
    core = entries.core
    text = "\n".join(core.values) + "\n"
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    ends = points == ord("\n")
    owner = np.cumsum(ends) - ends
    inside = ~(ends[:-1] | ends[1:])
    keys = points[:-1] << 21 | points[1:]
    return spread_flat(core.codes, owner[:-1][inside], keys[inside])


def _streets(entries: Entries) -> tuple[Keys, NDArray[np.int32]]:
    """Return the bits of each address between its digits: road names, and house numbers with them."""
    field = entries["address"]
    text = "\n".join(field.values) + "\n"
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    ends = points == ord("\n")
    owner = np.cumsum(ends) - ends
    if len(points) < 4:
        return np.empty(0, np.int64), np.empty(0, np.int32)
    a, b, c, d = (points[k : len(points) - 3 + k] for k in range(4))
    inside = ~(ends[:-3] | ends[1:-2] | ends[2:-1] | ends[3:])
    keys = ((a * 1_000_003 + b) * 1_000_003 + c) * 1_000_003 + d
    return spread_flat(field.codes, owner[:-3][inside], keys[inside])
