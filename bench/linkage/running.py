"""One program at a time, in a process of its own: what it said, how long, how much memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.linkage.data import ROOT
from bench.measuring import Run

#: A process counts as its own memory what its parent held when it was started: a small parent.
_FRESH = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
with open(sys.argv[2], "wb") as out, open(sys.argv[3], "wb") as said:
    status = subprocess.run(sys.argv[4:], stdout=out, stderr=said, cwd=sys.argv[1]).returncode
wall = time.perf_counter() - started
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([status, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


class NotRunError(Exception):
    """A system gave no result; the text says why."""


@dataclass(frozen=True)
class Ran:
    """What a program wrote to stdout, and what it took."""

    output: str
    took: Run


def ran(command: list[str], good: frozenset[int] = frozenset({0})) -> Ran:
    """Run a command in the root of this tree. Raises NotRunError with the last line it said."""
    with tempfile.TemporaryDirectory() as folder:
        out, said = Path(folder, "out"), Path(folder, "said")
        environment = os.environ | {
            "CRMBOOK_STATE": str(Path(folder, "state")),
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            [sys.executable, "-I", "-c", _FRESH, str(ROOT), str(out), str(said), *command],
            stdout=subprocess.PIPE, check=True, env=environment,
        )  # fmt: skip
        status, wall, cpu, megabytes = json.loads(done.stdout)
        if status not in good:
            raise NotRunError(_last(said.read_text("utf-8", "replace"), status))
        return Ran(out.read_text("utf-8"), Run(wall, cpu, megabytes))


def _last(said: str, status: int) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return f"{lines[-1] if lines else 'nothing said'} (exit {status})"
