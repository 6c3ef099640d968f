"""Who speaks in a follow-up, and over what: its way and its person, as its words tell (U03, M58)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crmbook.intake.persons import is_person
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Vocabulary
from crmbook.schema.kinds.choice import canonical
from crmbook.schema.sheets import followups
from crmbook.schema.text import fold
from crmbook.schema.vocabularies import default_vocabulary

#: What says a way without naming it.
_IMPLIED = (
    (lazy(r"未接|没接|无人接听|不接|通话|关机|占线|拒接|挂断|致电|回电|停机|空号|打过去"), "电话"),
    (lazy(r"加微|加了微|微我"), "微信"),
    (lazy(r"面谈|见面|当面|来访|到访|现场考察|考察"), "拜访"),
    (lazy(r"发邮|寄邮"), "邮件"),
)
#: Words of 跟进方式 that in a sentence are mostly things: 要样品 is no demonstration.
_NO_WAY = frozenset({"其他", "其它", "样品", "视频", "展会", "演示"})
_NAMED = lazy(r"\s*[【\[(（〔]?\s*([\u4e00-\u9fff·]{2,5})\s*[】\])）〕]?\s*[:：]\s*")
_SIGNED = lazy(r"[（(—–-]+\s*([\u4e00-\u9fff]{2,5})\s*[)）]?\s*$")
_TITLED = lazy(r".*(?:总|工|经理|主任|先生|女士|小姐|老师|姐|哥|董|厂长|老板|处|科长)")


class Speakers:
    """Finds who wrote a piece: 张三：…, …（张三）. ``people``: those of 人员, if the book has any."""

    def __init__(self, people: Vocabulary | None) -> None:
        self.people = people

    def find(self, text: str) -> tuple[str, str]:
        """Return (who did it, what) where a piece says who: 张三：…, …（张三）."""
        named = _NAMED.match(text)
        if named is not None and self._is_ours(named[1]):
            return self._person(named[1]), text[named.end() :].strip()
        signed = _SIGNED.search(text)
        if signed is not None and self._is_ours(signed[1], surely=True):
            return self._person(signed[1]), text[: signed.start()].strip()
        for name in self.people.values if self.people else ():
            if text.startswith(name):
                return name, text
        return "", text

    def _is_ours(self, name: str, *, surely: bool = False) -> bool:
        if self.people is not None and self.people.values:
            known = canonical(name, self.people) is not None
            return known or (not surely and is_person(name) and not _TITLED.fullmatch(name))
        return is_person(name) and not _TITLED.fullmatch(name)

    def _person(self, name: str) -> str:
        return (canonical(name, self.people) if self.people is not None else None) or name


class Ways:
    """Finds the 跟进方式 that a text names first."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        spellings = {fold(value): value for value in vocabulary.values}
        spellings |= vocabulary.aliases
        spellings = {word: way for word, way in spellings.items() if word not in _NO_WAY}
        self.spellings = spellings
        words = sorted(map(re.escape, spellings), key=len, reverse=True)
        self.pattern = re.compile("|".join(words)) if words else None
        self.values = set(vocabulary.values)

    def find(self, text: str) -> str:
        """Return the way, "" where the text does not say."""
        folded = fold(text)
        named = self.pattern.search(folded) if self.pattern else None
        found = [(named.start(), self.spellings[named[0]])] if named else []
        for pattern, way in _IMPLIED:
            match = pattern.search(folded)
            if match is not None and way in self.values:
                found.append((match.start(), way))
        return min(found)[1] if found else ""


def ways_of(words: Mapping[str, Vocabulary]) -> Ways:
    """Return what finds the book's own 跟进方式, or those of the declarations."""
    name = followups.WAY.vocabulary
    return Ways(words.get(name) or default_vocabulary(name))
