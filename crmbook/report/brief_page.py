"""``brief`` as one page to print on A4 or to keep on the phone: it asks for nothing from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crmbook.i18n import language

_PAGES: Final = Path(__file__).parent / "pages"
_LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its title, and lines of one or more columns; ``wide``: over both halves."""

    title: str
    lines: Sequence[Sequence[str]]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class BriefPage:
    """The page: who, what is due, the facts, the parts, where the words stand."""

    title: str
    subtitle: str
    due: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[Part]
    foot: str


def brief_page(page: BriefPage) -> str:
    """Return the page as HTML; text of users is escaped by the template engine."""
    environment = Environment(
        loader=FileSystemLoader(_PAGES, encoding="utf-8"), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=StrictUndefined,
    )  # fmt: skip
    return environment.get_template("brief.html.j2").render(
        page=page, language=_LANGUAGES[language()]
    )
