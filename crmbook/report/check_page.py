"""``check --format html``: one page that needs nothing else, to print, to send, to read on a phone.

No script, no font, no picture, no address outside: it can be opened where there is no network. All
text of users is escaped by the template engine, control characters before that.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crmbook.i18n import _, language
from crmbook.model.checks import Severity
from crmbook.model.words import impact_word, severity_word
from crmbook.report.findings import BOX, HEADERS, SIGNS, Finding, Findings

_PAGES: Final = Path(__file__).parent / "pages"
_LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}


def check_page(found: Findings) -> str:
    """Return the page as HTML."""
    environment = Environment(
        loader=FileSystemLoader(_PAGES, encoding="utf-8"), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=StrictUndefined,
    )  # fmt: skip
    numbered = enumerate(found.lines, 1)
    owners = [
        (owner, list(lines)) for owner, lines in groupby(numbered, key=lambda one: one[1].owner)
    ]
    return environment.get_template("check.html.j2").render(
        found=found,
        language=_LANGUAGES[language()],
        owners=owners,
        headers=HEADERS,
        box=BOX,
        nobody=_("nobody"),
        as_of=f"{found.as_of:%Y-%m-%d}",
        words={
            "legend": _("✗ must be mended, ! can wait"),
            "reading": _("For reading only: make changes in {book}").format(book=found.book),
            "notes": _("Note:"),
            "not_checked": _("Not checked:"),
            "as_of": _("as of {date}").format(date=f"{found.as_of:%Y-%m-%d}"),
        },
        sign=SIGNS.__getitem__,
        state=severity_word,
        impact=impact_word,
        errors=_errors,
        is_error=lambda line: line.severity is Severity.ERROR,
    )


def _errors(lines: list[tuple[int, Finding]]) -> str:
    """Return how many lines of an owner must be mended, and how many can wait."""
    errors = sum(line.severity is Severity.ERROR for _at, line in lines)
    return f"{SIGNS[Severity.ERROR]} {errors}　{SIGNS[Severity.WARNING]} {len(lines) - errors}"
