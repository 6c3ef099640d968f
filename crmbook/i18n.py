"""Translation: English msgids in the code, Simplified Chinese by default for those who read.

``activate`` is called once, before a command's modules load; click's own texts come from the same
catalogue, because click translates through the process-wide gettext domain.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

DOMAIN = "crmbook"
LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("zh", "en")
_LOCALES = {"zh": "zh_CN", "en": "en"}


class _State:
    """The one current language of this process (a command line has one reader)."""

    language = ""
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def activate(language: str | None = None) -> str:
    """Make ``language`` (``zh``, ``en``; None: ``CRMBOOK_LANG``, else ``zh``) current; return it."""
    wanted = language or os.environ.get("CRMBOOK_LANG", "")
    chosen = wanted if wanted in LANGUAGES else "zh"
    if chosen != _State.language:
        locale = _LOCALES[chosen]
        _State.catalogue = gettext.translation(DOMAIN, LOCALE_DIR, [locale], fallback=True)
        _State.language = chosen
        # click asks gettext.gettext(), which looks the language up in the environment.
        os.environ["LANGUAGE"] = locale
        gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
        gettext.textdomain(DOMAIN)
    return chosen


def language() -> str:
    """Return the current language, activating the default one on first use."""
    return _State.language or activate()


def _(message: str) -> str:
    """Translate ``message``; it is formatted by the caller, with ``str.format``."""
    if not _State.language:
        activate()
    return _State.catalogue.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a message that depends on a number."""
    if not _State.language:
        activate()
    return _State.catalogue.ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate me later"
    """Mark a message of a declaration for extraction; ``_`` translates it when it is shown."""
    return message
