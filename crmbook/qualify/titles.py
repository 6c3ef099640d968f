"""决策权限 by title: 总经理 decides, 总监 influences, 工程师 uses (M32); words are rows of 字典."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.wordings import wording_of
from crmbook.schema.sheets import leads
from crmbook.schema.words.qualifying import TITLES


def titles(ledger: Ledger, register: Register) -> NDArray[Any]:
    """Return what each lead's 职位 stands for (a Statement), None where that is not known."""
    data = register.data.get(leads.POSITION.header)
    if data is None:
        return np.full(len(register), None, dtype=object)
    texts = [raw if isinstance(raw, str) else "" for raw in data.raw]
    found = wording_of(ledger, TITLES).find(texts)
    return data.spread([found.get(at) for at in range(len(texts))])
