"""Columns parsed side by side: half of a very large register in a process of its own.

Parsing a million leads takes as long as a quarter of reading them, and only one core would work. A
process forked after the sheet was read has every value already and sends back only what it found
odd. Where there is no fork, or the other process fails, everything is parsed here, with the same
result.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, Final

from crmbook.model.cells import Raw
from crmbook.schema.kinds.base import Context, Kind, Odd, ParsedColumn

#: Distinct values from which a fork pays. With 480,000 (100,000 leads) nothing was gained: the
#: second core is still loading pandera then.
_WORTH_A_FORK: Final = 2_000_000
_SAMPLE: Final = 200


@dataclass(frozen=True, slots=True)
class Job:
    """The distinct raw values of one column and how they are parsed."""

    kind: Kind
    raw: list[Raw]
    context: Context


def parse(jobs: Sequence[Job]) -> list[ParsedColumn]:
    """Return what each job's values mean, in the order of the jobs."""
    away = _half(jobs) if _can_fork(jobs) else []
    other = _fork([jobs[at] for at in away]) if away else None
    if other is None:
        away = []
    found = {at: _odd(job) for at, job in enumerate(jobs) if at not in away}
    if other is not None:
        found |= zip(away, _collect(other, [jobs[at] for at in away]), strict=True)
    return [found[at].column(job.raw) for at, job in enumerate(jobs)]


def _odd(job: Job) -> Odd:
    return job.kind.parse_odd(job.raw, job.context)


def _can_fork(jobs: Sequence[Job]) -> bool:
    large = sum(len(job.raw) for job in jobs) >= _WORTH_A_FORK
    return large and hasattr(os, "fork") and (os.cpu_count() or 1) > 1


def _half(jobs: Sequence[Job]) -> list[int]:
    """Return the positions of jobs that make up half of the work, the heaviest first."""
    work = [_work(job) for job in jobs]
    taken, found = 0.0, list[int]()
    for at in sorted(range(len(jobs)), key=lambda at: -work[at]):
        if 2 * (taken + work[at]) <= sum(work):
            taken += work[at]
            found.append(at)
    return found


def _work(job: Job) -> float:
    """Return how much there is to read in a column: its values' number by their usual length."""
    some = job.raw[:_SAMPLE]
    length = sum(len(value) if isinstance(value, str) else 1 for value in some)
    return len(job.raw) * length / max(1, len(some))


@dataclass(frozen=True, slots=True)
class _Other:
    child: int
    answers: BinaryIO


def _fork(jobs: Sequence[Job]) -> _Other | None:
    read, write = os.pipe()
    try:
        child = os.fork()
    except OSError:
        os.close(read)
        os.close(write)
        return None
    if child == 0:
        os.close(read)
        _serve(os.fdopen(write, "wb"), jobs)
    os.close(write)
    return _Other(child, os.fdopen(read, "rb"))


def _serve(answers: BinaryIO, jobs: Sequence[Job]) -> None:
    """Parse and answer; never return, never print."""
    with suppress(BaseException):
        for job in jobs:
            pickle.dump(_odd(job), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
    os._exit(0)


def _collect(other: _Other, jobs: Sequence[Job]) -> Iterator[Odd]:
    alive = True
    with other.answers:
        for job in jobs:
            if alive:
                try:
                    yield pickle.load(other.answers)  # noqa: S301 - written by our own fork
                    continue
                except (OSError, EOFError, pickle.PickleError):
                    alive = False
            yield _odd(job)
    with suppress(OSError):
        os.waitpid(other.child, 0)
