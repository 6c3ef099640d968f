"""Masked values: stars, or runs of x, in place of characters (M28, REQUIREMENTS §2.12).

A masked value is a state of its own: no format error, and no strong key for duplicates. The
documents' own ``138``, ``1395678`` and ``zhangxx`` lost their stars on the web and are ordinary
errors: a run of x is a mask only between or behind digits (``138xxxx5678``), after a Chinese
character (``张xx``), or where it stands alone before Chinese characters (``XX公司``).
"""

from __future__ import annotations

from crmbook.model.patterns import lazy

_MASK = lazy(
    r"[*＊●×✕]"
    r"|(?<=\d)[xX]{2,}(?=\d|$)"
    r"|(?<=[\u4e00-\u9fff])[xX]{1,4}$"
    r"|(?<![A-Za-z])[xX]{2,}(?=[\u4e00-\u9fff])"
)


def is_masked(text: str) -> bool:
    """Whether characters of a value were covered up on purpose."""
    return _MASK.search(text) is not None
