"""Choices: one value, or several, of a vocabulary (M14, M16, M23, §2.14, §2.15).

A kind knows the spellings; what lies outside of a complete vocabulary passes as it was typed and is
found by the schema check ``choice-unknown``, so that any parsed frame can be validated.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed, Vocabulary
from crmbook.schema.kinds.stray import stray
from crmbook.schema.text import fold, is_nothing, simplified, tidy

_OTHER = lazy("(其他|其它)\\s*[(（:：,，、-].*")
_SEPARATORS = lazy("[、，,;；/|\n]+")
# `C 制造业`, `C-制造业`, `C26 化学原料…`: a section letter of GB/T 4754 in front of its name.
_LETTER = lazy("[A-T](?:\\d{2,4})?\\s*[-—:：.、]?\\s*(?=[\u4e00-\u9fff])")
_DETAIL = lazy("\\s*[-—–－/／>＞:：]+\\s*")


def canonical(text: str, vocabulary: Vocabulary) -> str | None:
    """Return the value that a spelling means, None when the vocabulary does not know it."""
    folded = fold(text)
    found = vocabulary.aliases.get(folded)
    if found is None and text in vocabulary.values:
        return text
    if found is None and _traditional(folded):
        found = vocabulary.aliases.get(simplified(folded))
    if found is None and _OTHER.fullmatch(text):
        found = vocabulary.aliases.get("其他")
    return found


def _traditional(folded: str) -> bool:
    """Whether a text holds Chinese characters outside of GB 2312; only then opencc is worth 25 ms."""
    try:
        folded.encode("gb2312")
    except UnicodeEncodeError:
        return any("\u4e00" <= character <= "\u9fff" for character in folded)
    return False


class Choice(Kind):
    """One value of the context's vocabulary; str. Blank is None; no vocabulary: any text."""

    name: ClassVar[str] = "choice"
    checks: ClassVar[tuple[str, ...]] = ("choice-alias", "spaces")

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one spelling: a value, an alias of one, or a word that the vocabulary lacks."""
        text = tidy(raw)
        if is_nothing(text):
            return Parsed()
        value = self.value_of(text, context.vocabulary)
        if value is None:
            return Parsed(text, _spaces(raw, text, text))
        if self.is_style(text, value):
            return Parsed(value, _spaces(raw, text, text))
        return Parsed(value, _alias(raw, str(value), context))

    def value_of(self, text: str, vocabulary: Vocabulary | None) -> str | None:
        """Return the value a tidy text means, None when unknown."""
        return None if vocabulary is None else canonical(text, vocabulary)

    def is_style(self, text: str, value: str) -> bool:
        """Whether a spelling is as good as the value itself: no alias to complain about."""
        return text == value or bool(_OTHER.fullmatch(text))


def _spaces(raw: str, text: str, fix: str) -> tuple[Issue, ...]:
    if raw == text:
        return ()
    return (Issue("spaces", stray(raw, text), fix=fix),)


def _alias(raw: str, value: str, context: Context) -> tuple[Issue, ...]:
    """Return the issue of an alias; where 字典 lists nothing, no spelling is better than another."""
    if context.vocabulary is None or not context.vocabulary.complete:
        return ()
    if fold(raw) == fold(value):
        message = _("“{text}” is written {value} in 字典").format(text=raw, value=value)
    else:
        message = _("“{text}” is another name for {value}").format(text=tidy(raw), value=value)
    return (Issue("choice-alias", message, fix=value),)


class Industry(str):
    """An industry: compares and counts as its 大类; ``detail`` is the 细类 typed behind it (M14)."""

    __slots__ = ("detail",)
    detail: str

    def __new__(cls, division: str, detail: str = "") -> Self:
        """Return an industry under its 大类."""
        self = super().__new__(cls, division)
        self.detail = detail
        return self

    @property
    def full(self) -> str:
        """As it is written: ``制造业-专用设备生产``."""
        return f"{self}-{self.detail}" if self.detail else str(self)


def _detailed(text: str, vocabulary: Vocabulary) -> Industry | None:
    """Return the industry of ``大类-细类``: the longest known 大类, for 零售/电商 is one itself."""
    for dash in reversed(list(_DETAIL.finditer(text))):
        division = canonical(text[: dash.start()], vocabulary)
        if division is not None:
            return Industry(division, text[dash.end() :].strip())
    return None


class IndustryChoice(Choice):
    """An industry of the vocabulary, perhaps with a 细类 behind it or a GB/T 4754 letter before it.

    ``制造业-专用设备生产`` is accepted when 制造业 is known, and its value equals 制造业, so that
    analyses count the 大类; ``C 制造业``, as stock exchanges print it, is accepted as well.
    """

    name: ClassVar[str] = "industry"

    def value_of(self, text: str, vocabulary: Vocabulary | None) -> str | None:
        """Return the industry a tidy text means, None when its 大类 is unknown."""
        if vocabulary is None:
            return None
        plain = _LETTER.sub("", text, count=1) if _LETTER.match(text) else text
        known = canonical(text, vocabulary) or canonical(plain, vocabulary)
        return _detailed(plain, vocabulary) if known is None else Industry(known)

    def is_style(self, text: str, value: str) -> bool:
        """Whether a spelling needs no complaint: the value, its letter before or 细类 behind it."""
        detailed = isinstance(value, Industry) and bool(value.detail)
        return text == value or detailed or bool(_LETTER.match(text))

    def format(self, value: Any) -> str:
        """Return the 大类, with the 细类 where there is one."""
        return value.full if isinstance(value, Industry) else str(value)


class MultiChoice(Kind):
    """Several values of the vocabulary, separated by 、 (or , ; /); a tuple of str."""

    name: ClassVar[str] = "choices"
    checks: ClassVar[tuple[str, ...]] = ("choice-alias",)

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse a list of spellings; unknown ones stay as typed."""
        one = Choice()
        parts = [one.parse(part, context) for part in _SEPARATORS.split(raw) if part.strip()]
        values = tuple(dict.fromkeys(part.value for part in parts if part.value is not None))
        aliases = [issue for part in parts for issue in part.issues if issue.check != "spaces"]
        if not values:
            return Parsed()
        if not aliases:
            return Parsed(values)
        message = "；".join(issue.message for issue in aliases)
        return Parsed(values, (Issue("choice-alias", message, fix=self.format(values)),))

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Parse a number as its text: 1688 is a source."""
        return self.parse_text(str(raw), context)

    def format(self, value: Any) -> str:
        """Return the values joined by 、."""
        return "、".join(str(one) for one in value)
