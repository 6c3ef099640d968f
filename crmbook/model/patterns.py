"""Regular expressions that are compiled when they are first used.

The kinds declare 200 patterns; a check uses half of them, and compiling all took 45 ms of every
start (`re` keeps nothing between processes).
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands for a pattern; each attribute that is asked for is kept, so it is looked up once."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(re.compile(self.pattern, self.flags), name)
        setattr(self, name, value)
        return value


def lazy(pattern: str, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
    """Return what is used like ``re.compile(pattern, flags)``, compiled on first use."""
    return cast("re.Pattern[str]", _Lazy(pattern, int(flags)))
