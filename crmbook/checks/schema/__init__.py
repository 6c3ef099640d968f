"""Checks that the pandera schemas make of parsed columns: required, allowed, in range.

Each file declares its check and ``finding``, which words one failure; ``FINDINGS`` holds them
by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crmbook.checks.schema import allowed, future, required
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Issue

Finding = Callable[[Ledger, Register, int, Column], Issue]

FINDINGS: Mapping[str, Finding] = {
    required.CHECK.name: required.finding,
    future.CHECK.name: future.finding,
    **allowed.FINDINGS,
}
