"""Company and person in one cell: 张伟/杭州华鼎机械有限公司, 杭州华鼎机械有限公司 张伟."""

from __future__ import annotations

from typing import Final, NamedTuple

from crmbook.intake.persons import is_person
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.company_names import canonical, has_ending, is_placeholder
from crmbook.schema.text import half_width, tidy

_BETWEEN = lazy(r"\s*[/／\\|｜、，,;；\n\t—–:：]+\s*|\s+-\s*|\s*-\s+|\s+")
#: 张伟（杭州华鼎机械有限公司）: brackets hold the other half.
_BRACKETED = lazy(r"([^（(]+)[（(]([^（()）]+)[)）]\s*")
_LEAST: Final = 4  # characters of a company's name in full: 李店 is a person


class Halves(NamedTuple):
    """The two halves of a cell."""

    company: str
    person: str


def halves(text: str) -> Halves | None:
    """Return company and person of a cell that holds both, None where that is not certain.

    One half must end as a legal name does, the other be a person's name; of three parts nobody knows.
    """
    bracketed = _BRACKETED.fullmatch(text)
    parts = list(bracketed.groups()) if bracketed else _BETWEEN.split(tidy(text))
    if len(parts) != 2:
        return None
    for company, person in (parts, parts[::-1]):
        name, who = canonical(company.strip()), tidy(half_width(person))
        if _is_company(name) and is_person(who) and not has_ending(who):
            return Halves(name, who)
    return None


def _is_company(name: str) -> bool:
    return len(name) >= _LEAST and has_ending(name) and not is_placeholder(name)
