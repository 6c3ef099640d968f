"""The default vocabularies: what a book's 字典 starts with, by 列名 (M16, M23, §2.14, §2.15)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from crmbook.schema.kinds.base import Vocabulary
from crmbook.schema.text import fold
from crmbook.schema.words.following import FOLLOWING
from crmbook.schema.words.industries import INDUSTRIES
from crmbook.schema.words.qualifying import QUALIFYING
from crmbook.schema.words.sales import WORDS
from crmbook.schema.words.sources import SOURCES
from crmbook.schema.words.word import Word

#: 列名 → its words, in the order in which a drop-down shows them.
VOCABULARIES: Mapping[str, tuple[Word, ...]] = {
    "行业类型": INDUSTRIES,
    "线索来源": SOURCES,
    **WORDS,
    **QUALIFYING,
    **FOLLOWING,
}
#: Each team has its own words here: the defaults bind nobody until 字典 lists some (§2.19).
OPEN = frozenset({"行业类型", "线索来源", "需求标签", "付款方式"})


@lru_cache(maxsize=64)
def default_vocabulary(name: str) -> Vocabulary:
    """Return the default vocabulary of a 列名; an unknown name has an empty, incomplete one."""
    listed = VOCABULARIES.get(name, ())
    aliases = {fold(alias): one.value for one in listed for alias in one.aliases}
    aliases.update({fold(one.value): one.value for one in listed})
    return Vocabulary(
        values=tuple(one.value for one in listed),
        aliases=aliases,
        complete=bool(listed) and name not in OPEN,
    )


def group_of(name: str, value: str) -> str:
    """Return the class (分类) of a default value: 线索来源 展会留资 → 外部渠道; "" when it has none."""
    return _groups(name).get(value, "")


@lru_cache(maxsize=64)
def _groups(name: str) -> Mapping[str, str]:
    return {one.value: one.group for one in VOCABULARIES.get(name, ())}
