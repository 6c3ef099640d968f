"""Names by which people call a company: 深振业 for 深圳市振业(集团)股份有限公司, best first.

Every character of the short name should stand in the full one, in order, at the beginning of its
words; what is rare counts for more. Places may be shortened (沪 for 上海).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.schema.kinds.company_names import HAN
from crmbook.schema.kinds.company_parts import company_parts
from crmbook.schema.text import fold, simplified
from crmbook.schema.words.homophones import sounds

#: Short for places, as in the names of listed companies.
_PLACES: Final = dict(
    one.split("=") for one in (
    "京=北京 沪=上海 津=天津 渝=重庆 深=深圳 穗=广州 粤=广东 苏=江苏 浙=浙江 皖=安徽 闽=福建"
    " 赣=江西 鲁=山东 豫=河南 鄂=湖北 湘=湖南 桂=广西 琼=海南 川=四川 蜀=四川 黔=贵州 滇=云南"
    " 陕=陕西 秦=陕西 甘=甘肃 陇=甘肃 青=青海 宁=宁夏 新=新疆 藏=西藏 蒙=内蒙古 辽=辽宁 吉=吉林"
    " 黑=黑龙江 晋=山西 冀=河北 甬=宁波 杭=杭州 中=中国 国=中国"
    ).split()
)  # fmt: skip
#: What exchanges write around a short name: *ST, XD, -U, the class of the share.
_MARKS: Final = re.compile(
    rf"^(?:\*?st|s\*?st|xd|xr|dr|n)(?=[{HAN}])|(?<=[{HAN}])(?:-?[uwvd]|[ab])$"
)
_TOP: Final = 60
_APART: Final = 0.05
_START: Final = 0.25
#: 华鼎(杭州): its own name is worth nearly as much as the whole.
_OWN: Final = 0.97
_LENGTH: Final = 0.1
_SOUND: Final = 0.55
#: 天山股份 is 天山材料 rather than 广西天山电子: who leaves out the place mostly has none.
_PLACED: Final = 0.05


def short(text: str) -> str:
    """Return a typed name folded for the search: half width, simplified, without spaces and marks."""
    plain = simplified(fold(text)).replace(" ", "")
    return _MARKS.sub("", plain) or plain


class Names:
    """An index of full names (folded); ``rank`` finds what a short one means."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = [_MARKS.sub("", name) or name for name in names]
        self.parts = [company_parts(name) for name in names]
        self.rest = ["".join(part.places) + part.core + part.branch for part in self.parts]

    @cached_property
    def _holders(self) -> dict[str, NDArray[np.int32]]:
        """By character the names that hold it."""
        found: dict[str, list[int]] = {}
        for at, name in enumerate(self.names):
            for one in set(name):
                found.setdefault(one, []).append(at)
        return {one: np.array(held, dtype=np.int32) for one, held in found.items()}

    def weight(self, character: str) -> float:
        """Return how much a character tells: the rarer, the more."""
        held = self._holders.get(character)
        count = 0 if held is None else len(held)
        return float(np.log((len(self.names) + 2) / (count + 1)))

    def rank(self, text: str, most: int = 20) -> list[tuple[float, int]]:
        """Return (score 0–1, which name), best first, of what a short or misspelt name may mean."""
        asked = short(text)
        if not asked or not self.names:
            return []
        core = company_parts(asked).core if "(" in asked else asked
        scored = [
            (max(self.score(asked, at), _OWN * self.score(core, at) if core != asked else 0.0), at)
            for at in self._promising(asked)
        ]
        scored.sort(key=lambda one: (-one[0], len(self.names[one[1]]), one[1]))
        return [one for one in scored[:most] if one[0] > 0]

    def _promising(self, asked: str) -> list[int]:
        """Return the names that share the most telling characters."""
        votes = np.zeros(len(self.names))
        for one in set(asked) | set(self._sounding(asked)):
            if (held := self._holders.get(one)) is not None:
                votes[held] += self.weight(one) if one in asked else _SOUND * self.weight(one)
        for one in set(asked) & _PLACES.keys():
            held = self._holders.get(_PLACES[one][-1])
            if held is not None:
                votes[held] += 0.5 * self.weight(_PLACES[one][-1])
        best = np.argsort(-votes, kind="stable")[:_TOP]
        return [int(at) for at in best if votes[at] > 0]

    def _sounding(self, asked: str) -> list[str]:
        """Return the characters of names that sound like those asked for, where those are missing."""
        known = sounds()
        missing = {known[one] for one in asked if one not in self._holders and one in known}
        return [one for one in self._holders if known.get(one) in missing] if missing else []

    def score(self, asked: str, at: int) -> float:
        """Return how well one name answers to what was asked, 0–1."""
        name, part = self.names[at], self.parts[at]
        if asked == name:
            return 1.0
        if asked in (part.core, self.rest[at]):
            return 0.99
        total = sum(map(self.weight, asked))
        if not total:
            return 0.0
        found = self._aligned(asked, name, part.core)
        left = Counter(part.core)
        left.subtract(asked)
        rest = sum(self.weight(one) * n for one, n in left.items() if n > 0)
        whole = sum(map(self.weight, part.core)) or 1.0
        return max(0.0, min(0.98, found / (total * (1 + _START)) - _LENGTH * rest / whole))

    def _aligned(self, asked: str, name: str, core: str) -> float:
        """Return the weight of the best alignment: in order, gaps cost, beginnings gain."""
        start = max(name.find(core), 0)
        known = sounds()
        row = [0.0] * (len(name) + 1)  # the best that ends anywhere before
        run = [0.0] * (len(name) + 1)  # the best that ends here
        for n, one in enumerate(asked):
            weight, sound = self.weight(one), known.get(one)
            best, here = [0.0] * (len(name) + 1), [0.0] * (len(name) + 1)
            for at, other in enumerate(name, 1):
                gain = -1.0
                if other == one or (one in _PLACES and name.startswith(_PLACES[one], at - 1)):
                    gain = weight
                elif sound is not None and known.get(other) == sound:
                    gain = _SOUND * weight
                if gain > 0:
                    follows = run[at - 1] + gain * (1 + _START) if run[at - 1] or n == 0 else 0.0
                    opens = row[at - 1] + gain * _opening(at - 1, start)
                    if n == 0:
                        follows = opens if at - 1 in (0, start) else gain
                    here[at] = max(follows, opens)
                best[at] = max(best[at - 1], row[at], here[at])
            row, run = best, here
        return row[-1]


def _opening(at: int, start: int) -> float:
    """Return what a character counts that begins a run: at the name's or its own part's beginning."""
    if at == 0:
        return 1 + _START
    return 1 + _START - _PLACED if at == start else 1 - _APART
