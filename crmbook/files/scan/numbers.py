"""Numbers as XML writes them, one at a time: the exact, slower counterpart of ``words``."""

from __future__ import annotations

import math
import re

_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\s*")


def number(text: str) -> float | None:
    """Return the number a text stands for, None when it is none (``NaN``, ``1e999``, ``abc``)."""
    if _NUMBER.fullmatch(text) is None:
        return None
    value = float(text)
    return value if math.isfinite(value) else None
