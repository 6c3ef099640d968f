"""The peers, each in an environment of its own under build/peers: none of them is a dependency."""

from __future__ import annotations

import csv
import subprocess
import sys
import venv
from dataclasses import dataclass

from bench.linkage.data import BUILD, ROOT, DataSet, places
from bench.linkage.measures import Pair, best_links, pair
from bench.linkage.running import Ran, ran

ENVIRONMENTS = ROOT / "build" / "peers"


@dataclass(frozen=True)
class Peer:
    """Another linker: ``packages`` is what pip is asked for.

    ``threshold``: the one that served it best on leads of seeds 7–10 and on the real lists.
    """

    name: str
    packages: tuple[str, ...]
    threshold: float

    @property
    def python(self) -> str:
        """The interpreter of its environment."""
        return str(ENVIRONMENTS / self.name / "bin" / "python")

    def install(self) -> None:
        """Make its environment, unless these very versions were installed into it before."""
        stamp = ENVIRONMENTS / self.name / ".installed"
        if stamp.exists() and stamp.read_text("utf-8") == "\n".join(self.packages):
            return
        venv.create(ENVIRONMENTS / self.name, with_pip=True, clear=True)
        pip = [self.python, "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, *self.packages], check=True, stdout=sys.stderr)
        stamp.write_text("\n".join(self.packages), "utf-8")

    def link(self, data: DataSet) -> tuple[dict[Pair, float], Ran]:
        """Return every pair it holds possible with its probability. Raises NotRunError."""
        BUILD.mkdir(parents=True, exist_ok=True)
        rows, known, found = (BUILD / f"{part}.csv" for part in ("rows", "places", "pairs"))
        data.write(rows)
        known.write_text("\n".join(places()), "utf-8")
        found.unlink(missing_ok=True)
        module = f"bench.linkage.peers.{self.name}_run"
        took = ran([self.python, "-m", module, str(rows), str(known), str(found)])
        with found.open(encoding="utf-8", newline="") as lines:
            scored = {pair(one, other): float(score) for one, other, score in csv.reader(lines)}
        return scored, took

    def decided(self, scored: dict[Pair, float], data: DataSet) -> list[Pair]:
        """Return the pairs at its threshold; of two lists linked, each key's best link alone."""
        sure = {two: score for two, score in scored.items() if score >= self.threshold}
        return best_links(sure) if data.sides else list(sure)


PEERS = (
    Peer("splink", ("splink==5.0.0", "duckdb==2.0.0", "pyarrow==26.0.1", "sqlglot==30.30.0"), 0.1),
    Peer(
        "recordlinkage",
        ("recordlinkage==0.16", "pandas==2.3.3", "numpy==2.4.6", "scipy==1.17.1",
         "scikit-learn==1.9.1", "jellyfish==1.3.0"),
        0.5,
    ),
)  # fmt: skip
