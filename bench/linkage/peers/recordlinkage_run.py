"""recordlinkage: several blocks, its ECM classifier over agreements of columns.

python -m bench.linkage.peers.recordlinkage_run ROWS.csv PLACES.txt PAIRS.csv
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import recordlinkage

from bench.linkage.peers.blocking import rules
from bench.linkage.peers.cleaning import Row, cleaned, columns

LEAST = 0.01
#: Columns compared by likeness: the measure, and from where on they agree. ECM has two classes
#: and takes agreements as independent: what colleagues share besides the company (its place, the
#: domain of their mail) is left out, or they become one person (F1 0.78 instead of 0.96).
LIKENESS = {
    "core": ("jarowinkler", 0.85),
    "short": ("jarowinkler", 0.9),
    "person": ("jarowinkler", 0.8),
    "phone": ("levenshtein", 0.9),
    "mailbox": ("jarowinkler", 0.88),
    "address": ("jarowinkler", 0.85),
    "web": ("jarowinkler", 0.9),
    "birth": ("levenshtein", 0.85),
    "number": ("levenshtein", 0.85),
    "city": ("jarowinkler", 0.85),
}


def link(rows: list[Row]) -> pd.Series[float]:
    """Return the probability of the pairs that are possible, by pair."""
    filled = columns(rows)
    table = pd.DataFrame(rows).set_index("key")
    sides = [part for _side, part in table.groupby("side")]
    pairs = _pairs(sides, filled)
    agreements = _agreements(pairs, sides, filled)
    classifier = recordlinkage.ECMClassifier(binarize=None, max_iter=200)
    classifier.fit(agreements)
    probable: pd.Series[float] = classifier.prob(agreements)
    return probable[probable >= LEAST]


def _pairs(sides: list[pd.DataFrame], filled: set[str]) -> pd.MultiIndex:
    found: pd.MultiIndex | None = None
    for rule in rules(filled):
        given = [side.dropna(subset=list(rule)) for side in sides]
        pairs = recordlinkage.index.Block(list(rule)).index(*given)
        found = pairs if found is None else found.union(pairs)
    if found is None:
        sys.exit("no column to block on")
    return found


def _agreements(pairs: pd.MultiIndex, sides: list[pd.DataFrame], filled: set[str]) -> pd.DataFrame:
    compare = recordlinkage.Compare()
    for name, (method, least) in LIKENESS.items():
        if name in filled:
            compare.string(name, name, method=method, threshold=least, label=name)
    for name in ("surname", "need") if "person" in filled else ("place",):
        if name in filled:
            compare.exact(name, name, label=name)
    found: pd.DataFrame = compare.compute(pairs, *sides).astype(int)
    if "person" in filled:  # 张总 fits 张伟
        left, right = (sides[at]["titled"].notna() for at in (0, -1))
        titled = left.reindex(pairs.get_level_values(0)).to_numpy()
        titled |= right.reindex(pairs.get_level_values(1)).to_numpy()
        found["person"] |= (titled & (found["surname"] == 1).to_numpy()).astype(int)
        del found["surname"]
    return found


def main() -> int:
    """Read rows, write pairs."""
    rows, places, pairs = map(Path, sys.argv[1:])
    link(cleaned(rows, places)).to_csv(pairs, header=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
