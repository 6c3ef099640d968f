"""Reading notes for what they tell of a deal, or of a customer gone (U12).

A text is read clause by clause; a clause counts when one of the words stands in it and nothing
around takes their meaning away: a negation, a question, a condition, another firm, another year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from crmbook.model.patterns import lazy
from crmbook.schema.text import INVISIBLE
from crmbook.schema.words import signals as words

_CLAUSE = lazy("[^，。；,;！!？?\n]+[？?]?")
_NEAR = 12  # how far before the words something may stand that takes their meaning away
_RIGHT = 4  # right before them


class Signal(NamedTuple):
    """The words found, and whether they tell of a deal (else of a customer gone)."""

    words: str
    won: bool


def _any(*pieces: str) -> re.Pattern[str]:
    return re.compile("|".join(pieces))


_MACHINE, _PHONE = _any(words.OF_A_MACHINE), _any(words.OF_A_PHONE)
_RIVAL, _RIVALS_DEAL = _any(words.RIVAL), _any(words.RIVALS_DEAL)
_OTHERS, _NEW_NUMBER = _any(words.OTHERS), _any(words.NEW_NUMBER)
_UNDONE = _any(*words.NOT, *words.UNSURE, *words.PAST, *words.ASIDE)
_DENIED = _any(*words.NOT, *words.UNSURE, *words.PUT_OFF)
_UPCOMING = _any(*words.ABOUT_TO)
_BEHIND = _any(*words.BEHIND)
_OUT_OF_SERVICE = lazy(f"(?:已经?|是|被)?{words.OUT_OF_SERVICE}")


@dataclass(frozen=True)
class Signals:
    """The vocabulary: crmbook's own words, and a team's (plain words, no patterns)."""

    deals: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def find(self, text: str) -> Signal | None:
        """Return the first signal in a note, None when there is none."""
        if not self._worth_a_look.search(text):
            return None
        plain = INVISIBLE.sub("", text)
        if self.ignored:
            plain = _any(*map(re.escape, self.ignored)).sub("", plain)
        for clause in _CLAUSE.finditer(plain):
            found = self._in_clause(clause[0].strip(), plain)
            if found is not None:
                return found
        return None

    @cached_property
    def _done(self) -> re.Pattern[str]:
        return _any(*map(re.escape, self.deals), *words.DONE)

    @cached_property
    def _just_done(self) -> re.Pattern[str]:
        return _any(*words.JUST_DONE)

    @cached_property
    def _gone(self) -> re.Pattern[str]:
        return _any(*map(re.escape, self.losses), *words.GONE)

    @cached_property
    def _worth_a_look(self) -> re.Pattern[str]:
        # Plain words only: a tenth of the time that the patterns themselves take.
        return _any(*map(re.escape, (*words.STEMS, *self.deals, *self.losses)))

    def _in_clause(self, clause: str, text: str) -> Signal | None:
        return self._loss(clause, text) or self._deal(clause)

    def _loss(self, clause: str, text: str) -> Signal | None:
        for match in self._gone.finditer(clause):
            if _holds(clause, match, _DENIED) and not _OTHERS.search(clause[: match.start()]):
                if "空号" in match[0] and _NEW_NUMBER.search(text):
                    continue
                return Signal(match[0], won=False)
        return _out_of_service(clause, text)

    def _deal(self, clause: str) -> Signal | None:
        for pattern, guard in ((self._done, None), (self._just_done, _UPCOMING)):
            for match in pattern.finditer(clause):
                before = clause[: match.start()][-_NEAR:]
                if not _holds(clause, match, _UNDONE) or (guard and guard.search(before[-_RIGHT:])):
                    continue
                rival = _RIVAL.search(match[0]) or _RIVALS_DEAL.search(before)
                if rival is not None:
                    return Signal(clause[: match.end()][-_NEAR:], won=False)
                if not _OTHERS.search(before):
                    return Signal(match[0], won=True)
        return None


def _holds(clause: str, match: re.Match[str], denied: re.Pattern[str]) -> bool:
    """Whether nothing before or right behind the words takes their meaning away."""
    before = clause[: match.start()][-_NEAR:]
    return not denied.search(before) and not _BEHIND.match(clause[match.end() :])


def _out_of_service(clause: str, text: str) -> Signal | None:
    match = _OUT_OF_SERVICE.search(clause)
    if match is None or _MACHINE.search(clause) or _NEW_NUMBER.search(text):
        return None
    bare = clause.rstrip("了") == match[0]
    if not (bare or _PHONE.search(clause)) or not _holds(clause, match, _DENIED):
        return None
    return Signal(match[0], won=False)
