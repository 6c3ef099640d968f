"""The table docs/proof.md: every book of the corpus, what was edited in it, what was refused.

    python -m tests.proof.table

writes it anew; tests/proof/test_corpus.py sees that it is true.
"""

from __future__ import annotations

import gettext
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.proof.edits import KINDS
from tests.proof.running import Proof, Result, run

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "proof.md"
_HEAD = """\
# What was proven on workbooks that nobody here made

Written by `python -m tests.proof.table` (`make prove` runs the long version); do not edit by hand.

Every workbook of the corpus × every kind of edit. An edit counts as done when, compared with the
original by programs that are not crmbook,

- no part outside the budget of the edit changed: all others are identical, packed bytes included,
  in their order, with the archive's comment;
- in the edited sheet all bytes but those of the named rows (and of what must follow: below) are
  the same, and no kind of element or attribute has become rarer in any part;
- calamine reads every old cell equal, `undo` brings the original back byte for byte, LibreOffice
  opens what it opened before, and openxml-audit finds nothing new.

Everything else was refused by name, and the file left alone.
"""


def table(proofs: list[Proof], features: dict[str, str]) -> str:
    """Return the whole document."""
    edited = sum(proof.edited for proof in proofs)
    alone = sum(proof.in_one_part for proof in proofs)
    counts = f"Edited: {edited} of {len(proofs)} books; new cells change one part alone in {alone}."
    lines = [_HEAD, counts, "", "## Budgets", ""]
    lines += _budgets(proofs)
    lines += ["", "## Books", "", "| Book | What it is | Edits done | Parts changed | Refused |"]
    lines += ["|---|---|---|---|---|"]
    lines += [_line(proof, features.get(proof.book.name, "")) for proof in proofs]
    return "\n".join(lines) + "\n"


def features_of(shared: Path) -> dict[str, str]:
    """Return what the manifest says of each book: the program that made it, and what it holds."""
    lines = (shared / "corpus" / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()
    head = lines[0].split("\t")
    found = {}
    for line in lines[1:]:
        row = dict(zip(head, line.split("\t"), strict=False))
        words = row["features"].split(",")
        maker = [word.removeprefix("app:") for word in words if word.startswith("app:")]
        held = [word for word in words if not word.startswith(("app:", "pkg:"))]
        text = f"{', '.join(maker) or 'none'}; {len(held)} kinds of content"
        dialect = [word.removeprefix("pkg:") for word in words if word.startswith("pkg:")]
        found[Path(row["file"]).name] = "; ".join([text, *dialect])
    return found


def _budgets(proofs: list[Proof]) -> Iterator[str]:
    yield "| Edit | May change | And in its sheet, besides its rows | Books done | Refused |"
    yield "|---|---|---|---:|---:|"
    for kind in KINDS:
        results = [one for proof in proofs for one in proof.results if one.kind == kind.name]
        done = sum(one.done for one in results)
        refused = sum(not one.done and one.why != "nothing to edit" for one in results)
        around = ", ".join(sorted(kind.before | kind.behind))
        around = "the whole sheet is made anew" if kind.rewrites else around
        may = ", ".join(sorted(kind.changes)) or "what refers to the sheet"
        yield f"| {kind.name} | {may} | {around} | {done} | {refused} |"


def _line(proof: Proof, features: str) -> str:
    done = [one for one in proof.results if one.done]
    roles = Counter(role for one in done for role in one.roles)
    return "| " + " | ".join(
        (
            _cell(proof.book.name),
            _cell(features),
            f"{len(done)} of {len(proof.results)}",
            ", ".join(sorted(roles)),
            "; ".join(_refusals(proof.results)),
        )
    ) + " |"  # fmt: skip


def _refusals(results: Iterable[Result]) -> Iterator[str]:
    """Yield each reason once, with the edits that it refused."""
    reasons: dict[str, list[str]] = {}
    for one in results:
        if not one.done:
            reasons.setdefault(one.why, []).append(one.kind)
    for why, kinds in reasons.items():
        yield f"{', '.join(kinds)}: {_cell(why)}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("_", "\\_").replace("\n", " ")


def main() -> None:
    """Write the table."""
    shared = ROOT.parent / "shared"
    with tempfile.TemporaryDirectory() as folder, english():
        proofs = run(shared, Path(folder), alone=False)
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(table(proofs, features_of(shared)), encoding="utf-8")


@contextmanager
def english() -> Iterator[None]:
    """Let refusals speak English meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crmbook.i18n._State.language", "en")
        patch.setattr("crmbook.i18n._State.catalogue", gettext.NullTranslations())
        yield


if __name__ == "__main__":
    main()
