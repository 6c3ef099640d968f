"""``meeting``: the weekly meeting on one page, to show on a screen, to print on A4, to send.

It needs nothing else and asks for nothing: no address outside, no font, no picture. Its few lines of
script sort tables, and are named by their hash in the policy, so that no other script can run. All
text of users is escaped by the template engine, control characters before that.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from crmbook.i18n import _, language

_PAGES: Final = Path(__file__).parent / "pages"
_LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}
#: Tells a page of ours, which may be made anew, from a file that somebody else put there.
GENERATOR: Final = '<meta name="generator" content="crmbook meeting">'


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: what it is, the figure, and what it is compared with."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, and the number by which its column is sorted (None: by text).

    ``figure`` false: that number is a day or a month, and stands at the left as words do.
    """

    text: str
    number: float | None = None
    figure: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a title, what it says first, a chart or none, a table or none."""

    title: str
    said: Sequence[str] = ()
    chart: Markup | None = None
    headers: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The page: ``verdict`` first, the cards, the sections, at last what cannot be told."""

    book: str
    title: str
    verdict: str
    ready: bool
    said: Sequence[str]
    cards: Sequence[Card]
    sections: Sequence[Section]
    unknown: Sequence[str] = ()
    remarks: Sequence[str] = field(default_factory=tuple)


def meeting_page(page: Page) -> str:
    """Return the page as HTML."""
    environment = Environment(
        loader=FileSystemLoader(_PAGES, encoding="utf-8"), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=StrictUndefined,
    )  # fmt: skip
    script = (_PAGES / "sort.js").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return environment.get_template("meeting.html.j2").render(
        page=page,
        language=_LANGUAGES[language()],
        generator=Markup(GENERATOR),  # noqa: S704 - a constant
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=f"sha256-{digest}",
        words={
            "unknown": _("What the book cannot tell"),
            "remarks": _("Note:"),
            "sort": _("click a heading to sort"),
        },
    )
