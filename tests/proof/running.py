"""The proof run over the corpus: what came of every edit of every book, and the books written."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crmbook.model.edits import Edit
from tests.files.parts import corpus
from tests.proof.carrying import Done, attempt
from tests.proof.edits import KINDS
from tests.proof.whole import HUGE_BOX, old_cells_lost, together, written


@dataclass(frozen=True)
class Result:
    """One edit of one book, told in words; ``done`` with the roles of the parts it changed."""

    kind: str
    done: bool
    why: str
    roles: tuple[str, ...]


@dataclass
class Proof:
    """What came of one book. ``files``: what was written of it; ``wrong``: what should not be."""

    book: Path
    results: list[Result] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    unread: bool = False

    @property
    def edited(self) -> bool:
        """Whether its cells can be edited."""
        return any(one.done and one.kind == KINDS[0].name for one in self.results)

    @property
    def in_one_part(self) -> bool:
        """Whether new cells change the sheet alone: no formula reads them."""
        return any(
            one.done and one.kind == KINDS[0].name and one.roles == ("sheet",)
            for one in self.results
        )


def run(shared: Path, folder: Path, *, alone: bool) -> list[Proof]:
    """Carry out every edit of every book; ``alone``: write each to disk by itself as well."""
    return [_prove(path, folder, alone=alone) for path in corpus(shared)]


def _prove(path: Path, folder: Path, *, alone: bool) -> Proof:
    proof = Proof(path)
    done: list[Done] = []
    for kind in KINDS:
        try:
            one = attempt(kind, path)
        except AssertionError as error:
            proof.wrong.append(f"{kind.name}: {error}")
            continue
        done.append(one)
        why = "nothing to edit" if one.nothing else one.why
        proof.results.append(Result(kind.name, one.after is not None, why, one.roles))
    plans = {"together": together(done, path)}
    if alone:
        plans |= {
            one.kind.name: (*one.kind.prepare, *one.edits) for one in done if one.after is not None
        }
    for name, plan in plans.items():
        if plan:
            _write(proof, folder / name.replace(" ", "-") / path.name, plan)
    return proof


def _write(proof: Proof, target: Path, plan: tuple[Edit, ...]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(proof.book, target)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRMBOOK_STATE", str(target.parent / "state"))
        receipt = written(target, plan)
    proof.files.append(target)
    if target.name in HUGE_BOX:
        return
    lost = old_cells_lost(proof.book.read_bytes(), target.read_bytes(), plan, receipt.cells)
    proof.unread |= lost is None
    if lost:
        proof.wrong.append(f"{target.parent.name}: old cells read otherwise: {sorted(lost)[:5]}")
