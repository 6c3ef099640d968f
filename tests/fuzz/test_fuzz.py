"""Broken workbooks: 300 in CI, 10,000 with CRMBOOK_PROVE=1; see tests/fuzz/fuzzer.py."""

from __future__ import annotations

import os
from collections import Counter

from tests.fuzz.fuzzer import case, run

CASES = 10_000 if os.environ.get("CRMBOOK_PROVE") else 300
#: Of those, at least this share is broken so little that it is edited all the same.
EDITED = 0.1


def test_a_case_is_always_the_same() -> None:
    assert [case(number) for number in range(12)] == [case(number) for number in range(12)]


def test_broken_workbooks_are_edited_rightly_or_refused() -> None:
    ended = dict(run(0, CASES))
    assert len(ended) == CASES
    assert {number: how for number, how in ended.items() if how.startswith("BROKEN")} == {}
    ends = Counter(how.split(",")[0] for how in ended.values())
    assert set(ends) == {"edited", "refused"}
    assert ends["edited"] > EDITED * CASES
