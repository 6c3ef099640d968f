"""Persons: what a Chinese name looks like, alone or with a title."""

from __future__ import annotations

from crmbook.intake.surnames import COMPOUND, SURNAMES
from crmbook.model.patterns import lazy
from crmbook.schema.text import half_width, simplified, tidy
from crmbook.schema.words.places import PLACES

_PERSON = lazy(
    "[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]{1,2}(?:总|工|经理|主任|先生|女士|小姐|老师|姐|哥|董|厂长|老板|处|科长)"
)


def is_person(text: str) -> bool:
    """Whether a text is a person's name, or a name with a title: 张伟, 张总."""
    name = tidy(half_width(text))
    if not _PERSON.fullmatch(name) or name in PLACES:
        return False
    return name[0] in SURNAMES or name[:2] in COMPOUND or simplified(name)[0] in SURNAMES
