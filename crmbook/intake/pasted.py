"""A pasted chat or a file of lines, cut into follow-ups: one a line, or one a message (M58).

Chat programs write who and when above a message (``张三 2024-06-15 10:22``); what stands below it
until the next such line is one follow-up, said by that person at that time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crmbook.model.patterns import lazy
from crmbook.schema.text import INVISIBLE

_DATE = r"(?:20\d{2}[-/.年])?\d{1,2}[-/.月]\d{1,2}[日号]?"
_CLOCK = r"(?:上午|下午|晚上|中午|早上)?\s*\d{1,2}:\d{2}(?::\d{2})?"
_ABOVE = lazy(
    rf"\s*(?P<who>[\u4e00-\u9fffA-Za-z·]{{2,12}})\s*[:：]?\s+(?P<when>(?:{_DATE}|昨天|今天)?\s*{_CLOCK})\s*"
)
_BULLET = lazy(r"\s*(?:[-*•·]|\d{1,2}[、.)）](?!\d))\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """One follow-up of a file: the line it begins on (1-based), its text, and who said it when."""

    number: int
    text: str
    who: str = ""
    when: str = ""


def pasted(text: str) -> list[Line]:
    """Return the follow-ups of a file or of a pasted chat; blank lines and # comments are none."""
    return list(_lines(INVISIBLE.sub("", text).splitlines()))


def _lines(lines: list[str]) -> Iterator[Line]:
    above: tuple[int, str, str] | None = None  # the line, who, when
    below: list[str] = []
    for number, line in enumerate(lines, 1):
        match = _ABOVE.fullmatch(line)
        if match is not None:
            yield from _message(above, below)
            above, below = (number, match["who"], " ".join(match["when"].split())), []
        elif above is not None and not line.startswith("# "):
            below.append(line.strip())
        elif line.strip() and not line.lstrip().startswith("#"):
            yield Line(number, _BULLET.sub("", line, count=1).strip())
    yield from _message(above, below)


def _message(above: tuple[int, str, str] | None, below: list[str]) -> Iterator[Line]:
    """Yield what stands below one header of a chat."""
    text = "\n".join(line for line in below if line)
    if above is not None and text:
        yield Line(above[0], text, above[1], above[2])
