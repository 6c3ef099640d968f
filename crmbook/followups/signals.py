"""Signals that a deal is near: words of 字典 (转化信号) in what the customer said (M64, U21)."""

from __future__ import annotations

from collections.abc import Sequence

from crmbook.facts.ledger import Ledger
from crmbook.facts.wordings import wording_of
from crmbook.schema.statements import Statement
from crmbook.schema.words.following import SIGNALS


def signals(ledger: Ledger, texts: Sequence[str]) -> dict[int, Statement]:
    """Return by text (its index) which signal it gives, and in which words; most texts give none."""
    return wording_of(ledger, SIGNALS).find([text.replace("\n", "，") for text in texts])
